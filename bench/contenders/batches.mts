import type { IDataObject } from 'n8n-workflow';
import type { JsonObject } from '../../nodes/Leanplum/protocol/basics/json.ts';
import { REQUEST_LIMITS, type ItemWorkload } from '../workloads/workload.mts';

/** As many requests at once as this node sends by default. */
export const PARALLEL = 4;

/** Items in as few batches as Leanplum allows; the items of a user stay together. */
export function batchesOf(
	{ args, action }: ItemWorkload,
	items: readonly IDataObject[],
): JsonObject[][] {
	const byUser = new Map<unknown, JsonObject[]>();
	for (const item of items) {
		const call = { ...args(item), action };
		const calls = byUser.get(call.userId);
		if (calls) calls.push(call);
		else byUser.set(call.userId, [call]);
	}
	const batches: JsonObject[][] = [];
	let room = { users: 0, actions: 0 };
	for (const calls of byUser.values()) {
		if (room.users === 0 || room.actions < calls.length) {
			batches.push([]);
			room = { ...REQUEST_LIMITS };
		}
		batches.at(-1)!.push(...calls);
		room = { users: room.users - 1, actions: room.actions - calls.length };
	}
	return batches;
}

/** Sends batches, so many at once as this node does. */
export async function eachBatch(
	batches: readonly JsonObject[][],
	send: (batch: JsonObject[]) => Promise<void>,
): Promise<void> {
	const waiting = batches.values();
	const work = async () => {
		for (const batch of waiting) await send(batch);
	};
	await Promise.all(Array.from({ length: PARALLEL }, work));
}
