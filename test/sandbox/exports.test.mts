import { request } from 'undici';
import { DateTime } from 'luxon';
import { Bench, eventually, nowSeconds, type ReplyItem } from './api-client.mts';
import { startReceiver } from './receiver.mts';

const bench = Bench.forThisFile();
const DAY = 86_400;

const xCall = (action: string, args: Record<string, unknown> = {}) =>
	bench.api.call(action, args, 'dataExport');

const quick = (more: object = {}) =>
	bench.admin.settings({ jobPendingMs: 0, jobRunningMs: 0, ...more }, bench.appId);

/** The day on which the test's app came about; it is another today when midnight has passed since. */
let born: DateTime;
beforeEach(() => {
	born = DateTime.now().setZone('America/Los_Angeles');
});

const daysAgo = (days: number) => born.minus({ days }).toFormat('yyyyMMdd');
const tomorrow = () => daysAgo(-1);
/** From the day on which the app came about. */
const sinceBirth = () => ({ startDate: daysAgo(0), endDate: tomorrow() });

const resultOf = async (jobId: unknown): Promise<ReplyItem> =>
	eventually(async () => {
		const { item } = await xCall('getExportResults', { jobId });
		return item.state === 'PENDING' || item.state === 'RUNNING' ? undefined : item;
	});

async function run(action: string, args: Record<string, unknown>): Promise<ReplyItem> {
	const { item } = await xCall(action, args);
	expect(item).toEqual({ success: true, jobId: expect.any(String) as string });
	return resultOf(item.jobId);
}

async function textOf(url: unknown): Promise<string> {
	const { statusCode, body } = await request(String(url));
	expect(statusCode).toBe(200);
	return body.text();
}

/** The sessions of a JSON export, with ids as text so that no digit is lost. */
async function sessionsOf(result: ReplyItem): Promise<Record<string, unknown>[]> {
	const texts = await Promise.all((result.files as string[]).map(textOf));
	return texts
		.flatMap((text) => text.trimEnd().split('\n'))
		.map((line) => {
			const lossless = line.replace(/"(\w*[iI]d)":(-?\d+)/g, '"$1":"$2"');
			return JSON.parse(lossless) as Record<string, unknown>;
		});
}

/** A complete session of the user `eve` with a state, events in and outside it, and a message. */
async function haveSession(): Promise<void> {
	const eve = { userId: 'eve', deviceId: 'phone' };
	const push = '4810110001000001';
	await bench.api.multi([
		{
			action: 'start',
			...eve,
			systemName: 'iOS',
			country: 'CH',
			location: '47.5,7.6',
			timezoneOffsetSeconds: 3600,
			userAttributes: { vip: true, tags: ['a', 'b'], age: 36 },
		},
		{ action: 'setTrafficSourceInfo', ...eve, trafficSource: { publisherName: 'News, "daily"' } },
		{ action: 'track', ...eve, event: 'Open', messageId: push },
		{ action: 'advance', ...eve, state: 'Shop', info: 'sale', params: { aisle: 3 } },
		{ action: 'track', ...eve, event: 'Purchase', value: 9.5, params: { sku: 'x\ny', count: 2 } },
		{ action: 'stop', ...eve },
	]);
}

