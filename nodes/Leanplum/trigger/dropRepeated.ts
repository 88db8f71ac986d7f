import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OnceStore } from '../sendOnce/onceStore';
import { isObject } from '../protocol/basics/json';
import { isSwitchedOn } from './source';

/**
 * Keys that are remembered, two for each delivery; Leanplum repeats a delivery for some two days at
 * most (D:addPostback).
 */
const MAX_REMEMBERED = 20_000;

/** Whether a delivery comes for the first time, or again only because n8n runs its execution again. */
async function isFirst(context: IExecuteFunctions, deliveryId: string): Promise<boolean> {
	const store = new OnceStore(context, 'node', MAX_REMEMBERED);
	// A worker that dies leaves its execution to another one, under the same ID.
	const mine = `${deliveryId} in ${context.getExecutionId()}`;
	const isNew = async (key: string) => (await store.note([key], [])).fresh.has(key);
	try {
		const runsAgain = !(await isNew(mine));
		if ((await isNew(deliveryId)) || runsAgain) return true;
		await store.forget([mine]);
		return false;
	} finally {
		store.letGo([mine, deliveryId]);
	}
}

/** The same; n8n's database may fail for a moment, so it is asked twice. */
async function isFirstOrUnclear(
	context: IExecuteFunctions,
	deliveryId: string,
): Promise<boolean | 'unclear'> {
	for (let tries = 0; tries < 2; tries++) {
		try {
			return await isFirst(context, deliveryId);
		} catch (error) {
			context.logger.warn(`Leanplum Trigger: ${(error as Error).message}`);
		}
	}
	return 'unclear';
}

const UNCLEAR = "n8n couldn't access its list of received events, so this may be a duplicate";

/**
 * What the webhook received, without deliveries that were seen before, where the user wants that.
 *
 * It is asked for once an execution began, on whichever worker that runs. Listening for a test event
 * remembers nothing, so that the same event can be tried again. Nor is anything dropped when the user
 * runs a failed execution again, whose delivery is remembered from the first time, or when a postback
 * came without its time, so that another one may look the same.
 */
export async function dropRepeated(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const options: unknown = context.getNodeParameter('triggerOptions', 0, {});
	// What failed is to come again, and n8n's store knows only what began.
	const isOn =
		isSwitchedOn(options, 'dropRepeated') &&
		!(isObject(options) && options.answerWhen === 'lastNode');
	if (!isOn || ['manual', 'retry'].includes(context.getMode())) return items;
	const kept: INodeExecutionData[] = [];
	for (const item of items) {
		const { deliveryId, triggeredAt, warning } = item.json;
		if (typeof deliveryId !== 'string' || typeof triggeredAt !== 'string') {
			kept.push(item);
			continue;
		}
		const first = await isFirstOrUnclear(context, deliveryId);
		if (first === 'unclear') {
			const warnings = [warning, UNCLEAR].filter(Boolean).join('; ');
			kept.push({ ...item, json: { ...item.json, warning: warnings } });
		} else if (first) kept.push(item);
	}
	return kept;
}
