import { Bench, eventually } from './api-client.mts';

const bench = Bench.forThisFile();

const track = (userId: string, args: Record<string, unknown> = {}) =>
	bench.api.call('track', { userId, event: 'e', ...args });

const slow = (latencyMs: number) => bench.admin.settings({ latencyMs }, bench.appId);

describe('one request at a time for each user', () => {
	it('refuses the second with 429 and does nothing of it', async () => {
		await slow(150);
		const replies = await Promise.all([
			bench.api.multi(['a', 'b'].map((userId) => ({ action: 'track', userId, event: 'e' }))),
			bench.api.multi(['b', 'c'].map((userId) => ({ action: 'track', userId, event: 'e' }))),
		]);
		const loser = replies.find(({ status }) => status === 429);
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 429]);
		expect(loser?.item).toEqual({
			success: false,
			error: { message: 'Request failed due to concurrent requests to the same profile ID' },
		});
		const stats = await bench.admin.stats(bench.appId);
		expect(stats).toMatchObject({
			tracked: 2,
			billedUsers: 2,
			maxInFlight: 2,
			maxInFlightPerUser: 2,
		});
	});

	it('holds the user during the latency, and not after the reply', async () => {
		await slow(100);
		const first = track('a');
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect((await track('a')).status).toBe(429);
		expect((await first).status).toBe(200);
		expect((await track('a')).status).toBe(200);
	});

	it('knows a user by its device too', async () => {
		await slow(100);
		const replies = await Promise.all([
			track('ada'),
			bench.api.call('track', { deviceId: 'ada-phone', event: 'e' }),
		]);
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 429]);
	});

	it('lets requests for different users run together', async () => {
		await slow(100);
		const replies = await Promise.all(['a', 'b', 'c', 'd'].map((userId) => track(userId)));
		expect(replies.every(({ status }) => status === 200)).toBe(true);
		const stats = await bench.admin.stats(bench.appId);
		expect(stats).toMatchObject({ maxInFlight: 4, maxInFlightPerUser: 1 });
	});

	it('can wait for their turn instead, in order', async () => {
		await slow(100);
		await bench.admin.settings({ lock: 'wait' }, bench.appId);
		const order: string[] = [];
		const note = (name: string) => (reply: { status: number }) => {
			order.push(name);
			return reply.status;
		};
		const first = track('a').then(note('a'));
		await eventually(async () =>
			(await bench.admin.requests(bench.appId)).length > 0 ? true : undefined,
		);
		const both = bench.api
			.multi([
				{ action: 'track', userId: 'a', event: 'e' },
				{ action: 'track', userId: 'b', event: 'e' },
			])
			.then(note('a and b'));
		await eventually(async () =>
			(await bench.admin.requests(bench.appId)).length > 1 ? true : undefined,
		);
		const last = track('b').then(note('b'));
		expect(await Promise.all([first, both, last])).toEqual([200, 200, 200]);
		expect(order).toEqual(['a', 'a and b', 'b']);
		expect((await bench.user('b')).events.e?.count).toBe(2);
	});

	it('can be switched off', async () => {
		await slow(100);
		await bench.admin.settings({ lock: false }, bench.appId);
		const replies = await Promise.all([track('a'), track('a'), track('a')]);
		expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect((await bench.admin.stats(bench.appId)).maxInFlightPerUser).toBe(3);
	});
});

describe('development mode', () => {
	const develop = (userId: string) =>
		bench.api.call('track', { userId, event: 'e', devMode: true }, 'development');

	it('allows one request a second for each user', async () => {
		expect((await develop('a')).status).toBe(200);
		const { status, item } = await develop('a');
		expect([status, item.error?.message]).toEqual([429, 'Per device rate limit exceeded.']);
		expect((await develop('b')).status).toBe(200);
		await bench.admin.settings({ clockOffsetSeconds: 1.1 }, bench.appId);
		expect((await develop('a')).status).toBe(200);
	});

	it('refuses SDKs with 408, or everybody with the status that is set', async () => {
		const refusal = async (args: Record<string, unknown> = {}) => {
			const { status, item } = await bench.api.call(
				'track',
				{ userId: 'a', event: 'e', devMode: true, ...args },
				'development',
			);
			return [status, item.error?.message];
		};
		await refusal();
		expect(await refusal({ sdkVersion: '1' })).toEqual([408, 'Too Many Requests.']);
		expect(await refusal()).toEqual([429, 'Per device rate limit exceeded.']);
		await bench.admin.settings({ throttleStatus: 408 }, bench.appId);
		expect(await refusal()).toEqual([408, 'Too Many Requests.']);
		await bench.admin.settings({ throttleStatus: 429 }, bench.appId);
		expect(await refusal({ sdkVersion: '1' })).toEqual([429, 'Per device rate limit exceeded.']);
	});

	it('leaves other requests alone', async () => {
		await track('a');
		expect((await track('a')).status).toBe(200);
	});

	it('is not limited when the limit is switched off', async () => {
		await bench.admin.settings({ devModeThrottle: false }, bench.appId);
		await develop('a');
		expect((await develop('a')).status).toBe(200);
	});
});
