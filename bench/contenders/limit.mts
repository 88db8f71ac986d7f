import type { IDataObject } from 'n8n-workflow';
import { Pool } from 'undici';
import type { JsonObject } from '../../nodes/Leanplum/protocol/json.ts';
import { REQUEST_LIMITS, type ItemWorkload } from '../workloads/workload.mts';
import type { Contender } from './contender.mts';

/** As many requests at once as this node sends by default. */
const CONNECTIONS = 4;
const API_VERSION = '1.0.6';

const pools = new Map<string, Pool>();

function poolFor(origin: string): Pool {
	const pool = pools.get(origin) ?? new Pool(origin, { connections: CONNECTIONS });
	pools.set(origin, pool);
	return pool;
}

/** Items in as few batches as Leanplum allows; the items of a user stay together. */
function batchesOf({ args, action }: ItemWorkload, items: readonly IDataObject[]): JsonObject[][] {
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

/**
 * The least that it takes: the same batches with the same number of requests at once, over kept-alive
 * connections, without n8n. No input is checked and no item of the answer is looked at.
 */
export const limit: Contender = {
	sends: true,
	async run(workload, items, { appId, clientKey, apiUrl }) {
		const { origin, pathname } = new URL(apiUrl);
		const pool = poolFor(origin);
		const waiting = batchesOf(workload, items).values();
		const send = async () => {
			for (const data of waiting) {
				const { statusCode, body } = await pool.request({
					path: `${pathname}?action=multi`,
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({
						appId,
						clientKey,
						apiVersion: API_VERSION,
						time: Date.now() / 1000,
						data,
					}),
				});
				await body.json();
				if (statusCode !== 200) throw new Error(`The sandbox answered ${statusCode}.`);
			}
		};
		await Promise.all(Array.from({ length: CONNECTIONS }, send));
	},
};
