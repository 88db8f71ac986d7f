import { callsOf } from '../leanplum/batch.mjs';
import { readCall, type Call } from '../leanplum/call.mjs';
import type { KeyClass } from '../basics/keys.mjs';
import type { RequestFacts } from '../faults/fault.mjs';
import type { RecordedAction, RecordedRequest } from '../traffic/traffic.mjs';
import type { Tenant } from '../world/world.mjs';
import type { ReceivedArguments } from './read-arguments.mjs';

const MASK = '***';

/** A request to the API as understood, before anything is done about it. */
export interface ReceivedRequest {
	received: ReceivedArguments;
	/** The request's own action. */
	action: string;
	tenant: Tenant | undefined;
	keyClass: KeyClass | undefined;
	/** One for a single action; one for each item of a batch; undefined when `data` is no list. */
	calls: Call[] | undefined;
	isBatch: boolean;
}

/** A JSON multi; the CSV form says `createJob`, or has the CSV as its body. */
const isJsonBatch = ({ args, csv }: ReceivedArguments, action: string): boolean =>
	action === 'multi' && csv === undefined && args.createJob === undefined;

/** Works out what a request is. */
export function understand(
	received: ReceivedArguments,
	tenantOf: (appId: string) => Tenant | undefined,
): ReceivedRequest {
	const { args } = received;
	const action = typeof args.action === 'string' ? args.action : '';
	const tenant = tenantOf(String(args.appId));
	const isBatch = isJsonBatch(received, action);
	const keyClass = tenant?.app.keyClass(String(args.clientKey));
	const single = tenant && !isBatch ? [readCall(tenant.app, args, keyClass)] : [];
	const calls = tenant && isBatch ? callsOf(tenant.app, args, keyClass) : single;
	return { received, action, tenant, keyClass, calls, isBatch };
}

const textOf = (value: unknown): string | undefined =>
	value === undefined || value === null ? undefined : String(value);

/** The arguments that are not those of the envelope. */
function withoutEnvelope(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const {
		appId: _appId,
		clientKey: _clientKey,
		apiVersion: _apiVersion,
		action: _action,
		reqId: _reqId,
		...rest
	} = args;
	return rest;
}

/** The arguments of a multi itself. */
function batchArguments(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const { data: _data, ...rest } = withoutEnvelope(args);
	return rest;
}

function recordedAction({ name, raw }: Call): RecordedAction {
	const { userId, deviceId, reqId } = raw;
	return {
		action: name,
		...(userId === undefined ? {} : { userId: String(userId) }),
		...(deviceId === undefined ? {} : { deviceId: String(deviceId) }),
		...(reqId === undefined ? {} : { reqId: String(reqId) }),
		args: withoutEnvelope(raw),
		outcome: 'notProcessed',
	};
}

/**
 * The record of a request that has just come in; its keys are masked. Without actions it says
 * nothing of its single actions, which saves time and memory.
 */
export function recordOf(
	{ received, action, keyClass, calls = [], isBatch }: ReceivedRequest,
	withActions: boolean,
	transport: Pick<
		RecordedRequest,
		'id' | 'receivedAt' | 'method' | 'path' | 'contentType' | 'connectionId'
	>,
): RecordedRequest {
	const { args, query, bodyBytes } = received;
	return {
		...transport,
		appId: textOf(args.appId) ?? '',
		query: 'clientKey' in query ? { ...query, clientKey: MASK } : query,
		keyInUrl: 'clientKey' in query,
		bodyBytes,
		action,
		...(keyClass === undefined ? {} : { keyClass }),
		batchArgs: isBatch ? batchArguments(args) : {},
		actions: withActions ? calls.map(recordedAction) : [],
		distinctUsers: subjects(calls).size,
		processed: false,
	};
}

/** The distinct users that calls name. */
export function subjects(calls: readonly Call[]): Set<string> {
	const names = new Set<string>();
	for (const { subject } of calls) if (subject !== undefined) names.add(subject);
	return names;
}

/** What faults are matched against. */
export function factsOf(
	{ action, calls = [] }: ReceivedRequest,
	appId: string,
	contentType: string,
): RequestFacts {
	const actions = new Set([action]);
	const userIds = new Set<string>();
	for (const { name, raw } of calls) {
		actions.add(name);
		const userId = textOf(raw.userId);
		if (userId !== undefined) userIds.add(userId);
	}
	return { appId, contentType, actions, userIds, actionCount: calls.length };
}
