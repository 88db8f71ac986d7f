import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();
const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

const RAW: INodeParameters = {
	resource: 'export',
	operation: 'rawData',
	mode: 'wait',
	startDate: '2026-05-31',
	options: QUICK,
};

/** Lets Leanplum answer an action so. */
async function answer(action: string, status: number, element: object): Promise<void> {
	const body = JSON.stringify({ response: [element] });
	const fault = { kind: 'status', status, body } as const;
	await testApp.admin.fault({ appId: testApp.appId, match: { action }, times: null, fault });
}

const NOTHING = 'No data: there is nothing to return for the item';
const NO_DATA = { success: false, error: { message: 'No matching data found.' } };

describe('An export without data', () => {
	it.each(['exportData', 'getExportResults'])('is an empty result: %s', async (action) => {
		if (action === 'getExportResults')
			await answer('exportData', 200, { success: true, jobId: 'job_1' });
		await answer(action, 404, NO_DATA);
		const { json } = await testApp.run({ ...RAW, output: 'job' });
		expect(json).toMatchObject([
			{ status: 'done', files: [], numBytes: 0, warning: 'Leanplum has no data to export' },
		]);
		const { json: none, hints } = await testApp.run(RAW);
		expect(none).toEqual([]);
		expect(hints.map(({ message }) => message)).toEqual([NOTHING]);
	});

	const READ: INodeParameters = {
		resource: 'export',
		operation: 'getResults',
		jobId: 'job_1',
		options: QUICK,
	};
	const FAIL = { ...QUICK, ifNoData: 'fail' };

	it('is an empty result where results are read', async () => {
		await answer('getExportResults', 404, NO_DATA);
		const empty = { files: [], numSessions: 0, warning: 'Leanplum has no data to export' };
		const read = await testApp.run(READ);
		expect(read.json).toMatchObject([{ jobId: 'job_1', state: 'FINISHED', ...empty }]);
		const files = { ...READ, operation: 'downloadResults', output: 'files' };
		expect((await testApp.run(files)).json).toMatchObject([{ status: 'done', ...empty }]);
		const { json, error } = await testApp.run({ ...files, output: 'items' });
		expect([json, error]).toEqual([[], undefined]);
	});

	it.each([
		['Start and Wait', { ...RAW, options: FAIL }],
		['Get Results', { ...READ, options: FAIL }],
		['Download Results', { ...READ, operation: 'downloadResults', options: FAIL }],
	])('fails where the user wants that: %s', async (_, parameters) => {
		await answer('exportData', 200, { success: true, jobId: 'job_1' });
		for (const [status, element] of [
			[404, NO_DATA],
			[200, { success: true, state: 'FINISHED', files: [] }],
		] as const) {
			await answer('getExportResults', status, element);
			const { error } = await testApp.run(parameters);
			expect(error?.message).toBe('Leanplum has no data to export');
		}
	});

	it('warns where a finished job has no files', async () => {
		await answer('getExportResults', 200, { success: true, state: 'FINISHED', files: [] });
		const { json } = await testApp.run(READ);
		expect(json).toMatchObject([{ files: [], warning: 'Leanplum has no data to export' }]);
	});

	it('gives no items where its lines are read as items', async () => {
		await answer('getExportResults', 200, { success: true, state: 'FINISHED', files: [] });
		const { json, error, hints } = await testApp.run({
			resource: 'export',
			operation: 'downloadResults',
			jobId: 'job_1',
			output: 'items',
			options: QUICK,
		});
		expect([json, error]).toEqual([[], undefined]);
		expect(hints).toMatchObject([{ message: NOTHING, type: 'warning' }]);
	});
});

describe('What Leanplum does not have', () => {
	it.each([
		['Job not found.', "Leanplum doesn't have a job with this ID: Job not found."],
		['Message not found.', "Leanplum doesn't have this message: Message not found."],
		[
			'Invalid app/user combination',
			"Leanplum doesn't know this user in this app: Invalid app/user combination",
		],
	])('is named: %s', async (said, message) => {
		await answer('getExportResults', 404, { success: false, error: { message: said } });
		const { error } = await testApp.run({
			resource: 'export',
			operation: 'getResults',
			jobId: 'job_1',
			options: QUICK,
		});
		expect(error?.message).toBe(message);
	});
});

describe('An export that does not go as it should', () => {
	it.each([[{}], [{ jobId: {} }], [{ jobId: ' ' }]])(
		'fails when Leanplum names no job: %j',
		async (said) => {
			await answer('exportData', 200, { success: true, ...said });
			const { json } = await testApp.run(RAW, [{}], CONTINUE);
			expect(json).toMatchObject([
				{ error: { message: "Leanplum didn't return a job ID for the export" } },
			]);
		},
	);

	it('ends with a state that nobody knows', async () => {
		await answer('exportData', 200, { success: true, jobId: 'job_1' });
		await answer('getExportResults', 200, { success: true, state: 'CANCELLED' });
		const { json } = await testApp.run(RAW, [{}], CONTINUE);
		expect(json).toMatchObject([
			{
				error: { message: 'The export ended with the state CANCELLED in Leanplum', jobId: 'job_1' },
			},
		]);
	});
});
