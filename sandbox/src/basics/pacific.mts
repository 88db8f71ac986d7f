const ZONE = 'America/Los_Angeles';
const HOUR_S = 60 * 60;

let formatter: Intl.DateTimeFormat | undefined;

/** Made when it is needed, because that takes as long as a twentieth of the sandbox's start. */
const format = () =>
	(formatter ??= new Intl.DateTimeFormat('en-CA', {
		timeZone: ZONE,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}));

/** The Pacific day (`YYYYmmdd`) of a time in epoch seconds; Leanplum's exports go by these days. */
export function pacificDay(seconds: number): string {
	return format()
		.format(new Date(seconds * 1000))
		.replaceAll('-', '');
}

/** When a Pacific day (`YYYYmmdd`) begins, in epoch seconds; undefined for what is no day. */
export function pacificMidnight(day: string): number | undefined {
	const [match, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(day) ?? [];
	if (match === undefined) return undefined;
	const utcMidnight = Date.UTC(Number(year), Number(month) - 1, Number(date)) / 1000;
	// Pacific time is 7 or 8 hours behind UTC; the first second of the day is the one to find.
	return [7, 8]
		.map((hours) => utcMidnight + hours * HOUR_S)
		.find((seconds) => pacificDay(seconds) === day && pacificDay(seconds - 1) !== day);
}

/**
 * Noon of the Pacific day so many days before a time, give or take the hour of a clock change; both in
 * epoch seconds.
 */
export function pacificNoon(seconds: number, daysBefore: number): number {
	const midnight = pacificMidnight(pacificDay(seconds)) ?? seconds;
	return midnight + (12 - 24 * daysBefore) * HOUR_S;
}

/** When the Pacific day after `day` begins, in epoch seconds. */
export function nextPacificMidnight(midnight: number): number {
	// Days have 23 to 25 hours; 36 hours later it is certainly the next day.
	return pacificMidnight(pacificDay(midnight + 36 * HOUR_S)) ?? midnight;
}
