import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const act = async (action: string, args: Record<string, unknown> = {}) =>
	(await bench.api.call(action, { userId: 'u', ...args })).item;

const sessions = async () => (await bench.user('u')).sessions;

/** Sets the app's clock so many seconds ahead of the machine's. */
const clockAhead = (seconds: number) =>
	bench.admin.settings({ clockOffsetSeconds: seconds }, bench.appId);

const MINUTE = 60;
const HOUR = 3600;

describe('start', () => {
	it("answers with the user's variables (documented shape)", async () => {
		expect(await act('start')).toEqual({
			success: true,
			vars: expect.any(Object) as object,
			variants: expect.any(Array) as unknown[],
			regions: {},
			messages: expect.any(Object) as object,
			interfaceRules: [],
			interfaceEvents: [],
			token: expect.any(String) as string,
		});
	});

	it.each(['start', 'restart'])('answers the same in a batch (SDKs): %s', async (action) => {
		const single = await act(action);
		const { items } = await bench.api.multi([
			{ action, userId: 'u' },
			{ action, userId: 'u' },
		]);
		expect(items).toEqual([single, single]);
	});

	it('says of an unknown user that it may not create a warning, or the content', async () => {
		const never = { userId: 'nobody', createDisposition: 'CreateNever' };
		expect(await act('start', never)).toEqual({
			success: true,
			warning: { message: 'User not found; request skipped.' },
		});
		await bench.admin.settings({ createNeverStart: 'content' }, bench.appId);
		const item = await act('start', never);
		expect(item).toMatchObject({ success: true, vars: { welcomeText: 'Hello!' } });
		expect(item.warning).toBeUndefined();
		expect(await bench.admin.user(bench.appId, 'nobody')).toBeUndefined();
	});

	it('counts a session and sets attributes, device and location', async () => {
		await act('start', {
			deviceId: 'd',
			systemName: 'iOS',
			userAttributes: { a: true },
			city: 'Basel',
		});
		expect(await bench.user('u')).toMatchObject({
			totalSessions: 1,
			attributes: { a: 'True' },
			devices: [{ deviceId: 'd', systemName: 'iOS' }],
			location: { city: 'Basel' },
			lastActive: expect.any(Number) as number,
			sessions: [{ deviceId: 'd', counted: true, offline: false }],
		});
	});

	it('goes on with the open session of the device', async () => {
		await act('start', { deviceId: 'd' });
		await act('start', { deviceId: 'd' });
		expect(await sessions()).toHaveLength(1);
		await act('start', { deviceId: 'e' });
		expect(await bench.user('u')).toMatchObject({ totalSessions: 2 });
	});

	it('in the background counts only from resumeSession on', async () => {
		await act('start', { background: true });
		expect(await bench.user('u')).toMatchObject({ totalSessions: 0, lastActive: null });
		await act('resumeSession');
		expect(await bench.user('u')).toMatchObject({
			totalSessions: 1,
			sessions: [{ counted: true }],
		});
	});
});

describe('the end of a session', () => {
	it('by stop adds to the time in the app', async () => {
		await act('start');
		await clockAhead(100);
		expect(await act('stop')).toEqual({ success: true });
		expect((await bench.user('u')).timeSpentInApp).toBeCloseTo(100, 0);
		expect(await act('track', { event: 'e' })).toMatchObject({ isOffline: true });
	});

	it('after 2 hours without activity', async () => {
		await act('start');
		await clockAhead(2 * HOUR - 20);
		expect(await act('track', { event: 'e' })).toEqual({ success: true });
		await clockAhead(4 * HOUR - 15);
		expect(await act('track', { event: 'e' })).toMatchObject({ isOffline: true });
	});

	it('is put off by heartbeat', async () => {
		await act('start');
		for (const hours of [1.5, 3, 4.5]) {
			await clockAhead(hours * HOUR);
			expect(await act('heartbeat')).toEqual({ success: true });
		}
		expect(await act('track', { event: 'e' })).toEqual({ success: true });
	});

	it('30 minutes after a pause', async () => {
		await act('start');
		await act('pauseSession');
		await clockAhead(30 * MINUTE - 20);
		expect(await act('track', { event: 'e', disposition: 'passive' })).toEqual({ success: true });
		await clockAhead(30 * MINUTE + 5);
		expect(await act('track', { event: 'e' })).toMatchObject({ isOffline: true });
	});
});

describe('resumeSession', () => {
	it('within 30 minutes goes on with the session, later it begins a new one', async () => {
		await act('start');
		await act('pauseSession');
		await clockAhead(10 * MINUTE);
		await act('resumeSession');
		expect((await bench.user('u')).totalSessions).toBe(1);
		await act('pauseSession');
		await clockAhead(50 * MINUTE);
		await act('resumeSession');
		expect((await bench.user('u')).totalSessions).toBe(2);
	});

	it('does nothing for a user without any session', async () => {
		await bench.admin.seedUsers(bench.appId, ['u']);
		expect(await act('resumeSession')).toEqual({ success: true });
		expect(await sessions()).toEqual([]);
	});

	it('does nothing after stop', async () => {
		await act('start');
		await act('stop');
		await act('resumeSession');
		expect((await bench.user('u')).totalSessions).toBe(1);
	});
});

describe('without a session', () => {
	it.each(['stop', 'pauseSession', 'pauseState', 'resumeState', 'heartbeat'])(
		'%s succeeds and does nothing',
		async (action) => {
			await bench.admin.seedUsers(bench.appId, ['u']);
			expect(await act(action)).toEqual({ success: true });
			expect(await sessions()).toEqual([]);
		},
	);

	it('advance fails (Scopely: success false outside a session)', async () => {
		await bench.admin.seedUsers(bench.appId, ['u']);
		const { status, item } = await bench.api.call('advance', { userId: 'u', state: 's' });
		expect(status).toBe(200);
		expect(item.success).toBe(false);
		expect((await bench.user('u')).states).toEqual({});
	});
});

describe('states', () => {
	it('follow each other, and "" leaves the last one', async () => {
		await act('start');
		await act('advance', { state: 'Menu', info: 'i', params: { a: 1 } });
		await act('advance', { state: 'Game' });
		await act('advance', { state: 'Menu' });
		await act('advance', { state: '' });
		const user = await bench.user('u');
		expect(user.states).toMatchObject({ Menu: { count: 2 }, Game: { count: 1 } });
		const states = user.sessions[0]?.states ?? [];
		expect(states).toMatchObject([
			{ name: 'Menu', info: 'i', params: { a: 1 } },
			{ name: 'Game' },
			{ name: 'Menu' },
		]);
		expect(states.every(({ end }) => end !== undefined)).toBe(true);
	});

	it('need an argument, which may be empty', async () => {
		await act('start');
		expect((await act('advance')).error?.message).toBe("'state' must be provided");
		expect(await act('advance', { state: '' })).toEqual({ success: true });
	});

	it('stand still while paused', async () => {
		await act('start');
		await act('advance', { state: 'Menu' });
		await clockAhead(10);
		await act('pauseState');
		await clockAhead(30);
		await act('resumeState');
		await clockAhead(35);
		await act('advance', { state: '' });
		const [state] = (await sessions())[0]?.states ?? [];
		expect(state?.pausedSeconds).toBeCloseTo(20, 0);
	});
});
