import { CATALOGUE, type ActionName, type ActionSpec } from './catalogue';
import type { KeyClass } from './keys';
import { parseJson, type JsonObject } from '../basics/json';

/** A file that travels in a multipart body. */
export interface RequestFile {
	/** The name of the part. */
	readonly part: string;
	readonly fileName: string;
	readonly mimeType: string;
	readonly bytes: Uint8Array;
}

/** One action for one input item, ready to travel alone or with others. */
export interface Call {
	/** What is known of the action, which says how the call may travel. */
	readonly spec: ActionSpec;
	readonly args: JsonObject;
	/** The key it needs. */
	readonly key: KeyClass;
	/** Files to upload with it; such a call travels alone. */
	readonly files?: readonly RequestFile[];
}

/**
 * Makes a call with the key that Leanplum wants for it.
 *
 * Development mode and `resetAnomalies` are accepted with the development key only (D:api-limits,
 * recorded in `reset_anomalous_user`).
 *
 * @param action an entry of the catalogue, or the description of an action that it does not have
 * @param key the class of key to use instead of the action's own
 */
export function createCall(
	action: ActionName | ActionSpec,
	args: JsonObject,
	key?: KeyClass,
): Call {
	const spec = typeof action === 'string' ? CATALOGUE[action] : action;
	const needsDevelopmentKey = args.devMode === true || args.resetAnomalies === true;
	return { spec, args, key: key ?? (needsDevelopmentKey ? 'development' : spec.key) };
}

/**
 * The ids of all users and devices that a call touches.
 *
 * `newUserId` counts: Leanplum merges or switches to that user. User and device ids share one set,
 * because the SDKs name an anonymous user after the device (D:user-ids). Numbers and strings are the
 * same id (recorded: `123456` comes back as `"123456"`).
 */
export function usersOf(args: JsonObject): string[] {
	const ids: string[] = [];
	for (const id of [args.userId, args.deviceId, args.newUserId]) {
		if (isId(id) && !ids.includes(String(id))) ids.push(String(id));
	}
	return ids;
}

function isId(value: unknown): value is string | number {
	return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

/** Whether a call names the user or device that its action needs. */
export function namesItsSubject(call: Call): boolean {
	const { subject } = call.spec;
	if (subject === 'none') return true;
	const { userId, deviceId } = call.args;
	return isId(deviceId) || (subject !== 'device' && isId(userId));
}

const COUNTER_INCREMENTS = ['countIncrement', 'valueIncrement'];

function hasCounterIncrement(given: unknown): boolean {
	// Leanplum takes structured arguments as JSON text too (recorded).
	const counters = typeof given === 'string' ? parseJson(given) : given;
	return (
		typeof counters === 'object' &&
		counters !== null &&
		Object.values(counters).some(
			(counter: unknown) =>
				typeof counter === 'object' &&
				counter !== null &&
				COUNTER_INCREMENTS.some((name) => name in counter),
		)
	);
}

/** When a call may be sent again by itself. */
export type RepeatRule =
	/** Whenever it is not known to be done. */
	| 'always'
	/** When Leanplum says that it failed or did not begin, also with a server error (D:responses). */
	| 'afterServerError'
	/** When it surely did not begin. */
	| 'ifNotBegun';

/** When a call may be sent again, going by what it does. */
export function repeatRuleOf(call: Call): RepeatRule {
	if (isRepeatable(call)) return 'always';
	return call.spec.irrevocable ? 'ifNotBegun' : 'afterServerError';
}

/** Whether a call only reads, so that a lost reply leaves nothing in doubt. */
export function isRead(call: Call): boolean {
	return call.spec.verb === 'GET' && isRepeatable(call);
}

/**
 * Whether sending the call twice has the effect of sending it once.
 *
 * Attributes are absolute and may be repeated; increments and merges of users may not
 * (reference §1.8).
 */
export function isRepeatable(call: Call): boolean {
	const { args } = call;
	return (
		call.spec.repeatable &&
		args.userAttributeValuesToIncrement === undefined &&
		args.newUserId === undefined &&
		!hasCounterIncrement(args.events) &&
		!hasCounterIncrement(args.states)
	);
}
