import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const BUCKET = 'leanplum-imports';
const FILE = 'contacts-8d1f3a.csv';

function startCsv(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'import',
		operation: 'startCsv',
		bucket: BUCKET,
		file: FILE,
		additionalFields: { defaultAction: 'setUserAttributes' },
		options: QUICK,
		...more,
	};
}

function getResults(jobId: string): INodeParameters {
	return { resource: 'import', operation: 'getResults', jobId, options: QUICK };
}

/** Puts a file into the bucket and starts its import; Leanplum takes no time for it. */
async function importOf(csv: string, more: INodeParameters = {}): Promise<string> {
	await testApp.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, testApp.appId);
	await testApp.admin.putCloudObject(testApp.appId, BUCKET, FILE, csv);
	const { json, error } = await testApp.run(startCsv(more));
	expect(error).toBeUndefined();
	return String(json[0]?.jobId);
}

describe('Import → Start CSV Import', () => {
	it('starts the import and gives the ID of its job, with the Development Key', async () => {
		const { json } = await testApp.run(startCsv());
		expect(json).toMatchObject([{ status: 'done', jobId: expect.stringMatching(/_\d+$/) }]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'multi', method: 'POST', keyClass: 'development', keyInUrl: false },
		]);
		expect((await testApp.received('multi'))[0]?.args).toEqual({
			createJob: true,
			gcsBucket: BUCKET,
			file: FILE,
			defaultAction: 'setUserAttributes',
		});
	});

	it('does what the rows say', async () => {
		const jobId = await importOf('userId,userAttributes.plan\nkim,gold\nlee,silver\n');
		await testApp.run(getResults(jobId));
		expect((await testApp.user('kim'))?.attributes).toEqual({ plan: 'gold' });
		expect((await testApp.user('lee'))?.attributes).toEqual({ plan: 'silver' });
	});

	it('leaves the action to the rows when none is given', async () => {
		const jobId = await importOf('action,userId,event\ntrack,kim,Purchase\n', {
			additionalFields: {},
		});
		await testApp.run(getResults(jobId));
		expect((await testApp.received('multi'))[0]?.args).not.toHaveProperty('defaultAction');
		expect((await testApp.user('kim'))?.events.Purchase).toMatchObject({ count: 1 });
	});

	it('starts an import for each item', async () => {
		const { json } = await testApp.run(startCsv({ file: '={{ $json.file }}' }), [
			{ file: 'a.csv' },
			{ file: 'b.csv' },
		]);
		expect(new Set(json.map(({ jobId }) => jobId)).size).toBe(2);
		expect(await testApp.stats()).toMatchObject({ requests: 2 });
	});

	it('is not repeated when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(startCsv());
		expect(error?.message).toBe(
			'Leanplum may or may not have processed this item: connection lost',
		);
		expect(await testApp.stats()).toMatchObject({ requests: 1 });
	});

	it.each([
		['bucket', 'Bucket is empty'],
		['file', 'File is empty'],
	])('refuses an item without a %s before anything is sent', async (field, message) => {
		const { error } = await testApp.run(startCsv({ [field]: "={{ '' }}" }));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.developmentApiKey = '';
		const { error } = await testApp.run(startCsv());
		expect(error?.message).toBe('"Start CSV import" needs the Development Key');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Import → Get Results', () => {
	it('gives the state while the import waits and runs', async () => {
		await testApp.admin.settings({ jobPendingMs: 600_000 }, testApp.appId);
		const [job] = (await testApp.run(startCsv())).json;
		const jobId = String(job?.jobId);
		const { json } = await testApp.run(getResults(jobId));
		expect(json).toMatchObject([{ state: 'PENDING', jobId }]);
		await testApp.admin.settings({ jobPendingMs: 0, jobRunningMs: 600_000 }, testApp.appId);
		expect((await testApp.run(getResults(jobId))).json).toMatchObject([{ state: 'RUNNING' }]);
	});

	it('gives the counts and the files of a finished import', async () => {
		const jobId = await importOf('userId,userAttributes.plan\nkim,gold\nlee,silver\n');
		const { json } = await testApp.run(getResults(`  ${jobId} `));
		expect(json).toMatchObject([
			{
				jobId,
				state: 'FINISHED',
				successesCount: 2,
				failuresCount: 0,
				files: [expect.stringMatching(/^http/)],
				failedRows: [],
			},
		]);
		expect((await testApp.received('getMultiResults'))[0]?.args).toEqual({ jobId });
		expect((await testApp.requests()).at(-1)).toMatchObject({ keyClass: 'development' });
	});

	it('says which rows failed and why', async () => {
		const jobId = await importOf('action,userId,event\ntrack,kim,Purchase\ntrack,lee,\n');
		const { json } = await testApp.run(getResults(jobId));
		expect(json).toMatchObject([
			{
				successesCount: 1,
				failuresCount: 1,
				failedRows: [{ row: 2, reason: "'event' must be provided" }],
			},
		]);
	});

	it('says that an import failed', async () => {
		await testApp.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, testApp.appId);
		const [job] = (await testApp.run(startCsv({ file: 'no-such-file.csv' }))).json;
		const { json } = await testApp.run(getResults(String(job?.jobId)));
		expect(json).toMatchObject([{ state: 'FAILED' }]);
	});

	it('fails for a job that does not exist', async () => {
		const { error } = await testApp.run(getResults('multi_1_2'));
		expect(error?.message).toBe("Leanplum doesn't have a job with this ID: Job not found.");
	});

	it('asks again when the reply is lost', async () => {
		const jobId = await importOf('userId\nkim\n');
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'invalidJson' } });
		const { json } = await testApp.run(getResults(jobId));
		expect(json).toMatchObject([{ state: 'FINISHED' }]);
	});

	it('refuses an item without a job ID before anything is sent', async () => {
		const { error } = await testApp.run(getResults("={{ '' }}"));
		expect(error?.message).toBe('Job ID is empty');
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.developmentApiKey = '';
		const { error } = await testApp.run(getResults('multi_1_2'));
		expect(error?.message).toBe('"Get import results" needs the Development Key');
	});
});