describe('jobs', () => {
	it('are PENDING, then RUNNING, then FINISHED', async () => {
		await bench.admin.settings({ jobPendingMs: 10_000, jobRunningMs: 10_000 }, bench.appId);
		const { item } = await xCall('exportUsers');
		const state = async () => (await xCall('getExportResults', { jobId: item.jobId })).item;
		expect(await state()).toEqual({ success: true, state: 'PENDING', jobId: item.jobId });
		await bench.admin.settings({ clockOffsetSeconds: 11 }, bench.appId);
		expect(await state()).toMatchObject({ state: 'RUNNING' });
		await bench.admin.settings({ clockOffsetSeconds: 21 }, bench.appId);
		expect(await state()).toMatchObject({ state: 'FINISHED', files: [expect.any(String)] });
	});

	it('can be made to fail', async () => {
		await quick({ jobOutcome: 'FAILED' });
		const result = await run('exportUsers', {});
		expect(result).toEqual({
			success: true,
			state: 'FAILED',
			jobId: expect.any(String) as string,
		});
	});

	it('have ids of the recorded form', async () => {
		const data = (await xCall('exportData', { startDate: daysAgo(5), endDate: tomorrow() })).item;
		expect(data.jobId).toMatch(/^export_\d{16}_\d+$/);
		expect((await xCall('exportUsers')).item.jobId).toMatch(/^export_users_\d{16}_\d+$/);
	});

	it('are unknown under another id, to another app, and to getMultiResults', async () => {
		const { jobId } = (await xCall('exportUsers')).item;
		expect((await xCall('getExportResults', { jobId: 'export_1_2' })).status).toBe(404);
		expect((await bench.api.call('getMultiResults', { jobId }, 'development')).status).toBe(404);
		const other = bench.api;
		const { ApiClient } = await import('./api-client.mts');
		const elsewhere = new ApiClient(other.origin, await bench.admin.newApp());
		expect((await elsewhere.call('getExportResults', { jobId }, 'dataExport')).status).toBe(404);
		await elsewhere.close();
	});
});

