import { Agent, request } from 'undici';
import { Bench } from './api-client.mts';

const bench = Bench.withOwnSandbox();

describe('apps', () => {
	it('begin with the demo app, and each new one has keys of its own', async () => {
		const { appId, keys } = bench.sandbox;
		expect(appId).toBe('app_sandbox');
		const other = await bench.admin.newApp();
		expect(await bench.admin.apps()).toEqual(
			expect.arrayContaining([{ appId, keys }, other, bench.api.identity]),
		);
		expect(new Set([...Object.values(keys), ...Object.values(other.keys)]).size).toBe(8);
	});

	it('keep their users apart', async () => {
		await bench.api.call('track', { userId: 'u', event: 'e' });
		expect(await bench.admin.user(bench.sandbox.appId, 'u')).toBeUndefined();
	});
});

describe('users', () => {
	it('can be seeded in bulk, 10,000 at once', async () => {
		const userIds = Array.from({ length: 10_000 }, (_, index) => `seeded-${index}`);
		await bench.admin.seedUsers(bench.appId, userIds);
		const all = await bench.admin.userIds(bench.appId);
		expect(all).toEqual(expect.arrayContaining(['ada', 'seeded-0', 'seeded-9999']));
		expect(all).toHaveLength(10_004);
	});

	it('can be put in place with everything', async () => {
		const seed = {
			attributes: { a: 'x', list: ['y', 1] },
			events: { e: { count: 2, firstTime: 1, lastTime: 2, value: 3 } },
			states: { s: { count: 1 } },
			devices: [{ deviceId: 'd', iosPushToken: 't' }, { deviceId: null }],
			unsubscribedChannels: ['Email'],
			unsubscribedCategories: ['1001'],
			location: { city: 'Basel' },
			created: 5,
			lastActive: 6,
			totalSessions: 7,
			timeSpentInApp: 8,
			blocked: true,
			anonymous: true,
		};
		const put = await bench.admin.putUser(bench.appId, 'u', seed);
		expect(put).toMatchObject(seed);
		expect(await bench.user('u')).toEqual(put);
	});

	it('are replaced, not merged', async () => {
		await bench.admin.putUser(bench.appId, 'u', {
			attributes: { a: 1 },
			devices: [{ deviceId: 'd' }],
		});
		await bench.admin.putUser(bench.appId, 'u', {});
		expect((await bench.user('u')).attributes).toEqual({});
		const { item } = await bench.api.call('exportUser', { deviceId: 'd' }, 'dataExport');
		expect(item.warning?.message).toBe('User not found; request skipped.');
	});

	it('have IDs with any characters', async () => {
		const userId = 'ü/%20?x=1&y#z@example.com';
		await bench.api.call('track', { userId, event: 'e' });
		expect(await bench.user(userId)).toMatchObject({ userId });
	});
});

describe('content', () => {
	const url = (path: string) => `/apps/${bench.appId}/${path}`;

	it.each(['messages', 'abTests', 'campaigns', 'categories', 'audiences', 'bookmarks'])(
		'%s can be listed and deleted',
		async (kind) => {
			const list = async () => {
				const answer = await bench.admin.send<Record<string, { key: string }[]>>('GET', url(kind));
				return answer[kind]?.map(({ key }) => key) ?? [];
			};
			const [first = '', ...others] = await list();
			expect(first).not.toBe('');
			const path = url(`${kind}/${encodeURIComponent(first)}`);
			expect(await bench.admin.send('DELETE', path)).toEqual({ deleted: true });
			expect(await list()).toEqual(others);
			expect(await bench.admin.send('DELETE', path)).toEqual({ deleted: false });
		},
	);

	it('has numbers for ids', async () => {
		const putting = bench.admin.putMessage(bench.appId, 'abc');
		await expect(putting).rejects.toMatchObject({ status: 400 });
	});

	it('has a target that decides who gets a message', async () => {
		await bench.admin.putMessage(bench.appId, '9', {
			targeting: { attribute: 'interests', equals: 'Sailing' },
		});
		const send = async (userId: string) =>
			(await bench.api.call('sendMessage', { userId, messageId: 9 })).item.messagesSent;
		expect([await send('grace'), await send('ada')]).toEqual([1, 0]);
	});

	it('has variables', async () => {
		await bench.admin.setVars(bench.appId, { a: 1, 'b.c': 2, d: { e: 3 } });
		expect(await bench.admin.send('GET', url('vars'))).toEqual({
			vars: { a: 1, 'b.c': 2, 'd.e': 3 },
		});
	});
});

