import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import { pacificDay } from '../../testkit/pacificDay.mts';
import type { N8nApi } from '../lib/api.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { CREDENTIAL_TYPE, LEANPLUM_NODE } from '../lib/package.mts';
import { until } from '../lib/process.mts';

/** The n8n that sleeps; it may be another process after `pause`. */
interface Sleeper {
	api(): N8nApi;
	sandbox(): SandboxProcess;
	/** What happens to n8n while the execution sleeps. */
	pause(): Promise<void>;
	title: string;
}

/** Two exports for which an execution sleeps, while n8n goes on without it. */
export function sleepingExportStep({ api, sandbox, pause, title }: Sleeper): void {
	describe(`Export → Raw Data with Start and Sleep: ${title}`, () => {
		it('wakes once, with the results of both jobs, and only when Leanplum calls', async () => {
			const { admin, apiUrl } = sandbox();
			const app = await admin.newApp();
			const received = async (action: string) => await admin.requests(app.appId, action);
			await admin.settings({ jobPendingMs: 3_600_000 }, app.appId);
			const name = `Leanplum of ${app.appId}`;
			const data = leanplumCredential(apiUrl, app);
			const credential = { id: await api().createCredential(name, CREDENTIAL_TYPE, data), name };
			const workflow = await api().createWorkflow({
				name: `Sleeps in ${app.appId}`,
				nodes: [
					node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
					node('Days', 'n8n-nodes-base.splitOut', 1, {
						fieldToSplitOut: 'days',
						options: {},
					}),
					{
						...node('Export', LEANPLUM_NODE, 1, {
							resource: 'export',
							operation: 'rawData',
							mode: 'sleep',
							startDate: '={{ $json.days }}',
							endDate: pacificDay(),
							options: {},
						}),
						credentials: { leanplumApi: credential },
					},
					{
						...node('Download', LEANPLUM_NODE, 1, {
							resource: 'export',
							operation: 'downloadResults',
							jobId: '={{ $json.jobId }}',
							output: 'items',
							returnAll: true,
							options: {},
						}),
						credentials: { leanplumApi: credential },
					},
				],
				connections: {
					Start: to('Days'),
					Days: to('Export'),
					Export: to('Download'),
				},
			});
			const days = [pacificDay(20), pacificDay(10)];
			const executionId = await api().run(workflow, 'Start', { days });
			const asleep = await api().finished(executionId, new Set(['waiting', 'success', 'error']));
			assert.equal(asleep.status, 'waiting', JSON.stringify(asleep.json('Export')));
			await pause();
			const starts = await received('exportData');
			const urls = starts.map(({ actions }) => String(actions[0]!.args.callbackUrl));
			assert.equal(new Set(urls).size, 1, 'both jobs have the URL of the execution');

			const forged = new URL(urls[0]!);
			forged.searchParams.set('secret', 'x'.repeat(43));
			assert.equal((await post(forged.href)).status, 403, 'a forged call');
			assert.equal((await post(urls[0]!)).status, 200, 'a call that comes too early');
			assert.equal((await api().finished(executionId, new Set(['waiting']))).status, 'waiting');

			await admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, app.appId);
			const calls = await Promise.all([post(urls[0]!), post(urls[0]!)]);
			assert.ok(calls.some(({ status }) => status === 200));
			const run = await api().finished(executionId);
			assert.equal(run.status, 'success');
			assert.deepEqual(
				run.json('Export').map(({ state }) => state),
				['FINISHED', 'FINISHED'],
			);
			assert.ok(run.json('Download').length > 0, 'the files are fetched');
			assert.equal((await post(urls[0]!)).status, 409, 'a call that is repeated');
			assert.equal((await received('exportData')).length, days.length, 'no job is started again');
			// Each of two calls may ask for both jobs, and each job is downloaded once.
			await until('Nothing else is asked', async () => {
				const asked = (await received('getExportResults')).length;
				return asked <= 1 + 2 * days.length + days.length;
			});
		});
	});
}

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });

const post = async (url: string) => await fetch(url, { method: 'POST', body: '{}' });

let nodes = 0;

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
) {
	nodes += 1;
	const id = `00000000-0000-4000-8000-${String(nodes).padStart(12, '0')}`;
	return { id, name, type, typeVersion, position: [220 * nodes, 0], parameters };
}
