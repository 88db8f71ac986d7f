import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { WebhookContext, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
} from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { workflowOf, type NodeRun } from '../../testkit/engine.mts';
import { pacificDay } from '../../testkit/pacificDay.mts';
import { additionalDataFor } from '../../testkit/surroundings.mts';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** The exports finish when a test lets them. */
beforeEach(() =>
	testApp.admin.settings({ jobPendingMs: 3_600_000, jobRunningMs: 0 }, testApp.appId),
);

const finishJobs = (more: Record<string, unknown> = {}) =>
	testApp.admin.settings({ jobPendingMs: 0, jobRunningMs: 0, ...more }, testApp.appId);

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

/** One day for each item, which names it. */
const DAYS = rawData({ startDate: '={{ $json.day }}', endDate: pacificDay() });
const TOO_OLD = '2020-01-01';

/** A node that sleeps, as n8n stores its execution. */
class Sleeper {
	readonly stored: IRunExecutionData;

	constructor(
		private readonly node: INode,
		stored: IRunExecutionData,
		readonly url: string,
		/** What came out of the node when it fell asleep. */
		readonly json: readonly IDataObject[],
	) {
		this.stored = JSON.parse(JSON.stringify(stored)) as IRunExecutionData;
	}

	private workflow() {
		return workflowOf({
			items: [],
			nodes: [this.node],
			connections: { Source: { main: [[{ node: 'Leanplum', type: 'main', index: 0 }]] } },
			types: { leanplum: new Leanplum() },
			credential: testApp.credential,
		});
	}

	private surroundings() {
		return additionalDataFor(testApp.credential, { executionId, mode: 'trigger' });
	}

	/** Leanplum calls, and n8n runs the node's webhook. */
	async call({ url = this.url, body = {} }: { url?: string; body?: IDataObject } = {}) {
		let status = 200;
		let answer: unknown;
		const response = {
			status: (code: number) => ((status = code), response),
			json: (value: unknown) => ((answer = value), response),
		};
		const additionalData = Object.assign(this.surroundings(), {
			httpRequest: { query: Object.fromEntries(new URL(url).searchParams), body, headers: {} },
			httpResponse: response,
		});
		const type = new Leanplum();
		const webhook = { webhookDescription: type.description.webhooks![0] } as IWebhookData;
		const context = new WebhookContext(
			this.workflow(),
			this.node,
			additionalData as never,
			'trigger',
			webhook,
			[],
			this.stored,
		);
		const data: IWebhookResponseData = await type.webhook.call(context);
		const items = data.workflowData?.[0];
		return { status, answer, data, items, json: items?.map(({ json }) => json) };
	}

	/** n8n goes on: with what the webhook gave, or without because the time is over. */
	async goOn(items?: INodeExecutionData[]) {
		const stored = JSON.parse(JSON.stringify(this.stored)) as IRunExecutionData;
		const entry = stored.executionData!.nodeExecutionStack[0]!;
		if (items) {
			entry.node.disabled = true;
			entry.data.main = [items];
			entry.metadata = { ...entry.metadata, forwardAllOutputs: true } as typeof entry.metadata;
			delete stored.waitTill;
			stored.resultData.runData.Leanplum!.pop();
		}
		const { data } = await new WorkflowExecute(
			this.surroundings(),
			'trigger',
			stored,
		).processRunExecutionData(this.workflow());
		const [task] = data.resultData.runData.Leanplum!;
		const outputs = task?.data?.main ?? [];
		return {
			status: data.resultData.error ?? 'success',
			outputs,
			runData: data.resultData.runData,
		};
	}
}

async function fallAsleep(
	parameters = rawData(),
	items?: IDataObject[],
	more: Partial<NodeRun> = {},
) {
	const result = await testApp.run(parameters, items, { executionId, ...more });
	const [start] = await testApp.received('exportData');
	const node: INode = {
		id: '2',
		name: 'Leanplum',
		type: 'leanplum',
		typeVersion: 1,
		position: [200, 0],
		parameters,
		credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
		...more.settings,
	};
	const url = String(start?.args.callbackUrl);
	return { ...result, sleeper: new Sleeper(node, result.run.data, url, result.json) };
}

/** What Get Results says of a job. */
async function resultsOf(jobId: unknown) {
	const parameters = { resource: 'export', operation: 'getResults', jobId: String(jobId) };
	return (await testApp.run(parameters)).json[0];
}

const jsonOf = (items: INodeExecutionData[] | null | undefined) => items?.map(({ json }) => json);

/** Another core than the installed one in the tests of cores. */
const core = require.resolve('n8n-core').replace(/(?<=n8n-core[\\/]).*/, 'package.json');
const { version } = JSON.parse(readFileSync(core, 'utf8')) as { version: string };
const isOld = version.startsWith('1.');
const onNewer = isOld ? describe.skip : describe;