describe('exportData in JSON', () => {
	it('answers with the recorded fields', async () => {
		await quick();
		const result = await run('exportData', { startDate: daysAgo(10), endDate: tomorrow() });
		expect(Object.keys(result).sort()).toEqual(
			['files', 'jobId', 'numBytes', 'numSessions', 'state', 'success'].sort(),
		);
		expect(result.numSessions).toBe(6);
		expect((result.files as string[])[0]).toMatch(
			/\/files\/[^?]+\/export-\d+-[0-9a-f-]+-output-0$/,
		);
		const bytes = Buffer.byteLength(await textOf((result.files as string[])[0]));
		expect(result.numBytes).toBe(bytes);
	});

	it('has one session a line, in the documented schema', async () => {
		await quick();
		await haveSession();
		const result = await run('exportData', sinceBirth());
		const session = (await sessionsOf(result)).find(({ userId }) => userId === 'eve');
		expect(session).toMatchObject({
			isSession: true,
			sessionId: expect.stringMatching(/^-?\d{16,19}$/) as string,
			deviceId: 'phone',
			systemName: 'iOS',
			country: 'CH',
			lat: '47.5',
			lon: '7.6',
			timezoneOffsetSeconds: 3600,
			userBucket: expect.any(Number) as number,
			time: expect.any(Number) as number,
			duration: expect.any(Number) as number,
			firstRun: session?.time,
			priorSessions: 0,
			priorEvents: 0,
			priorStates: 0,
			priorTimeSpentInApp: 0,
			sourcePublisher: 'News, "daily"',
			userAttributes: { vip: 'True', tags: '["a","b"]', age: '36' },
			states: [
				{
					stateId: expect.stringMatching(/^-?\d+$/) as string,
					events: [{ name: '.m4810110001000001 Open', value: 0, timeUntilFirstForUser: 0 }],
				},
				{
					name: 'Shop',
					info: 'sale',
					parameters: { aisle: '3' },
					timeUntilFirstForUser: 0,
					events: [{ name: 'Purchase', value: 9.5, parameters: { sku: 'x\ny', count: '2' } }],
				},
			],
		});
		const [nameless] = session?.states as Record<string, unknown>[];
		expect(nameless).not.toHaveProperty('name');
		expect(session).not.toHaveProperty('isDeveloper');
		expect(session).not.toHaveProperty('city');
	});

	it('has ids of 64 bits, negative ones among them', async () => {
		await quick();
		const result = await run('exportData', { startDate: daysAgo(10), endDate: tomorrow() });
		const ids = (await sessionsOf(result)).map(({ sessionId }) => BigInt(String(sessionId)));
		const beyond = ids.filter((id) => id > 2n ** 53n || id < -(2n ** 53n));
		expect(beyond.length).toBeGreaterThan(ids.length / 2);
		expect(ids.some((id) => id < 0n)).toBe(true);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('has events outside sessions as something that is no session', async () => {
		await quick();
		await bench.api.call('track', { userId: 'eve', event: 'e' });
		const result = await run('exportData', sinceBirth());
		const sessions = (await sessionsOf(result)).filter(({ userId }) => userId === 'eve');
		expect(sessions).toMatchObject([{ isSession: false, states: [{ events: [{ name: 'e' }] }] }]);
	});

	it('marks developer activity', async () => {
		await quick();
		await bench.api.call('track', { userId: 'eve', event: 'e', devMode: true }, 'development');
		const sessions = await sessionsOf(await run('exportData', sinceBirth()));
		expect(sessions.find(({ userId }) => userId === 'eve')?.isDeveloper).toBe(true);
	});

	it('has only complete sessions', async () => {
		await quick();
		await bench.api.call('start', { userId: 'open' });
		await haveSession();
		const users = async () =>
			(await sessionsOf(await run('exportData', sinceBirth()))).map(({ userId }) => userId);
		expect(await users()).not.toContain('open');
		await bench.admin.settings({ clockOffsetSeconds: 3 * 3600 }, bench.appId);
		const later = await sessionsOf(await run('exportData', sinceBirth()));
		expect(later.map(({ userId }) => userId)).toContain('open');
	});

	it('keeps sessions of deleted users, unless the erasure is full', async () => {
		await quick();
		await haveSession();
		const has = async () => {
			const { item } = await xCall('exportData', sinceBirth());
			if (!item.jobId) return false;
			return (await sessionsOf(await resultOf(item.jobId))).some(({ userId }) => userId === 'eve');
		};
		await bench.api.call('deleteUser', { userId: 'eve' }, 'development');
		expect(await has()).toBe(true);
		await bench.api.call('deleteUser', { userId: 'eve', fullErasure: true }, 'development');
		expect(await has()).toBe(false);
	});

	it('is split into files of limited size', async () => {
		await quick({ exportFileBytes: 1000 });
		const result = await run('exportData', { startDate: daysAgo(10), endDate: tomorrow() });
		const files = result.files as string[];
		expect(files.length).toBeGreaterThan(2);
		expect(files.map((file) => file.split('-output-')[1])).toEqual(
			files.map((_, index) => String(index)),
		);
		expect(await sessionsOf(result)).toHaveLength(6);
	});
});

describe('exportData in CSV', () => {
	it('has a file for each type', async () => {
		await quick();
		await haveSession();
		const result = await run('exportData', { ...sinceBirth(), exportFormat: 'csv' });
		const files = result.files as string[];
		expect(files.map((file) => file.split('-output').at(-1))).toEqual([
			'sessions-0',
			'userattributes-0',
			'states-0',
			'events-0',
			'eventparameters-0',
			'experiments-0',
		]);
		const [sessions, attributes, states, events, parameters, experiments] = await Promise.all(
			files.map(textOf),
		);
		const header = sessions?.split('\n')[0]?.split(',');
		expect(header).toHaveLength(36);
		expect(header?.slice(0, 4)).toEqual(['sessionId', 'userId', 'userBucket', 'userStart']);
		expect(sessions).toMatch(/^-?\d+,eve,\d+,[\d.]+,CH,,,[\d.]+,/m);
		expect(sessions).toContain('"News, ""daily"""');
		expect(attributes).toMatch(/^-?\d+,vip,True$/m);
		expect(attributes).toMatch(/^-?\d+,tags,"\[""a"",""b""\]"$/m);
		expect(states).toMatch(/^-?\d+,-?\d+,Shop,[\d.]+,[\d.]+,sale,0$/m);
		expect(events).toMatch(/^-?\d+,-?\d+,-?\d+,Purchase,[\d.]+,9\.5,,[\d.]+$/m);
		expect(parameters).toContain('sku,"x\ny"\n');
		expect(experiments).toMatch(/^experimentId,sessionId,variantId\n/);
		const bytes = [sessions, attributes, states, events, parameters, experiments];
		expect(result.numBytes).toBe(
			bytes.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0),
		);
	});
});

describe('the range of exportData', () => {
	it('is Pacific days, the last one included', async () => {
		await quick();
		const users = async (args: Record<string, unknown>) => {
			const { item } = await xCall('exportData', args);
			return item.jobId
				? (await sessionsOf(await resultOf(item.jobId))).map(({ userId }) => userId)
				: [];
		};
		expect(await users({ startDate: daysAgo(9) })).toEqual(['ada']);
		expect(await users({ startDate: daysAgo(9), endDate: daysAgo(3) })).toEqual([
			'ada',
			'ada',
			'grace',
		]);
	});

	it('may be narrowed by when the data became available', async () => {
		await quick();
		const range = { startDate: daysAgo(10), endDate: tomorrow() };
		const count = async (args: Record<string, unknown>) =>
			(await run('exportData', { ...range, ...args })).numSessions;
		const midnight = (days: number) => born.startOf('day').minus({ days }).toSeconds();
		expect(await count({ startTime: midnight(3) })).toBe(4);
		expect(await count({ endTime: midnight(3) })).toBe(2);
		await quick({ dataAvailableAfterSeconds: Math.round(nowSeconds() - midnight(1)) });
		expect(await count({})).toBe(4);
	});

	it('goes back at most 60 days (recorded: HTTP 200)', async () => {
		const { status, item } = await xCall('exportData', {
			startDate: daysAgo(61),
			endDate: tomorrow(),
		});
		expect(status).toBe(200);
		expect(item).toEqual({
			success: false,
			error: { message: 'You cannot export data older than 60 days' },
		});
		expect(
			(await xCall('exportData', { startDate: daysAgo(60), endDate: tomorrow() })).item.success,
		).toBe(true);
	});

	it('without any session is 404 (recorded 2016)', async () => {
		const { status, item } = await xCall('exportData', {
			startDate: daysAgo(20),
			endDate: daysAgo(15),
		});
		expect([status, item]).toEqual([
			404,
			{ success: false, error: { message: 'No matching data found.' } },
		]);
	});

	it.each([
		[{ startDate: '2026-01-01' }, "'startDate' is invalid."],
		[{ startDate: '20260230' }, "'startDate' is invalid."],
		[{}, "'startDate' must be provided"],
		[{ startDate: '20260102', endDate: '20260101' }, "'endDate' is invalid."],
		[{ startDate: '20260102', exportFormat: 'xml' }, "'exportFormat' is invalid."],
		[
			{ startDate: '20260102', s3BucketName: 'b', s3AccessId: 'i' },
			"'s3AccessKey' must be provided",
		],
		[{ startDate: '20260102', callbackUrl: 'x' }, "'callbackUrl' is invalid."],
	])('%j is refused', async (args, message) => {
		const { status, item } = await xCall('exportData', args);
		expect([status, item.error?.message]).toEqual([400, message]);
	});
});

describe('quotas', () => {
	it('allow 24 raw exports a Pacific day; invalid ones do not count', async () => {
		const args = { startDate: daysAgo(10), endDate: tomorrow() };
		for (let count = 0; count < 24; count++) {
			expect((await xCall('exportData', args)).item.success).toBe(true);
			await xCall('exportData', { startDate: 'x' });
		}
		const { status, item } = await xCall('exportData', args);
		expect([status, item.success]).toEqual([200, false]);
		expect(item.error?.message).toContain('24 times per day');
		// A day may have 25 hours.
		await bench.admin.settings({ clockOffsetSeconds: 2 * DAY }, bench.appId);
		expect((await xCall('exportData', args)).item.success).toBe(true);
	});

	it('allow 40 exports of users', async () => {
		for (let count = 0; count < 40; count++) await xCall('exportUsers');
		expect((await xCall('exportUsers')).item.error?.message).toContain('40 times per day');
	});

	it('allow 100 reports', async () => {
		const args = { startDate: daysAgo(0), dataType: 'UserActivity' };
		for (let count = 0; count < 100; count++) await xCall('exportReport', args);
		expect((await xCall('exportReport', args)).item.error?.message).toContain('100 times per day');
	});
});

describe('files', () => {
	it('are gone after 24 hours, while the job stays known (recorded)', async () => {
		await quick();
		const { files, jobId } = await run('exportUsers', {});
		const [url] = files as string[];
		await bench.admin.settings({ clockOffsetSeconds: DAY - 60 }, bench.appId);
		expect(await textOf(url)).toContain('ada\n');
		await bench.admin.settings({ clockOffsetSeconds: DAY + 60 }, bench.appId);
		const { statusCode, body } = await request(String(url));
		expect([statusCode, await body.text()]).toEqual([404, expect.stringContaining('NoSuchKey')]);
		expect((await xCall('getExportResults', { jobId })).item).toMatchObject({
			state: 'FINISHED',
			files,
		});
	});

	it('are downloaded without a key, and the downloads are recorded', async () => {
		await quick();
		const { files } = await run('exportUsers', {});
		const [url] = files as string[];
		const text = await textOf(url);
		const downloads = await bench.admin.downloads(bench.appId);
		expect(downloads).toMatchObject([
			{ path: new URL(String(url)).pathname, status: 200, bytesSent: Buffer.byteLength(text) },
		]);
	});

	it('can be had in parts', async () => {
		await quick();
		const { files } = await run('exportUsers', {});
		const url = String((files as string[])[0]);
		const whole = await textOf(url);
		const { statusCode, headers, body } = await request(url, { headers: { range: 'bytes=2-5' } });
		expect([statusCode, headers['content-range'], await body.text()]).toEqual([
			206,
			`bytes 2-5/${whole.length}`,
			whole.slice(2, 6),
		]);
		const tail = await request(url, { headers: { range: 'bytes=4-' } });
		expect(await tail.body.text()).toBe(whole.slice(4));
		const senseless = await request(url, { headers: { range: 'bytes=9-3' } });
		expect([senseless.statusCode, await senseless.body.text()]).toEqual([200, whole]);
	});

	it('can be made to fail', async () => {
		await quick();
		const { files } = await run('exportUsers', {});
		const url = String((files as string[])[0]);
		const strike = (fault: Parameters<typeof bench.admin.fault>[0]['fault']) =>
			bench.admin.fault({ appId: bench.appId, match: { path: '/files/' }, fault });
		const get = async () => {
			const { statusCode, body } = await request(url);
			return { statusCode, text: await body.text() };
		};
		await strike({ kind: 'status', status: 503 });
		expect((await get()).statusCode).toBe(503);
		for (const fault of [
			{ kind: 'truncate' } as const,
			{ kind: 'drop', when: 'during' } as const,
			{ kind: 'drop', when: 'before' } as const,
		]) {
			await strike(fault);
			await expect(get()).rejects.toThrow();
		}
		await strike({ kind: 'slowDrip', bytesPerSecond: 100 });
		const started = Date.now();
		expect((await get()).text).toBe(await textOf(url));
		expect(Date.now() - started).toBeGreaterThan(150);
		// Faults for downloads leave the API alone, and the other way round.
		await strike({ kind: 'html502' });
		expect((await xCall('listPostbacks')).status).toBe(200);
		await bench.admin.clearFaults(bench.appId);
		await bench.admin.fault({ appId: bench.appId, fault: { kind: 'html502' } });
		expect((await get()).statusCode).toBe(200);
	});

	it('may be left half-way by the receiver', async () => {
		await quick();
		await bench.admin.syntheticSessions(bench.appId, { count: 50_000 });
		const { files } = await run('exportData', { startDate: daysAgo(1), endDate: tomorrow() });
		const { body } = await request((files as string[]).at(-1)!);
		for await (const piece of body) {
			expect(piece).toBeDefined();
			break;
		}
		const download = await eventually(async () => {
			const [record] = await bench.admin.downloads(bench.appId);
			return record && record.bytesSent > 0 ? record : undefined;
		});
		expect(download.bytesSent).toBeLessThan(50_000 * 1024);
		expect((await xCall('listPostbacks')).status).toBe(200);
	});

	it('hold as many made-up sessions as wanted, without keeping them', async () => {
		await quick({ exportFileBytes: 5 * 1024 * 1024 });
		await bench.admin.syntheticSessions(bench.appId, { count: 12_000, corruptLines: [5] });
		const result = await run('exportData', { startDate: daysAgo(1), endDate: tomorrow() });
		expect(result.numSessions).toBe(12_002);
		const files = result.files as string[];
		const texts = await Promise.all(files.map(textOf));
		expect(texts.reduce((sum, text) => sum + text.length, 0)).toBe(result.numBytes);
		expect(files).toHaveLength(4);
		const lines = (texts[1] ?? '').split('\n');
		expect(lines[0]).toHaveLength(1023);
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ userId: 'synthetic-0', isSession: true });
		expect(() => JSON.parse(lines[5] ?? '') as unknown).toThrow(SyntaxError);
		expect(JSON.parse(lines[6] ?? '')).toMatchObject({ userId: 'synthetic-6' });
		const ids = texts.join('').match(/"sessionId":"-?\d+"/g) ?? [];
		expect(new Set(ids).size).toBe(12_002);
	});
});

