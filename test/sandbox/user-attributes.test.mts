import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const set = (args: Record<string, unknown>) =>
	bench.api.call('setUserAttributes', { userId: 'u', ...args });

const attributes = async () => (await bench.user('u')).attributes;

const exported = async (args: Record<string, unknown> = { userId: 'u' }) =>
	(await bench.api.call('exportUser', args, 'dataExport')).item;

describe('userAttributes', () => {
	it('are merged; what is left out stays', async () => {
		await set({ userAttributes: { a: 'x', b: 1.5 } });
		await set({ userAttributes: { b: '27', c: 'ü' } });
		expect(await attributes()).toEqual({ a: 'x', b: '27', c: 'ü' });
	});

	it('keep booleans as "True" and "False" (recorded)', async () => {
		await set({ userAttributes: { yes: true, no: false, list: [true, 'x', 2] } });
		expect(await attributes()).toEqual({ yes: 'True', no: 'False', list: ['True', 'x', 2] });
	});

	it('are cleared by null', async () => {
		await set({ userAttributes: { a: 'x', b: 'y' } });
		await set({ userAttributes: { a: null } });
		expect(await attributes()).toEqual({ b: 'y' });
	});

	it('with nested objects are kept as JSON text', async () => {
		await set({ userAttributes: { a: { b: 1 } } });
		expect(await attributes()).toEqual({ a: '{"b":1}' });
	});

	it('have at most 500 names in an app; further ones are dropped', async () => {
		const named = (from: number, to: number) =>
			Object.fromEntries(Array.from({ length: to - from }, (_, index) => [`n${from + index}`, 1]));
		await set({ userAttributes: named(0, 499) });
		const { item } = await set({ userAttributes: named(499, 510) });
		expect(item).toEqual({ success: true });
		expect(Object.keys(await attributes())).toHaveLength(500);
		await bench.api.call('setUserAttributes', {
			userId: 'v',
			userAttributes: { n0: 'known', x: 1 },
		});
		expect((await bench.user('v')).attributes).toEqual({ n0: 'known' });
	});
});

describe('sets', () => {
	it('gain values at the end, each once', async () => {
		await set({ userAttributes: { tags: ['a'] } });
		await set({ userAttributeValuesToAdd: { tags: ['b', 'a'], fresh: 'x' } });
		await set({ userAttributeValuesToAdd: { tags: 'c' } });
		expect(await attributes()).toEqual({ tags: ['a', 'b', 'c'], fresh: ['x'] });
	});

	it('lose values', async () => {
		await set({ userAttributes: { tags: ['a', 'b', 'c'], one: 'a' } });
		await set({ userAttributeValuesToRemove: { tags: ['a', 'z'], one: 'a', absent: 'a' } });
		await set({ userAttributeValuesToRemove: { tags: 'b' } });
		expect(await attributes()).toEqual({ tags: ['c'] });
	});

	it('come out of a single value', async () => {
		await set({ userAttributes: { tag: 'a' } });
		await set({ userAttributeValuesToAdd: { tag: 'b' } });
		expect(await attributes()).toEqual({ tag: ['a', 'b'] });
	});
});

describe('increments', () => {
	it('add integers; what is absent counts as 0', async () => {
		await set({ userAttributes: { n: 5 } });
		await set({ userAttributeValuesToIncrement: { n: 2, m: -3 } });
		expect(await attributes()).toEqual({ n: 7, m: -3 });
	});

	it('are skipped silently unless both sides are integers', async () => {
		await set({ userAttributes: { text: 'x', half: 1.5, n: 1 } });
		const { item } = await set({ userAttributeValuesToIncrement: { text: 1, half: 1, n: 0.5 } });
		expect(item).toEqual({ success: true });
		expect(await attributes()).toEqual({ text: 'x', half: 1.5, n: 1 });
	});
});

describe('events and states', () => {
	it('set and increment counters; times are epoch seconds, also as text (recorded)', async () => {
		await set({
			events: {
				eventName1: { count: 1, firstTime: '1439337600', lastTime: 1502510400.5, value: 10 },
			},
			states: { splash: { count: 23 } },
		});
		await set({
			events: { eventName1: { countIncrement: 4, valueIncrement: 2.5 } },
			states: { splash: { countIncrement: 2, firstTime: 1 } },
		});
		const { events, states } = await bench.user('u');
		expect(events).toEqual({
			eventName1: { count: 5, firstTime: 1439337600, lastTime: 1502510400.5, value: 12.5 },
		});
		expect(states).toEqual({ splash: { count: 25, firstTime: 1 } });
	});

	it('keep the earliest first time and the latest last time (recorded)', async () => {
		const times = async (firstTime: number, lastTime: number) => {
			const counter = { firstTime, lastTime };
			await set({ events: { e: counter }, states: { s: counter } });
			const { events, states } = await bench.user('u');
			return [events.e, states.s];
		};
		const first = { count: 0, firstTime: 1473566400, lastTime: 1507848284 };
		expect(await times(1473566400, 1507848284)).toEqual([first, first]);
		expect(await times(1505286550, 1507792150)).toEqual([first, first]);
		const wider = { count: 0, firstTime: 1, lastTime: 1600000000 };
		expect(await times(1, 1600000000)).toEqual([wider, wider]);
	});

	it.each(['firstTime', 'lastTime'])(
		'%s as ISO text fails at HTTP 200 (recorded)',
		async (field) => {
			const { status, item } = await set({
				userAttributes: { a: 1 },
				events: { eventName1: { count: 1, [field]: '2015-08-12T00:00:00Z' } },
			});
			expect(status).toBe(200);
			expect(item).toEqual({
				success: false,
				error: { message: `event 'eventName1' ${field} is invalid.` },
			});
			expect(await attributes()).toEqual({});
		},
	);

	it('of states likewise', async () => {
		const { item } = await set({ states: { s: { firstTime: 'yesterday' } } });
		expect(item.error?.message).toBe("state 's' firstTime is invalid.");
	});
});

