const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const plain = new Intl.NumberFormat(undefined);

const DAY_MS = 24 * 60 * 60 * 1000;

/** A number for people. */
export const count = (value: number): string => plain.format(value);

/** "1 action", "2 actions". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
	`${count(value)} ${value === 1 ? one : many}`;

/** The time of day when it is of the last hours, else the day. Epoch milliseconds. */
export function shortTime(milliseconds: number): string {
	const age = Math.abs(Date.now() - milliseconds);
	return age < DAY_MS / 2 ? clock.format(milliseconds) : day.format(milliseconds);
}

/** Day and time. Epoch milliseconds. */
export const fullTime = (milliseconds: number): string => moment.format(milliseconds);

/** Day and time, or a dash. Epoch seconds. */
export const fullSeconds = (seconds: number | null | undefined): string =>
	seconds === null || seconds === undefined ? '–' : fullTime(seconds * 1000);

export function bytes(value: number): string {
	if (value < 1000) return `${count(value)} B`;
	if (value < 1_000_000) return `${count(Math.round(value / 100) / 10)} kB`;
	return `${count(Math.round(value / 100_000) / 10)} MB`;
}

/** A duration in milliseconds. */
export function duration(milliseconds: number): string {
	if (milliseconds < 1000) return `${count(Math.round(milliseconds))} ms`;
	if (milliseconds < 120_000) return `${count(Math.round(milliseconds / 100) / 10)} s`;
	return `${count(Math.round(milliseconds / 60_000))} min`;
}

/** A value on one line: lists with commas, objects as JSON. */
export function oneLine(value: unknown): string {
	if (Array.isArray(value)) return value.map(oneLine).join(', ');
	if (typeof value === 'object' && value !== null) return JSON.stringify(value);
	return String(value);
}
