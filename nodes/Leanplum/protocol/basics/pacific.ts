import { DateTime } from 'luxon';
import { toEpochSeconds } from './time';

/** Leanplum's export days are days in California, with daylight saving (OAS: PST/PDT). */
const PACIFIC = 'America/Los_Angeles';

/**
 * The export day of a date, as Leanplum writes it: `YYYYmmdd`.
 *
 * A date without a time is taken for the Pacific day itself; a date with a time is a moment, whose
 * Pacific day may be another than that of the user.
 *
 * @param timezone the IANA zone for date-times that carry none
 * @returns `undefined` when the value is no date
 */
export function toPacificDay(value: unknown, timezone: string): string | undefined {
	if (typeof value === 'string') {
		const day = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(value.trim());
		if (day) {
			const [, year, month, date] = day;
			const exists = DateTime.fromISO(`${year}-${month}-${date}`).isValid;
			return exists ? `${year}${month}${date}` : undefined;
		}
	}
	const seconds = toEpochSeconds(value, timezone);
	if (seconds === undefined) return undefined;
	const day = DateTime.fromSeconds(seconds, { zone: PACIFIC });
	return day.year > 0 && day.year < 10_000 ? day.toFormat('yyyyLLdd') : undefined;
}
