import { isDateObject, isEmpty, trim } from './blank';
import { readDateObject } from './date';
import { hasLostDigits, TOO_LONG } from './number';
import { accept, EMPTY, LongNumber, refuse, type Reading } from './reading';

const EXPECTED = 'must be text';
const OBJECT_AS_TEXT =
	'holds an object that was written as text. Name the field of the object that you want';

/** What JavaScript makes of an object that stands in a text. */
export const WRITTEN_OBJECT = '[object Object]';

/** An expression in a field that takes it for text. */
const EXPRESSION = /\{\{\s*\$/;

/** What spreadsheets write for a formula that fails. */
export const FAILED_FORMULA = /^#(?:N\/A|NAME\?|(?:VALUE|REF|NUM|NULL|DIV\/0|ERROR|SPILL|CALC)!)$/i;

/** What shows that a text is none, as the rest of a sentence that starts with the field. */
export function objectionToText(text: string): string | undefined {
	if (text.includes(WRITTEN_OBJECT)) return OBJECT_AS_TEXT;
	if (text.includes('{{') && EXPRESSION.test(text)) {
		return "is an expression that n8n didn't resolve. Switch the field to Expression";
	}
	return text.includes('#') && FAILED_FORMULA.test(trim(text))
		? 'is the error of a spreadsheet. Fix its formula, or leave the cell empty'
		: undefined;
}

/** Reads a text that stays when there is nothing but blanks in it, as in a list. */
export function readKnownText(given: string, maxLength?: number): Reading<string> {
	const reading = readText(given, maxLength);
	return reading.kind === 'empty' ? accept(given) : reading;
}

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
		case 'string': {
			const objection = objectionToText(given);
			return objection === undefined ? accept(given) : refuse(objection, given);
		}
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
	readForm(
		given,
		/^[^@\s:;,<>]+@[^@\s:;,<>]+$/,
		'must be an email address, such as nathan@example.com',
	);

/** Reads the URL of a web server. */
export const readUrl = (given: unknown): Reading<string> =>
	readForm(given, /^https?:\/\/[^\s/]+/, 'must be a URL, such as https://example.com/hook');
