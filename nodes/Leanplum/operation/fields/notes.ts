import { isObject } from '../../protocol/basics/json';
import { readChoice } from '../../values/choice';
import type { Note } from '../../values/reading';
import { count } from '../statusWords';

/**
 * What was made of a value. `looksLike…` are texts that are sent as text but look like another type.
 */
export type NoteKind =
	| Note
	| 'leftOut'
	| 'cleared'
	| 'objectLeftOut'
	| 'noSuchField'
	| 'pacificDay'
	| 'looksLikeBoolean'
	| 'looksLikeDate'
	| 'looksLikeNumber';

/** What was made of a value of an item. */
export interface InputNote {
	/** The field's label, with the name of the entry in it where there is one. */
	readonly field: string;
	readonly kind: NoteKind;
}

/** So many of all, such as "2 of 3 items". */
export function share(times: number, total: number, noun: string): string {
	if (times < total) return `${times.toLocaleString('en-US')} of ${count(total, noun)}`;
	return total === 1 ? `the ${noun}` : `all ${count(total, noun)}`;
}

/**
 * A sentence on what was made of the values of a field, or of the cells of a column.
 *
 * @param field its label or name
 * @param noun what has the values: an item or a row
 * @returns `undefined` for what only looks like another type
 */
export function noteSentence(
	field: string,
	kind: NoteKind,
	times: number,
	total: number,
	noun: string,
): string | undefined {
	const where = share(times, total, noun);
	switch (kind) {
		case 'leftOut':
			return `${field} was empty in ${where} and was left out`;
		case 'cleared':
			return `${field} was cleared in ${where}`;
		case 'objectLeftOut':
			return `${field} held an object in ${where} and was left out`;
		case 'pacificDay':
			return `${field}. Leanplum counts days in Pacific time.`;
		case 'trimmed':
			return `${field} had spaces around it in ${where}, which were removed`;
		case 'spreadsheetDate':
			return `${field}: ${count(times, 'spreadsheet date')} ${times === 1 ? 'was' : 'were'} converted`;
		default:
			return undefined;
	}
}

/** What to do with values that are empty. */
export const EMPTY_CHOICES = [
	{
		name: 'Clear',
		value: 'clear',
		description: "Removes the attribute's value from Leanplum. Other empty values are left out.",
	},
	{ name: 'Fail the Item', value: 'fail', description: 'Sends nothing for the item' },
	{
		name: 'Leave Unchanged',
		value: 'leave',
		description: 'Sends the item without the value, so Leanplum keeps what it has',
	},
] as const;

/** What the user chose for values that are empty; what is unknown is refused where options are read. */
export function emptyPolicyOf(options: unknown): 'clear' | 'fail' | 'leave' {
	const reading = readChoice(isObject(options) ? options.ifEmpty : undefined, EMPTY_CHOICES);
	return reading.kind === 'value' ? reading.value : 'leave';
}
