import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const NOT_FOUND = { success: true, warning: { message: 'User not found; request skipped.' } };

/** Arguments with which each action succeeds for a known user. */
const ARGS: Record<string, Record<string, unknown>> = {
	advance: { state: 's' },
	track: { event: 'e' },
	setUserAttributes: { userAttributes: { a: 1 } },
	setDeviceAttributes: { deviceId: 'new-device', appVersion: '1' },
	sendMessage: { messageId: '4810110001000002' },
};

const CREATE_NEVER = [
	'advance',
	'pauseState',
	'resumeState',
	'pauseSession',
	'resumeSession',
	'heartbeat',
	'stop',
	'sendMessage',
	'getVars',
];
const CREATE_IF_NEEDED = ['start', 'track', 'setUserAttributes', 'setDeviceAttributes'];

describe('createDisposition', () => {
	it.each(CREATE_NEVER)('%s skips an unknown user', async (action) => {
		const { status, item } = await bench.api.call(action, { userId: 'new', ...ARGS[action] });
		expect([status, item]).toEqual([200, NOT_FOUND]);
		expect(await bench.admin.user(bench.appId, 'new')).toBeUndefined();
	});

	it.each(CREATE_NEVER)('%s creates the user with CreateIfNeeded', async (action) => {
		const args = { userId: 'new', createDisposition: 'CreateIfNeeded', ...ARGS[action] };
		const { item } = await bench.api.call(action, args);
		expect(item.warning).toBeUndefined();
		expect(await bench.user('new')).toMatchObject({ userId: 'new', anonymous: false });
	});

	it.each(CREATE_IF_NEEDED)('%s creates an unknown user', async (action) => {
		const { item } = await bench.api.call(action, { userId: 'new', ...ARGS[action] });
		expect(item.success).toBe(true);
		expect(item.warning).toBeUndefined();
		expect(await bench.user('new')).toMatchObject({ userId: 'new' });
	});

	it.each(CREATE_IF_NEEDED)('%s skips an unknown user with CreateNever', async (action) => {
		const args = { userId: 'new', createDisposition: 'CreateNever', ...ARGS[action] };
		expect((await bench.api.call(action, args)).item).toEqual(NOT_FOUND);
		expect(await bench.admin.user(bench.appId, 'new')).toBeUndefined();
	});

	it('takes no other value', async () => {
		const args = { userId: 'new', event: 'e', createDisposition: 'CreateAlways' };
		const { status, item } = await bench.api.call('track', args);
		expect([status, item.error?.message]).toEqual([400, "'createDisposition' is invalid."]);
	});
});

describe('selecting a user', () => {
	it('a device alone makes an anonymous user with its name', async () => {
		await bench.api.call('track', { deviceId: 'd1', event: 'e' });
		expect(await bench.user('d1')).toMatchObject({
			anonymous: true,
			devices: [{ deviceId: 'd1' }],
		});
	});

	it('a device alone means its last user', async () => {
		await bench.api.call('track', { userId: 'first', deviceId: 'shared', event: 'e' });
		await bench.api.call('track', { userId: 'second', deviceId: 'shared', event: 'e' });
		await bench.api.call('track', { deviceId: 'shared', event: 'later' });
		expect(Object.keys((await bench.user('second')).events)).toEqual(['e', 'later']);
	});

	it('a blank userId counts as none', async () => {
		await bench.api.call('track', { userId: '', deviceId: 'd2', event: 'e' });
		expect((await bench.user('d2')).anonymous).toBe(true);
	});

	it.each(['track', 'setUserAttributes', 'getVars', 'deleteUser', 'block', 'unblock'])(
		'%s needs a user',
		async (action) => {
			const keyClass = ['deleteUser', 'unblock'].includes(action) ? 'development' : 'production';
			const { status, item } = await bench.api.call(action, { event: 'e' }, keyClass);
			expect([status, item]).toEqual([
				404,
				{ success: false, error: { message: 'Invalid app/user combination' } },
			]);
		},
	);
});

