import { Bench, nowSeconds } from './api-client.mts';

const bench = Bench.forThisFile();

const track = async (args: Record<string, unknown>) =>
	(await bench.api.call('track', { userId: 'u', ...args })).item;

const tracked = async () => (await bench.user('u')).tracked;

describe('track', () => {
	it('is offline without a session (recorded on every event)', async () => {
		expect(await track({ event: 'purchase' })).toEqual({ success: true, isOffline: true });
		expect(await tracked()).toMatchObject([{ event: 'purchase', offline: true }]);
	});

	it('belongs to the session and its state when there is one', async () => {
		await bench.api.call('start', { userId: 'u' });
		await bench.api.call('advance', { userId: 'u', state: 'Shop' });
		expect(await track({ event: 'purchase' })).toEqual({ success: true });
		expect(await tracked()).toMatchObject([{ event: 'purchase', offline: false, state: 'Shop' }]);
	});

	it('keeps value, info, params and time', async () => {
		const time = nowSeconds() - 1000;
		await track({ event: 'e', value: '9.5', info: 'i', params: { a: 1, b: 'x', c: true }, time });
		const [event] = await tracked();
		expect(event).toMatchObject({
			event: 'e',
			value: 9.5,
			info: 'i',
			params: { a: 1, b: 'x', c: true },
		});
		expect(event?.time).toBeCloseTo(time, 0);
	});

	it('counts, with first and last time and the sum of values', async () => {
		const time = nowSeconds();
		for (const [ago, value] of [
			[500, 1],
			[900, 2.5],
			[100, 3],
		] as const) {
			await track({ event: 'e', value, time: time - ago });
		}
		const { e } = (await bench.user('u')).events;
		expect(e).toMatchObject({ count: 3, value: 6.5 });
		expect(e?.firstTime).toBeCloseTo(time - 900, 0);
		expect(e?.lastTime).toBeCloseTo(time - 100, 0);
	});

	it('needs an event or a messageId, and says so at 200 (recorded)', async () => {
		expect((await bench.api.call('track', { userId: 'u' })).status).toBe(200);
		expect(await track({})).toEqual({
			success: false,
			error: { message: "'event' must be provided" },
		});
		expect(await track({ event: '' })).toMatchObject({ success: false });
		expect(await track({ messageId: 5670583287676928 })).toMatchObject({ success: true });
		expect(await track({ event: '', messageId: '5670583287676928' })).toMatchObject({
			success: true,
		});
		expect(await track({ event: 'Open', messageId: 5670583287676928 })).toMatchObject({
			success: true,
		});
		expect((await tracked()).map(({ event }) => event)).toEqual([
			'.m5670583287676928',
			'.m5670583287676928',
			'.m5670583287676928 Open',
		]);
	});

	it('keeps an unknown user unknown when an argument is missing', async () => {
		await track({});
		expect(await bench.admin.user(bench.appId, 'u')).toBeUndefined();
	});

	it('converts a value and keeps the original as parameters', async () => {
		await track({ event: 'Purchase', value: 10, currencyCode: 'eur', params: { sku: 'a' } });
		const [event] = await tracked();
		expect(event?.params).toEqual({ sku: 'a', localPrice: 10, localCurrency: 'EUR' });
		expect(event?.value).toBeGreaterThan(10);
		expect((await track({ event: 'e', value: 1, currencyCode: 'euro' })).error?.message).toBe(
			"'currencyCode' is invalid.",
		);
	});

	it('drops event names beyond 500 in an app', async () => {
		const names = Array.from({ length: 500 }, (_, index) => `n${index}`);
		await bench.api.multi(names.map((event) => ({ action: 'track', userId: 'u', event })));
		expect(await track({ event: 'one more' })).toMatchObject({ success: true });
		expect(await track({ event: '', messageId: 1 })).toMatchObject({ success: true });
		const { events } = await bench.user('u');
		expect(events['one more']).toBeUndefined();
		expect(events['.m1']?.count).toBe(1);
	});
});

describe('disposition', () => {
	it('requireActive is ignored, with a warning, outside a session', async () => {
		const item = await track({ event: 'e', disposition: 'requireActive' });
		expect(item).toEqual({
			success: true,
			ignored: true,
			warning: { message: expect.any(String) as string },
		});
		expect(await tracked()).toEqual([]);
		await bench.api.call('start', { userId: 'u' });
		expect(await track({ event: 'e', disposition: 'requireActive' })).toEqual({ success: true });
	});

	const lastActiveAfter = async (args: Record<string, unknown>) => {
		await bench.api.call('start', { userId: 'u' });
		await bench.api.call('setUserAttributes', { userId: 'u', lastActive: 1 });
		await track({ event: 'e', ...args });
		return (await bench.user('u')).lastActive;
	};

	it.each([{}, { disposition: 'active' }, { allowOffline: false }])(
		'%j marks the user active',
		async (args) => {
			expect(await lastActiveAfter(args)).toBeCloseTo(nowSeconds(), -1);
		},
	);

	it.each([{ disposition: 'passive' }, { allowOffline: 'true' }])(
		'%j does not mark the user active',
		async (args) => {
			expect(await lastActiveAfter(args)).toBe(1);
			expect(await tracked()).toHaveLength(1);
		},
	);

	it('takes no other value', async () => {
		expect((await track({ event: 'e', disposition: 'lazy' })).error?.message).toBe(
			"'disposition' is invalid.",
		);
	});
});
