import { isObject } from '../protocol/basics/json';
import { readChoice } from '../values/choice';
import type { Note } from '../values/reading';

/**
 * What was made of a value. `looksLike…` are texts that are sent as text but look like another type.
 */
export type NoteKind =
	| Note
	| 'leftOut'
	| 'cleared'
	| 'objectLeftOut'
	| 'looksLikeBoolean'
	| 'looksLikeDate'
	| 'looksLikeNumber';

/** What was made of a value of an item. */
export interface InputNote {
	/** The field's label, with the name of the entry in it where there is one. */
	readonly field: string;
	readonly kind: NoteKind;
}

/** What to do with values that are empty. */
export const EMPTY_CHOICES = [
	{
		name: 'Clear',
		value: 'clear',
		description: 'Removes the value that Leanplum has of an attribute. Leaves out other values.',
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
