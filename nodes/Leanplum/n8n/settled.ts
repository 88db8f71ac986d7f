import type { IExecuteData, IExecuteFunctions } from 'n8n-workflow';
import { statusOf, type ItemResult } from './result';

/**
 * What earlier tries of the same node run came to.
 *
 * n8n's Retry On Fail runs the whole node again when it throws or when its first item failed. Nothing
 * tells the node so, but all tries of a run share one execution-data object, and no other run has it.
 * Keyed weakly by it, the memory ends with the run and is never shared between executions.
 */
const results = new WeakMap<IExecuteData, Map<number, ItemResult>>();

/** Results of earlier tries by item index, for items that must not be sent again. */
export function settledBefore(context: IExecuteFunctions): ReadonlyMap<number, ItemResult> {
	return results.get(context.getExecuteData()) ?? new Map();
}

/** What failed for sure, or was never sent, may be tried again; what may have been done may not. */
const MAY_BE_SENT_AGAIN: ReadonlySet<string> = new Set(['failed', 'notSent']);

/** Remembers which items must not be sent again should n8n run the node once more. */
export function rememberSettled(context: IExecuteFunctions, all: readonly ItemResult[]): void {
	if (context.getNode().retryOnFail !== true) return;
	const settled = new Map<number, ItemResult>();
	all.forEach((result, index) => {
		const begun = result.kind === 'failed' && result.progress === 'begun';
		if (begun || !MAY_BE_SENT_AGAIN.has(statusOf(result))) settled.set(index, result);
	});
	results.set(context.getExecuteData(), settled);
}
