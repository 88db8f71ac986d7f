import { Int64, int64FromSequence, toJson } from '../basics/int64.mjs';
import type { App } from '../model/app.mjs';
import type { AttributeValue } from '../model/attributes.mjs';
import type { Counter } from '../model/counter.mjs';
import {
	visitDuration,
	type Occurrence,
	type Session,
	type StateVisit,
} from '../model/session.mjs';
import { devicesOf, type User } from '../model/user.mjs';
import { variantOf } from '../model/variables.mjs';

/** An event within a session record. Times in epoch seconds, spans in seconds. */
export interface EventRecord {
	eventId: Int64;
	name: string;
	info?: string;
	value: number;
	time: number;
	timeUntilFirstForUser?: number;
	parameters?: Record<string, string>;
}

/** A stay in a state within a session record; nameless for events outside any state. */
export interface StateRecord {
	stateId: Int64;
	name?: string;
	info?: string;
	time: number;
	duration: number;
	timeUntilFirstForUser?: number;
	parameters?: Record<string, string>;
	events: EventRecord[];
}

/**
 * One line of a raw export in JSON (D:exportdata-schema-json; MOZ). Fields without a value are left
 * out. Times in epoch seconds, spans in seconds.
 */
export interface SessionRecord {
	isSession: boolean;
	isDeveloper?: true;
	/** As text: that is how both known readers of exports have it (MOZ, CTU). */
	sessionId: string;
	userId: string;
	userBucket?: number;
	deviceId?: string;
	time: number;
	duration: number;
	firstRun: number;
	priorSessions: number;
	priorEvents: number;
	priorStates: number;
	priorTimeSpentInApp: number;
	experiments: { id: Int64; variantId: Int64; impressed: boolean }[];
	userAttributes: Record<string, string>;
	states: StateRecord[];
	[field: string]: unknown;
}

/** Export names of the traffic source's keys. */
const SOURCE_FIELDS: Record<string, string> = {
	publisherId: 'sourcePublisherId',
	publisherName: 'sourcePublisher',
	publisherSubPublisher: 'sourceSubPublisher',
	publisherSubSite: 'sourceSite',
	publisherSubCampaign: 'sourceCampaign',
	publisherSubAdGroup: 'sourceAdGroup',
	publisherSubAd: 'sourceAd',
};

/** Values in exports are text throughout (D:exportdata-schema-json). */
const asText = (value: unknown): string => (typeof value === 'string' ? value : toJson(value));

function asTexts(values: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]));
}

const attributesAsText = (attributes: Map<string, AttributeValue>): Record<string, string> =>
	asTexts(Object.fromEntries(attributes));

/** Seconds from the user's first session to the first occurrence, for that occurrence alone. */
function untilFirst(
	counter: Counter | undefined,
	time: number,
	firstRun: number,
): { timeUntilFirstForUser?: number } {
	return counter?.firstTime === time ? { timeUntilFirstForUser: Math.max(0, time - firstRun) } : {};
}

function eventRecord(
	{ sequence, event, time, value = 0, info, params }: Occurrence,
	user: User | undefined,
	firstRun: number,
): EventRecord {
	return {
		eventId: new Int64(int64FromSequence(sequence)),
		name: event,
		...(info === undefined ? {} : { info }),
		value,
		time,
		...untilFirst(user?.events.get(event), time, firstRun),
		...(params === undefined ? {} : { parameters: asTexts(params) }),
	};
}

function stateRecord(visit: StateVisit, user: User | undefined, session: Session): StateRecord {
	const { name, info, params, time, sequence } = visit;
	const { firstRun, end } = session;
	return {
		stateId: new Int64(int64FromSequence(sequence)),
		...(name === undefined ? {} : { name }),
		...(info === undefined ? {} : { info }),
		time,
		duration: visitDuration(visit, end ?? time),
		...(name === undefined ? {} : untilFirst(user?.states.get(name), time, firstRun)),
		...(params === undefined ? {} : { parameters: asTexts(params) }),
		events: visit.occurrences.map((occurrence) => eventRecord(occurrence, user, firstRun)),
	};
}

/** `location` ("lat,lon") and the other properties under the names they have in exports. */
function placeOf({ location }: User): Record<string, unknown> {
	const { location: point, locationAccuracyType: _accuracy, ...rest } = location;
	const [lat, lon] = typeof point === 'string' ? point.split(',') : [];
	return { ...rest, ...(lat && lon ? { lat, lon } : {}) };
}

function deviceFields(user: User, deviceId: string | undefined): Record<string, unknown> {
	const device = devicesOf(user, true).find((one) => one.deviceId === deviceId);
	const { deviceModel, systemName, systemVersion, appVersion, browserName, browserVersion } =
		device ?? {};
	return { deviceModel, systemName, systemVersion, appVersion, browserName, browserVersion };
}

function experimentsOf(app: App, user: User | undefined): SessionRecord['experiments'] {
	if (!user) return [];
	return [...app.abTests.values()].flatMap((test) => {
		const variant = test.state === 'active' ? variantOf(test, user) : undefined;
		if (!variant) return [];
		const impressed = user.enteredTests.has(test.id);
		return [{ id: new Int64(test.id), variantId: new Int64(variant.id), impressed }];
	});
}

/** A session as raw exports show it. */
export function sessionRecord(app: App, session: Session): SessionRecord {
	const user = app.users.get(session.userId);
	const { prior, deviceId } = session;
	const source = Object.entries(session.trafficSource ?? {});
	return {
		isSession: session.counted,
		...(session.developer ? { isDeveloper: true as const } : {}),
		sessionId: int64FromSequence(session.sequence),
		userId: session.userId,
		...(user ? { userBucket: user.userBucket } : {}),
		...(deviceId === undefined ? {} : { deviceId }),
		...(user ? { ...deviceFields(user, deviceId), ...placeOf(user) } : {}),
		time: session.start,
		duration: Math.max(0, (session.end ?? session.start) - session.start),
		firstRun: session.firstRun,
		priorSessions: prior.sessions,
		priorEvents: prior.events,
		priorStates: prior.states,
		priorTimeSpentInApp: prior.timeSpentInApp,
		...Object.fromEntries(source.map(([key, value]) => [SOURCE_FIELDS[key] ?? key, value])),
		experiments: experimentsOf(app, user),
		userAttributes: user ? attributesAsText(user.attributes) : {},
		states: session.visits.map((visit) => stateRecord(visit, user, session)),
	};
}
