import { isNestedWithin, isObject, setOwn, type JsonValue } from '../protocol/basics/json';
import { isDateObject, isEmpty } from './blank';
import { readDateObject } from './date';
import { readNumber, TOO_LONG } from './number';
import { accept, EMPTY, LongNumber, Measurement, refuse, within, type Reading } from './reading';
import { readKnownText } from './text';

/** No values of Leanplum's are nested deeper; far deeper ones could not even be written as JSON. */
const MAX_DEPTH = 100;

// A text, or a number; texts are matched so that digits inside them are left alone.
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Whole numbers that may be too long; with an exponent they are measurements. */
const LONG_NUMBER = /^-?\d{16,}(?:\.\d+)?$/;
const MIGHT_HOLD_LONG_NUMBER = /\d{16}/;

const isTooLong = (token: string): boolean =>
	LONG_NUMBER.test(token) && Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER;

const isMeasurement = (token: string): boolean =>
	/^-?\d/.test(token) &&
	/e/i.test(token) &&
	// What is too large even for that would be sent as null.
	Number.isFinite(Number(token)) &&
	Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER;

/**
 * Parses JSON. Whole numbers that a JavaScript number cannot hold become a `LongNumber`, and large numbers
 * with an exponent a `Measurement`, so that readers can tell them from numbers that were rounded.
 *
 * @returns `undefined` when the text isn't JSON
 */
export function parseExactly(text: string): unknown {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (!MIGHT_HOLD_LONG_NUMBER.test(text) && !/\d[eE]/.test(text)) return parsed;
	// Marks the special numbers with a text that nothing else in the JSON starts with.
	let longest = 0;
	for (const [run] of text.matchAll(/"#+/g)) longest = Math.max(longest, run.length);
	const mark = '#'.repeat(longest + 1);
	let found = false;
	const marked = text.replace(TOKENS, (token) => {
		if (!isTooLong(token) && !isMeasurement(token)) return token;
		found = true;
		return `"${mark}${token}"`;
	});
	if (!found) return parsed;
	return JSON.parse(marked, (_name, value: unknown) => {
		if (typeof value !== 'string' || !value.startsWith(mark)) return value;
		const token = value.slice(mark.length);
		return isTooLong(token) ? new LongNumber(token) : new Measurement(Number(token));
	}) as unknown;
}

// A text, which names a member where a colon follows, or where an object starts or ends.
const MEMBERS = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g;

/** The first name that an object of a JSON text has twice, of which a parser would keep only the last. */
function nameGivenTwice(text: string): string | undefined {
	const open: Array<Set<string>> = [];
	for (const [token, name, colon] of text.matchAll(MEMBERS)) {
		if (token === '{') open.push(new Set());
		else if (token === '}') open.pop();
		else if (colon !== undefined) {
			const plain = JSON.parse(name!) as string;
			const names = open.at(-1)!;
			if (names.has(plain)) return plain;
			names.add(plain);
		}
	}
	return undefined;
}

const EXPECTED_OBJECT =
	'must be a JSON object, such as {"name": "value"}. In expressions, write values with JSON.stringify()';
const NESTED = `can have up to ${MAX_DEPTH} levels of lists and objects`;

/** Reads a JSON object, given as an object or as text. What its members hold is left to other readers. */
export function readObject(given: unknown): Reading<Record<string, unknown>> {
	if (isEmpty(given)) return EMPTY;
	const object = typeof given === 'string' ? parseExactly(given) : given;
	if (object === null) return EMPTY;
	if (!isObject(object) || isDateObject(object) || object instanceof LongNumber) {
		return refuse(EXPECTED_OBJECT, given);
	}
	if (!isNestedWithin(object, MAX_DEPTH)) return refuse(NESTED, given);
	const twice = typeof given === 'string' ? nameGivenTwice(given) : undefined;
	return twice === undefined
		? accept(object)
		: refuse('has a name twice. Remove one of them', twice);
}

/**
 * Reads a value of JSON with everything in it: dates become ISO 8601, members that are undefined are
 * left out, and whole numbers that lost digits are refused.
 *
 * @param onNothing gives what stands for null and for members that are undefined; without it null stays
 */
export function readJson(
	given: unknown,
	onNothing?: (given: null | undefined) => Reading<JsonValue>,
): Reading<JsonValue> {
	switch (typeof given) {
		case 'string':
			return readKnownText(given);
		case 'boolean':
			return accept(given);
		case 'number':
		case 'bigint':
			return readNumber(given);
		case 'undefined':
			return onNothing ? onNothing(given) : EMPTY;
		case 'object':
			if (given === null) return onNothing ? onNothing(given) : accept(given);
			if (given instanceof Measurement) return accept(given.value);
			if (given instanceof LongNumber) return refuse(TOO_LONG, given);
			if (isDateObject(given)) return readDateObject(given);
			return Array.isArray(given) ? readEntries(given, onNothing) : readMembers(given, onNothing);
		default:
			return refuse('must be a JSON value', given);
	}
}

function readEntries(
	given: readonly unknown[],
	onNothing: Parameters<typeof readJson>[1],
): Reading<JsonValue> {
	const entries: JsonValue[] = [];
	for (const [index, entry] of given.entries()) {
		const reading = readJson(entry, onNothing);
		if (reading.kind === 'refused') return within(index + 1, reading);
		// A place in a list cannot be left out, so it holds what JSON has for nothing.
		entries.push(reading.kind === 'value' ? reading.value : null);
	}
	return accept(entries);
}

function readMembers(given: object, onNothing: Parameters<typeof readJson>[1]): Reading<JsonValue> {
	const members: Record<string, JsonValue> = {};
	for (const [name, member] of Object.entries(given)) {
		const reading = readJson(member, onNothing);
		if (reading.kind === 'refused') return within(name, reading);
		if (reading.kind === 'value') setOwn(members, name, reading.value);
	}
	return accept(members);
}
