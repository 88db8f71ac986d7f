import type { IExecuteFunctions } from 'n8n-workflow';
import { isObject } from '../protocol/basics/json';
import type { LeanplumCredential } from '../protocol/action/keys';
import { ask, askFailure } from './ask';
import type { RequestLog } from './requestLog';

/** The names of an app's messages, by ID. */
export type MessageNames = ReadonlyMap<string, string>;

/** How long names are kept, in milliseconds; also that there are none, so that an outage delays little. */
const KEPT_MS = 60_000;

/** Executions that were told; all items of one share its context. */
const told = new WeakSet<object>();

const kept = new Map<string, { readonly names: Promise<MessageNames>; readonly until: number }>();

async function askForNames(
	context: IExecuteFunctions,
	credential: LeanplumCredential,
	log?: RequestLog,
): Promise<MessageNames> {
	const outcome = await ask(context, {
		action: 'getMessages',
		args: { recent: false },
		purpose: 'Include Message Names',
		credential,
		log,
	});
	if (!('reply' in outcome)) throw askFailure(context, outcome);
	const { messages } = outcome.reply;
	const entries = Array.isArray(messages) ? messages.filter(isObject) : [];
	return new Map(entries.map(({ id, name }) => [String(id), String(name ?? '')]));
}

/**
 * Looks up the names of messages, once a minute for an app.
 *
 * @returns no names when that fails, which the output pane then says; it never throws
 */
export async function messageNames(
	context: IExecuteFunctions,
	credential: LeanplumCredential,
	log?: RequestLog,
): Promise<MessageNames> {
	const { apiUrl, appId, contentReadOnlyApiKey } = credential;
	const app = JSON.stringify([apiUrl, appId, contentReadOnlyApiKey]);
	const now = Date.now();
	for (const [one, { until }] of kept) if (until < now) kept.delete(one);
	const { names } = kept.get(app) ?? { names: askForNames(context, credential, log) };
	if (!kept.has(app)) kept.set(app, { names, until: now + KEPT_MS });
	try {
		return await names;
	} catch (error) {
		const message = `Couldn't look up message names: ${(error as Error).message}`;
		if (!told.has(context)) {
			context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
		}
		told.add(context);
		return new Map();
	}
}
