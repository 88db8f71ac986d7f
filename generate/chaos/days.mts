const DAY_MS = 86_400_000;

/** A day in California, which is how Leanplum counts days, as `2026-05-31`. */
export function pacificDay(daysAgo = 0): string {
	const moment = new Date(Date.now() - daysAgo * DAY_MS);
	return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(moment);
}
