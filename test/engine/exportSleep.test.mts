import { WebhookContext, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeParameters,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
} from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { workflowOf, type NodeRun } from '../../testkit/engine.mts';
import { pacificDay } from '../../testkit/pacificDay.mts';
import { additionalDataFor } from '../../testkit/surroundings.mts';
import { QUICK, World } from './world.mts';

const world = World.forThisFile();

/** The exports finish when a test lets them. */
beforeEach(() => world.admin.settings({ jobPendingMs: 60_000, jobRunningMs: 0 }, world.appId));

const finishJobs = () => world.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, world.appId);

const executionId = 'sleeping';

function rawData(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'export',
		operation: 'rawData',
		mode: 'sleep',
		startDate: pacificDay(20),
		endDate: pacificDay(),
		options: { ...QUICK, maxWait: 30 },
		...more,
	};
}

/** A node that sleeps, as n8n stores its execution. */
async function fallAsleep(parameters = rawData(), more: Partial<NodeRun> = {}) {
	const result = await world.run(parameters, undefined, { executionId, ...more });
	const stored = JSON.parse(JSON.stringify(result.run.data)) as IRunExecutionData;
	const starts = await world.received('exportData');
	return { ...result, stored, urls: starts.map(({ args }) => String(args.callbackUrl)) };
}

const node: INode = {
	id: '2',
	name: 'Leanplum',
	type: 'leanplum',
	typeVersion: 1,
	position: [200, 0],
	parameters: rawData(),
	credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
};

const workflow = () =>
	workflowOf({
		items: [],
		nodes: [node],
		connections: { Source: { main: [[{ node: 'Leanplum', type: 'main', index: 0 }]] } },
		types: { leanplum: new Leanplum() },
		credential: world.credential,
	});

const surroundings = () => additionalDataFor(world.credential, { executionId, mode: 'trigger' });

/** Leanplum calls; n8n runs the node's webhook. */
async function call(stored: IRunExecutionData, url: string, body: IDataObject = {}) {
	let status = 200;
	const response = { status: (code: number) => ((status = code), response), json: () => response };
	const additionalData = Object.assign(surroundings(), {
		httpRequest: { query: Object.fromEntries(new URL(url).searchParams), body, headers: {} },
		httpResponse: response,
	});
	const type = new Leanplum();
	const webhook = { webhookDescription: type.description.webhooks![0] } as IWebhookData;
	const context = new WebhookContext(
		workflow(),
		node,
		additionalData as never,
		'trigger',
		webhook,
		[],
		stored,
	);
	const data: IWebhookResponseData = await type.webhook.call(context);
	return { status, data, json: data.workflowData?.[0]?.map(({ json }) => json) };
}

