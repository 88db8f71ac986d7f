import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { forget, recordOnce } from '../n8n/onceStore';
import { isObject } from '../protocol/json';

/**
 * Keys that are remembered, two for each delivery; Leanplum repeats a delivery for some two days at
 * most (D:addPostback).
 */
const MAX_REMEMBERED = 20_000;

/** Whether a delivery comes for the first time, or again only because n8n runs its execution again. */
async function isFirst(context: IExecuteFunctions, deliveryId: string): Promise<boolean> {
	// A worker that dies leaves its execution to another one, under the same ID.
	const mine = `${deliveryId} in ${context.getExecutionId()}`;
	const record = async (key: string) =>
		(await recordOnce(context, 'node', [key], MAX_REMEMBERED)).has(key);
	const runsAgain = !(await record(mine));
	const isNew = await record(deliveryId);
	if (isNew || runsAgain) return true;
	await forget(context, 'node', [mine]);
	return false;
}

/**
 * What the webhook received, without deliveries that were seen before, where the user wants that.
 *
 * It is asked for once an execution began, on whichever worker that runs. Listening for a test event
 * remembers nothing, so that the same event can be tried again.
 */
export async function dropRepeated(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const options: unknown = context.getNodeParameter('triggerOptions', 0, {});
	// What failed is to come again, and n8n's store knows only what began.
	const isOn =
		isObject(options) && options.dropRepeated === true && options.answerWhen !== 'lastNode';
	if (!isOn || context.getMode() === 'manual') return items;
	const kept: INodeExecutionData[] = [];
	for (const item of items) {
		const { deliveryId } = item.json;
		const passes = typeof deliveryId !== 'string' || (await isFirst(context, deliveryId));
		if (passes) kept.push(item);
	}
	return kept;
}