describe('newUserId', () => {
	const attributesOf = async (userId: string) => (await bench.user(userId)).attributes;

	it('register: an anonymous user gets the new ID', async () => {
		await bench.api.call('setUserAttributes', { deviceId: 'd', userAttributes: { a: 1 } });
		await bench.api.call('setUserAttributes', {
			deviceId: 'd',
			newUserId: 'eve',
			userAttributes: { b: 2 },
		});
		expect(await bench.user('eve')).toMatchObject({
			anonymous: false,
			attributes: { a: 1, b: 2 },
			devices: [{ deviceId: 'd' }],
		});
		expect(await bench.admin.user(bench.appId, 'd')).toBeUndefined();
		expect((await bench.api.call('exportUser', { deviceId: 'd' }, 'dataExport')).item.userId).toBe(
			'eve',
		);
	});

	it('login: an anonymous user and an existing one are merged', async () => {
		await bench.admin.putUser(bench.appId, 'eve', {
			attributes: { a: 'hers' },
			events: { e: { count: 2, firstTime: 100, lastTime: 200 } },
			created: 50,
		});
		await bench.admin.putUser(bench.appId, 'd', {
			anonymous: true,
			attributes: { a: 'anonymous', b: 'kept' },
			events: { e: { count: 3, firstTime: 90, lastTime: 150 }, f: { count: 1 } },
			devices: [{ deviceId: 'd' }],
			unsubscribedChannels: ['Email'],
			unsubscribedCategories: ['1001'],
			lastActive: 77,
			totalSessions: 2,
			timeSpentInApp: 30,
			location: { city: 'Basel' },
		});
		await bench.api.call('setUserAttributes', { deviceId: 'd', newUserId: 'eve' });
		expect(await bench.admin.user(bench.appId, 'd')).toBeUndefined();
		expect(await bench.user('eve')).toMatchObject({
			attributes: { a: 'hers', b: 'kept' },
			events: { e: { count: 5, firstTime: 90, lastTime: 200 }, f: { count: 1 } },
			devices: [{ deviceId: 'd' }],
			unsubscribedChannels: ['Email'],
			unsubscribedCategories: ['1001'],
			lastActive: 77,
			totalSessions: 2,
			timeSpentInApp: 30,
			location: { city: 'Basel' },
			created: 50,
		});
	});

	it('switch: the session of an identified user ends and one begins for the other', async () => {
		await bench.api.call('start', { userId: 'adam', deviceId: 'd' });
		const args = { userId: 'adam', deviceId: 'd', newUserId: 'eve', userAttributes: { a: 1 } };
		await bench.api.call('setUserAttributes', args);
		expect(await attributesOf('adam')).toEqual({});
		expect(await attributesOf('eve')).toEqual({ a: 1 });
		expect((await bench.user('adam')).sessions[0]?.end).toEqual(expect.any(Number));
		const [session] = (await bench.user('eve')).sessions;
		expect(session).toMatchObject({ deviceId: 'd', counted: true });
		expect(session?.end).toBeUndefined();
	});

	it('changes nothing when it is the same', async () => {
		await bench.api.call('setUserAttributes', {
			userId: 'eve',
			newUserId: 'eve',
			userAttributes: { a: 1 },
		});
		expect(await attributesOf('eve')).toEqual({ a: 1 });
	});
});

describe('setDeviceAttributes', () => {
	it('sets top-level fields of the device', async () => {
		const fields = {
			appVersion: '2.0.1',
			systemName: 'iOS',
			systemVersion: '6.0',
			browserName: 'Chrome',
			browserVersion: '17.0',
			deviceName: 'My phone',
			deviceModel: 'iPad',
			iosPushToken: 'apns',
			gcmRegistrationId: 'fcm',
			webPushSubscription: '{"endpoint":"https://example.com"}',
			huaweiPushRegId: 'hms',
		};
		await bench.api.call('setDeviceAttributes', { userId: 'u', deviceId: 'd', ...fields });
		expect((await bench.user('u')).devices).toEqual([{ deviceId: 'd', ...fields }]);
	});

	it('updates the device of the named user, else that of the last one', async () => {
		await bench.api.call('setDeviceAttributes', { userId: 'a', deviceId: 'd', appVersion: '1' });
		await bench.api.call('setDeviceAttributes', { userId: 'b', deviceId: 'd', appVersion: '2' });
		await bench.api.call('setDeviceAttributes', { deviceId: 'd', appVersion: '3' });
		expect((await bench.user('a')).devices).toEqual([{ deviceId: 'd', appVersion: '1' }]);
		expect((await bench.user('b')).devices).toEqual([{ deviceId: 'd', appVersion: '3' }]);
	});

	it('ignores a nested deviceAttributes object silently (recorded)', async () => {
		const { item } = await bench.api.call('setDeviceAttributes', {
			userId: 'u',
			deviceId: 'd',
			deviceAttributes: { appVersion: '1' },
		});
		expect(item).toEqual({ success: true });
		expect(await bench.admin.user(bench.appId, 'u')).toBeUndefined();
	});

	it('needs a deviceId', async () => {
		const { status, item } = await bench.api.call('setDeviceAttributes', {
			userId: 'u',
			appVersion: '1',
		});
		expect([status, item.error?.message]).toEqual([400, "'deviceId' must be provided"]);
	});
});

