import fc from 'fast-check';
import { DEFAULT_RETRY, retryDelayMs } from '../../nodes/Leanplum/protocol/send/retry';

describe('the wait before a repetition', () => {
	// D:responses: 2 s ± rand(0,1), 4 s ± rand(0,2), 8 s ± rand(0,4).
	it.each([
		[1, 1000, 3000],
		[2, 2000, 6000],
		[3, 4000, 12_000],
	])('number %i is spread from %i to %i ms, as Leanplum documents', (repetition, least, most) => {
		expect(retryDelayMs(DEFAULT_RETRY, repetition, 0)).toBe(least);
		expect(retryDelayMs(DEFAULT_RETRY, repetition, 0.5)).toBe((least + most) / 2);
		expect(retryDelayMs(DEFAULT_RETRY, repetition, 1)).toBe(most);
	});

	it('is never shorter than Leanplum asks, nor shortened by what it asks', () => {
		expect(retryDelayMs(DEFAULT_RETRY, 1, 0.5, 30_000)).toBe(30_000);
		expect(retryDelayMs(DEFAULT_RETRY, 3, 0.5, 1000)).toBe(8000);
	});

	it('never exceeds two minutes, whatever is asked or configured', () => {
		const policies = fc.record({
			maxRetries: fc.nat(10),
			baseDelayMs: fc.nat(10_000_000),
		});
		const random = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(policies, fc.integer({ min: 1, max: 60 }), random, fc.nat(), (...args) => {
				const wait = retryDelayMs(...args);
				expect(wait).toBeGreaterThanOrEqual(0);
				expect(wait).toBeLessThanOrEqual(120_000);
			}),
		);
		expect(retryDelayMs(DEFAULT_RETRY, 1, 0, 86_400_000)).toBe(120_000);
	});

	it('is nothing when no delay is configured', () => {
		expect(retryDelayMs({ maxRetries: 4, baseDelayMs: 0 }, 4, 1)).toBe(0);
	});

	it('is bounded in number by default', () => {
		expect(DEFAULT_RETRY.maxRetries).toBeGreaterThanOrEqual(3);
		expect(DEFAULT_RETRY.maxRetries).toBeLessThanOrEqual(10);
	});
});