describe('requests', () => {
	it('tell everything received, keys masked', async () => {
		const { appId, keys } = bench.api.identity;
		const before = Date.now();
		const args = { userId: 5, deviceId: 'd', event: 'e', params: { a: 1 } };
		const body = JSON.stringify({ ...args, reqId: 'r' });
		await bench.api.raw({
			query: { appId, action: 'track', apiVersion: '1.0.6', clientKey: keys.production },
			headers: { 'content-type': 'application/json' },
			body,
		});
		const requests = await bench.admin.requests(appId);
		expect(requests).toHaveLength(1);
		const [record] = requests;
		expect(record).toMatchObject({
			method: 'POST',
			path: '/api',
			query: { appId, action: 'track', apiVersion: '1.0.6', clientKey: '***' },
			keyInUrl: true,
			contentType: 'application/json',
			bodyBytes: body.length,
			action: 'track',
			keyClass: 'production',
			status: 200,
			processed: true,
			distinctUsers: 1,
			batchArgs: {},
			actions: [
				{
					action: 'track',
					userId: '5',
					deviceId: 'd',
					reqId: 'r',
					outcome: 'done',
					args,
				},
			],
		});
		expect(record?.receivedAt).toBeGreaterThanOrEqual(before);
		expect(JSON.stringify(requests)).not.toContain(keys.production);
	});

	it('tell the items of a batch and what became of each', async () => {
		await bench.api.multi(
			[
				{ action: 'track', userId: 'a', event: 'e' },
				{ action: 'advance', userId: 'nobody', state: 's' },
				{ action: 'track', userId: 'a' },
			],
			{ devMode: false },
		);
		const [record] = await bench.admin.requests(bench.appId);
		expect(record).toMatchObject({
			action: 'multi',
			keyInUrl: false,
			distinctUsers: 2,
			batchArgs: { devMode: false, time: expect.any(Number) as number },
			actions: [
				{ action: 'track', outcome: 'done' },
				{ outcome: 'skipped', warning: 'User not found; request skipped.' },
				{ outcome: 'failed', error: "'event' must be provided" },
			],
		});
		expect(Object.keys(record?.batchArgs ?? {}).sort()).toEqual(['devMode', 'time']);
	});

	it('are found by action, also inside batches', async () => {
		await bench.api.call('getVars', { userId: 'ada' });
		await bench.api.multi([{ action: 'track', userId: 'a', event: 'e' }]);
		const actionsOf = async (action: string) =>
			(await bench.admin.requests(bench.appId, action)).map((record) => record.action);
		expect(await actionsOf('track')).toEqual(['multi']);
		expect(await actionsOf('multi')).toEqual(['multi']);
		expect(await actionsOf('getVars')).toEqual(['getVars']);
		expect(await actionsOf('stop')).toEqual([]);
	});

	it('include refused ones', async () => {
		await bench.api.call('getVars', { userId: 'ada', clientKey: 'wrong' });
		const [record] = await bench.admin.requests(bench.appId);
		expect(record).toMatchObject({ status: 403, processed: false });
		expect(record?.keyClass).toBeUndefined();
	});

	it('tell connections apart', async () => {
		const agents = [new Agent(), new Agent()];
		for (const dispatcher of [...agents, ...agents]) {
			const { body } = await request(`${bench.api.origin}/api`, {
				method: 'POST',
				dispatcher,
				body: JSON.stringify({ ...bench.api.envelope(), action: 'getVars', userId: 'ada' }),
			});
			await body.dump();
		}
		await Promise.all(agents.map((agent) => agent.close()));
		const ids = (await bench.admin.requests(bench.appId)).map(({ connectionId }) => connectionId);
		expect(ids).toHaveLength(4);
		expect(new Set(ids).size).toBe(2);
		expect((await bench.admin.stats(bench.appId)).connections).toBe(2);
	});

	it('can be forgotten', async () => {
		await bench.api.call('getVars', { userId: 'ada' });
		await bench.admin.clearRequests(bench.appId);
		expect(await bench.admin.requests(bench.appId)).toEqual([]);
		expect((await bench.admin.stats(bench.appId)).requests).toBe(0);
	});

	it('are only counted when they are not to be recorded', async () => {
		await bench.admin.settings({ recordRequests: false }, bench.appId);
		await bench.api.multi([{ action: 'track', userId: 'a', event: 'e' }]);
		expect(await bench.admin.requests(bench.appId)).toEqual([]);
		expect(await bench.admin.stats(bench.appId)).toMatchObject({
			requests: 1,
			actions: 1,
			tracked: 1,
			billedUsers: 1,
		});
	});
});