describe('Export → Raw Data with Start and Sleep', () => {
	it('starts the job with a URL of its own, and puts the execution to sleep', async () => {
		const before = Date.now();
		const { run, json, urls } = await fallAsleep();
		expect(run.status).toBe('waiting');
		const until = new Date(run.waitTill!).getTime();
		expect(until).toBeGreaterThanOrEqual(before + 30 * 60_000);
		expect(json).toEqual([
			{
				status: 'unknown',
				jobId: expect.stringMatching(/^export_/) as string,
				state: null,
				files: null,
				numBytes: null,
				numSessions: null,
				warning: expect.stringContaining('Get Results') as string,
			},
		]);
		const { searchParams } = new URL(urls[0]!);
		expect(searchParams.get('secret')).toMatch(/^[\w-]{43}$/);
	});

	it('wakes with what Get Results gives when Leanplum calls', async () => {
		const { stored, urls, json: slept } = await fallAsleep();
		await finishJobs();
		const { data, json } = await call(stored, urls[0]!);
		expect(json).toEqual([
			expect.objectContaining({ jobId: slept[0]?.jobId, state: 'FINISHED', numSessions: 6 }),
		]);
		expect(data.workflowData?.[0]?.[0]?.pairedItem).toEqual({ item: 0 });
		const got = await world.run({
			resource: 'export',
			operation: 'getResults',
			jobId: String(slept[0]?.jobId),
		});
		expect(json).toEqual(got.json);
	});

	it('wakes when the last of several jobs has finished, whatever a call says', async () => {
		const items = [{ day: pacificDay(3) }, { day: pacificDay(2) }];
		const days = rawData({ startDate: '={{ $json.day }}', endDate: '' });
		const result = await world.run(days, items, { executionId });
		expect(result.json).toHaveLength(2);
		const stored = JSON.parse(JSON.stringify(result.run.data)) as IRunExecutionData;
		const { args } = (await world.received('exportData'))[0]!;
		const early = await call(stored, String(args.callbackUrl), {
			response: [{ success: true, state: 'FINISHED', files: ['http://127.0.0.1:9/forged'] }],
		});
		expect(early).toMatchObject({ status: 200, data: {} });
		expect(early.json).toBeUndefined();
		await finishJobs();
		const late = await call(stored, String(args.callbackUrl));
		expect(late.json?.map(({ state }) => state)).toEqual(['FINISHED', 'FINISHED']);
		expect(late.json?.map(({ jobId }) => jobId)).toEqual(result.json.map(({ jobId }) => jobId));
	});

	it('sleeps on after a call without the secret, or with another one', async () => {
		const { stored, urls } = await fallAsleep();
		await finishJobs();
		const url = new URL(urls[0]!);
		const asked = (await world.requests()).length;
		for (const secret of [undefined, '', 'x'.repeat(43), world.credential.dataExportApiKey!]) {
			url.searchParams.delete('secret');
			if (secret !== undefined) url.searchParams.set('secret', secret);
			const { status, data } = await call(stored, url.href);
			expect({ status, data }).toEqual({ status: 403, data: { noWebhookResponse: true } });
		}
		expect(await world.requests()).toHaveLength(asked);
	});

	it('gives Leanplum an error and sleeps on when Leanplum does not answer', async () => {
		const { stored, urls } = await fallAsleep();
		await world.admin.fault({
			appId: world.appId,
			times: null,
			fault: { kind: 'status', status: 503 },
		});
		await expect(call(stored, urls[0]!)).rejects.toThrow();
	});

	it('lets the job come out when the time is over, and does not start it again', async () => {
		const { stored, json } = await fallAsleep();
		const resumed = await new WorkflowExecute(
			surroundings(),
			'trigger',
			stored,
		).processRunExecutionData(workflow());
		const [task] = resumed.data.resultData.runData.Leanplum!;
		expect(task?.data?.main?.[0]?.map((item) => item.json)).toEqual(json);
		expect(resumed.data.resultData.runData.Source?.[0]?.data?.main?.[0]?.[0]?.json).toEqual({});
		expect(await world.received('exportData')).toHaveLength(1);
	});

	it('does not sleep when there is nothing to wait for', async () => {
		const wrong = await fallAsleep(rawData({ startDate: '2020-01-01' }), {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(wrong.run.waitTill).toBeUndefined();
		expect(wrong.json).toMatchObject([{ status: 'failed' }]);
	});

	it('refuses a callback URL beside its own', async () => {
		const fields = { additionalFields: { callbackUrl: 'https://example.com/' } };
		const { error } = await fallAsleep(rawData(fields));
		expect(error?.message).toBe(
			"Callback URL can't be used with Start and Sleep, which has its own",
		);
		expect(await world.requests()).toEqual([]);
	});

	it('says in clear words that Leanplum cannot reach this machine', async () => {
		const credential = { ...world.credential, apiUrl: 'https://api.leanplum.example/api' };
		const { error } = await fallAsleep(rawData(), { credential });
		expect(error?.message).toBe(
			"Leanplum can't reach this n8n instance, because its URL is http://localhost",
		);
		expect(error?.description).toContain('WEBHOOK_URL');
	});
});
