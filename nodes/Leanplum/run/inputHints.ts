import type { NodeExecutionHint } from 'n8n-workflow';
import type { ItemInput } from '../operation/itemInput';
import type { NoteKind } from '../operation/notes';
import type { PreparedItems } from './prepare';

/** No more fields than a reader takes in. */
const MAX_HINTS = 8;

const counted = (count: number, noun: string) =>
	`${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

function share(count: number, total: number): string {
	if (count < total) return `${count.toLocaleString('en-US')} of ${counted(total, 'item')}`;
	return total === 1 ? 'the item' : `all ${counted(total, 'item')}`;
}

const LOOKS: Partial<Record<NoteKind, string>> = {
	looksLikeBoolean: 'true or false',
	looksLikeDate: 'a date',
	looksLikeNumber: 'a number',
};

/** How often something was made of the values of a field. */
interface Tally {
	readonly field: string;
	readonly kind: NoteKind;
	count: number;
}

/** A sentence on what was made of the values of a field; `undefined` where it says nothing. */
function sentence({ field, kind, count }: Tally, total: number, empty: number): string | undefined {
	const items = share(count, total);
	switch (kind) {
		case 'leftOut':
			return count === total
				? `${field} was empty in ${items} and was left out. Its expression may have a typo.`
				: `${field} was empty in ${items} and was left out`;
		case 'cleared':
			return `${field} was cleared in ${items}`;
		case 'objectLeftOut':
			return `${field} held an object in ${items} and was left out`;
		case 'trimmed':
			return `${field} had spaces around it in ${items}. They were removed.`;
		case 'spreadsheetDate':
			return `${field}: ${counted(count, 'spreadsheet date')} ${count === 1 ? 'was' : 'were'} converted`;
		default:
			return count + empty === total
				? `${field} looks like ${LOOKS[kind]} in every item, but was sent as text. To change its type, add it to Field Types.`
				: undefined;
	}
}

const isWarning = (kind: NoteKind) => kind === 'leftOut' || kind === 'objectLeftOut';

/**
 * Sums up what was made of the values that people fed in: left out, cleared, trimmed, converted.
 *
 * @returns for each field and what was made of it one hint, the most frequent first
 */
export function summarizeInputs({ ready, unchanged }: PreparedItems): NodeExecutionHint[] {
	const inputs = [...ready, ...unchanged].map(({ input }) => input);
	const tallies = new Map<string, Tally>();
	for (const { notes } of inputs) {
		for (const { field, kind } of notes) {
			const key = `${kind} ${field}`;
			const tally = tallies.get(key);
			if (tally) tally.count++;
			else tallies.set(key, { field, kind, count: 1 });
		}
	}
	const hints = [...tallies.values()]
		.sort((a, b) => Number(isWarning(b.kind)) - Number(isWarning(a.kind)) || b.count - a.count)
		.flatMap((tally): NodeExecutionHint[] => {
			const empty = tallies.get(`leftOut ${tally.field}`)?.count ?? 0;
			const message = sentence(tally, inputs.length, empty);
			if (message === undefined) return [];
			return [
				{ message, type: isWarning(tally.kind) ? 'warning' : 'info', location: 'outputPane' },
			];
		});
	const more = hints.length - MAX_HINTS;
	if (more <= 0) return hints;
	const message = `${counted(more, 'more note')} about values. To see them, run the node with fewer fields.`;
	return [...hints.slice(0, MAX_HINTS), { message, type: 'info', location: 'outputPane' }];
}

/** Which values of an item were left out, as a sentence; `undefined` when none was. */
export function leftOutOf({ notes }: ItemInput): string | undefined {
	if (notes.length === 0) return undefined;
	const fields = notes.filter(({ kind }) => isWarning(kind)).map(({ field }) => field);
	if (fields.length === 0) return undefined;
	return `Left out: ${fields.join(', ')}.`;
}
