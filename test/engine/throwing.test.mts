import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { pacificDay } from '../../testkit/pacificDay.mts';
import { stored, storeFilesIn } from '../../testkit/fileStorage.mts';
import { QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

// Before anything runs, for the engine looks only once where files are kept.
let folder: string;
beforeAll(async () => {
	folder = await storeFilesIn(mkdtempSync(join(tmpdir(), 'throwing-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const IN_ORDER = { ...QUICK, parallelRequests: 1 };

/** An expression that throws for items whose data is broken JSON. */
const ofData = (member: string) => `={{ $json.data.parseJson().${member} }}`;

const BROKEN = '{"broken';
const DATA = JSON.stringify({ name: 'Purchase', day: pacificDay(20) });
const GOOD_GOOD_BROKEN: IDataObject[] = [{ data: DATA }, { data: DATA }, { data: BROKEN }];
const BROKEN_GOOD: IDataObject[] = [{ data: BROKEN }, { data: DATA }];

const track = (more: INodeParameters = {}): INodeParameters => ({
	...TRACK,
	userId: 'ada',
	event: 'Purchase',
	...more,
});

const START_EXPORT: INodeParameters = {
	resource: 'export',
	operation: 'rawData',
	mode: 'start',
	startDate: ofData('day'),
	additionalFields: { endDate: pacificDay() },
	options: QUICK,
};

const fails = (field: string, item: number) =>
	`${field} has an expression that fails for item ${item}: Parsing failed`;

describe.each<[string, INodeParameters, string, string]>([
	['a call', track({ event: ofData('name') }), 'track', 'Event Name'],
	['a task', START_EXPORT, 'exportData', 'Start Date'],
])('An expression of %s that throws for an item', (_what, parameters, action, field) => {
	const message = fails(field, 2);

	it('stops the node before anything is sent', async () => {
		const { error, items } = await testApp.run(parameters, GOOD_GOOD_BROKEN, { settings: TRIES });
		expect(error?.message).toBe(message);
		expect(error?.context?.itemIndex).toBe(2);
		expect(items).toEqual([]);
		expect(await testApp.requests()).toEqual([]);
	});

	it('fails only that item with On Error → Continue', async () => {
		const { json, error } = await testApp.run(parameters, GOOD_GOOD_BROKEN, {
			settings: { ...CONTINUE, ...TRIES },
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([
			expect.objectContaining({ status: 'done' }),
			expect.objectContaining({ status: 'done' }),
			expect.objectContaining({
				status: 'notSent',
				error: expect.objectContaining({ message, status: 'notSent' }),
			}),
		]);
		expect(await testApp.received(action)).toHaveLength(2);
	});

	it('sends only that item to the error output', async () => {
		const { json, errorItems } = await testApp.run(parameters, GOOD_GOOD_BROKEN, {
			settings: { onError: 'continueErrorOutput', ...TRIES },
		});
		expect(json).toMatchObject([{ status: 'done' }, { status: 'done' }]);
		expect(errorItems).toMatchObject([
			{ json: { data: BROKEN, error: { message, status: 'notSent' } }, pairedItem: { item: 2 } },
		]);
		expect(await testApp.received(action)).toHaveLength(2);
	});

	it('is tried again as the first item, and the others are not', async () => {
		const { json, executions } = await testApp.run(parameters, BROKEN_GOOD, {
			settings: { ...CONTINUE, ...TRIES },
		});
		expect(executions).toBe(3);
		expect(json).toMatchObject([{ error: { message: fails(field, 0) } }, { status: 'done' }]);
		expect(await testApp.received(action)).toHaveLength(1);
	});
});

describe('Expressions that throw', () => {
	it('are all named, by the labels of their fields', async () => {
		const { json } = await testApp.run(
			track({
				event: ofData('name'),
				specifyParameters: 'fields',
				parameters: { row: [{ name: 'note', type: 'string', stringValue: ofData('note') }] },
				additionalFields: { info: ofData('info') },
				value: '7',
			}),
			[{ data: BROKEN }],
			{ settings: CONTINUE },
		);
		const { message, description } = json[0]?.error as Record<string, string>;
		expect(message).toMatch(/ \(and 2 more\)$/);
		const whole = `${message} ${description}`;
		for (const field of ['Event Name', 'Info', 'Value']) {
			expect(whole.split(fails(field, 0))).toHaveLength(2);
		}
	});

	it('keep an item from being sent though only its output needs them', async () => {
		const { json } = await testApp.run(
			{ resource: 'message', operation: 'getAll', simplify: ofData('simple'), options: QUICK },
			[{ data: DATA }, { data: BROKEN }],
			{ settings: CONTINUE },
		);
		expect(json.at(-1)?.error).toMatchObject({ message: fails('Simplify', 1) });
		expect(await testApp.requests()).toHaveLength(1);
	});

	it('in an option of the run let nothing be sent', async () => {
		const { json } = await testApp.run(
			track({ options: { ...QUICK, maxRetries: ofData('retries') } }),
			BROKEN_GOOD,
			{ settings: CONTINUE },
		);
		expect(json).toMatchObject([
			{ error: { message: fails('Max Retries', 0) } },
			{ error: { message: fails('Max Retries', 0) } },
		]);
		expect(await testApp.requests()).toEqual([]);
	});

	it('in an option of the run fail the item', async () => {
		const { json } = await testApp.run(
			track({ options: { ...QUICK, maxRetries: ofData('retries') } }),
			GOOD_GOOD_BROKEN,
			{ settings: CONTINUE },
		);
		expect(json).toMatchObject([
			{ status: 'done' },
			{ status: 'done' },
			{ error: { message: fails('Max Retries', 2) } },
		]);
	});

	it('in an option of the item only fail the item', async () => {
		const options = {
			...QUICK,
			sendOnce: { once: { sendOnce: 'executions', sendOnceKey: ofData('day') } },
		};
		const { json } = await testApp.run(track({ options }), BROKEN_GOOD, { settings: CONTINUE });
		expect(json).toMatchObject([
			{ error: { message: fails('Send Once Key', 0) } },
			{ status: 'done' },
		]);
	});
});

describe('A task whose item fails in an unforeseen way lets the others be done and remembered', () => {
	const settings = { ...CONTINUE, ...TRIES };
	const unread = "Couldn't read the file from n8n's storage";

	/** Uploads the files of two items, of which n8n has lost the first. */
	async function upload(onError: 'stopWorkflow' | 'continueRegularOutput') {
		const good = await stored(Buffer.from('Hello'));
		return await testApp.run(
			{
				resource: 'file',
				operation: 'upload',
				binaryPropertyName: '={{ $json.file }}',
				options: IN_ORDER,
			},
			[{ file: 'gone' }, { file: 'good' }],
			{
				settings: { ...TRIES, onError },
				binary: { good, gone: { ...good, id: `${good.id}-gone` } },
			},
		);
	}

	it("when n8n's storage does not give a file", async () => {
		const { json } = await upload('continueRegularOutput');
		expect(json).toMatchObject([{ error: { message: unread } }, { status: 'done' }]);
		expect(await testApp.received('uploadFile')).toHaveLength(1);
	});

	it('and stops the node only afterwards', async () => {
		const { error, executions } = await upload('stopWorkflow');
		expect(error?.message).toBe(unread);
		expect(error?.description).toContain('Of 2 items: 1 done, 1 failed.');
		expect(executions).toBe(3);
		expect(await testApp.received('uploadFile')).toHaveLength(1);
	});

	it('when Leanplum redirects to an address that is none', async () => {
		const binary = { data: await stored(Buffer.from('Hello')) };
		await testApp.run({ resource: 'file', operation: 'upload', options: QUICK }, [{}], { binary });
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			match: { action: 'downloadFile' },
			fault: { kind: 'redirect', location: 'https://[none' },
			skip: 1,
		});
		const { json } = await testApp.run(
			{ resource: 'file', operation: 'download', fileName: 'stored.csv', options: IN_ORDER },
			[{}, {}],
			{ settings },
		);
		expect(json).toMatchObject([
			{ status: 'done', size: 5 },
			{
				error: {
					message: expect.stringContaining('an invalid URL: "https://[none"'),
				},
			},
		]);
	});
});

describe('The files of an export', () => {
	const server = createServer((_request, response) => response.end('{}\n'));
	beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
	afterAll(() => new Promise((done) => server.close(done)));

	it('may have a percent sign in their names', async () => {
		const { port } = server.address() as AddressInfo;
		const files = [`http://127.0.0.1:${port}/100%-gold`, `http://127.0.0.1:${port}/100%25`];
		const body = JSON.stringify({ response: [{ success: true, state: 'FINISHED', files }] });
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'status', status: 200, body },
		});
		const { json } = await testApp.run({
			resource: 'export',
			operation: 'downloadResults',
			jobId: 'export_1_2',
			options: QUICK,
		});
		expect(json.map(({ fileName }) => fileName)).toEqual(['100%-gold', '100%']);
	});
});