describe('devices', () => {
	it('are added and updated by deviceId', async () => {
		await set({ devices: [{ deviceId: 'fu123', appVersion: 'x42x', systemName: 'iOS' }] });
		await set({ devices: [{ deviceId: 'fu123', appVersion: '2' }, { deviceId: 'fu456' }] });
		expect((await bench.user('u')).devices).toEqual([
			{ deviceId: 'fu123', appVersion: '2', systemName: 'iOS' },
			{ deviceId: 'fu456' },
		]);
		expect((await exported()).devices).toEqual([{ deviceId: 'fu123' }, { deviceId: 'fu456' }]);
		const seen = { userId: 'u', deviceId: 'fu123', deviceModel: 'm' };
		await bench.api.call('setDeviceAttributes', seen);
		expect((await exported()).devices).toContainEqual({ deviceId: 'fu123', deviceModel: 'm' });
		expect((await exported({ deviceId: 'fu456' })).userId).toBe('u');
	});

	it('with a misspelt key become a device without an ID each, silently (recorded)', async () => {
		const { item } = await set({ devices: [{ device_id: 'fu123' }] });
		expect(item).toEqual({ success: true });
		await set({ devices: [{ device_id: 'fu123' }, { device_id: 'fu456' }] });
		const nameless = { deviceId: null };
		expect((await exported()).devices).toEqual([nameless, nameless, nameless]);
	});
});

describe('other fields', () => {
	it('subscriptions, as list or as a single text', async () => {
		await set({
			unsubscribeChannelsToAdd: ['Email', 'Webhook'],
			unsubscribeCategoriesToAdd: ['1001', 1002],
		});
		await set({ unsubscribeChannelsToRemove: 'Webhook', unsubscribeCategoriesToRemove: '[1001]' });
		await set({ unsubscribeChannelsToAdd: '[Push Notification, Newsfeed Message]' });
		expect(await exported()).toMatchObject({
			unsubscribeChannels: ['Email', 'Push Notification', 'Newsfeed Message'],
			unsubscribeCategories: [{ id: 1002, name: 'Offers' }],
		});
	});

	it('lifetime figures, in epoch seconds and seconds', async () => {
		const figures = { created: 1.5e9, lastActive: 1.6e9, totalSessions: 7, timeSpentInApp: 99.5 };
		await set(figures);
		expect(await exported()).toMatchObject(figures);
	});

	it('location, with (detect) resolved', async () => {
		await set({
			locale: 'de_CH',
			country: '(detect)',
			timezone: 'Europe/Zurich',
			timezoneOffsetSeconds: '7200',
		});
		expect(await exported()).toMatchObject({
			locale: 'de_CH',
			country: 'US',
			timezone: 'Europe/Zurich',
			timezoneOffsetSeconds: 7200,
		});
	});

	it('resetAnomalies needs the development key (recorded)', async () => {
		expect((await set({ resetAnomalies: true })).item.error?.message).toBe('Invalid access key');
		const args = { userId: 'u', resetAnomalies: true };
		const { item } = await bench.api.call('setUserAttributes', args, 'development');
		expect(item).toEqual({ success: true });
	});
});

describe('exportUser', () => {
	it('has the recorded shape', async () => {
		await bench.admin.putUser(bench.appId, '123456', {
			attributes: { is_tipping: 'True', gender: 'm' },
			lastActive: 1446709787.966,
			created: 1439353028.87,
			devices: [{ deviceId: 'fu123' }],
			events: { purchase: { firstTime: 1460514593.026, lastTime: 1505288764.337, count: 91 } },
		});
		const { userBucket, ...item } = await exported({ userId: 123456 });
		expect(item).toEqual({
			totalSessions: 0,
			timeSpentInApp: 0,
			userAttributes: { is_tipping: 'True', gender: 'm' },
			lastActive: 1446709787.966,
			devices: [{ deviceId: 'fu123' }],
			success: true,
			created: 1439353028.87,
			unsubscribeChannels: [],
			userId: '123456',
			events: { purchase: { firstTime: 1460514593.026, lastTime: 1505288764.337, count: 91 } },
			states: {},
		});
		expect(userBucket).toEqual(expect.any(Number));
	});

	it('has lastActive null for a user who was never in a session (recorded)', async () => {
		await set({ userAttributes: { a: 1 } });
		expect((await exported()).lastActive).toBeNull();
	});

	it('warns of an unknown user and gives no userId (recorded)', async () => {
		const { status, item } = await bench.api.call('exportUser', { userId: 'x' }, 'dataExport');
		expect(status).toBe(200);
		expect(item).toEqual({
			success: true,
			warning: { message: 'User not found; request skipped.' },
		});
	});

	it('needs a user', async () => {
		const { status, item } = await bench.api.call('exportUser', {}, 'dataExport');
		expect([status, item.error?.message]).toEqual([404, 'Invalid app/user combination']);
	});
});