describe('deleteUser, block, unblock', () => {
	it('deleteUser removes the profile, and exportUser no longer finds it (recorded, by GET)', async () => {
		const query = { ...bench.api.envelope('development'), action: 'deleteUser', userId: 'ada' };
		const { status, item } = await bench.api.raw({ method: 'GET', query });
		expect([status, item]).toEqual([200, { success: true }]);
		expect((await bench.api.call('exportUser', { userId: 'ada' }, 'dataExport')).item).toEqual(
			NOT_FOUND,
		);
	});

	it('deleteUser is exempt from billing, other lookups are not', async () => {
		await bench.api.call('deleteUser', { userId: 'ada' }, 'development');
		expect((await bench.admin.stats(bench.appId)).billedUsers).toBe(0);
		await bench.api.call('exportUser', { userId: 'grace' }, 'dataExport');
		expect((await bench.admin.stats(bench.appId)).billedUsers).toBe(1);
	});

	it('deleteUser by device finds only users known by nothing else', async () => {
		const known = await bench.api.call('deleteUser', { deviceId: 'ada-phone' }, 'development');
		expect(known.item).toEqual(NOT_FOUND);
		expect(await bench.admin.user(bench.appId, 'ada')).toBeDefined();
		await bench.api.call('track', { deviceId: 'anonymous', event: 'e' });
		const { item } = await bench.api.call('deleteUser', { deviceId: 'anonymous' }, 'development');
		expect(item).toEqual({ success: true });
		expect(await bench.admin.user(bench.appId, 'anonymous')).toBeUndefined();
	});

	it('block erases what there was and makes writes fail with 451', async () => {
		const { item } = await bench.api.call('block', { userId: 'ada' });
		expect(item).toEqual({ success: true });
		expect(await bench.user('ada')).toMatchObject({ blocked: true, attributes: {}, events: {} });
		const write = await bench.api.call('track', { userId: 'ada', event: 'e' });
		expect([write.status, write.item]).toEqual([
			451,
			{ success: false, error: { message: 'Unavailable For Legal Reasons' } },
		]);
		expect((await bench.api.call('setUserAttributes', { deviceId: 'ada-phone' })).status).toBe(451);
		expect(
			(await bench.api.call('exportUser', { userId: 'ada' }, 'dataExport')).item,
		).toMatchObject({
			userId: 'ada',
			userAttributes: {},
		});
	});

	it('a blocked user in a batch leaves the others alone', async () => {
		await bench.api.call('block', { userId: 'ada' });
		const { status, items } = await bench.api.multi([
			{ action: 'track', userId: 'grace', event: 'e' },
			{ action: 'track', userId: 'ada', event: 'e' },
			{ action: 'track', userId: 'alan', event: 'e' },
		]);
		expect(status).toBe(451);
		expect(items.map(({ success }) => success)).toEqual([true, false, true]);
		expect((await bench.user('alan')).events.e?.count).toBe(1);
	});

	it('block keeps an unknown user from ever being collected', async () => {
		await bench.api.call('block', { userId: 'future' });
		expect((await bench.api.call('track', { userId: 'future', event: 'e' })).status).toBe(451);
	});

	it('unblock lets collection go on, without what was erased', async () => {
		await bench.api.call('block', { userId: 'ada' });
		expect((await bench.api.call('unblock', { userId: 'ada' }, 'development')).item).toEqual({
			success: true,
		});
		expect((await bench.api.call('track', { userId: 'ada', event: 'e' })).status).toBe(200);
		expect((await bench.user('ada')).attributes).toEqual({});
	});
});
