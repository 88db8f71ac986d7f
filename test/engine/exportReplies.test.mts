import type { INodeParameters } from 'n8n-workflow';
import { QUICK, World } from './world.mts';

const world = World.forThisFile();
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
	await world.admin.fault({ appId: world.appId, match: { action }, times: null, fault });
}

const NO_DATA = { success: false, error: { message: 'No matching data found.' } };

describe('An export without data', () => {
	it.each(['exportData', 'getExportResults'])('is an empty result: %s', async (action) => {
		if (action === 'getExportResults')
			await answer('exportData', 200, { success: true, jobId: 'job_1' });
		await answer(action, 404, NO_DATA);
		const { json } = await world.run({ ...RAW, output: 'job' });
		expect(json).toMatchObject([
			{ status: 'done', files: [], numBytes: 0, warning: 'Leanplum has no data to export' },
		]);
		expect((await world.run(RAW)).json).toEqual([]);
	});

	it('gives no items where its lines are read as items', async () => {
		await answer('getExportResults', 200, { success: true, state: 'FINISHED', files: [] });
		const { json, error } = await world.run({
			resource: 'export',
			operation: 'downloadResults',
			jobId: 'job_1',
			output: 'items',
			options: QUICK,
		});
		expect([json, error]).toEqual([[], undefined]);
	});
});

describe('An export that does not go as it should', () => {
	it('fails when Leanplum names no job', async () => {
		await answer('exportData', 200, { success: true });
		const { json } = await world.run(RAW, [{}], CONTINUE);
		expect(json).toMatchObject([{ error: { message: 'Leanplum named no job for the export' } }]);
	});

	it('ends with a state that nobody knows', async () => {
		await answer('exportData', 200, { success: true, jobId: 'job_1' });
		await answer('getExportResults', 200, { success: true, state: 'CANCELLED' });
		const { json } = await world.run(RAW, [{}], CONTINUE);
		expect(json).toMatchObject([
			{
				error: { message: 'The export ended with the state CANCELLED in Leanplum', jobId: 'job_1' },
			},
		]);
	});
});
