import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { pacificDay } from '../../testkit/pacificDay.mts';
import { eventsOf, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** The README promises that a stopped execution ends within a second. */
const A_SECOND = 1000;

const requestsCame = (count: number) => async () => (await testApp.stats()).requests >= count;

async function aDownloadCame(): Promise<boolean> {
	return (await testApp.admin.downloads(testApp.appId)).some(({ bytesSent }) => bytesSent > 0);
}

const EXPORT: INodeParameters = {
	resource: 'export',
	operation: 'rawData',
	mode: 'wait',
	output: 'job',
	startDate: pacificDay(20),
	endDate: pacificDay(),
	options: { ...QUICK, pollInterval: 0.01 },
};

async function finishedJob(): Promise<string> {
	await testApp.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, testApp.appId);
	await testApp.admin.syntheticSessions(testApp.appId, { count: 5000, lineBytes: 2000 });
	const { json } = await testApp.run(EXPORT);
	await testApp.admin.clearRequests(testApp.appId);
	return String(json[0]?.jobId);
}

/** Stops a run and expects that it ends soon and that Leanplum hears nothing more of it. */
async function expectToEnd(
	parameters: INodeParameters,
	items: IDataObject[] | undefined,
	cancelWhen: () => Promise<boolean>,
): Promise<void> {
	const { wentOnForMs } = await testApp.run(parameters, items, { cancelWhen });
	expect(wentOnForMs).toBeLessThan(A_SECOND);
	const { requests } = await testApp.stats();
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect((await testApp.stats()).requests).toBe(requests);
}

describe('Stopping the execution', () => {
	it('ends a wait between retries', async () => {
		const fault = { kind: 'status', status: 503 } as const;
		await testApp.admin.fault({ appId: testApp.appId, times: null, fault });
		const parameters = { ...TRACK, options: { retryDelay: 60_000 } };
		await expectToEnd(parameters, eventsOf(['ada']), requestsCame(1));
		expect((await testApp.stats()).requests).toBe(1);
	});

	it('ends a request under way and sends no more', async () => {
		await testApp.admin.settings({ latencyMs: 20_000 }, testApp.appId);
		const parameters = { ...TRACK, options: { parallelRequests: 1 } };
		await expectToEnd(parameters, eventsOf(userNames(200)), requestsCame(1));
		expect((await testApp.stats()).requests).toBe(1);
	});

	it('ends requests under way for items that go alone', async () => {
		await testApp.admin.settings({ latencyMs: 20_000 }, testApp.appId);
		const parameters = { ...TRACK, options: { batching: 'off', parallelRequests: 10 } };
		await expectToEnd(parameters, eventsOf(userNames(200)), requestsCame(10));
		expect((await testApp.stats()).requests).toBe(10);
	});

	it('ends an answer that comes drop by drop', async () => {
		const fault = { kind: 'slowDrip', bytesPerSecond: 5 } as const;
		await testApp.admin.fault({ appId: testApp.appId, fault });
		await expectToEnd(TRACK, eventsOf(['ada']), requestsCame(1));
	});

	it('ends the wait for a job', async () => {
		await testApp.admin.settings({ jobPendingMs: 60_000 }, testApp.appId);
		const parameters = { ...EXPORT, options: { ...QUICK, pollInterval: 60 } };
		await expectToEnd(parameters, undefined, requestsCame(2));
		expect((await testApp.stats()).requests).toBe(2);
	});

	it('ends asking for the state of a job under way', async () => {
		await testApp.admin.settings({ jobPendingMs: 60_000 }, testApp.appId);
		const fault = { kind: 'silence' } as const;
		const match = { action: 'getExportResults' };
		await testApp.admin.fault({ appId: testApp.appId, match, fault });
		await expectToEnd(EXPORT, undefined, requestsCame(2));
	});

	it.each(['files', 'items'])('ends the download of %s', async (output) => {
		const jobId = await finishedJob();
		const fault = { kind: 'slowDrip', bytesPerSecond: 100_000 } as const;
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { path: '/files/' },
			times: null,
			fault,
		});
		const parameters = { resource: 'export', operation: 'downloadResults', jobId, output };
		await expectToEnd({ ...parameters, returnAll: true, options: QUICK }, undefined, aDownloadCame);
	});
});
