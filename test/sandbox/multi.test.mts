import { Bench, nowSeconds, type BatchItem } from './api-client.mts';

const bench = Bench.forThisFile();

const tracks = (count: number, users: number): BatchItem[] =>
	Array.from({ length: count }, (_, index) => ({
		action: 'track',
		userId: `u${index % users}`,
		event: 'e',
		reqId: String(index),
	}));

describe('multi', () => {
	it("answers item by item in the order of `data` (the docs' sample)", async () => {
		const time = nowSeconds();
		const { status, items } = await bench.api.multi(
			[
				{ action: 'start', time: time - 65, userId: 'user1', userAttributes: { Age: 25 } },
				{ action: 'track', time: time - 60, userId: 'user1', event: 'Level', params: { Level: 1 } },
			],
			{ time },
		);
		expect(status).toBe(200);
		expect(items).toMatchObject([{ success: true, vars: {} }, { success: true }]);
		const { tracked, attributes } = await bench.user('user1');
		expect(attributes).toEqual({ Age: 25 });
		expect(tracked).toMatchObject([{ event: 'Level', params: { Level: 1 }, offline: false }]);
		expect(tracked[0]?.time).toBeCloseTo(time - 60, 0);
	});

	it('takes a recorded request of Lumos Labs', async () => {
		const { items } = await bench.api.raw({
			query: {
				...bench.api.envelope(),
				action: 'multi',
				devMode: 'false',
				time: String(nowSeconds()),
			},
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				data: [
					{ userId: 123456, action: 'setUserAttributes', userAttributes: { gender: 'm' } },
					{ action: 'track', event: 'purchase', userId: 123456, params: { some: '2015-05-01' } },
				],
			}),
		});
		expect(items).toEqual([{ success: true }, { success: true, isOffline: true }]);
		expect((await bench.user('123456')).attributes).toEqual({ gender: 'm' });
	});

	it.each([
		['an array as text', (items: BatchItem[]) => JSON.stringify(items)],
		[
			'the text of {"data":[…]} (Android and iOS SDKs)',
			(data: BatchItem[]) => JSON.stringify({ data }),
		],
	])('takes %s in a form', async (_what, encode) => {
		const { items } = await bench.api.raw({
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({
				...bench.api.envelope(),
				action: 'multi',
				time: String(nowSeconds()),
				data: encode(tracks(2, 1)),
			}).toString(),
		});
		expect(items.map(({ reqId }) => reqId)).toEqual(['0', '1']);
	});

	it('needs time and data', async () => {
		const noTime = await bench.api.call('multi', { data: tracks(1, 1) });
		expect([noTime.status, noTime.item.error?.message]).toEqual([400, "'time' must be provided"]);
		const noData = await bench.api.call('multi', { time: nowSeconds() });
		expect([noData.status, noData.item.error?.message]).toEqual([400, "'data' must be provided"]);
		const badData = await bench.api.call('multi', { time: nowSeconds(), data: 'x' });
		expect([badData.status, badData.item.error?.message]).toEqual([400, "'data' is invalid."]);
	});

	it('answers an empty batch with an empty response', async () => {
		const { status, items } = await bench.api.multi([]);
		expect([status, items]).toEqual([200, []]);
	});

	it('carries out 500 actions for 50 users', async () => {
		const { status, items } = await bench.api.multi(tracks(500, 50));
		expect(status).toBe(200);
		expect(items.map(({ reqId }) => reqId)).toEqual(tracks(500, 50).map(({ reqId }) => reqId));
		const stats = await bench.admin.stats(bench.appId);
		expect(stats).toMatchObject({ tracked: 500, billedUsers: 50, actions: 500, requests: 1 });
	});

	it.each([
		['501 actions', () => tracks(501, 1)],
		['51 users', () => tracks(51, 51)],
	])('refuses %s with 403 and ignores everything', async (_what, items) => {
		const { status, item } = await bench.api.multi(items());
		expect([status, item.success]).toEqual([403, false]);
		expect(await bench.admin.user(bench.appId, 'u0')).toBeUndefined();
		expect(await bench.admin.stats(bench.appId)).toMatchObject({ tracked: 0, billedUsers: 0 });
	});

	it('counts a user once, whether named by ID or by device', async () => {
		await bench.admin.putUser(bench.appId, 'owner', { devices: [{ deviceId: 'd' }] });
		const others = tracks(49, 49);
		const items = [
			{ action: 'track', deviceId: 'd', event: 'e' },
			{ action: 'track', userId: 'owner', event: 'e' },
			...others,
		];
		expect((await bench.api.multi(items)).status).toBe(200);
	});

	it('lets an unknown action fail alone', async () => {
		const { status, items } = await bench.api.multi([
			{ action: 'track', userId: 'u', event: 'before' },
			{ action: 'fly', userId: 'u' },
			{ action: 'track', userId: 'u', event: 'after' },
		]);
		expect(status).toBe(200);
		expect(items).toEqual([
			{ success: true, isOffline: true },
			{ success: false, error: { message: 'Unknown action: fly' } },
			{ success: true, isOffline: true },
		]);
		expect(Object.keys((await bench.user('u')).events)).toEqual(['before', 'after']);
	});

	it('lets a missing argument fail alone', async () => {
		const { status, items } = await bench.api.multi([
			{ action: 'track', userId: 'u' },
			{ action: 'track', userId: 'u', event: 'e' },
		]);
		expect([status, items]).toEqual([
			200,
			[
				{ success: false, error: { message: "'event' must be provided" } },
				{ success: true, isOffline: true },
			],
		]);
	});

	it('is 404 as a whole when an item names no user, though the others are done (recorded)', async () => {
		const items = [
			{ action: 'setUserAttributes', userId: 123456, userAttributes: { first_name: 'Mike' } },
			{ action: 'setUserAttributes', userAttributes: { first_name: 'Moe' } },
		];
		const legacy = await bench.api.multi(items);
		expect(legacy.status).toBe(404);
		expect(legacy.items).toEqual([
			{ success: true },
			{ success: false, error: { message: 'Invalid app/user combination' } },
		]);
		expect((await bench.user('123456')).attributes).toEqual({ first_name: 'Mike' });

		await bench.admin.settings({ legacyMissingUser404: false }, bench.appId);
		const modern = await bench.api.multi(items);
		expect([modern.status, modern.items]).toEqual([200, legacy.items]);
		const single = await bench.api.call('setUserAttributes', {});
		expect([single.status, single.item]).toEqual([400, legacy.items[1]]);
	});

	it('refuses items of another app or with another key', async () => {
		const other = await bench.admin.newApp();
		const { items } = await bench.api.multi([
			{ action: 'track', userId: 'u', event: 'e', appId: other.appId },
			{ action: 'track', userId: 'u', event: 'e', clientKey: other.keys.production },
			{ action: 'track', userId: 'u', event: 'e', ...bench.api.envelope() },
		]);
		expect(items.map(({ success }) => success)).toEqual([false, false, true]);
		expect((await bench.user('u')).events.e?.count).toBe(1);
	});

	it('refuses actions that need a key of another class', async () => {
		const items = [
			{ action: 'deleteUser', userId: 'ada' },
			{ action: 'exportUser', userId: 'ada' },
			{ action: 'track', userId: 'ada', event: 'e' },
		];
		const { items: replies } = await bench.api.multi(items);
		expect(replies.map(({ error }) => error?.message)).toEqual([
			'Invalid access key',
			'Invalid access key',
			undefined,
		]);
		const developer = await bench.api.multi(items, {}, 'development');
		expect(developer.items.map(({ error }) => error?.message)).toEqual([
			undefined,
			'Invalid access key',
			undefined,
		]);
	});

	it('is refused as a whole when the key may do nothing of it', async () => {
		const items = [{ action: 'track', userId: 'ada', event: 'e' }];
		await bench.admin.settings({ developmentKey: 'refused' }, bench.appId);
		for (const keyClass of ['development', 'dataExport', 'contentReadOnly'] as const) {
			const { status, items: replies } = await bench.api.multi(items, {}, keyClass);
			expect([status, replies]).toEqual([
				403,
				[{ success: false, error: { message: 'Invalid access key' } }],
			]);
		}
		const developer = await bench.api.multi(items, { devMode: true });
		expect(developer.status).toBe(403);
		expect(developer.item.error?.message).toMatch(/^Development mode requested/);
	});

	it('takes development mode for the whole batch or for an item', async () => {
		const track = { action: 'track', userId: 'u', event: 'e' };
		const whole = await bench.api.multi([track], { devMode: true }, 'development');
		expect(whole.item).toEqual({ success: true, isOffline: true });
		const settings = { devModeThrottle: false, developmentKey: 'refused' } as const;
		await bench.admin.settings(settings, bench.appId);
		const item = await bench.api.multi([{ ...track, devMode: true }, track], {}, 'development');
		expect(item.items.map(({ success }) => success)).toEqual([true, false]);
	});

	it('cannot be nested', async () => {
		const { items } = await bench.api.multi([{ action: 'multi', data: [] }]);
		expect(items[0]).toEqual({
			success: false,
			error: { message: 'multi cannot be part of a multi request' },
		});
	});

	it('treats an item that is no object as an action without a name', async () => {
		const { items } = await bench.api.multi([null as unknown as BatchItem]);
		expect(items[0]?.success).toBe(false);
	});
});
