import { z } from 'zod';
import { int64FromSequence } from '../basics/int64.mjs';
import type { AttributeValue } from '../model/attributes.mjs';
import type { Counter } from '../model/counter.mjs';
import type { Occurrence, Session, StateVisit } from '../model/session.mjs';
import {
	DEVICE_FIELDS,
	devicesOf,
	newUser,
	type Device,
	type DeviceView,
	type InboxMessage,
	type User,
} from '../model/user.mjs';

/** A tracked event of a user. `time` in epoch seconds. */
export interface TrackedEventView extends Omit<Occurrence, 'sequence'> {
	eventId: string;
	sessionId: string;
	/** Tracked outside any session. */
	offline: boolean;
	/** State it happened in, if any. */
	state?: string;
}

/** A stay in a state. */
export interface StateView extends Omit<StateVisit, 'sequence' | 'occurrences'> {
	stateId: string;
}

/** A session of a user, or a day's offline events. Times in epoch seconds. */
export interface SessionView
	extends Omit<Session, 'sequence' | 'userId' | 'visits' | 'firstRun' | 'prior'> {
	sessionId: string;
	states: StateView[];
}

/** Everything the sandbox knows about a user. Times in epoch seconds, durations in seconds. */
export interface UserView {
	userId: string;
	anonymous: boolean;
	blocked: boolean;
	userBucket: number;
	created: number;
	lastActive: number | null;
	totalSessions: number;
	timeSpentInApp: number;
	attributes: Record<string, AttributeValue>;
	events: Record<string, Counter>;
	states: Record<string, Counter>;
	devices: DeviceView[];
	unsubscribedChannels: string[];
	unsubscribedCategories: string[];
	location: Record<string, string | number>;
	/** The app inbox. */
	inbox: ({ id: string } & InboxMessage)[];
	sessions: SessionView[];
	/** Each tracked event, in the order it came. */
	tracked: TrackedEventView[];
}

function sessionView({
	sequence,
	visits,
	userId: _user,
	prior: _prior,
	...rest
}: Session): SessionView {
	return {
		sessionId: int64FromSequence(sequence),
		...rest,
		states: visits.map(({ sequence: visit, occurrences: _events, ...state }) => ({
			stateId: int64FromSequence(visit),
			...state,
		})),
	};
}

function trackedEvents(history: readonly Session[]): TrackedEventView[] {
	const events = history.flatMap((session) =>
		session.visits.flatMap((visit) =>
			visit.occurrences.map((occurrence) => ({ session, visit, occurrence })),
		),
	);
	events.sort((a, b) => a.occurrence.sequence - b.occurrence.sequence);
	return events.map(({ session, visit, occurrence: { sequence, ...event } }) => ({
		...event,
		eventId: int64FromSequence(sequence),
		sessionId: int64FromSequence(session.sequence),
		offline: session.offline,
		...(visit.name === undefined ? {} : { state: visit.name }),
	}));
}

/** The user as the admin API shows it, with all sessions or only the newest ones. */
export function viewUser(user: User, newestSessions = Infinity): UserView {
	const history = user.history.slice(-newestSessions);
	return {
		userId: user.userId,
		anonymous: user.anonymous,
		blocked: user.blocked,
		userBucket: user.userBucket,
		created: user.created,
		lastActive: user.lastActive,
		totalSessions: user.totalSessions,
		timeSpentInApp: user.timeSpentInApp,
		attributes: Object.fromEntries(user.attributes),
		events: Object.fromEntries(user.events),
		states: Object.fromEntries(user.states),
		devices: devicesOf(user, true),
		unsubscribedChannels: [...user.unsubscribedChannels],
		unsubscribedCategories: [...user.unsubscribedCategories],
		location: { ...user.location },
		inbox: [...(user.inbox ?? [])].map(([id, message]) => ({ id, ...message })),
		sessions: history.map(sessionView),
		tracked: trackedEvents(history),
	};
}

const scalarSchema = z.union([z.string(), z.number(), z.bigint()]);
const attributeSchema = z.union([scalarSchema, z.array(scalarSchema)]);

/** Times in epoch seconds. */
const counterSchema = z.strictObject({
	count: z.number().int().default(0),
	firstTime: z.number().optional(),
	lastTime: z.number().optional(),
	value: z.number().optional(),
});

const deviceSchema = z.strictObject({
	deviceId: z.string().nullable(),
	...Object.fromEntries(DEVICE_FIELDS.map((field) => [field, z.string().optional()])),
});

/** A user to be put in place; what is left out is as in a new profile. */
export const userSeedSchema = z.strictObject({
	anonymous: z.boolean().default(false),
	blocked: z.boolean().default(false),
	created: z.number().optional(),
	lastActive: z.number().nullable().default(null),
	totalSessions: z.number().int().default(0),
	timeSpentInApp: z.number().default(0),
	attributes: z.record(z.string(), attributeSchema).default({}),
	events: z.record(z.string(), counterSchema).default({}),
	states: z.record(z.string(), counterSchema).default({}),
	devices: z.array(deviceSchema).default([]),
	unsubscribedChannels: z.array(z.string()).default([]),
	unsubscribedCategories: z.array(z.string()).default([]),
	location: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

export type UserSeed = z.input<typeof userSeedSchema>;

/** The profile that a seed describes; `now` in epoch seconds. */
export function userFromSeed(
	userId: string,
	seed: z.output<typeof userSeedSchema>,
	now: number,
): User {
	const named = seed.devices.filter((device): device is Device => device.deviceId !== null);
	return {
		...newUser(userId, seed.anonymous, seed.created ?? now),
		blocked: seed.blocked,
		lastActive: seed.lastActive,
		totalSessions: seed.totalSessions,
		timeSpentInApp: seed.timeSpentInApp,
		attributes: new Map(Object.entries(seed.attributes)),
		events: new Map(Object.entries(seed.events)),
		states: new Map(Object.entries(seed.states)),
		devices: new Map(named.map((device) => [device.deviceId, device])),
		namelessDevices: seed.devices.length - named.length,
		unsubscribedChannels: new Set(seed.unsubscribedChannels),
		unsubscribedCategories: new Set(seed.unsubscribedCategories),
		location: seed.location,
	};
}
