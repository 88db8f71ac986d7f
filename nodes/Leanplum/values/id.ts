import { isEmpty, trim } from './blank';
import { readEach } from './list';
import { hasLostDigits, TOO_LONG } from './number';
import { accept, EMPTY, LongNumber, refuse, type Reading } from './reading';
import { FAILED_FORMULA, objectionToText } from './text';

export const MAX_ID_LENGTH = 400;

/** What programs write where a value is missing. */
const NO_ID = new Set(['undefined', 'null', 'nan', 'infinity', '-infinity']);
/** How a spreadsheet shortens a long number, such as 4.91E+11. Device IDs such as 12E34 have no "+". */
const SHORTENED = /^[+-]?\d+(?:[.,]\d*)?E\+\d+$/i;
const OBJECT_AS_TEXT = /\[object \w+\]/i;

/** How a cell is marked as text for a spreadsheet. */
const MARKED = /^="[^]*"$/;
const IS_MARKED = 'is marked as text for a spreadsheet. Remove the =" before it and the " after it';

const EXPECTED = 'must be text or a whole number';

/** What keeps a text from naming something, as the rest of a sentence that starts with the field. */
export function objectionToId(id: string): string | undefined {
	if (
		NO_ID.has(id.toLowerCase()) ||
		FAILED_FORMULA.test(id) ||
		(id.includes('[') && OBJECT_AS_TEXT.test(id))
	) {
		return 'stands for a missing value. Check the expression or the column';
	}
	if (id.includes('+') && SHORTENED.test(id)) {
		return 'is a number that a spreadsheet has shortened. Format the column as text and export it again';
	}
	return MARKED.test(id) ? IS_MARKED : objectionToText(id);
}

/**
 * Reads the ID of a user or device: trimmed text, or a whole number, which is sent as text. Refused are
 * texts that stand for a missing value and numbers that lost digits.
 */
export function readId(given: unknown): Reading<string> {
	if (isEmpty(given)) return EMPTY;
	if (typeof given === 'number') {
		if (hasLostDigits(given)) return refuse(TOO_LONG, given);
		return Number.isInteger(given) ? accept(String(given)) : refuse(EXPECTED, given);
	}
	if (given instanceof LongNumber) return refuse(TOO_LONG, given);
	if (typeof given !== 'string' && typeof given !== 'bigint') return refuse(EXPECTED, given);
	const id = trim(String(given));
	const objection =
		id.length > MAX_ID_LENGTH ? `must have at most ${MAX_ID_LENGTH} characters` : objectionToId(id);
	if (objection) return refuse(objection, given);
	return accept(id, id === given || typeof given === 'bigint' ? undefined : 'trimmed');
}

const EXPECTED_DIGITS = 'must be an ID of up to 19 digits';

/**
 * Reads the ID that Leanplum gave a message, a campaign, a category, and so on: digits, kept as text so
 * that none is lost.
 */
export function readNumericId(given: unknown): Reading<string> {
	const reading = readId(given);
	if (reading.kind === 'empty') return reading;
	if (reading.kind === 'value') {
		return /^\d{1,19}$/.test(reading.value) ? reading : refuse(EXPECTED_DIGITS, given);
	}
	return reading.message === TOO_LONG ? reading : refuse(EXPECTED_DIGITS, given);
}

/** Reads several IDs that Leanplum gave. */
export const readNumericIds = (given: unknown): Reading<string[]> => readEach(given, readNumericId);
