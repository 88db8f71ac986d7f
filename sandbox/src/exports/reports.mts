import type { App } from '../model/app.mjs';
import type { Session } from '../model/session.mjs';
import { variantOf } from '../model/variables.mjs';
import { pacificDay } from '../basics/pacific.mjs';

/** Which occurrences a report counts. */
export interface ReportFilter {
	/** Names of events; all when absent. */
	eventNames?: readonly string[] | undefined;
	messageId?: string | undefined;
	abTestId?: string | undefined;
}

/** The only known shape of a report: by Pacific day, by event, how often (SMP). */
export type Report = Record<string, Record<string, { Occurrences: number }>>;

function counts(event: string, { eventNames, messageId }: ReportFilter): boolean {
	if (eventNames && !eventNames.includes(event)) return false;
	return (
		messageId === undefined || event === `.m${messageId}` || event.startsWith(`.m${messageId} `)
	);
}

/** Counts events of sessions by day. */
export function reportOf(app: App, sessions: readonly Session[], filter: ReportFilter): Report {
	const test = filter.abTestId === undefined ? undefined : app.abTests.get(filter.abTestId);
	const report: Report = {};
	for (const session of sessions) {
		const user = app.users.get(session.userId);
		if (test && !(user && variantOf(test, user))) continue;
		for (const { event, time } of session.visits.flatMap(({ occurrences }) => occurrences)) {
			if (!counts(event, filter)) continue;
			const day = (report[pacificDay(time)] ??= {});
			const figures = (day[event] ??= { Occurrences: 0 });
			figures.Occurrences += 1;
		}
	}
	return report;
}
