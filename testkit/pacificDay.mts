import { DateTime } from 'luxon';

/** A day in California, which is how Leanplum counts days, as `2026-05-31`; today or so many days ago. */
export function pacificDay(daysAgo = 0): string {
	return DateTime.now().setZone('America/Los_Angeles').minus({ days: daysAgo }).toISODate()!;
}
