import { Pool } from 'undici';
import { batchesOf, eachBatch, PARALLEL } from './batches.mts';
import type { Contender } from './contender.mts';

const API_VERSION = '1.0.6';

const pools = new Map<string, Pool>();

function poolFor(origin: string): Pool {
	const pool = pools.get(origin) ?? new Pool(origin, { connections: PARALLEL });
	pools.set(origin, pool);
	return pool;
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
		await eachBatch(batchesOf(workload, items), async (data) => {
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
		});
	},
};
