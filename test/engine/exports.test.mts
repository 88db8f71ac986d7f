import type { INodeParameters } from 'n8n-workflow';
import { pacificDay } from '../../testkit/pacificDay.mts';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

function rawData(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'export',
		operation: 'rawData',
		mode: 'wait',
		output: 'job',
		startDate: pacificDay(20),
		endDate: pacificDay(),
		options: { ...QUICK, pollInterval: 0.02 },
		...more,
	};
}

function download(jobId: unknown, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'export',
		operation: 'downloadResults',
		jobId: String(jobId),
		options: QUICK,
		...more,
	};
}

/** Sessions that every app of the sandbox has in these days, in a file of their own. */
const FIXTURES = 6;

/** Gives the app so many more sessions that can be exported. */
async function haveSessions(count: number, more: Record<string, unknown> = {}): Promise<void> {
	await testApp.admin.send('PUT', `/apps/${testApp.appId}/syntheticSessions`, { count, ...more });
}

async function finishedJob(): Promise<string> {
	const { json, error } = await testApp.run(rawData());
	if (error) throw error;
	return String(json[0]?.jobId);
}

describe('Export', () => {
	beforeEach(() => testApp.admin.settings({ jobPendingMs: 40, jobRunningMs: 40 }, testApp.appId));

	it('starts a job and returns it at once', async () => {
		await haveSessions(3);
		await testApp.admin.settings({ jobPendingMs: 60_000 }, testApp.appId);
		const { json } = await testApp.run(rawData({ mode: 'start' }));
		expect(json).toMatchObject([
			{ status: 'done', jobId: expect.stringMatching(/^export_\d+_\d+$/) },
		]);
		const states = await testApp.run({
			resource: 'export',
			operation: 'getResults',
			jobId: String(json[0]?.jobId),
		});
		expect(states.json[0]).toMatchObject({
			jobId: json[0]?.jobId,
			state: 'PENDING',
		});
	});

	it('waits until the job has finished', async () => {
		await haveSessions(3);
		await testApp.admin.settings({ jobPendingMs: 500 }, testApp.appId);
		const { json } = await testApp.run(rawData());
		expect(json).toMatchObject([
			{
				status: 'done',
				state: 'FINISHED',
				numSessions: 3 + FIXTURES,
				files: expect.arrayContaining([expect.stringMatching(/^http/)]),
			},
		]);
		expect((await testApp.stats()).byAction.getExportResults).toBeGreaterThan(1);
	});

	it('sends Pacific days, whatever the time zone of the workflow', async () => {
		await haveSessions(1);
		await testApp.run(
			rawData({
				mode: 'start',
				// Six in the morning in Berlin is still the day before in California.
				startDate: '2026-11-20T06:00:00',
				endDate: '2026-11-20',
			}),
			[{}],
			{ timezone: 'Europe/Berlin' },
		);
		expect((await testApp.received('exportData'))[0]?.args).toMatchObject({
			startDate: '20261119',
			endDate: '20261120',
		});
	});

	it('says when the job failed', async () => {
		await haveSessions(1);
		await testApp.admin.settings({ jobOutcome: 'FAILED' }, testApp.appId);
		const { error } = await testApp.run(rawData());
		expect(error?.message).toBe('The export failed in Leanplum');
	});

	it('gives up waiting in time and names the job that goes on', async () => {
		await haveSessions(1);
		await testApp.admin.settings({ jobPendingMs: 60_000 }, testApp.appId);
		const { json } = await testApp.run(
			rawData({ options: { ...QUICK, pollInterval: 0.02, maxWait: 0.002 } }),
			[{}],
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(json[0]).toMatchObject({
			error: {
				message: "The export isn't finished after 0.002 minutes",
				status: 'failed',
				jobId: expect.stringMatching(/^export_/),
				state: 'PENDING',
			},
		});
	});

	it('names the job when its state cannot be had, and starts no second one', async () => {
		await haveSessions(1);
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			match: { action: 'getExportResults' },
			fault: { kind: 'status', status: 503 },
		});
		const { json, executions } = await testApp.run(rawData(), [{}], {
			settings: {
				onError: 'continueRegularOutput',
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			},
		});
		expect(executions).toBe(3);
		expect(json[0]).toMatchObject({
			error: {
				message: expect.stringMatching(/^Leanplum is temporarily unavailable/),
				status: 'failed',
				jobId: expect.stringMatching(/^export_/),
			},
		});
		expect((await testApp.stats()).byAction.exportData).toBe(1);
	});

	it('gives the reason when Leanplum refuses', async () => {
		const { error } = await testApp.run(rawData({ startDate: '2020-01-01' }));
		expect(error?.message).toBe(
			'Leanplum rejected the request: You cannot export data older than 60 days',
		);
	});

	it('does not start a second job after a lost reply', async () => {
		await haveSessions(1);
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { action: 'exportData' },
			fault: { kind: 'drop', when: 'after' },
		});
		const { error } = await testApp.run(rawData());
		expect(error?.message).toMatch(/^Leanplum may or may not have processed this item/);
		expect((await testApp.stats()).byAction).toEqual({ exportData: 1 });
	});

	it.each<[string, INodeParameters, string]>([
		['no date', { startDate: "={{ '' }}" }, 'Start Date is empty'],
		[
			'a date that is none',
			{ startDate: '={{ "soon" }}' },
			'Start Date must be a date or time, such as 2026-05-31, 2026-05-31T14:00:00Z, or epoch seconds (got "soon")',
		],
		[
			'a callback that is no address',
			{ additionalFields: { callbackUrl: 'example.com' } },
			'Callback URL must be a URL, such as https://example.com/hook (got "example.com")',
		],
		[
			'a bucket without its keys',
			{ additionalFields: { s3BucketName: 'mine' } },
			'S3 Bucket Name needs the S3 Access ID and the S3 Access Key as well',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(rawData(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Export → Download Results', () => {
	beforeEach(() => testApp.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, testApp.appId));

	it('gives one item with a file for each file of the export', async () => {
		await haveSessions(40, { lineBytes: 1000 });
		await testApp.admin.settings({ exportFileBytes: 15_000 }, testApp.appId);
		const { items } = await testApp.run(download(await finishedJob()));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 4 }, () => ({ item: 0 })),
		);
		const text = items
			.map(({ binary }) => Buffer.from(binary!.data!.data, 'base64').toString())
			.join('');
		expect(text.trim().split('\n')).toHaveLength(40 + FIXTURES);
		expect(items[1]?.json).toMatchObject({
			status: 'done',
			fileName: expect.stringContaining('output'),
			size: 15_000,
		});
	});

	it('cuts larger files at line ends', async () => {
		await haveSessions(40, { lineBytes: 1000 });
		const jobId = await finishedJob();
		const whole = await testApp.run(download(jobId));
		const { items } = await testApp.run(
			download(jobId, { options: { ...QUICK, maxFileSize: 0.0153 } }),
		);
		const textOf = (item: (typeof items)[number]) =>
			Buffer.from(item.binary!.data!.data, 'base64').toString();
		expect(items.map(({ json }) => String(json.fileName).replace(/.*(?=output)/, ''))).toEqual([
			'output-0',
			'output-1.part1',
			'output-1.part2',
			'output-1.part3',
		]);
		for (const item of items) {
			expect(item.json.size).toBeLessThanOrEqual(15_300);
			expect(textOf(item)).toMatch(/^\{.*\}\n$/s);
			expect(textOf(item)).toHaveLength(Number(item.json.size));
		}
		expect(items.map(textOf).join('')).toBe(whole.items.map(textOf).join(''));
	});

	it('sends no key to where the files are', async () => {
		await haveSessions(2);
		const jobId = await finishedJob();
		await testApp.run(download(jobId));
		const { downloads } = await testApp.admin.send<{ downloads: unknown[] }>(
			'GET',
			`/downloads?appId=${testApp.appId}`,
		);
		expect(downloads).toHaveLength(2);
		expect(JSON.stringify(downloads)).not.toContain(testApp.credential.dataExportApiKey);
	});

	it('gives one item for each session, with every digit of its ids', async () => {
		await haveSessions(5);
		const { json } = await testApp.run(download(await finishedJob(), { output: 'items' }));
		expect(json).toHaveLength(5 + FIXTURES);
		const ids = json.map(({ sessionId }) => sessionId);
		expect(ids).toEqual(ids.map(() => expect.stringMatching(/^-?\d{17,19}$/)));
		expect(new Set(ids).size).toBe(5 + FIXTURES);
	});

	it('reads a part of the lines', async () => {
		await haveSessions(30);
		const jobId = await finishedJob();
		const all = await testApp.run(download(jobId, { output: 'items', returnAll: true }));
		const some = await testApp.run(
			download(jobId, { output: 'items', limit: 4, options: { ...QUICK, skipLines: 10 } }),
		);
		expect(all.json).toHaveLength(30 + FIXTURES);
		expect(some.json).toEqual(all.json.slice(10, 14));
	});

	it('reports a line that cannot be read and goes on', async () => {
		await haveSessions(4, { corruptLines: [2] });
		const { json, errorItems } = await testApp.run(
			download(await finishedJob(), { output: 'items' }),
			[{}],
			{ settings: { onError: 'continueErrorOutput' } },
		);
		expect(json).toHaveLength(3 + FIXTURES);
		expect(errorItems).toMatchObject([
			{
				json: {
					error: {
						message: expect.stringMatching(/^Couldn't read line \d of .*$/),
						status: 'failed',
						line: expect.any(Number),
					},
				},
			},
		]);
	});

	it('says that files are deleted after a day', async () => {
		await haveSessions(1);
		await testApp.admin.settings({ fileLifetimeSeconds: 0 }, testApp.appId);
		const { error } = await testApp.run(download(await finishedJob()));
		expect(error?.message).toBe("The file isn't available anymore (status 404)");
		expect(error?.description).toContain('after 24 hours');
	});

	it('says when the job has not finished', async () => {
		await haveSessions(1);
		await testApp.admin.settings({ jobPendingMs: 60_000 }, testApp.appId);
		const { json } = await testApp.run(rawData({ mode: 'start' }));
		const { error } = await testApp.run(download(json[0]?.jobId));
		expect(error?.message).toBe("The export isn't finished: its state is PENDING");
	});

	it('says that CSV comes as files only', async () => {
		await haveSessions(2);
		const { json } = await testApp.run(rawData({ additionalFields: { exportFormat: 'csv' } }));
		const { error } = await testApp.run(download(json[0]?.jobId, { output: 'items' }));
		expect(error?.message).toBe('CSV exports can only be downloaded as files');
		const files = await testApp.run(download(json[0]?.jobId));
		expect(files.items.length).toBeGreaterThan(1);
	});

	it.each(['files', 'items'])('notices a download of %s that broke off', async (output) => {
		await haveSessions(500, { lineBytes: 2000 });
		const jobId = await finishedJob();
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			match: { path: '/files/' },
			fault: { kind: 'truncate' },
		});
		const { error } = await testApp.run(download(jobId, { output, returnAll: true }));
		expect(error?.message).toBe('The download was interrupted');
	});

	it('notices a download in parts that broke off while it looked for the end of a line', async () => {
		await haveSessions(50, { lineBytes: 2000 });
		const jobId = await finishedJob();
		await testApp.admin.fault({
			appId: testApp.appId,
			skip: 2,
			match: { path: '/files/' },
			fault: { kind: 'truncate' },
		});
		const { json } = await testApp.run(
			download(jobId, { options: { ...QUICK, maxFileSize: 0.03 } }),
			[{}],
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(json).toMatchObject([
			{
				status: 'failed',
				jobId: null,
				fileName: null,
				size: null,
				error: {
					message: 'The download was interrupted',
					description: expect.any(String),
					status: 'failed',
				},
			},
		]);
	});

	it('tries again while the files cannot be had', async () => {
		await haveSessions(3);
		const jobId = await finishedJob();
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { path: '/files/' },
			fault: { kind: 'status', status: 503 },
		});
		const { json } = await testApp.run(download(jobId, { output: 'items' }));
		expect(json).toHaveLength(3 + FIXTURES);
	});

	it('gives the lines of an export of users', async () => {
		await testApp.admin.seedUsers(testApp.appId, ['u1', 'u2']);
		const { json } = await testApp.run({
			resource: 'export',
			operation: 'users',
			mode: 'wait',
			options: { ...QUICK, pollInterval: 0.02 },
		});
		const lines = await testApp.run(download(json[0]?.jobId, { output: 'items', returnAll: true }));
		expect(lines.json.map(({ line }) => line)).toEqual(expect.arrayContaining(['u1', 'u2']));
	});

	it('waits for raw data and gives its sessions as items, or its files, in one node', async () => {
		await haveSessions(3);
		const wanted = { ...rawData({}), returnAll: true };
		const { json } = await testApp.run({ ...wanted, output: 'items' });
		expect(json.length).toBeGreaterThan(0);
		expect(json[0]).toHaveProperty('userId');
		const files = await testApp.run({ ...wanted, output: 'files' });
		expect(files.items[0]).toMatchObject({
			json: { status: 'done', fileName: expect.any(String) },
			binary: { data: expect.anything() },
		});
	});

	it('takes a midnight for the day that people mean, and says how it was read', async () => {
		const { hints } = await testApp.run(
			rawData({ mode: 'start', startDate: '={{ $today.minus({ days: 3 }) }}' }),
			[{}],
			{ timezone: 'Asia/Tokyo' },
		);
		const [job] = await testApp.received('exportData');
		const day = String(job?.args.startDate).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
		const [hint] = hints.filter(({ message }) => message.startsWith('Start Date'));
		expect(hint?.message).toMatch(/was read as [\d-]+\. Leanplum counts days in Pacific time\.$/);
		expect(hint?.message).toContain(`"${day}T00:00`);
		expect(hint?.message).toContain(`was read as ${day}`);
	});

	it('gives a report, which comes with the answer itself', async () => {
		await haveSessions(3);
		const REPORT = {
			resource: 'export',
			operation: 'report',
			mode: 'wait',
			dataType: 'UserActivity',
			startDate: pacificDay(20),
			endDate: pacificDay(),
			options: { ...QUICK, pollInterval: 0.02 },
		};
		const { json } = await testApp.run({ ...REPORT, output: 'raw' });
		expect(json[0]).toMatchObject({ status: 'done', state: 'FINISHED', data: expect.any(Object) });
		const again = await testApp.run(download(json[0]?.jobId));
		expect(again.json[0]).toMatchObject({ data: json[0]?.data });
		const rows = await testApp.run({ ...REPORT, output: 'rows' });
		const [[date, events]] = Object.entries(json[0]!.data as Record<string, object>) as [
			[string, Record<string, Record<string, number>>],
		];
		const [[event, metrics]] = Object.entries(events) as [[string, Record<string, number>]];
		const [[metric, value]] = Object.entries(metrics) as [[string, number]];
		expect(rows.json).toContainEqual({
			status: 'done',
			warning: null,
			jobId: rows.json[0]!.jobId,
			date: date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
			event,
			messageName: null,
			metric,
			value,
		});
	});
});
