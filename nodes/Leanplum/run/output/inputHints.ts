import type { NodeExecutionHint } from 'n8n-workflow';
import type { ItemInput } from '../../operation/fields/itemInput';
import { noteSentence, type NoteKind } from '../../operation/fields/notes';
import { count } from '../../operation/statusWords';
import type { PreparedItems } from '../prepare';

/** No more fields than a reader takes in. */
const MAX_HINTS = 8;

const LOOKS: Partial<Record<NoteKind, string>> = {
	looksLikeBoolean: 'true or false',
	looksLikeDate: 'a date',
	looksLikeNumber: 'a number',
};

/** How often something was made of the values of a field. */
interface Tally {
	readonly field: string;
	readonly kind: NoteKind;
	times: number;
}

/** A sentence on what was made of the values of a field; `undefined` where it says nothing. */
function hintOf({ field, kind, times }: Tally, total: number, empty: number): string | undefined {
	if (kind === 'noSuchField') {
		return times === total
			? `No item has the field ${field} from Fields to Exclude. Check its spelling.`
			: undefined;
	}
	const sentence = noteSentence(field, kind, times, total, 'item');
	if (sentence === undefined) {
		return times + empty === total
			? `${field} looks like ${LOOKS[kind]} in every item, but was sent as text. To change its type, add it to Field Types.`
			: undefined;
	}
	const isLikelyTypo = kind === 'leftOut' && times === total;
	return isLikelyTypo ? `${sentence}. Its expression may have a typo.` : sentence;
}

const isLeftOut = (kind: NoteKind) => kind === 'leftOut' || kind === 'objectLeftOut';
const isWarning = (kind: NoteKind) => isLeftOut(kind) || kind === 'noSuchField';

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
			if (tally) tally.times++;
			else tallies.set(key, { field, kind, times: 1 });
		}
	}
	const hints = [...tallies.values()]
		.sort((a, b) => Number(isWarning(b.kind)) - Number(isWarning(a.kind)) || b.times - a.times)
		.flatMap((tally): NodeExecutionHint[] => {
			const empty = tallies.get(`leftOut ${tally.field}`)?.times ?? 0;
			const message = hintOf(tally, inputs.length, empty);
			if (message === undefined) return [];
			return [
				{ message, type: isWarning(tally.kind) ? 'warning' : 'info', location: 'outputPane' },
			];
		});
	const more = hints.length - MAX_HINTS;
	if (more <= 0) return hints;
	const message = `${count(more, 'more note')} about values. To see them, run the node with fewer fields.`;
	return [...hints.slice(0, MAX_HINTS), { message, type: 'info', location: 'outputPane' }];
}

/** Which values of an item were left out, as a sentence; `undefined` when none was. */
export function leftOutOf({ notes }: ItemInput): string | undefined {
	if (notes.length === 0) return undefined;
	const fields = notes.filter(({ kind }) => isLeftOut(kind)).map(({ field }) => field);
	if (fields.length === 0) return undefined;
	return `Left out: ${fields.join(', ')}.`;
}