describe('exportData to elsewhere', () => {
	it('tells what was copied to S3', async () => {
		await quick();
		const result = await run('exportData', {
			startDate: daysAgo(2),
			endDate: tomorrow(),
			s3BucketName: 'bucket',
			s3AccessId: 'id',
			s3AccessKey: 'key',
			s3ObjectPrefix: 'dir/',
			compressData: true,
		});
		expect(result.s3CopyStatus).toEqual({
			success: [
				{
					sourceFile: (result.files as string[])[0],
					destFile: expect.stringMatching(/^dir\/export-.*-output-0\.gz$/) as string,
				},
			],
		});
	});

	it('calls back with the reply of getExportResults', async () => {
		const receiver = await startReceiver();
		const callbackUrl = `${receiver.origin}/done?x=1`;
		const { item } = await xCall('exportData', {
			startDate: daysAgo(2),
			endDate: tomorrow(),
			callbackUrl,
		});
		const [call] = await eventually(() =>
			receiver.received.length > 0 ? receiver.received : undefined,
		);
		expect(call).toMatchObject({ method: 'POST', path: '/done', query: { x: '1' } });
		const { item: polled } = await xCall('getExportResults', { jobId: item.jobId });
		expect(JSON.parse(call?.body ?? '')).toEqual({ response: [polled] });
		const [delivery] = await bench.admin.deliveries(bench.appId);
		expect(delivery).toMatchObject({ kind: 'exportCallback', state: 'delivered' });
		await receiver.close();
	});

	it('never leaves the machine', async () => {
		await quick();
		const callbackUrl = 'https://example.com/done';
		const { item } = await xCall('exportData', {
			startDate: daysAgo(2),
			endDate: tomorrow(),
			callbackUrl,
		});
		await resultOf(item.jobId);
		const [delivery] = await bench.admin.deliveries(bench.appId);
		expect(delivery).toMatchObject({
			state: 'failed',
			attempts: [{ error: 'The sandbox delivers to loopback addresses only.' }],
		});
	});
});

