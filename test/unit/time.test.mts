import fc from 'fast-check';
import { DateTime } from 'luxon';
import { toEpochSeconds } from '../../nodes/Leanplum/protocol/basics/time';

const BERLIN = 'Europe/Berlin';

describe('a point in time as epoch seconds', () => {
	it.each([
		['2026-05-31T14:00:00Z', 1780236000],
		['2026-05-31T14:00:00.250Z', 1780236000.25],
		['2026-05-31T14:00:00+02:00', 1780228800],
		['  2026-05-31T14:00:00Z\n', 1780236000],
	])('keeps the zone that the text %j names', (text, seconds) => {
		expect(toEpochSeconds(text, 'America/Los_Angeles')).toBe(seconds);
		expect(toEpochSeconds(text, BERLIN)).toBe(seconds);
	});

	it.each([
		// n8n's date fields give texts without a zone.
		['2026-05-31T14:00:00', 1780228800],
		['2026-05-31 14:00:00', 1780228800],
		['2026-05-31', 1780178400],
		// Winter time.
		['2026-01-31T14:00:00', 1769864400],
	])('reads %j in the time zone of the workflow', (text, seconds) => {
		expect(toEpochSeconds(text, BERLIN)).toBe(seconds);
	});

	it('reads the hour after the clocks were put forward and the one before', () => {
		// On 2026-03-29 the hour from two to three does not exist in Berlin.
		const before = toEpochSeconds('2026-03-29T01:59:59', BERLIN);
		const after = toEpochSeconds('2026-03-29T03:00:00', BERLIN);
		expect(after! - before!).toBe(1);
	});

	it('reads a day of 25 hours when the clocks are put back', () => {
		const dayBegins = toEpochSeconds('2026-10-25', BERLIN);
		const nextDayBegins = toEpochSeconds('2026-10-26', BERLIN);
		expect(nextDayBegins! - dayBegins!).toBe(25 * 3600);
	});

	it.each([
		[1780236000, 1780236000],
		[1780236000.5, 1780236000.5],
		[0, 0],
		[-86_400, -86_400],
		// The last number taken for seconds and the first for milliseconds.
		[99_999_999_999, 99_999_999_999],
		[100_000_000_000, 100_000_000],
		[-100_000_000_000, -100_000_000],
		[1780236000250, 1780236000.25],
	])(
		'takes the number %d for seconds or milliseconds, whichever is in our age',
		(number, seconds) => {
			expect(toEpochSeconds(number, BERLIN)).toBe(seconds);
			if (Math.abs(number) >= 10_000) expect(toEpochSeconds(String(number), BERLIN)).toBe(seconds);
		},
	);

	it('takes eight digits for a day where they make one, else for seconds', () => {
		expect(toEpochSeconds('20260531', BERLIN)).toBe(1780178400);
		expect(toEpochSeconds('20261331', BERLIN)).toBe(20261331);
	});

	it('takes four digits for a year', () => {
		expect(toEpochSeconds('2026', 'UTC')).toBe(Date.UTC(2026, 0, 1) / 1000);
	});

	it('reads date objects, luxon’s as well as built-in ones', () => {
		const moment = DateTime.fromISO('2026-05-31T14:00:00.250', { zone: 'Asia/Tokyo' });
		expect(toEpochSeconds(moment, BERLIN)).toBe(1780203600.25);
		expect(toEpochSeconds(moment.toJSDate(), BERLIN)).toBe(1780203600.25);
	});

	it('gives back the moment of any ISO text, in any zone', () => {
		const zones = fc.constantFrom('UTC', BERLIN, 'America/St_Johns', 'Asia/Kathmandu');
		const moments = fc.date({
			min: new Date('1980-01-01'),
			max: new Date('2100-01-01'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(moments, zones, (date, zone) => {
				const text = DateTime.fromJSDate(date, { zone }).toISO()!;
				expect(toEpochSeconds(text, 'Pacific/Auckland')).toBe(date.getTime() / 1000);
			}),
			{ numRuns: 500 },
		);
	});

	it.each([
		['tomorrow'],
		['order 12345'],
		['12345 days'],
		['2026-02-30'],
		['2026-13-01T00:00:00Z'],
		[''],
		['   '],
		[null],
		[undefined],
		[true],
		[{}],
		[[]],
		[Number.NaN],
		[Number.POSITIVE_INFINITY],
		[new Date('nonsense')],
		[DateTime.fromISO('nonsense')],
	])('gives nothing for %p', (value) => {
		expect(toEpochSeconds(value, BERLIN)).toBeUndefined();
	});

	// They would be a time of today, whatever day that is.
	it.each(['12:30', 'T12:30:00', '14'])('gives nothing for the time of day %j', (text) => {
		expect(toEpochSeconds(text, BERLIN)).toBeUndefined();
	});

	it('gives nothing for a text without a zone when the zone does not exist', () => {
		expect(toEpochSeconds('2026-05-31T14:00:00', 'Mars/Olympus')).toBeUndefined();
	});
});
