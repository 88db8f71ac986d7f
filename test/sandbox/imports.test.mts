import { request } from 'undici';
import { Bench, eventually } from './api-client.mts';

const bench = Bench.forThisFile();

const quick = () => bench.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, bench.appId);

const resultOf = (jobId: unknown) =>
	eventually(async () => {
		const { item } = await bench.api.call('getMultiResults', { jobId }, 'development');
		return item.state === 'PENDING' || item.state === 'RUNNING' ? undefined : item;
	});

/** The form of Postman's "CSV upload no file": the CSV is the body. */
async function importCsv(csv: string, defaultAction?: string) {
	const { item } = await bench.api.raw({
		query: {
			...bench.api.envelope('development'),
			action: 'multi',
			...(defaultAction === undefined ? {} : { defaultAction }),
		},
		headers: { 'content-type': 'text/csv' },
		body: csv,
	});
	expect(item).toEqual({ success: true, jobId: expect.any(String) as string });
	return resultOf(item.jobId);
}

interface ImportData {
	successesCount: number;
	failuresCount: number;
	files: string[];
}

async function repliesOf(data: unknown): Promise<unknown[]> {
	const { files } = data as ImportData;
	const { body } = await request(files[0]!);
	return (await body.text())
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as unknown);
}

describe('CSV in the body', () => {
	it("sets attributes (OAS's sample) and tells the results line by line", async () => {
		await quick();
		const result = await importCsv(
			'userId,userAttributes.Gender,userAttributes.Age\nuser1,Male,25\nuser2,Female,37\n',
			'setUserAttributes',
		);
		expect(result).toEqual({
			success: true,
			state: 'FINISHED',
			jobId: expect.any(String) as string,
			data: {
				successesCount: 2,
				failuresCount: 0,
				files: [expect.stringContaining('/files/') as string],
			},
		});
		expect((await bench.user('user1')).attributes).toEqual({ Gender: 'Male', Age: 25 });
		expect((await bench.user('user2')).attributes).toEqual({ Gender: 'Female', Age: 37 });
		expect(await repliesOf(result.data)).toEqual([{ success: true }, { success: true }]);
	});

	it('reads quotes, lists, nested counters and empty cells', async () => {
		await quick();
		await importCsv(
			[
				'userId,userAttributes.note,userAttributes.tags,events.Purchase.count,userAttributes.zip',
				'u1,"a, ""b""\r\nc","[a,1,b]",7,007',
				'u2,,[],,',
				'',
			].join('\r\n'),
			'setUserAttributes',
		);
		expect(await bench.user('u1')).toMatchObject({
			attributes: { note: 'a, "b"\r\nc', tags: ['a', 1, 'b'], zip: '007' },
			events: { Purchase: { count: 7 } },
		});
		expect((await bench.user('u2')).attributes).toEqual({ tags: [] });
	});

	it('takes the action of each row, of production and development keys alike', async () => {
		await quick();
		const result = await importCsv(
			[
				'action,userId,event,value',
				'track,u1,Purchase,9.5',
				'deleteUser,ada,,',
				'exportUser,grace,,',
				'multi,u1,,',
				'track,,e,',
			].join('\n'),
		);
		expect(result.data).toMatchObject({ successesCount: 2, failuresCount: 3 });
		expect(await repliesOf(result.data)).toEqual([
			{ success: true, isOffline: true },
			{ success: true },
			{ success: false, error: { message: 'Invalid access key' } },
			{ success: false, error: { message: 'multi cannot be part of a multi request' } },
			{ success: false, error: { message: 'Invalid app/user combination' } },
		]);
		expect(await bench.admin.user(bench.appId, 'ada')).toBeUndefined();
	});

	it('fails row by row with a byte order mark', async () => {
		await quick();
		const result = await importCsv('\ufeffuserId,userAttributes.a\nu1,1\n', 'setUserAttributes');
		expect(result.data).toMatchObject({ successesCount: 0, failuresCount: 1 });
	});

	it('bills distinct users for each 50 rows', async () => {
		await quick();
		const rows = Array.from({ length: 120 }, (_, index) => `u${index % 10},e`);
		await importCsv(['userId,event', ...rows].join('\n'), 'track');
		expect(await bench.admin.stats(bench.appId)).toMatchObject({ billedUsers: 30, tracked: 120 });
	});

	it('fails as a whole when a quoted cell does not end', async () => {
		await quick();
		const result = await importCsv('userId,event\n"u1,e\nu2,e\n', 'track');
		expect(result).toMatchObject({ success: true, state: 'FAILED' });
		expect(await bench.admin.user(bench.appId, 'u2')).toBeUndefined();
	});

	it('can have one row, and no line break at the end', async () => {
		await quick();
		const result = await importCsv('userId,event\nu1,e', 'track');
		expect(result.data).toMatchObject({ successesCount: 1 });
	});
});

describe('CSV in Google Cloud Storage', () => {
	const start = (args: Record<string, unknown> = {}) =>
		bench.api.call(
			'multi',
			{ createJob: true, gcsBucket: 'bucket', file: 'dir/x.csv', ...args },
			'development',
		);

	it('is imported as a job', async () => {
		await bench.admin.putCloudObject(bench.appId, 'bucket', 'dir/x.csv', 'userId,event\nu1,e\n');
		const { item } = await start({ defaultAction: 'track' });
		const pending = await bench.api.call('getMultiResults', { jobId: item.jobId }, 'development');
		expect(pending.item).toEqual({ success: true, state: 'PENDING', jobId: item.jobId });
		expect(await bench.admin.user(bench.appId, 'u1')).toBeUndefined();
		expect((await resultOf(item.jobId)).data).toMatchObject({ successesCount: 1 });
		expect((await bench.user('u1')).events.e?.count).toBe(1);
	});

	it('is carried out even if nobody asks', async () => {
		await bench.admin.putCloudObject(bench.appId, 'bucket', 'dir/x.csv', 'userId,event\nu1,e\n');
		await start({ defaultAction: 'track' });
		await eventually(() => bench.admin.user(bench.appId, 'u1'));
	});

	it('fails when the object is missing', async () => {
		await quick();
		const { item } = await start();
		expect((await resultOf(item.jobId)).state).toBe('FAILED');
	});

	it.each([
		[{ createJob: false }, "'createJob' must be true"],
		[{ gcsBucket: undefined }, "'gcsBucket' must be provided"],
		[{ file: undefined }, "'file' must be provided"],
	])('%j is refused', async (args, message) => {
		const { status, item } = await start(args);
		expect([status, item.error?.message]).toEqual([400, message]);
	});

	it('needs the development key', async () => {
		const args = { createJob: true, gcsBucket: 'b', file: 'f' };
		expect((await bench.api.call('multi', args)).status).toBe(403);
	});
});