it('Start and Sleep is for n8n 2.0 and later, and says so before anything is started', async () => {
	const { run, error } = await fallAsleep();
	expect(run.waitTill === undefined).toBe(isOld);
	expect(error?.message).toBe(isOld ? 'Start and Sleep needs n8n 2.0 or later' : undefined);
	expect(await testApp.received('exportData')).toHaveLength(isOld ? 0 : 1);
});

onNewer('Start and Sleep: falling asleep', () => {
	it('starts the job with a URL of its own, and puts the execution to wait', async () => {
		const before = Date.now();
		const { run, json, sleeper } = await fallAsleep();
		expect(run.status).toBe('waiting');
		expect(new Date(run.waitTill!).getTime()).toBeGreaterThanOrEqual(before + 30 * 60_000);
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
		expect(new URL(sleeper.url).searchParams.get('secret')).toMatch(/^[\w-]{43}$/);
	});

	it('sleeps as long as n8n can, however long Max Wait is', async () => {
		const { run } = await fallAsleep(rawData({ options: { ...QUICK, maxWait: 1e15 } }));
		expect(new Date(run.waitTill!).getFullYear()).toBe(3000);
	});

	it('does not sleep when no job was started', async () => {
		const { run, json } = await fallAsleep(rawData({ startDate: TOO_OLD }), [{}], {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(run.waitTill).toBeUndefined();
		expect(json).toMatchObject([{ status: 'failed' }]);
	});

	it('does not sleep where there is nothing to export', async () => {
		const { run, json } = await fallAsleep(
			rawData({ additionalFields: { startTime: '2100-01-01T00:00:00Z' } }),
		);
		expect(run.waitTill).toBeUndefined();
		expect(json).toMatchObject([{ status: 'done', jobId: null, state: 'FINISHED', files: [] }]);
		expect(json[0]?.warning).toBeTruthy();
	});

	it('starts no job again when n8n retries the node', async () => {
		const { run, executions } = await fallAsleep(DAYS, [{ day: TOO_OLD }, { day: pacificDay(9) }], {
			settings: {
				onError: 'continueRegularOutput',
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 1,
			},
		});
		expect(executions).toBe(2);
		expect(run.status).toBe('waiting');
		const days = (await testApp.received('exportData')).map(({ args }) => args.startDate);
		expect(days.filter((day) => day !== '20200101')).toHaveLength(1);
	});
});

onNewer('Start and Sleep: what it refuses before anything is started', () => {
	afterEach(async () => expect(await testApp.requests()).toEqual([]));

	it('another callback URL', async () => {
		const fields = { additionalFields: { callbackUrl: 'https://example.com/' } };
		const { error } = await fallAsleep(rawData(fields));
		expect(error?.message).toBe(
			"Callback URL can't be used with Start and Sleep, which has its own",
		);
	});

	it('to fail an item when Leanplum calls', async () => {
		const { error } = await fallAsleep(rawData({ options: { ...QUICK, ifNoData: 'fail' } }));
		expect(error?.message).toMatch(/^If There Is No Data can't be 'Fail the Item'/);
	});

	it('an n8n that Leanplum cannot reach', async () => {
		const credential = { ...testApp.credential, apiUrl: 'https://api.leanplum.example/api' };
		const { error } = await fallAsleep(rawData(), [{}], { credential });
		expect(error?.message).toBe("Leanplum can't reach this n8n instance at http://localhost");
		expect(error?.description).toMatch(/^Nothing was started\./);
	});

	it('to let an AI agent wait', async () => {
		const { json, error } = await fallAsleep(rawData(), [{}], { asTool: true });
		expect(error?.message ?? JSON.stringify(json)).toContain(
			"Start and Sleep can't be used in an AI agent tool",
		);
	});
});

onNewer('Start and Sleep: waking up', () => {
	it('gives what Get Results gives when Leanplum calls', async () => {
		const { sleeper } = await fallAsleep();
		await finishJobs();
		const { items, json } = await sleeper.call();
		const results = await resultsOf(sleeper.json[0]?.jobId);
		expect(json).toEqual([{ ...results, status: 'done', warning: null }]);
		expect(results).toMatchObject({ state: 'FINISHED', numSessions: 6 });
		expect(items?.[0]?.pairedItem).toEqual({ item: 0 });
		const { status, outputs, runData } = await sleeper.goOn(items);
		expect(status).toBe('success');
		expect(jsonOf(outputs[0])).toEqual(json);
		expect(jsonOf(runData.Source?.[0]?.data?.main?.[0])).toEqual([{}]);
		expect(await testApp.received('exportData')).toHaveLength(1);
	});

	it('waits for the last of several jobs, whatever a call says', async () => {
		const { sleeper } = await fallAsleep(DAYS, [{ day: pacificDay(20) }, { day: pacificDay(10) }]);
		expect(sleeper.json).toHaveLength(2);
		const early = await sleeper.call({
			body: { response: [{ success: true, state: 'FINISHED', files: ['http://127.0.0.1:9/x'] }] },
		});
		expect(early).toMatchObject({ status: 200, data: {} });
		expect(early.json).toBeUndefined();
		await finishJobs();
		const { json } = await sleeper.call();
		expect(json?.map(({ state }) => state)).toEqual(['FINISHED', 'FINISHED']);
		expect(json?.map(({ jobId }) => jobId)).toEqual(sleeper.json.map(({ jobId }) => jobId));
	});

	it('says which job failed', async () => {
		const { sleeper } = await fallAsleep();
		await finishJobs({ jobOutcome: 'FAILED' });
		const { json } = await sleeper.call();
		expect(json).toMatchObject([
			{ status: 'failed', state: 'FAILED', warning: 'The export failed in Leanplum' },
		]);
		const { error } = await testApp.run({
			resource: 'export',
			operation: 'downloadResults',
			jobId: String(json?.[0]?.jobId),
		});
		expect(error?.message).toBe('The export failed in Leanplum');
	});

	it('keeps the fields of the input', async () => {
		const parameters = rawData({ options: { ...QUICK, includeInputFields: true } });
		const { sleeper } = await fallAsleep(parameters, [{ customer: 7, state: 'Ohio' }]);
		await finishJobs();
		const { json } = await sleeper.call();
		expect(json).toMatchObject([
			{ customer: 7, input_state: 'Ohio', state: 'FINISHED', warning: null },
		]);
	});

	it.each(['call', 'timer'])('keeps failed items in the error output: %s', async (end) => {
		const items = [{ day: TOO_OLD }, { day: pacificDay(9) }];
		const { sleeper } = await fallAsleep(DAYS, items, {
			settings: { onError: 'continueErrorOutput' },
		});
		await finishJobs();
		const woken = end === 'call' ? (await sleeper.call()).items : undefined;
		const { status, outputs } = await sleeper.goOn(woken);
		expect(status).toBe('success');
		expect(jsonOf(outputs[0])).toMatchObject([{ state: end === 'call' ? 'FINISHED' : null }]);
		expect(jsonOf(outputs[1])).toMatchObject([{ day: TOO_OLD, error: { status: 'failed' } }]);
	});

	it('lets the job come out when the time is over, and does not start it again', async () => {
		const { sleeper } = await fallAsleep();
		const { status, outputs, runData } = await sleeper.goOn();
		expect(status).toBe('success');
		expect(jsonOf(outputs[0])).toEqual(sleeper.json);
		expect(jsonOf(runData.Source?.[0]?.data?.main?.[0])).toEqual([{}]);
		expect(await testApp.received('exportData')).toHaveLength(1);
	});
});

onNewer('Start and Sleep: sleeping on', () => {
	it('after a call without the secret, or with another one', async () => {
		const { sleeper } = await fallAsleep();
		await finishJobs();
		const url = new URL(sleeper.url);
		const asked = (await testApp.requests()).length;
		for (const secret of [undefined, '', 'x'.repeat(43), testApp.credential.dataExportApiKey!]) {
			url.searchParams.delete('secret');
			if (secret !== undefined) url.searchParams.set('secret', secret);
			const { status, answer, data } = await sleeper.call({ url: url.href });
			expect({ status, answer, data }).toEqual({
				status: 403,
				answer: { message: 'The secret is missing or wrong' },
				data: { noWebhookResponse: true },
			});
		}
		expect(await testApp.requests()).toHaveLength(asked);
	});

	it('after a call when the credential has no key any more', async () => {
		const { sleeper } = await fallAsleep();
		testApp.credential = { ...testApp.credential, dataExportApiKey: '' };
		const key = createHmac('sha256', '').update('leanplum callback sleeping/2').digest('base64url');
		const url = new URL(sleeper.url);
		url.searchParams.set('secret', key);
		expect((await sleeper.call({ url: url.href })).status).toBe(403);
	});

	it('after a call with the secret of another execution or node', async () => {
		const { sleeper } = await fallAsleep();
		await testApp.run(rawData(), [{}], { executionId: 'another' });
		await testApp.run(rawData(), [{}], { executionId, settings: { id: '3' } });
		const urls = (await testApp.received('exportData')).map(({ args }) => String(args.callbackUrl));
		expect(new Set(urls).size).toBe(3);
		for (const url of urls.slice(1)) expect((await sleeper.call({ url })).status).toBe(403);
	});

	it('while Leanplum does not answer; the next call wakes it', async () => {
		const { sleeper } = await fallAsleep();
		await finishJobs();
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			fault: { kind: 'status', status: 503 },
		});
		const { status, data } = await sleeper.call();
		expect({ status, data }).toEqual({ status: 503, data: { noWebhookResponse: true } });
		await testApp.admin.clearFaults(testApp.appId);
		expect((await sleeper.call()).json).toMatchObject([{ state: 'FINISHED' }]);
	});

	it('while the credential cannot be read', async () => {
		const { sleeper } = await fallAsleep();
		const { credential } = testApp;
		testApp.credential = new Proxy(credential, {
			ownKeys: () => {
				throw new Error('It was deleted');
			},
		});
		const { status, data } = await sleeper.call();
		testApp.credential = credential;
		expect({ status, data }).toEqual({ status: 503, data: { noWebhookResponse: true } });
	});
});
