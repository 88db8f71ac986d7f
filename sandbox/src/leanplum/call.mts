import type { KeyClass } from '../basics/keys.mjs';
import type { App } from '../model/app.mjs';
import { accessProblem } from './access.mjs';
import type { Action, RawArguments, RequestExtras } from './action.mjs';
import { CATALOGUE } from './catalogue.mjs';
import { failed, type ActionResult } from './result.mjs';
import { notInBatch, TEXT, unknownAction } from './texts.mjs';
import { correctTime } from './time-correction.mjs';

/** One action of a request: the request itself, or an item of its batch. */
export interface Call {
	/** The action's name; empty when the item names none. */
	name: string;
	raw: RawArguments;
	/** What the sandbox knows of the action; absent when the name is unknown. */
	action: Action | undefined;
	/** Whom the call is for, as far as it names someone; see {@link subjectOf}. */
	subject: string | undefined;
	developer: boolean;
}

const given = (value: unknown): value is string | number | bigint =>
	(typeof value === 'string' && value !== '') || ['number', 'bigint'].includes(typeof value);

/**
 * A name for the user that a call is about: the same for calls that mean the same user, also when
 * one of them names only a device.
 */
function subjectOf(app: App, raw: RawArguments): string | undefined {
	if (given(raw.userId)) return `user ${raw.userId}`;
	if (!given(raw.deviceId)) return undefined;
	const user = app.findUser({ deviceId: String(raw.deviceId) });
	return user ? `user ${user.userId}` : `device ${raw.deviceId}`;
}

/** Whether an argument says yes, in any of the forms Leanplum accepts. */
const says = (value: unknown): boolean =>
	value === true || value === 1 || (typeof value === 'string' && /^(?:true|1)$/i.test(value));

/**
 * A call as received; `batch` are the arguments of the multi around it. The development key makes a
 * production action one of development mode, also without `devMode` (A.12; a setting).
 */
export function readCall(
	app: App,
	raw: RawArguments,
	keyClass: KeyClass | undefined,
	batch: RawArguments = {},
): Call {
	const name = typeof raw.action === 'string' ? raw.action : '';
	const action = CATALOGUE.get(name);
	const byKey =
		keyClass === 'development' &&
		app.settings().developmentKey === 'developmentMode' &&
		action?.key === 'production' &&
		!action.needsDevelopmentKey(raw);
	return {
		name,
		raw,
		action,
		subject: subjectOf(app, raw),
		developer: byKey || says(raw.devMode ?? batch.devMode),
	};
}

/** Where and when a call runs. */
export interface Setting {
	app: App;
	keyClass: KeyClass;
	/** Server clock, epoch seconds. */
	now: number;
	/** `time` of the multi, epoch seconds; the server clock for a call by itself. */
	requestTime: number;
	batched: boolean;
	/** A row of a CSV import, which may do what production and development keys may. */
	imported?: boolean;
	extras: RequestExtras;
}

/** Keys whose actions a CSV import can carry out; it comes with the development key (OAS). */
const IMPORTABLE: readonly KeyClass[] = ['production', 'development'];

/** The reason not to carry a call out, if there is one before its arguments are looked at. */
function refusal(
	call: Call,
	{ app, keyClass, batched, imported }: Setting,
): ActionResult | undefined {
	const { name, action, raw, developer } = call;
	if (batched) {
		if (given(raw.appId) && raw.appId !== app.appId) return failed(400, TEXT.otherApp);
		if (given(raw.clientKey) && app.keyClass(String(raw.clientKey)) !== keyClass) {
			return failed(403, TEXT.invalidKey);
		}
		if (name === 'multi' || action?.batchable === false) return failed(400, notInBatch(name));
	}
	if (!action) return failed(400, unknownAction(name));
	if (imported !== true) return accessProblem(action, raw, keyClass, developer);
	return IMPORTABLE.includes(action.key) ? undefined : failed(403, TEXT.invalidKey);
}

/** Carries out one call. `looked` tells whether its user was looked up, which Leanplum bills. */
export function carryOut(call: Call, setting: Setting): { result: ActionResult; looked: boolean } {
	const { app, now, requestTime, batched, extras } = setting;
	const { action, raw, developer } = call;
	const refused = refusal(call, setting);
	const { time, warning } = correctTime(raw, requestTime, now);
	const result =
		refused ??
		action?.invoke(raw, { app, now, batched, developer, time, extras }) ??
		failed(400, unknownAction(call.name));
	// Recorded: other warnings take the place of those on time, and resetting anomalies has none.
	if (warning !== undefined && !result.reply.warning && !says(raw.resetAnomalies)) {
		result.reply.warning = { message: warning };
	}
	if (given(raw.reqId)) result.reply.reqId = String(raw.reqId);
	return { result, looked: !refused && action?.billable === true && call.subject !== undefined };
}
