/** A session ends after this long without activity, in seconds (OAS heartbeat). */
const INACTIVITY_LIMIT_S = 2 * 60 * 60;
/** A paused session ends after this long, in seconds (OAS heartbeat). */
const PAUSE_LIMIT_S = 30 * 60;

/** One tracked event. */
export interface Occurrence {
	/** Running number within the app, from which the exported int64 event id is made. */
	sequence: number;
	event: string;
	/** When it happened, epoch seconds, after the corrections for clock skew and past events. */
	time: number;
	value?: number;
	info?: string;
	params?: Record<string, unknown>;
}

/** One stay in a state; without a name it holds the events that lie outside any state. */
export interface StateVisit {
	/** Running number within the app, from which the exported int64 state id is made. */
	sequence: number;
	name?: string;
	info?: string;
	/** Epoch seconds. */
	time: number;
	/** Epoch seconds; absent while the user is in the state. */
	end?: number;
	/** Epoch seconds; set while the state is paused. */
	pausedAt?: number;
	/** Seconds that do not count for the duration. */
	pausedSeconds: number;
	params?: Record<string, unknown>;
	occurrences: Occurrence[];
}

/** Where a user came from (setTrafficSourceInfo): `publisherId`, `publisherName` and so on. */
export type TrafficSource = Record<string, string>;

/** A session of a user, or the collection of events that came outside any session. */
export interface Session {
	/** Running number within the app, from which the exported int64 session id is made. */
	sequence: number;
	userId: string;
	/** Device the session is on; absent when the calls named only a user. */
	deviceId?: string;
	/** Whether it counts as a session: not while in the background, and never for offline events. */
	counted: boolean;
	/** Not a session at all, but the events of one day that came outside any session. */
	offline: boolean;
	/** Came through development mode ("developer activity"). */
	developer: boolean;
	/** Epoch seconds. */
	start: number;
	/** Epoch seconds. */
	lastActivity: number;
	/** Epoch seconds; set while paused. */
	pausedAt?: number;
	/** Epoch seconds; set once ended. */
	end?: number;
	visits: StateVisit[];
	trafficSource?: TrafficSource;
	/** Start of the user's first session, epoch seconds. */
	firstRun: number;
	/** What the user had before; time in seconds. */
	prior: { sessions: number; events: number; states: number; timeSpentInApp: number };
}

/** When a session that nobody stopped has ended by itself (epoch seconds), if it has. */
export function timedOutAt(session: Session, now: number): number | undefined {
	if (session.pausedAt !== undefined) {
		return now - session.pausedAt >= PAUSE_LIMIT_S ? session.pausedAt : undefined;
	}
	return now - session.lastActivity >= INACTIVITY_LIMIT_S ? session.lastActivity : undefined;
}

/** The state the session is in, or the nameless one that holds events outside any state. */
export function currentVisit(session: Session): StateVisit | undefined {
	const last = session.visits.at(-1);
	return last?.end === undefined ? last : undefined;
}

/** Seconds spent in a state so far. */
export function visitDuration(visit: StateVisit, now: number): number {
	const until = visit.end ?? visit.pausedAt ?? now;
	return Math.max(0, until - visit.time - visit.pausedSeconds);
}

/** Stops the clock of the current state. */
export function pauseVisit(session: Session, now: number): void {
	const visit = currentVisit(session);
	if (visit && visit.pausedAt === undefined) visit.pausedAt = now;
}

/** Lets the clock of the current state go on. */
export function resumeVisit(session: Session, now: number): void {
	const visit = currentVisit(session);
	if (visit?.pausedAt === undefined) return;
	visit.pausedSeconds += now - visit.pausedAt;
	delete visit.pausedAt;
}

/** Leaves the current state. */
export function endVisit(session: Session, at: number): void {
	const visit = currentVisit(session);
	if (!visit) return;
	resumeVisit(session, at);
	visit.end = Math.max(at, visit.time);
}
