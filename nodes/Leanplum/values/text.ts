import { isDateObject, isEmpty, trim } from './blank';
import { readDateObject } from './date';
import { hasLostDigits, TOO_LONG } from './number';
import { accept, EMPTY, LongNumber, refuse, type Reading } from './reading';

const EXPECTED = 'must be text';
const OBJECT_AS_TEXT =
	'holds an object that was written as text. Name the field of the object that you want';

/** What JavaScript makes of an object that stands in a text. */
const WRITTEN_OBJECT = '[object Object]';

/**
 * Reads text. It stays as it is, with the blanks around it. Numbers and booleans are written out, dates
 * as ISO 8601. Lists and objects are refused.
 *
 * @param maxLength the most characters, where Leanplum limits them
 */
export function readText(given: unknown, maxLength = Number.POSITIVE_INFINITY): Reading<string> {
	if (isEmpty(given)) return EMPTY;
	const reading = asText(given);
	if (reading.kind !== 'value' || reading.value.length <= maxLength) return reading;
	const { length } = reading.value;
	return refuse(`can have up to ${maxLength} characters, but has ${length}`, given);
}

function asText(given: unknown): Reading<string> {
	switch (typeof given) {
		case 'string':
			return given.includes(WRITTEN_OBJECT) ? refuse(OBJECT_AS_TEXT, given) : accept(given);
		case 'number':
			if (hasLostDigits(given)) return refuse(TOO_LONG, given);
			return Number.isFinite(given) ? accept(String(given)) : refuse(EXPECTED, given);
		case 'boolean':
		case 'bigint':
			return accept(String(given));
		default:
			if (isDateObject(given)) return readDateObject(given);
			return refuse(given instanceof LongNumber ? TOO_LONG : EXPECTED, given);
	}
}

/** A text of a form of its own. */
function readForm(
	given: unknown,
	form: RegExp,
	expected: string,
	write = (text: string) => text,
): Reading<string> {
	if (isEmpty(given)) return EMPTY;
	const text = typeof given === 'string' ? write(trim(given)) : '';
	return form.test(text) ? accept(text) : refuse(expected, given);
}

/** Reads an ISO 4217 code. */
export const readCurrency = (given: unknown): Reading<string> =>
	readForm(given, /^[A-Z]{3}$/, 'must be a three-letter currency code, such as EUR', (code) =>
		code.toUpperCase(),
	);

export const readEmail = (given: unknown): Reading<string> =>
	readForm(given, /^[^@\s]+@[^@\s]+$/, 'must be an email address, such as nathan@example.com');

/** Reads the URL of a web server. */
export const readUrl = (given: unknown): Reading<string> =>
	readForm(given, /^https?:\/\/[^\s/]+/, 'must be a URL, such as https://example.com/hook');
