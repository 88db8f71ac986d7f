import { WAIT_INDEFINITELY, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { ItemResult } from '../operation/result';

/**
 * Puts the execution to sleep if an item wants that.
 *
 * n8n keeps the node's input meanwhile: it is what comes out when the time is over, without running the
 * node again, and what the webhook that wakes the node sees. So the output takes its place there; the
 * array of the input belongs to the node before as well and stays as it is, and n8n empties that of the
 * output when it sorts out failed items.
 */
export async function sleepFor(
	context: IExecuteFunctions,
	results: readonly ItemResult[],
	output: INodeExecutionData[],
): Promise<void> {
	const ends = results.flatMap((result) =>
		result.kind === 'performed' ? result.items.flatMap(({ sleepUntil }) => sleepUntil ?? []) : [],
	);
	if (ends.length === 0) return;
	context.getExecuteData().data.main = [[...output]];
	await context.putExecutionToWait(
		new Date(Math.min(Math.max(...ends), WAIT_INDEFINITELY.getTime())),
	);
}
