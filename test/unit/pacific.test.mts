import { DateTime } from 'luxon';
import { toPacificDay } from '../../nodes/Leanplum/protocol/basics/pacific';

const BERLIN = 'Europe/Berlin';

describe('the export day of a date', () => {
	it.each([
		['2026-05-31', '20260531'],
		[' 20260531 ', '20260531'],
		['2024-02-29', '20240229'],
	])('is the day %j itself, wherever the workflow runs', (value, day) => {
		expect(toPacificDay(value, BERLIN)).toBe(day);
		expect(toPacificDay(value, 'Pacific/Kiritimati')).toBe(day);
	});

	it.each([
		// Midnight in Berlin is three in the afternoon of the day before in California.
		['2026-05-31T00:00:00', '20260530'],
		['2026-05-31T09:00:00', '20260531'],
		['2026-05-31T06:59:59Z', '20260530'],
		['2026-05-31T07:00:00Z', '20260531'],
		// Winter time.
		['2026-01-31T07:59:59Z', '20260130'],
		['2026-01-31T08:00:00Z', '20260131'],
		[1780236000, '20260531'],
		[DateTime.fromISO('2026-05-31T05:00:00Z'), '20260530'],
		[new Date('2026-05-31T12:00:00Z'), '20260531'],
	])('is for the moment %p the day in California', (value, day) => {
		expect(toPacificDay(value, BERLIN)).toBe(day);
	});

	it.each([
		['2026-02-30'],
		['20260230'],
		['20261301'],
		['on 2026-05-31'],
		['2026-05-31 or so'],
		['soon'],
		[''],
		[null],
		[{}],
	])('is none for %p', (value) => {
		expect(toPacificDay(value, BERLIN)).toBeUndefined();
	});
});

it.each([[8.64e15], ['+012026-01-01T00:00:00Z'], [-1e11 * 1000]])(
	'%p lies beyond the years that Leanplum can be given',
	(value) => {
		expect(toPacificDay(value, 'UTC')).toBeUndefined();
	},
);
