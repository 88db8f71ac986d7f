import { csvLine } from '../basics/csv.mjs';
import type { Int64 } from '../basics/int64.mjs';
import type { SessionRecord } from './session-record.mjs';

type Cell = string | number | boolean | undefined;

/** Columns of each CSV file of a raw export (D: CSV schema; MOZ schemas). */
export const TABLE_COLUMNS = {
	sessions: [
		'sessionId',
		'userId',
		'userBucket',
		'userStart',
		'country',
		'region',
		'city',
		'start',
		'duration',
		'lat',
		'lon',
		'locale',
		'timezone',
		'timezoneOffset',
		'appVersion',
		'client',
		'sdkVersion',
		'osName',
		'osVersion',
		'deviceModel',
		'browserName',
		'browserVersion',
		'deviceId',
		'priorEvents',
		'priorSessions',
		'priorTimeSpentInApp',
		'priorStates',
		'isDeveloper',
		'isSession',
		'sourcePublisherId',
		'sourcePublisher',
		'sourceSubPublisher',
		'sourceSite',
		'sourceCampaign',
		'sourceAdGroup',
		'sourceAd',
	],
	userattributes: ['sessionId', 'name', 'value'],
	states: [
		'stateId',
		'sessionId',
		'stateName',
		'start',
		'duration',
		'info',
		'timeUntilFirstForUser',
	],
	events: [
		'eventId',
		'stateId',
		'sessionId',
		'eventName',
		'start',
		'value',
		'info',
		'timeUntilFirstForUser',
	],
	eventparameters: ['eventId', 'name', 'value'],
	experiments: ['experimentId', 'sessionId', 'variantId'],
} as const;

export type TableName = keyof typeof TABLE_COLUMNS;

/** Fields that have another name in CSV than in JSON (MOZ). */
const RENAMED: Record<string, string> = {
	userStart: 'firstRun',
	start: 'time',
	timezoneOffset: 'timezoneOffsetSeconds',
	osName: 'systemName',
	osVersion: 'systemVersion',
};

const digits = (id: Int64): string => id.digits;

function cellOf(record: SessionRecord, column: string): Cell {
	if (column === 'isDeveloper') return record.isDeveloper === true;
	const value = record[RENAMED[column] ?? column];
	const isCell = ['string', 'number', 'boolean'].includes(typeof value);
	return isCell ? (value as Cell) : undefined;
}

/** The lines that a session adds to each table. */
export function tableLines(record: SessionRecord): Record<TableName, string[]> {
	const { sessionId } = record;
	const events = record.states.flatMap(({ stateId, events: list }) =>
		list.map((event) => ({ stateId: digits(stateId), eventId: digits(event.eventId), event })),
	);
	return {
		sessions: [csvLine(TABLE_COLUMNS.sessions.map((column) => cellOf(record, column)))],
		userattributes: Object.entries(record.userAttributes).map(([name, value]) =>
			csvLine([sessionId, name, value]),
		),
		states: record.states.map(({ stateId, name, time, duration, info, ...rest }) =>
			csvLine([digits(stateId), sessionId, name, time, duration, info, rest.timeUntilFirstForUser]),
		),
		events: events.map(({ stateId, eventId, event }) =>
			csvLine([
				eventId,
				stateId,
				sessionId,
				event.name,
				event.time,
				event.value,
				event.info,
				event.timeUntilFirstForUser,
			]),
		),
		eventparameters: events.flatMap(({ eventId, event }) =>
			Object.entries(event.parameters ?? {}).map(([name, value]) =>
				csvLine([eventId, name, value]),
			),
		),
		experiments: record.experiments.map(({ id, variantId }) =>
			csvLine([digits(id), sessionId, digits(variantId)]),
		),
	};
}
