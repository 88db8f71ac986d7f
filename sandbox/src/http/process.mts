import type { Break } from '../faults/fault-board.mjs';
import { runImport } from '../imports/csv-import.mjs';
import type { RawArguments, RequestExtras } from '../leanplum/action.mjs';
import { batchStatus, isFromSdk } from '../leanplum/batch.mjs';
import { carryOut, type Call } from '../leanplum/call.mjs';
import { failed, type ActionResult, type ReplyItem } from '../leanplum/result.mjs';
import type { App } from '../model/app.mjs';
import type { RecordedRequest, Traffic } from '../traffic/traffic.mjs';
import type { Accepted } from './accept.mjs';

/** Status and items of a reply. */
export interface Processed {
	status: number;
	items: ReplyItem[];
	/** Where a redirect leads. */
	location?: string | undefined;
	/** Fields beside `response`. */
	beside?: Record<string, unknown> | undefined;
}

/** The reply of a request that is refused as a whole. */
export const refused = ({ status, reply }: ActionResult): Processed => ({ status, items: [reply] });

/** The failure that a fault gives to single actions. */
function itemError(fault: Break | undefined, { raw }: Call): ActionResult | undefined {
	if (fault?.kind !== 'itemError') return undefined;
	if (fault.userId !== undefined && String(raw.userId) !== fault.userId) return undefined;
	const reqId = raw.reqId === undefined ? {} : { reqId: String(raw.reqId) };
	return failed(200, fault.message, reqId);
}

/**
 * What the root of a reply to a batch says about a move to CleverTap: SDKs always get the hash, also
 * of an app that is not moving (JS, AND, IOS); other callers once the app's migration has been set.
 */
const migrateState = (
	{ migration: { set, sha256 } }: App,
	args: RawArguments,
): Record<string, unknown> | undefined =>
	set || isFromSdk(args) ? { migrateState: { sha256 } } : undefined;

/**
 * Carries out the calls of a request and notes in its record what became of each. A fault that
 * drops the connection meanwhile lets only the first half run.
 */
export function carryOutAll(
	{ tenant, setting: where, calls, received }: Accepted,
	record: RecordedRequest,
	traffic: Traffic,
	fault: Break | undefined,
): Processed {
	const { app } = tenant;
	const importCsv: RequestExtras['importCsv'] = (csv, defaultAction) =>
		runImport(app, csv, defaultAction, (counts) => traffic.add(record, counts));
	const setting = { ...where, extras: { parts: received.parts, csv: received.csv, importCsv } };
	const half = fault?.kind === 'drop' && fault.when === 'during';
	const running = half ? calls.slice(0, Math.ceil(calls.length / 2)) : calls;
	const looked = new Set<string>();
	const sentBefore = app.messagesSent;
	let tracked = 0;
	const results = running.map((call, index) => {
		const injected = itemError(fault, call);
		const { result, looked: billed } = injected
			? { result: injected, looked: false }
			: carryOut(call, setting);
		if (billed && call.subject !== undefined) looked.add(call.subject);
		if (call.name === 'track' && result.outcome === 'done') tracked += 1;
		const noted = record.actions[index];
		if (noted) {
			noted.outcome = result.outcome;
			if (result.reply.warning) noted.warning = result.reply.warning.message;
			if (result.reply.error) noted.error = result.reply.error.message;
		}
		return result;
	});
	record.processed = true;
	traffic.add(record, {
		billedUsers: looked.size,
		tracked,
		sent: app.messagesSent - sentBefore,
	});
	return {
		status: setting.batched ? batchStatus(app, results) : (results[0]?.status ?? 200),
		items: results.map(({ reply }) => reply),
		location: results[0]?.location,
		beside: setting.batched ? migrateState(app, received.args) : undefined,
	};
}