describe('exportUsers', () => {
	const lines = async (args: Record<string, unknown> = {}) => {
		await quick();
		const result = await run('exportUsers', args);
		return (await textOf((result.files as string[])[0])).trimEnd().split('\n');
	};

	it('lists all users', async () => {
		expect(await lines()).toEqual(['ada', 'grace', 'alan', 'katherine']);
	});

	it('adds the value of an attribute, for those who have it', async () => {
		await bench.admin.putUser(bench.appId, 'eve', { attributes: { note: 'a, "b"', list: ['x'] } });
		expect(await lines({ userAttribute: 'note' })).toEqual(['eve,"a, ""b"""']);
		expect(await lines({ userAttribute: 'tier' })).toContain('ada,gold');
	});

	it('takes an audience', async () => {
		expect(await lines({ audienceName: 'Gold customers' })).toEqual(['ada', 'alan']);
		await bench.admin.putAudience(bench.appId, 'Musicians', {
			attribute: 'interests',
			equals: 'Music',
		});
		expect(await lines({ audienceName: 'Musicians' })).toEqual(['ada']);
	});

	it('adds the variant of an A/B test', async () => {
		const found = await lines({ abTestId: '4810110002000001' });
		expect(found).toHaveLength(4);
		expect(found[0]).toMatch(/^ada,48101100020000(11,Control|12,Green button)$/);
	});

	it('is 404 when there is nobody', async () => {
		expect((await xCall('exportUsers', { audienceName: 'Nobody' })).status).toBe(404);
		expect((await xCall('exportUsers', { userAttribute: 'none' })).status).toBe(404);
	});

	it('ignores blank old filters (recorded)', async () => {
		const query = new URLSearchParams(bench.api.envelope('dataExport'));
		const path = `/api?${query}&action=exportUsers&segment&ab_test_id`;
		expect((await bench.api.raw({ method: 'GET', path })).item.jobId).toEqual(expect.any(String));
	});
});

