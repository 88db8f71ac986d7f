import type { Break } from '../faults/fault-board.mjs';
import { batchStatus, readBatch, type Batch } from '../leanplum/batch.mjs';
import { carryOut, type Call, type Setting } from '../leanplum/call.mjs';
import { failed, missingArgument, type ActionResult, type ReplyItem } from '../leanplum/result.mjs';
import { notSupportedYet, TEXT } from '../leanplum/texts.mjs';
import type { RecordedRequest, Traffic } from '../traffic/traffic.mjs';
import type { Tenant } from '../world.mjs';
import type { ReceivedRequest } from './received-request.mjs';

/** The only version of the API (OAS). */
const API_VERSION = '1.0.6';

/** A request that may be carried out. */
export interface Accepted {
	tenant: Tenant;
	setting: Setting;
	calls: Call[];
}

/** Status and items of a reply. */
export interface Processed {
	status: number;
	items: ReplyItem[];
}

/** The reply of a request that is refused as a whole. */
export const refused = ({ status, reply }: ActionResult): Processed => ({ status, items: [reply] });

/** What is wrong with the envelope of a request, if anything. */
function envelopeProblem(request: ReceivedRequest): ActionResult | undefined {
	const { args, unreadable } = request.received;
	if (unreadable) return failed(400, TEXT.unreadableBody);
	for (const name of ['action', 'appId', 'clientKey', 'apiVersion']) {
		if (args[name] === undefined || args[name] === '') return missingArgument(name);
	}
	if (!request.tenant) return failed(404, TEXT.appNotFound);
	if (!request.keyClass) return failed(403, TEXT.invalidKey);
	return args.apiVersion === API_VERSION ? undefined : failed(400, TEXT.apiVersion);
}

/** Decides whether a request is carried out at all. */
export function accept(request: ReceivedRequest): Accepted | ActionResult {
	const problem = envelopeProblem(request);
	const { tenant, keyClass, isBatch, received, calls } = request;
	if (problem) return problem;
	if (!tenant || !keyClass) return failed(403, TEXT.invalidKey);
	const { app } = tenant;
	const now = app.now();
	let batch: Batch | undefined;
	if (isBatch) {
		const read = readBatch(received.args, calls);
		if ('outcome' in read) return read;
		batch = read;
	} else if (request.action === 'multi') {
		return failed(501, notSupportedYet('multi with CSV'));
	}
	const requestTime = batch?.time ?? now;
	const setting = { app, keyClass, now, requestTime, batched: isBatch };
	return { tenant, setting, calls: batch?.calls ?? calls ?? [] };
}

/** The failure that a fault gives to single actions. */
function itemError(fault: Break | undefined, { raw }: Call): ActionResult | undefined {
	if (fault?.kind !== 'itemError') return undefined;
	if (fault.userId !== undefined && String(raw.userId) !== fault.userId) return undefined;
	const reqId = raw.reqId === undefined ? {} : { reqId: String(raw.reqId) };
	return failed(200, fault.message, reqId);
}

/**
 * Carries out the calls of a request and notes in its record what became of each. A fault that
 * drops the connection meanwhile lets only the first half run.
 */
export function carryOutAll(
	{ tenant, setting, calls }: Accepted,
	record: RecordedRequest,
	traffic: Traffic,
	fault: Break | undefined,
): Processed {
	const { app } = tenant;
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
	};
}
