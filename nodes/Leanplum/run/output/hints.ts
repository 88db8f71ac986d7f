import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { share } from '../../operation/fields/notes';
import { statusOf, type ItemResult } from '../../operation/result';

/** No more kinds of remarks than a reader takes in; the rest is in the items. */
const MAX_HINTS = 5;

/** A warning of Leanplum's without what differs from item to item and without its final dot. */
function kindOfWarning(warning: string): string {
	return warning.replace(/\d+/g, 'N').replace(/\.$/, '');
}

type Remark = 'skipped' | 'notFound' | 'duplicate' | 'done';

/** What is worth telling of a result, and of which kind it is. */
function remarkOn(result: ItemResult): { remark: Remark; text: string } | undefined {
	if (result.kind !== 'called') return undefined;
	const { outcome } = result;
	if (outcome.status === 'duplicate') return { remark: 'duplicate', text: outcome.warning ?? '' };
	if (!('warning' in outcome) || outcome.warning === undefined) return undefined;
	const remark = statusOf(result) === 'notFound' ? 'notFound' : outcome.status;
	return { remark, text: outcome.warning.replace(/\.$/, '') };
}

function sentence(remark: Remark, items: number, total: string, text: string): string {
	const one = items === 1;
	const share = `${items.toLocaleString('en-US')} of ${total} items`;
	switch (remark) {
		case 'skipped':
			return `Leanplum skipped ${share}: ${text}`;
		case 'notFound':
			return `Leanplum didn't find the user of ${share}`;
		case 'duplicate':
			return text
				? `${share} ${one ? "wasn't" : "weren't"} sent again: ${text}`
				: `${share} ${one ? "was already sent, so it wasn't" : "were already sent, so they weren't"} sent again`;
		default:
			return `${share} ${one ? 'is' : 'are'} done, with a warning from Leanplum: ${text}`;
	}
}

/** What a task has to say of its own. */
function remarksOfTask(result: ItemResult): string[] {
	if (result.kind !== 'performed') return [];
	return result.items.flatMap(({ remark }) => (remark === undefined ? [] : [remark]));
}

/**
 * Sums up what was skipped, not sent again or remarked on, for the output pane: a run of a thousand
 * items looks successful though a part of them was not done.
 *
 * @returns for each kind of remark one hint, the most frequent first
 */
export function summarizeResults(results: readonly ItemResult[]): NodeExecutionHint[] {
	const kinds = new Map<string, { remark: Remark; example: string; items: number }>();
	// Items that are previewed have no result.
	const known = results.filter(Boolean);
	for (const result of known) {
		const noted = remarkOn(result);
		if (!noted) continue;
		const key = `${noted.remark}${kindOfWarning(noted.text)}`;
		const counted = kinds.get(key);
		if (counted) counted.items++;
		else kinds.set(key, { remark: noted.remark, example: noted.text, items: 1 });
	}
	const total = known.length.toLocaleString('en-US');
	const sentences = [...kinds.values()]
		.sort((a, b) => b.items - a.items)
		.map(({ remark, example, items }) => sentence(remark, items, total, example));
	return [...sentences, ...known.flatMap(remarksOfTask)]
		.slice(0, MAX_HINTS)
		.map((message) => ({ message, type: 'warning', location: 'outputPane' }));
}

/** Says that nothing comes out for items; with no item behind, nothing else would tell why. */
export function hintOfNothing(outputs: ReadonlyArray<INodeExecutionData[]>): NodeExecutionHint[] {
	const empty = outputs.filter((items) => items.length === 0).length;
	if (empty === 0) return [];
	const message = `No data: there is nothing to return for ${share(empty, outputs.length, 'item')}`;
	return [{ message, type: 'warning', location: 'outputPane' }];
}
