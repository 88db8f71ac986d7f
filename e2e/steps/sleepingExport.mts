import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import { pacificDay } from '../../testkit/pacificDay.mts';
import type { N8nApi, WorkflowFile } from '../lib/api.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { CREDENTIAL_TYPE, LEANPLUM_NODE } from '../lib/package.mts';
import { until } from '../lib/process.mts';

/** The n8n that sleeps; it may be another process after `pause`. */
interface Sleeper {
	api(): N8nApi;
	/** Where production webhooks are called. */
	webhooks(): string;
	sandbox(): SandboxProcess;
	/** What happens to n8n while the execution sleeps. */
	pause(): Promise<void>;
	title: string;
}

/** The first days of two exports. */
const DAYS = [pacificDay(20), pacificDay(10)];
const ON_THE_WAY = new Set(['waiting', 'success', 'error', 'crashed']);

/** Two exports for which an execution sleeps, while something happens to n8n. */
export function sleepingExportStep({ api, webhooks, sandbox, pause, title }: Sleeper): void {
	describe(`Export → Raw Data with Start and Sleep: ${title}`, () => {
		it('wakes once, with the results of both jobs, and only when Leanplum calls', async () => {
			const { admin, apiUrl } = sandbox();
			const app = await admin.newApp();
			const { appId } = app;
			const received = async (action: string) => await admin.requests(appId, action);
			await admin.settings({ jobPendingMs: 3_600_000, jobRunningMs: 0 }, appId);
			const name = `Leanplum of ${appId}`;
			const data = leanplumCredential(apiUrl, app);
			const credential = { id: await api().createCredential(name, CREDENTIAL_TYPE, data), name };
			const path = `sleep-${appId}`;
			const workflow = await api().createWorkflow(sleepingWorkflow(path, credential));
			await api().activate(workflow);
			await post(`${webhooks()}/webhook/${path}`, { days: DAYS });
			const [started] = await until('The execution', async () => {
				const executions = await api().executions(workflow.id);
				return executions.length > 0 ? executions : undefined;
			});
			const asleep = await api().finished(started!.id, ON_THE_WAY);
			assert.equal(asleep.status, 'waiting', asleep.error?.message);

			await pause();
			const starts = await received('exportData');
			const urls = starts.map(({ actions }) => String(actions[0]!.args.callbackUrl));
			assert.equal(new Set(urls).size, 1, 'both jobs have the URL of the execution');
			const url = urls[0]!;
			const forged = new URL(url);
			forged.searchParams.set('secret', 'x'.repeat(43));
			const refused = await post(forged.href, { response: [{ state: 'FINISHED' }] });
			assert.equal(refused.status, 403, 'a forged call');
			assert.deepEqual(await refused.json(), { message: 'The secret is missing or wrong' });
			assert.equal((await post(url)).status, 200, 'a call that comes too early');
			const still = await api().finished(started!.id, ON_THE_WAY);
			assert.equal(still.status, 'waiting', 'neither of them wakes it');

			// Whoever looks at the jobs makes the sandbox see that they have finished, and it calls for both.
			await admin.settings({ jobPendingMs: 0 }, appId);
			await admin.send('GET', `/apps/${appId}/browse/jobs`);
			const run = await api().finished(started!.id);
			assert.equal(run.status, 'success', run.error?.message);
			assert.deepEqual(
				run.json('Export').map(({ state }) => state),
				['FINISHED', 'FINISHED'],
			);
			assert.ok(run.json('Download').length > 0, 'the files are fetched');
			const late = await post(url);
			assert.equal(late.status, 409, 'a call that is repeated');
			assert.doesNotMatch(await late.text(), /files|http/);
			assert.equal((await received('exportData')).length, DAYS.length, 'no job is started again');
			const downloads = (await admin.downloads(appId)).length;
			assert.equal(downloads, new Set(run.json('Export').flatMap(({ files }) => files)).size);
			assert.equal((await api().executions(workflow.id)).length, 1);
		});
	});
}

const post = async (url: string, body: object = {}) =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

/** A webhook that takes days, an export for each of them, and the sessions in it. */
function sleepingWorkflow(path: string, credential: { id: string; name: string }): WorkflowFile {
	const leanplum = (parameters: object) => ({
		type: LEANPLUM_NODE,
		typeVersion: 1,
		parameters: { resource: 'export', options: {}, ...parameters },
		credentials: { leanplumApi: credential },
	});
	const nodes = {
		Webhook: {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			parameters: { httpMethod: 'POST', path, options: {} },
			webhookId: path,
		},
		Days: {
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.days', options: { destinationFieldName: 'day' } },
		},
		Export: leanplum({
			operation: 'rawData',
			mode: 'sleep',
			startDate: '={{ $json.day }}',
			endDate: pacificDay(),
		}),
		Download: leanplum({
			operation: 'downloadResults',
			jobId: '={{ $json.jobId }}',
			output: 'items',
			returnAll: true,
		}),
	};
	const names = Object.keys(nodes);
	return {
		name: `Sleeps behind ${path}`,
		nodes: Object.entries(nodes).map(([name, node], index) => ({
			...node,
			id: `00000000-0000-4000-8000-00000000000${index}`,
			name,
			position: [220 * index, 0],
		})),
		connections: Object.fromEntries(
			names
				.slice(1)
				.map((next, index) => [
					names[index]!,
					{ main: [[{ node: next, type: 'main', index: 0 }]] },
				]),
		),
	};
}
