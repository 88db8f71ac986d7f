import type { NodeExecutionHint } from 'n8n-workflow';
import type { ItemResult } from './result';

/** No more kinds of remarks than a reader takes in; the rest is in the items. */
const MAX_HINTS = 5;

/** A warning of Leanplum's without what differs from item to item and without its final dot. */
function kindOfWarning(warning: string): string {
	return warning.replace(/\d+/g, 'N').replace(/\.$/, '');
}

/**
 * Sums up what Leanplum skipped or remarked, for the output pane: a run of a thousand items looks
 * successful though a part of them was not done.
 *
 * @returns for each kind of warning one hint, the most frequent first
 */
export function summarise(results: readonly ItemResult[]): NodeExecutionHint[] {
	const kinds = new Map<string, { example: string; skipped: boolean; items: number }>();
	for (const result of results) {
		if (result.kind !== 'called') continue;
		const { outcome } = result;
		if (!('warning' in outcome) || outcome.warning === undefined) continue;
		const skipped = outcome.status === 'skipped';
		const key = `${skipped}${kindOfWarning(outcome.warning)}`;
		const known = kinds.get(key);
		if (known) known.items++;
		else kinds.set(key, { example: outcome.warning.replace(/\.$/, ''), skipped, items: 1 });
	}
	const total = results.length.toLocaleString('en-US');
	return [...kinds.values()]
		.sort((a, b) => b.items - a.items)
		.slice(0, MAX_HINTS)
		.map(({ example, skipped, items }) => {
			const some = items.toLocaleString('en-US');
			const were = items === 1 ? 'was' : 'were';
			return {
				message: skipped
					? `${some} of ${total} items ${were} skipped by Leanplum: ${example}`
					: `${some} of ${total} items ${were} done, but Leanplum remarked: ${example}`,
				type: 'warning',
				location: 'outputPane',
			};
		});
}
