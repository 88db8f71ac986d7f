import { isDateObject } from './blank';

/** How a value was changed to be read. The output pane reports it once per run. */
export type Note = 'trimmed' | 'spreadsheetDate';

/** A value that can be sent. */
export interface Accepted<Value> {
	readonly kind: 'value';
	readonly value: Value;
	readonly note?: Note;
}

/** Nothing was given: missing, null, or a text of blanks only. */
export interface Empty {
	readonly kind: 'empty';
}

/** A value that cannot be read as meant. */
export interface Refused {
	readonly kind: 'refused';
	/** What is wrong and what is right, as the rest of a sentence that starts with the field's label. */
	readonly message: string;
	/** The value that was given; `told` leaves it out for secrets. */
	readonly got: unknown;
	/** Where the value is inside what was given: names of members, or numbers of list entries from 1. */
	readonly path?: ReadonlyArray<string | number>;
}

/** What a reader makes of a value. */
export type Reading<Value> = Accepted<Value> | Empty | Refused;

/** Reads a value of one kind. Readers never throw and never guess. */
export type Reader<Value> = (given: unknown) => Reading<Value>;

export const EMPTY: Empty = { kind: 'empty' };

export const accept = <Value>(value: Value, note?: Note): Accepted<Value> =>
	note ? { kind: 'value', value, note } : { kind: 'value', value };

export const refuse = (message: string, got: unknown): Refused => ({
	kind: 'refused',
	message,
	got,
});

/** The same refusal, one level further out. */
export const within = (step: string | number, refused: Refused): Refused => ({
	...refused,
	path: [step, ...(refused.path ?? [])],
});

const MAX_SHOWN = 40;

function shorten(text: string): string {
	return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** A value as it was received, shortened for a message. */
export function shown(value: unknown): string {
	if (typeof value === 'string') return JSON.stringify(shorten(value));
	if (value instanceof LongNumber) return shorten(value.digits);
	if (isDateObject(value)) return Number.isNaN(value.valueOf()) ? 'an invalid date' : 'a date';
	if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	if (typeof value === 'function') return 'a function';
	return value === undefined ? 'nothing' : shorten(String(value));
}

/**
 * A refusal as the rest of a sentence that starts with the field's label.
 *
 * @param isSecret leaves out the value, for password fields and push tokens
 */
export function told({ message, got, path = [] }: Refused, isSecret = false): string {
	const place = path.length > 0 ? ` at ${path.join(' → ')}` : '';
	const { what, remedy } = parted(message);
	return [isSecret ? `${what}${place}` : `${what} (got ${shown(got)}${place})`, remedy]
		.filter(Boolean)
		.join('. ');
}

/** Ends what is wrong; a full stop in quotes is part of a value or a name. */
const WHAT = /^((?:"(?:[^"\\]|\\.)*"|[^"])*?)\. (?=[A-Z])/s;

/** A refusal's sentence, and the remedy behind it where there is one. */
export function parted(message: string): { what: string; remedy: string } {
	const found = WHAT.exec(message);
	return found
		? { what: found[1]!, remedy: message.slice(found[0].length) }
		: { what: message, remedy: '' };
}

/** A whole number in a JSON text that a JavaScript number cannot hold. */
export class LongNumber {
	constructor(
		/** The number as it was written. */
		readonly digits: string,
	) {}
}

/** A number beyond 2^53 that was written with an exponent in a JSON text: not exact, nor meant to be. */
export class Measurement {
	constructor(readonly value: number) {}
}
