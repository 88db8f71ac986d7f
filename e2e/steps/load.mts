import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { AppIdentity } from 'leanplum-sandbox';
import { CONCURRENCY, type Cluster } from '../lib/cluster.mts';
import { leanplumCredential } from '../lib/credential.mts';
import {
	failedExecutions,
	startedBy,
	statuses,
	timesDone,
	unfinishedOf,
	type Load,
} from '../lib/load.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';
import { until } from '../lib/process.mts';

export interface LoadMode {
	title: string;
	load: Load;
	/** How long Leanplum takes for a request, in milliseconds. */
	latencyMs: number;
	/** What may be missing in Leanplum in the end; in words for the table. */
	lost: { title: string; ofInterrupted: boolean };
	/** What may be there twice. */
	doubled: { title: string; ofInterrupted: boolean };
}

const runOf = (key: string) => key.split('/')[0]!;

/** Many executions on two workers, of which one dies. */
export function loadStep(cluster: () => Cluster, mode: LoadMode): void {
	const { load } = mode;
	const items = load.runs * load.items;

	describe(`${mode.title}; a worker dies in the middle`, () => {
		let app: AppIdentity;
		let workflow: { id: string; versionId: string };
		/** Ends with the number of repetitions. */
		let sending: Promise<number>;
		let failed: string[] = [];
		let times = new Map<string, number>();

		before(async () => {
			await cluster().replaceDeadWorkers();
			const { main, sandbox } = cluster();
			app = await sandbox.admin.newApp();
			const { latencyMs } = mode;
			await sandbox.admin.settings({ latencyMs, postbackRetryMs: 2_000 }, app.appId);
			const data = leanplumCredential(sandbox.apiUrl, app);
			const id = await main.api.createCredential(mode.title, CREDENTIAL_TYPE, data);
			workflow = await main.api.createWorkflow(load.workflow({ id, name: mode.title }));
			await main.api.activate(workflow);
			sending = load.send(cluster(), app);
			sending.catch(() => undefined);
		});

		it('a worker is killed (SIGKILL) while it is at work', async () => {
			const worker = cluster().workers[0]!;
			const { admin } = cluster().sandbox;
			await until(
				'A quarter of the items have arrived and the worker is at work',
				async () => {
					const { byAction } = await admin.stats(app.appId);
					return (byAction.track ?? 0) >= items / 4 && (await unfinishedOf(worker)).length > 0;
				},
				{ timeoutMs: 600_000, everyMs: 50 },
			);
			await worker.kill();
			const begun = (await unfinishedOf(worker)).length;
			assert.ok(begun > 0 && begun <= CONCURRENCY, `${begun} under way`);
		});

		it('n8n marks as failed at most what the dead worker had begun, and nothing else', async () => {
			const repeated = await sending;
			await until(
				'Every execution has ended',
				async () => {
					const { success = 0, error = 0, crashed = 0 } = await statuses(cluster(), workflow.id);
					return success + error + crashed >= load.runs + repeated;
				},
				{ timeoutMs: 600_000, everyMs: 500 },
			);
			failed = await failedExecutions(cluster(), workflow.id);
			// What the dead worker took from the queue or ended in its last moment, its log may not say.
			assert.ok(failed.length <= CONCURRENCY, `${failed.length} failed`);
			const ofTheLiving = await startedBy(cluster().workers[1]!);
			assert.deepEqual(
				failed.filter((id) => ofTheLiving.has(id)),
				[],
			);
		});

		it('the sender gets an error for exactly those, and repeats them', async () => {
			assert.equal(await sending, failed.length);
		});

		it(mode.lost.title, async () => {
			times = await timesDone(cluster(), app.appId);
			const expected = load.keys();
			const sent = new Set(expected);
			const missing = expected.filter((key) => !times.has(key));
			const unknown = [...times.keys()].filter((key) => !sent.has(key));
			assert.deepEqual(unknown, [], 'nothing arrived that was never sent');
			const runs = new Set(missing.map(runOf));
			assert.ok(runs.size <= (mode.lost.ofInterrupted ? failed.length : 0), `${missing.length}`);
			console.log(
				`  ${failed.length} executions were interrupted; of ${items} items ${missing.length} are missing.`,
			);
		});

		it(mode.doubled.title, () => {
			const doubled = [...times].filter(([, count]) => count > 1);
			const runs = new Set(doubled.map(([key]) => runOf(key)));
			assert.ok(runs.size <= (mode.doubled.ofInterrupted ? failed.length : 0), `${doubled.length}`);
			assert.ok(doubled.every(([, count]) => count === 2));
			console.log(`  ${doubled.length} of ${items} items are doubled.`);
		});

		it('no request was refused: no user was in two requests at once', async () => {
			const { byStatus, maxInFlightPerUser } = await cluster().sandbox.admin.stats(app.appId);
			const statusesSeen = Object.keys(byStatus).filter((status) => status !== 'none');
			assert.deepEqual(statusesSeen, ['200']);
			assert.equal(maxInFlightPerUser, 1);
		});
	});
}