describe('stats', () => {
	it('count requests, actions, statuses, billed users, events and messages', async () => {
		await bench.api.multi([
			{ action: 'track', userId: 'ada', event: 'e' },
			{ action: 'track', userId: 'ada', event: 'f' },
			{ action: 'sendMessage', userId: 'ada', messageId: '4810110001000001' },
			{ action: 'track', userId: 'grace', event: 'e', disposition: 'requireActive' },
			{ action: 'advance', userId: 'nobody', state: 's' },
		]);
		await bench.api.call('track', { userId: 'ada', event: 'e' });
		await bench.api.call('exportUser', { userId: 'ada' });
		expect(await bench.admin.stats(bench.appId)).toEqual({
			requests: 3,
			connections: expect.any(Number) as number,
			actions: 7,
			// ada, grace and the unknown one; then ada again. The refused export looks up nobody.
			billedUsers: 4,
			byAction: { track: 4, sendMessage: 1, advance: 1, exportUser: 1 },
			requestsByAction: { multi: 1, track: 1, exportUser: 1 },
			byStatus: { 200: 2, 403: 1 },
			maxInFlight: 1,
			maxInFlightPerUser: 1,
			tracked: 3,
			sent: 1,
		});
		expect((await bench.admin.stats()).requests).toBeGreaterThanOrEqual(3);
	});
});

describe('tracked events', () => {
	it('are only counted when they are not to be recorded', async () => {
		await bench.admin.settings({ recordEvents: false }, bench.appId);
		await bench.api.call('track', { userId: 'u', event: 'e', value: 2 });
		const { events, tracked } = await bench.user('u');
		expect(events.e).toMatchObject({ count: 1, value: 2 });
		expect(tracked).toEqual([]);
		expect((await bench.admin.stats(bench.appId)).tracked).toBe(1);
	});
});

describe('settings and reset', () => {
	it('apply to one app or to all', async () => {
		await bench.admin.settings({ latencyMs: 1 });
		const own = await bench.admin.settings({ latencyMs: 2 }, bench.appId);
		expect(own.latencyMs).toBe(2);
		const all = await bench.admin.settings({ lock: false });
		expect(all).toMatchObject({ latencyMs: 1, lock: false });
		const read = await bench.admin.send('GET', `/settings?appId=${bench.appId}`);
		expect(read).toMatchObject({ latencyMs: 2, lock: false });
		await bench.admin.settings({ latencyMs: 0, lock: true });
	});

	it('reset of an app leaves its keys and nothing else', async () => {
		await bench.api.call('track', { userId: 'u', event: 'e' });
		await bench.admin.settings({ latencyMs: 5 }, bench.appId);
		await bench.admin.fault({ appId: bench.appId, fault: { kind: 'html502' } });
		await bench.admin.reset(bench.appId);
		expect(await bench.admin.userIds(bench.appId)).toEqual(['ada', 'grace', 'alan', 'katherine']);
		expect(await bench.admin.requests(bench.appId)).toEqual([]);
		expect((await bench.api.call('getVars', { userId: 'ada' })).status).toBe(200);
		expect(await bench.admin.send('GET', `/settings?appId=${bench.appId}`)).toMatchObject({
			latencyMs: 0,
		});
	});

	it('reset of an app removes its result files and what was to be delivered', async () => {
		await bench.admin.settings({ jobPendingMs: 0, jobRunningMs: 0 }, bench.appId);
		const { item } = await bench.api.call('exportUsers', {}, 'dataExport');
		const { jobId } = item;
		const results = await bench.api.call('getExportResults', { jobId }, 'dataExport');
		const [url] = results.item.files as string[];
		const postbackUrl = 'http://127.0.0.1:9/closed';
		const rule = { type: 'messageEvents', postbackUrl };
		await bench.api.call('addPostback', rule, 'dataExport');
		await bench.api.call('sendMessage', { userId: 'ada', messageId: '4810110001000001' });
		expect(await bench.admin.deliveries(bench.appId)).toHaveLength(1);
		await bench.admin.reset(bench.appId);
		const { statusCode, body } = await request(url!);
		await body.dump();
		expect(statusCode).toBe(404);
		expect(await bench.admin.deliveries(bench.appId)).toEqual([]);
		expect((await bench.api.call('getExportResults', { jobId }, 'dataExport')).status).toBe(404);
		expect((await bench.api.call('listPostbacks', {}, 'dataExport')).item.postbacks).toEqual([]);
	});

	it('reset of the sandbox leaves only the demo app', async () => {
		await bench.admin.reset();
		const { appId, keys } = bench.sandbox;
		expect(await bench.admin.apps()).toEqual([{ appId, keys }]);
		expect((await bench.admin.stats()).requests).toBe(0);
	});

	it.each([
		['PUT', '/settings', { latencyMs: 'fast' }],
		['PUT', '/settings', { unknown: 1 }],
		['PUT', '/apps/app_sandbox/users/u', { attributes: 5 }],
		['PUT', '/apps/app_sandbox/messages/1', { state: 'flying' }],
		['POST', '/apps/app_sandbox/users', {}],
		['POST', '/faults', {}],
	] as const)('%s %s refuses %j', async (method, path, body) => {
		await expect(bench.admin.send(method, path, body)).rejects.toMatchObject({ status: 400 });
	});

	it('knows no other app', async () => {
		await expect(bench.admin.userIds('app_none')).rejects.toMatchObject({ status: 404 });
	});
});
