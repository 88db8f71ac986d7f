import type { KeyClass } from '../basics/keys.mjs';
import { accessProblem } from '../leanplum/access.mjs';
import { readBatch } from '../leanplum/batch.mjs';
import type { Call, Setting } from '../leanplum/call.mjs';
import { failed, missingArgument, type ActionResult } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import type { Tenant } from '../world/world.mjs';
import type { ReceivedArguments } from './read-arguments.mjs';
import type { ReceivedRequest } from './received-request.mjs';

/** The only version of the API (OAS). */
const API_VERSION = '1.0.6';

/** A request that may be carried out. */
export interface Accepted {
	tenant: Tenant;
	setting: Omit<Setting, 'extras'>;
	calls: Call[];
	received: ReceivedArguments;
}

/** The first argument of the envelope that is missing. */
function missingInEnvelope({ args }: ReceivedArguments): string | undefined {
	return ['action', 'appId', 'clientKey'].find(
		(name) => args[name] === undefined || args[name] === '',
	);
}

/** Why the key may do nothing of what a batch asks for; undefined when it may do some of it. */
function uselessKey(calls: readonly Call[], keyClass: KeyClass): ActionResult | undefined {
	let problem: ActionResult | undefined;
	for (const { action, raw, developer } of calls) {
		// What cannot be part of a batch is refused for that reason, item by item.
		if (action?.batchable !== true) return undefined;
		problem = accessProblem(action, raw, keyClass, developer);
		if (!problem) return undefined;
	}
	return problem;
}

/** Decides whether a request is carried out at all. */
export function accept(request: ReceivedRequest): Accepted | ActionResult {
	const { tenant, keyClass, isBatch, received, calls = [] } = request;
	if (received.unreadable) return failed(400, TEXT.unreadableBody);
	const missing = missingInEnvelope(received);
	if (missing !== undefined) return missingArgument(missing);
	if (!tenant) return failed(404, TEXT.appNotFound);
	if (!keyClass) return failed(403, TEXT.invalidKey);
	// No SDK sends it, and the server takes its absence as the current version.
	const { apiVersion = API_VERSION } = received.args;
	if (apiVersion !== API_VERSION && apiVersion !== '') return failed(400, TEXT.apiVersion);
	const { app } = tenant;
	const now = app.now();
	const setting = { app, keyClass, now, requestTime: now, batched: isBatch };
	if (!isBatch) return { tenant, setting, calls, received };
	const batch = readBatch(received.args, request.calls);
	if ('outcome' in batch) return batch;
	const useless = uselessKey(calls, keyClass);
	return useless ?? { tenant, setting: { ...setting, requestTime: batch.time }, calls, received };
}
