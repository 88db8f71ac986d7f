import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cluster } from '../lib/cluster.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { messageLoad, type Load } from '../lib/load.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';

/** As many as the two workers take at once, so that both have half of them. */
const RUNS = 10;
const ITEMS = 1_000;

/** Sends 10,000 messages on two workers, and sees that each user got one. */
export async function sendMessages(cluster: Cluster, load: Load): Promise<number> {
	const { sandbox, main } = cluster;
	const app = await sandbox.admin.newApp();
	const name = `Leanplum of ${app.appId}`;
	const data = leanplumCredential(sandbox.apiUrl, app);
	const id = await main.api.createCredential(name, CREDENTIAL_TYPE, data);
	const workflow = await main.api.createWorkflow(load.workflow({ id, name }));
	await main.api.activate(workflow);
	await sandbox.admin.seedUsers(app.appId, load.keys(), { withDevice: true });
	await sandbox.admin.settings({ latencyMs: 200 }, app.appId);
	const started = Date.now();
	await load.send(cluster, app);
	const tookMs = Date.now() - started;
	const requests = await sandbox.admin.requests(app.appId, 'sendMessage');
	const done = requests.flatMap(({ actions }) => actions.filter((one) => one.outcome === 'done'));
	assert.equal(done.length, load.runs * load.items, 'messages');
	assert.equal(new Set(done.map(({ args }) => args.userId)).size, done.length, 'users');
	return tookMs;
}

/** What Send Once costs on several workers. */
export function sendOnceCostStep(cluster: () => Cluster): void {
	describe('10,000 messages with Send Once on two workers', () => {
		it('take at most half as long again as without it, and 30 seconds', async () => {
			await cluster().replaceDeadWorkers();
			const without = await sendMessages(cluster(), messageLoad('without-once', RUNS, ITEMS, {}));
			const once = {
				sendOnce: { once: { sendOnce: 'executions', sendOnceKey: '={{ $json.user }}' } },
			};
			const withOnce = await sendMessages(cluster(), messageLoad('with-once', RUNS, ITEMS, once));
			console.log(
				`  ${(without / 1000).toFixed(1)} s without, ${(withOnce / 1000).toFixed(1)} s with Send Once`,
			);
			assert.ok(withOnce <= 1.5 * without + 30_000, `${without} ms without, ${withOnce} ms with`);
		});
	});
}