describe('exportReport', () => {
	const report = async (args: Record<string, unknown>) => {
		await quick();
		const result = await run('exportReport', {
			startDate: daysAgo(10),
			endDate: tomorrow(),
			...args,
		});
		expect(result).toMatchObject({ success: true, state: 'FINISHED' });
		expect(result).not.toHaveProperty('files');
		return result.data as Record<string, Record<string, { Occurrences: number }>>;
	};

	it('counts events by day (the shape of the official sample)', async () => {
		const data = await report({ dataType: 'UserActivity' });
		expect(data[daysAgo(9)]).toEqual({
			'.m4810110001000001 Open': { Occurrences: 1 },
			'Product viewed': { Occurrences: 1 },
			Purchase: { Occurrences: 1 },
		});
	});

	it('takes names of events, natively or as JSON text', async () => {
		for (const eventNames of [['Purchase'], '["Purchase"]']) {
			const data = await report({ dataType: 'UserActivity', eventNames });
			expect(Object.keys(data[daysAgo(9)] ?? {})).toEqual(['Purchase']);
		}
	});

	it('of a message, of an A/B test, of a bookmark', async () => {
		const ofMessage = await report({ dataType: 'MessageResults', messageId: 4810110001000001 });
		expect(Object.keys(ofMessage[daysAgo(9)] ?? {})).toEqual(['.m4810110001000001 Open']);
		const ofTest = await report({ dataType: 'AbTestResults', abTestId: '4810110002000001' });
		expect(ofTest[daysAgo(9)]).toHaveProperty('Purchase');
		const ofBookmark = await report({ dataType: 'BookmarkedReport', bookmarkName: 'Purchases' });
		expect(Object.keys(ofBookmark[daysAgo(9)] ?? {})).toEqual(['Purchase']);
	});

	it.each([
		['AbTestResults', 'abTestId'],
		['MessageResults', 'messageId'],
		['BookmarkedReport', 'bookmarkName'],
	])('of %s needs %s', async (dataType, name) => {
		const { status, item } = await xCall('exportReport', { startDate: daysAgo(0), dataType });
		expect([status, item.error?.message]).toEqual([400, `'${name}' must be provided`]);
		const unknown = { startDate: daysAgo(0), dataType, [name]: '1' };
		expect((await xCall('exportReport', unknown)).status).toBe(404);
	});

	it('needs a known type', async () => {
		const { item } = await xCall('exportReport', { startDate: daysAgo(0), dataType: 'Weather' });
		expect(item.error?.message).toBe("'dataType' is invalid.");
	});
});
