import { DateTime } from 'luxon';

// 10^11 seconds is the year 5138; 10^11 milliseconds is 1973. What lies beyond is milliseconds.
const FIRST_MILLISECONDS = 1e11;

/** The last second that a date of JavaScript can hold (ECMA-262), in the year 275760. */
const LAST_SECOND = 8.64e12;

function fromNumber(value: number): number | undefined {
	const seconds = Math.abs(value) >= FIRST_MILLISECONDS ? value / 1000 : value;
	return Math.abs(seconds) <= LAST_SECOND ? seconds : undefined;
}

/** The part of a date object of luxon, or a built-in one, that is needed here. */
function fromDateObject(value: unknown): number | undefined {
	if (value instanceof Date || DateTime.isDateTime(value)) return value.valueOf() / 1000;
	return undefined;
}

/**
 * Reads a point in time and returns it as epoch seconds, as nearly every time argument of Leanplum
 * wants it (ISO strings are refused: recorded, "event '…' firstTime is invalid.").
 *
 * @param value an ISO 8601 date or date-time, epoch seconds or milliseconds (number or digits), or a
 *   date object
 * @param timezone the IANA zone for dates that carry none
 * @returns `undefined` when the value is no point in time
 */
export function toEpochSeconds(value: unknown, timezone: string): number | undefined {
	const fromObject = fromDateObject(value);
	if (fromObject !== undefined) return Number.isFinite(fromObject) ? fromObject : undefined;
	if (typeof value === 'number') return fromNumber(value);
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const text = value.trim();
	// Eight digits that make a date are one: as seconds they would lie in 1970.
	const isDay = /^\d{8}$/.test(text) && DateTime.fromISO(text).isValid;
	if (!isDay && /^-?\d{5,}(\.\d+)?$/.test(text)) return fromNumber(Number(text));
	// Without a date it would be a time of today, whatever day that is.
	if (!/^\d{4}(-|\d|$)/.test(text)) return undefined;
	for (const read of [DateTime.fromISO, DateTime.fromSQL]) {
		const parsed = read(text, { zone: timezone });
		if (parsed.isValid) return parsed.toSeconds();
	}
	return undefined;
}
