import { Bench, nowSeconds } from './api-client.mts';

const bench = Bench.forThisFile();
const DAY = 86_400;

const track = (fields: Record<string, unknown> = {}) => ({
	action: 'track',
	userId: 'u',
	event: 'e',
	...fields,
});

const lastEventTime = async () => (await bench.user('u')).tracked.at(-1)?.time;

describe('clock skew', () => {
	// Days behind the server as recorded, and the number in the recorded warning.
	it.each([
		[0.967, undefined],
		[1.011, 1],
		[7.508, 7],
		[736.71, 736],
	])('of %f days', async (days, warned) => {
		const { item } = await bench.api.multi([track()], { time: nowSeconds() - days * DAY });
		expect(item.success).toBe(true);
		expect(item.warning).toEqual(
			warned && {
				message: `Device clock skew detected (${warned} days behind). Rewriting timestamp.`,
			},
		);
	});

	it('is added to the times of items, also when it is too small for a warning', async () => {
		const time = nowSeconds() - 3600;
		const { item } = await bench.api.multi([track({ time: time - 100 })], { time });
		expect(item).toEqual({ success: true, isOffline: true });
		expect(await lastEventTime()).toBeCloseTo(nowSeconds() - 100, -1);
	});

	it('takes the time as text (JavaScript SDK)', async () => {
		const time = String(nowSeconds() - 2 * DAY);
		const { item } = await bench.api.multi([track()], { time });
		expect(item.warning?.message).toMatch(/^Device clock skew detected \(2 days behind\)/);
	});

	it('warns every item that has no other warning', async () => {
		const { items } = await bench.api.multi(
			[
				track(),
				{ action: 'advance', userId: 'nobody', state: 's' },
				{ action: 'sendMessage', userId: 'ada', messageId: 1 },
				track({ event: undefined }),
			],
			{ time: nowSeconds() - 3 * DAY },
		);
		const skew = 'Device clock skew detected (3 days behind). Rewriting timestamp.';
		expect(items.map(({ warning }) => warning?.message)).toEqual([
			skew,
			'User not found; request skipped.',
			'Message entity not found',
			skew,
		]);
		// Recorded: an error and a warning in one item.
		expect(items[3]?.error?.message).toBe("'event' must be provided");
	});

	it('does not warn items that reset anomalies (recorded)', async () => {
		const item = { action: 'setUserAttributes', userId: 'u', resetAnomalies: true };
		const extra = { time: nowSeconds() - 30 * DAY };
		const { items } = await bench.api.multi([item], extra, 'development');
		expect(items).toEqual([{ success: true }]);
	});
});

describe('past events', () => {
	const ago = async (seconds: number) => {
		const time = nowSeconds();
		return (await bench.api.multi([track({ time: time - seconds })], { time })).item.warning;
	};

	it('are taken as they are up to exactly 365 days (recorded)', async () => {
		expect(await ago(365 * DAY)).toBeUndefined();
		expect(await lastEventTime()).toBeCloseTo(nowSeconds() - 365 * DAY, -1);
	});

	it('are moved to the present beyond that (recorded: 365.007 days)', async () => {
		expect(await ago(365.007 * DAY)).toEqual({
			message: 'Past event detected (365 days ago). Rewriting timestamp.',
		});
		expect(await lastEventTime()).toBeCloseTo(nowSeconds(), -1);
		expect((await ago(737.5 * DAY))?.message).toContain('(737 days ago)');
	});

	it('show only the clock skew when both apply (recorded)', async () => {
		const time = nowSeconds() - 2 * DAY;
		const { item } = await bench.api.multi([track({ time: time - 400 * DAY })], { time });
		expect(item.warning?.message).toMatch(/^Device clock skew detected/);
		expect(await lastEventTime()).toBeCloseTo(nowSeconds(), -1);
	});

	it("are measured against the server's clock in a call by itself", async () => {
		const old = await bench.api.call('track', {
			userId: 'u',
			event: 'e',
			time: nowSeconds() - 400 * DAY,
		});
		expect(old.item.warning?.message).toContain('(400 days ago)');
		const recent = await bench.api.call('track', { userId: 'u', event: 'e', time: '1700000000.5' });
		expect(recent.item.warning?.message).toMatch(/^Past event detected/);
	});
});
