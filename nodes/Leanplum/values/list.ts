import { isDateObject, isEmpty, trim } from './blank';
import { readDateObject } from './date';
import { parseExactly } from './json';
import { readNumber, TOO_LONG } from './number';
import {
	accept,
	EMPTY,
	LongNumber,
	Measurement,
	refuse,
	within,
	type Reader,
	type Reading,
} from './reading';
import { readKnownText, WRITTEN_OBJECT } from './text';

export type Scalar = string | number | boolean;

/**
 * Reads an entry of a list, or a single value, which keeps its type.
 *
 * @param maxLength the most characters of a text, where Leanplum limits them
 * @param expected the refusal of what is neither text nor a number nor a boolean
 */
export function readScalar(
	given: unknown,
	maxLength?: number,
	expected = 'must be text, a number, true or false',
): Reading<Scalar> {
	if (typeof given === 'string') {
		// An entry that is an empty text is an entry; only "nothing" has no value.
		return readKnownText(given, maxLength);
	}
	if (given === undefined || given === null) return EMPTY;
	if (typeof given === 'boolean') return accept(given);
	if (typeof given === 'number' || typeof given === 'bigint') return readNumber(given);
	if (given instanceof Measurement) return accept(given.value);
	if (given instanceof LongNumber) return refuse(TOO_LONG, given);
	if (isDateObject(given)) return readDateObject(given);
	return refuse(expected, given);
}

const isInBrackets = (text: string): boolean => text.startsWith('[') && text.endsWith(']');

/** Separators that cannot be typed into a field. */
const WRITTEN_SEPARATORS: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t' };

/** The parts of a text; they stay text, so that long digits stay exact. */
function split(text: string, separator: string): string[] {
	return text
		.split(WRITTEN_SEPARATORS[separator] ?? separator)
		.map(trim)
		.filter((part) => part !== '');
}

/**
 * Reads several values: a list, a JSON list as text, or text split at a separator. Text in brackets without
 * quotes, such as `[red, blue]`, is split as well. Anything else is a single value. A list without
 * entries is empty.
 *
 * @param read reads one of them
 * @param separator what stands between the values; "\\n" and "\\t" for line breaks and tabs
 */
export function readEach<Value>(
	given: unknown,
	read: Reader<Value>,
	separator = ',',
): Reading<Value[]> {
	if (isEmpty(given)) return EMPTY;
	const entries = entriesOf(given, separator === '' ? ',' : separator);
	if (!entries) return refuse(NO_JSON, given);
	const values: Value[] = [];
	for (const [index, entry] of entries.entries()) {
		const reading = read(entry);
		if (reading.kind === 'refused') return entry === given ? reading : within(index + 1, reading);
		if (reading.kind === 'empty') return within(index + 1, refuse(NO_ENTRY, entry));
		values.push(reading.value);
	}
	return values.length > 0 ? accept(values) : EMPTY;
}

const NO_ENTRY = 'has an entry without a value';
const NO_JSON = 'looks like a JSON list but isn\'t valid. Write it like ["a", "b"]';

/** Reads a list of texts, numbers, and booleans; see `readEach`. What is split at a separator is text. */
export const readList = (
	given: unknown,
	separator?: string,
	maxLength?: number,
): Reading<Scalar[]> => readEach(given, (entry) => readScalar(entry, maxLength), separator);

/** Something in quotes or braces is meant as JSON, or as a list of another language. */
const FOREIGN_LIST = /^(?:\[\s*['"]|\[[^]*,\s*"|"[^]*"|\{[^]*\}$)/;

/** @returns `undefined` for a text that is meant as JSON but is none */
function entriesOf(given: unknown, separator: string): readonly unknown[] | undefined {
	if (Array.isArray(given)) return given;
	if (typeof given !== 'string') return [given];
	const text = trim(given);
	const isList = isInBrackets(text);
	const parsed = isList ? parseExactly(text) : undefined;
	if (Array.isArray(parsed)) return parsed;
	if (FOREIGN_LIST.test(text)) return undefined;
	// The brackets of an object that was written as text tell that it is one.
	return split(isList && !text.includes(WRITTEN_OBJECT) ? text.slice(1, -1) : text, separator);
}
