import type { App } from './app.mjs';
import { countOccurrence, type Counter } from './counter.mjs';
import {
	currentVisit,
	endVisit,
	pauseVisit,
	resumeVisit,
	timedOutAt,
	type Occurrence,
	type Session,
	type StateVisit,
} from './session.mjs';
import type { User } from './user.mjs';

const DAY_S = 24 * 60 * 60;

const sumCounts = (counters: Map<string, Counter>): number => {
	let sum = 0;
	for (const counter of counters.values()) sum += counter.count;
	return sum;
};

function newSession(
	app: App,
	user: User,
	fields: { offline: boolean; developer: boolean; deviceId?: string | undefined },
	now: number,
): Session {
	const { deviceId, offline, developer } = fields;
	const session: Session = {
		sequence: app.nextSequence(),
		userId: user.userId,
		...(deviceId === undefined ? {} : { deviceId }),
		offline,
		developer,
		counted: false,
		start: now,
		lastActivity: now,
		visits: [],
		...(user.trafficSource && { trafficSource: user.trafficSource }),
		firstRun: user.history[0]?.firstRun ?? now,
		prior: {
			sessions: user.totalSessions,
			events: sumCounts(user.events),
			states: sumCounts(user.states),
			timeSpentInApp: user.timeSpentInApp,
		},
	};
	user.history.push(session);
	return session;
}

/** Ends a session at `at` (epoch seconds) and adds its length to the user's time in the app. */
export function endSession(user: User, session: Session, at: number): void {
	endVisit(session, at);
	session.end = at;
	if (session.counted) user.timeSpentInApp += Math.max(0, at - session.start);
	user.openSessions = user.openSessions.filter((open) => open !== session);
}

/**
 * The session a call belongs to: the one on the named device, or the newest when the call names no
 * device. Sessions past their time-out are ended first.
 */
export function openSession(
	user: User,
	deviceId: string | undefined,
	now: number,
): Session | undefined {
	if (user.openSessions.length === 0) return undefined;
	for (const session of user.openSessions) {
		const end = timedOutAt(session, now);
		if (end !== undefined) endSession(user, session, end);
	}
	return deviceId === undefined
		? user.openSessions.at(-1)
		: user.openSessions.find((session) => session.deviceId === deviceId);
}

function count(user: User, session: Session, now: number): void {
	session.counted = true;
	user.totalSessions += 1;
	user.lastActive = now;
}

/** Starts a session, or goes on with the one that is open on the device. */
export function startSession(
	app: App,
	user: User,
	options: { deviceId?: string | undefined; background: boolean; developer: boolean },
	now: number,
): Session {
	const { deviceId, background, developer } = options;
	let session = openSession(user, deviceId, now);
	if (session) {
		session.lastActivity = now;
		delete session.pausedAt;
		resumeVisit(session, now);
	} else {
		session = newSession(app, user, { offline: false, developer, deviceId }, now);
		user.openSessions.push(session);
	}
	if (!background && !session.counted) count(user, session, now);
	return session;
}

/** Pauses the session and its state; without a session nothing happens. */
export function pauseSession(session: Session, now: number): void {
	pauseVisit(session, now);
	session.lastActivity = now;
	session.pausedAt ??= now;
}

/**
 * Goes on with a paused session, and counts one that had started in the background (OAS). When the
 * pause outlasted its 30 minutes, a new session begins (D:billing-definitions).
 */
export function resumeSession(
	app: App,
	user: User,
	options: { deviceId?: string | undefined; developer: boolean },
	now: number,
): void {
	const open = openSession(user, options.deviceId, now);
	const last = user.history.findLast(
		(session) => options.deviceId === undefined || session.deviceId === options.deviceId,
	);
	if (open || last?.pausedAt !== undefined) {
		const { deviceId, developer } = options;
		startSession(app, user, { deviceId, developer, background: false }, now);
	}
}

/** Enters a state, or only leaves the current one when the name is empty (OAS). */
export function enterState(
	app: App,
	user: User,
	session: Session,
	state: { name: string; info?: string | undefined; params?: Record<string, unknown> | undefined },
	now: number,
): void {
	endVisit(session, now);
	session.lastActivity = now;
	user.lastActive = now;
	if (state.name === '' || !app.admitsName('state', state.name)) return;
	session.visits.push({
		sequence: app.nextSequence(),
		name: state.name,
		...(state.info === undefined ? {} : { info: state.info }),
		...(state.params === undefined ? {} : { params: state.params }),
		time: now,
		pausedSeconds: 0,
		occurrences: [],
	});
	countOccurrence(counterOf(user.states, state.name), now);
}

/** The counter of that name, created when there is none. */
export function counterOf(counters: Map<string, Counter>, name: string): Counter {
	let counter = counters.get(name);
	if (!counter) {
		counter = { count: 0 };
		counters.set(name, counter);
	}
	return counter;
}

function namelessVisit(app: App, session: Session, time: number): StateVisit {
	const visit: StateVisit = {
		sequence: app.nextSequence(),
		time,
		pausedSeconds: 0,
		occurrences: [],
	};
	session.visits.push(visit);
	return visit;
}

/** Events outside any session are gathered by day in something that does not count as a session. */
function offlineVisit(app: App, user: User, developer: boolean, time: number): StateVisit {
	const last = user.history.at(-1);
	const fits =
		last?.offline === true &&
		last.developer === developer &&
		Math.floor(last.start / DAY_S) === Math.floor(time / DAY_S);
	const session = fits ? last : newSession(app, user, { offline: true, developer }, time);
	session.end = Math.max(session.end ?? time, time);
	session.lastActivity = session.end;
	return session.visits[0] ?? namelessVisit(app, session, time);
}

/** An event to be recorded; `time` in epoch seconds. */
export type NewOccurrence = Omit<Occurrence, 'sequence'>;

/** How an event is recorded. */
export interface EventManner {
	/** `.m…` names of message events do not count against the app's names. */
	isMessageEvent: boolean;
	/** Neither needs a session nor marks the user active (OAS disposition). */
	passive: boolean;
	developer: boolean;
}

/** Records one occurrence of an event, in the session if there is one. */
export function recordEvent(
	app: App,
	user: User,
	session: Session | undefined,
	occurrence: NewOccurrence,
	manner: EventManner,
	now: number,
): void {
	const { event, time, value } = occurrence;
	if (!manner.isMessageEvent && !app.admitsName('event', event)) return;
	if (app.settings().recordEvents) {
		const visit = session
			? (currentVisit(session) ?? namelessVisit(app, session, now))
			: offlineVisit(app, user, manner.developer, time);
		const recorded = { sequence: app.nextSequence(), ...occurrence };
		visit.occurrences.push(recorded);
		app.recentEvents.add(user.userId, recorded);
	}
	countOccurrence(counterOf(user.events, event), time, value);
	if (session && !manner.passive) {
		session.lastActivity = now;
		user.lastActive = now;
	}
}
