import { DateTime } from 'luxon';

/**
 * What shows as nothing: spaces, tabs, line breaks, control characters, no-break and zero-width blanks,
 * soft hyphens, marks of writing direction, and fillers. Web pages, spreadsheets, and chat apps leave them
 * around values.
 */
const BLANK =
	'\\s\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0';
const ONE_BLANK = new RegExp(`^[${BLANK}]$`);
const ONLY_BLANKS = new RegExp(`^[${BLANK}]*$`);

/** A text without the blanks around it. */
export function trim(text: string): string {
	let start = 0;
	let end = text.length;
	// One by one: a pattern for blanks at the end would try each of the blanks within the text.
	while (start < end && isBlank(text, start)) start++;
	while (start < end && isBlank(text, end - 1)) end--;
	return text.slice(start, end);
}

function isBlank(text: string, index: number): boolean {
	return !isPlain(text, index) && ONE_BLANK.test(text.charAt(index));
}

/** Whether a character is certainly not blank: a visible one of ASCII. */
function isPlain(text: string, index: number): boolean {
	const code = text.charCodeAt(index);
	return code > 0x20 && code < 0x7f;
}

/** Whether a value is empty: missing, null, or a text of blanks only. */
export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && !isPlain(value, 0) && ONLY_BLANKS.test(value);
}

/** Whether a value is a date object, built in or from luxon, valid or not. */
export function isDateObject(value: unknown): value is Date | DateTime {
	return (
		typeof value === 'object' &&
		value !== null &&
		// Also for dates that were made in another realm, where "instanceof" says no.
		(DateTime.isDateTime(value) || Object.prototype.toString.call(value) === '[object Date]')
	);
}
