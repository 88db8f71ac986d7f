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
	/**
	 * Which runs the sender repeats: those that were interrupted, or besides them such as were answered
	 * too late for it, as happens to a sender with a time-out.
	 */
	repeated: { title: string; lateToo: boolean };
	/** Whether items of repeated runs may be missing in Leanplum in the end. */
	lost: { title: string; ofRepeated: boolean };
	/** Whether items of repeated runs may be there as often as they were sent. */
	doubled: { title: string; ofRepeated: boolean };
}

const runOf = (key: string) => key.split('/')[0]!;

/** Many executions on two workers, of which one dies. */
export function loadStep(cluster: () => Cluster, mode: LoadMode): void {
	const { load } = mode;
	const items = load.runs * load.items;

	describe(`${mode.title}; a worker dies in the middle`, () => {
		let app: AppIdentity;
		let workflow: { id: string; versionId: string };
		/** Ends with how often each run was sent. */
		let sending: Promise<Map<string, number>>;
		let timesSent = new Map<string, number>();
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
			timesSent = await sending;
			const sent = [...timesSent.values()].reduce((sum, count) => sum + count, 0);
			await until(
				'Every execution has ended',
				async () => {
					const { success = 0, error = 0, crashed = 0 } = await statuses(cluster(), workflow.id);
					return success + error + crashed >= sent;
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

		const isRepeated = (key: string) => timesSent.get(runOf(key))! > 1;

		it(mode.repeated.title, () => {
			const repeated = [...timesSent.keys()].filter(isRepeated);
			console.log(
				`  ${failed.length} executions were interrupted, ${repeated.length} runs repeated.`,
			);
			if (mode.repeated.lateToo) assert.ok(repeated.length >= failed.length);
			else assert.equal(repeated.length, failed.length);
		});

		it(mode.lost.title, async () => {
			times = await timesDone(cluster(), app.appId);
			const expected = load.keys();
			const sent = new Set(expected);
			const missing = expected.filter((key) => !times.has(key));
			const unknown = [...times.keys()].filter((key) => !sent.has(key));
			assert.equal(
				unknown.length,
				0,
				`never sent, among others: ${unknown.slice(0, 5).join('; ')}`,
			);
			console.log(`  ${missing.length} of ${items} items are missing.`);
			const lost = mode.lost.ofRepeated ? missing.filter((key) => !isRepeated(key)) : missing;
			assert.equal(lost.length, 0, `lost, among others: ${lost.slice(0, 5).join('; ')}`);
		});

		it(mode.doubled.title, () => {
			const doubled = [...times].filter(([, count]) => count > 1);
			console.log(`  ${doubled.length} of ${items} items are doubled.`);
			const tooOften = doubled.filter(([key, count]) => {
				return !mode.doubled.ofRepeated || count > timesSent.get(runOf(key))!;
			});
			assert.equal(
				tooOften.length,
				0,
				`too often, among others: ${tooOften.slice(0, 5).join('; ')}`,
			);
		});

		it('no request was refused: no user was in two requests at once', async () => {
			const { byStatus, maxInFlightPerUser } = await cluster().sandbox.admin.stats(app.appId);
			const statusesSeen = Object.keys(byStatus).filter((status) => status !== 'none');
			assert.deepEqual(statusesSeen, ['200']);
			assert.equal(maxInFlightPerUser, 1);
		});
	});
}
