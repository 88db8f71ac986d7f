import { isRecord, parseJson } from '../basics/json.mjs';
import type { KeyClass } from '../basics/keys.mjs';
import type { App } from '../model/app.mjs';
import type { RawArguments } from './action.mjs';
import { number } from './arguments.mjs';
import { readCall, type Call } from './call.mjs';
import { failed, missingArgument, type ActionResult } from './result.mjs';
import { isInvalid, TEXT } from './texts.mjs';

/** Limits of a JSON multi (D:multi-json); above them the whole request is ignored. */
const MAX_USERS = 50;
const MAX_ACTIONS = 500;

/** A JSON multi that may run. */
export interface Batch {
	/** When the request was issued by the caller's clock, epoch seconds. */
	time: number;
}

/** `data` is an array, its JSON text, or (Android and iOS SDKs) the text of `{"data":[…]}`. */
function itemsOf(data: unknown): unknown[] | undefined {
	if (Array.isArray(data)) return data;
	if (isRecord(data)) return itemsOf(data.data);
	return typeof data === 'string' ? itemsOf(parseJson(data)) : undefined;
}

/** Arguments without those that are null, which the server ignores (recorded for `deviceId`). */
export function withoutNulls(args: Record<string, unknown>): Record<string, unknown> {
	const names = Object.keys(args);
	if (!names.some((name) => args[name] === null)) return args;
	return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

/** Whether a request comes from one of Leanplum's SDKs; all of them say their version. */
export const isFromSdk = ({ sdkVersion }: RawArguments): boolean => sdkVersion !== undefined;

/** The calls of a multi, whatever it is worth otherwise; undefined when `data` is no list. */
export function callsOf(
	app: App,
	args: RawArguments,
	keyClass: KeyClass | undefined,
): Call[] | undefined {
	return itemsOf(args.data)?.map((item) =>
		readCall(app, isRecord(item) ? withoutNulls(item) : {}, keyClass, args),
	);
}

/** Reads a JSON multi, or says why all of it is refused. */
export function readBatch(
	args: RawArguments,
	calls: readonly Call[] | undefined,
): Batch | ActionResult {
	if (args.data === undefined) return missingArgument('data');
	if (!calls) return failed(400, isInvalid('data'));
	if (args.time === undefined) return missingArgument('time');
	const time = number.safeParse(args.time);
	if (!time.success) return failed(400, isInvalid('time'));
	const users = new Set(calls.map((call) => call.subject));
	users.delete(undefined);
	// An SDK sends all that it has kept for its one user, up to 10,000 actions (AND, JS).
	const tooLong = calls.length > MAX_ACTIONS && !isFromSdk(args);
	if (tooLong || users.size > MAX_USERS) {
		return failed(403, TEXT.batchTooLarge);
	}
	return { time: time.data };
}

/**
 * The HTTP status of a batch. One item without a user made it 404 although the others had been done
 * (recorded in 2015); a blocked user's 451 is taken to work alike. Any other error is told by its
 * item alone, at 200 (recorded).
 */
export function batchStatus(app: App, results: readonly ActionResult[]): number {
	const missingUser = app.settings().legacyMissingUser404;
	const telling = results.find(
		({ status, reply }) => status === 451 || (missingUser && reply.error?.message === TEXT.noUser),
	);
	return telling?.status ?? 200;
}
