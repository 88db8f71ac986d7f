import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppIdentity } from 'leanplum-sandbox';
import type { Cluster } from '../lib/cluster.mts';
import { CONCURRENCY } from '../lib/cluster.mts';
import { leanplumCredential } from '../lib/credential.mts';
import {
	failedExecutions,
	ITEMS,
	postRuns,
	retry,
	statuses,
	timesDone,
	trackingWorkflow,
	unfinishedOf,
} from '../lib/load.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';
import { until } from '../lib/process.mts';

export interface LoadMode {
	/** What the webhook is called. */
	path: string;
	title: string;
	/** Options of the Leanplum node. */
	options: Record<string, unknown>;
	/** Whether items of an execution that broke off and was retried may arrive twice. */
	mayDouble: boolean;
	/** How many executions. */
	runs: number;
	/** Which worker is killed in the middle. */
	victim: number;
}

/** Many executions on several workers, of which one dies. */
export function loadStep(cluster: () => Cluster, mode: LoadMode): void {
	const { path, runs, victim, mayDouble } = mode;
	const items = runs * ITEMS;
	describe(`${runs} executions of ${ITEMS} items, ${mode.title}; a worker dies in the middle`, () => {
		let app: AppIdentity;
		let workflow: { id: string; versionId: string };
		let interrupted: string[] = [];
		let failed: string[] = [];

		const ended = async () => {
			const { success = 0, error = 0, crashed = 0 } = await statuses(cluster(), workflow.id);
			return success + error + crashed;
		};

		it(`the webhook processor takes all ${runs}`, async () => {
			const { main, webhooks, sandbox } = cluster();
			app = await sandbox.admin.newApp();
			await sandbox.admin.settings({ latencyMs: 200 }, app.appId);
			const name = `Leanplum for ${path}`;
			const data = leanplumCredential(sandbox.apiUrl, app);
			const id = await main.api.createCredential(name, CREDENTIAL_TYPE, data);
			workflow = await main.api.createWorkflow(trackingWorkflow(path, { id, name }, mode.options));
			await main.api.activate(workflow);
			await postRuns(`${webhooks.url}/webhook/${path}`, runs);
		});

		it('a worker is killed (SIGKILL) while it is at work', async () => {
			const worker = cluster().workers[victim]!;
			const { admin } = cluster().sandbox;
			await until(
				'A quarter of the items have arrived and the worker is at work',
				async () => {
					const { actions } = await admin.stats(app.appId);
					return actions >= items / 4 && (await unfinishedOf(worker)).length > 0;
				},
				{ timeoutMs: 180_000, everyMs: 50 },
			);
			await worker.kill();
			interrupted = await unfinishedOf(worker);
			assert.ok(interrupted.length > 0 && interrupted.length <= CONCURRENCY);
		});

		it('the other worker does the rest; n8n marks as failed what the dead one had begun, and nothing else', async () => {
			await until('Every execution has ended', async () => (await ended()) >= runs, {
				timeoutMs: 240_000,
				everyMs: 500,
			});
			failed = await failedExecutions(cluster(), workflow.id);
			assert.deepEqual(failed.sort(), interrupted.sort());
		});

		it(`after these are retried nothing is lost: each of ${items} items is in Leanplum`, async () => {
			for (const id of failed) await retry(cluster().main.api, id);
			await until('The retries have ended', async () => (await ended()) >= runs + failed.length, {
				timeoutMs: 120_000,
				everyMs: 250,
			});
			assert.equal((await timesDone(cluster(), app.appId)).size, items);
		});

		it(
			mayDouble
				? 'doubled are at most items of the interrupted executions, and these at most once'
				: 'nothing is doubled at all',
			async () => {
				const times = await timesDone(cluster(), app.appId);
				const doubled = [...times].filter(([, count]) => count > 1);
				const runsConcerned = new Set(doubled.map(([key]) => key.split('/')[0]));
				assert.ok(runsConcerned.size <= (mayDouble ? interrupted.length : 0), `${doubled.length}`);
				assert.ok(doubled.every(([, count]) => count === 2));
				console.log(
					`  ${interrupted.length} executions were interrupted; ${doubled.length} of ${items} items were doubled by retrying them.`,
				);
			},
		);

		it('no request was refused: no user was in two requests at once', async () => {
			const { admin } = cluster().sandbox;
			const refused = (await admin.requests(app.appId)).filter(({ status }) => status !== 200);
			assert.deepEqual(
				refused.map(({ status }) => status).filter((status) => status !== undefined),
				[],
			);
		});
	});
}
