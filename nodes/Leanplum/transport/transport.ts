import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IWebhookFunctions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { KEY_HEADER } from '../protocol/action/authorize';
import type { Transport } from '../protocol/send/transport';
import { isObject, jsonBytes } from '../protocol/basics/json';
import type { LeanplumCredential } from '../protocol/action/keys';
import { withoutKeys } from '../protocol/action/withoutKeys';
import type { HttpReply, NoReply } from '../protocol/reply/reply';
import type { LeanplumRequest } from '../protocol/send/request';
import { CREDENTIAL } from './credential';
import { noReplyOf } from './noReply';
import { readText } from './readText';
import { RequestLog } from './requestLog';

/** Reads `Retry-After`, given in seconds or as a date (RFC 9110). */
function retryAfterMs(headers: unknown, now: number): number | undefined {
	const value = isObject(headers) ? headers['retry-after'] : undefined;
	if (typeof value !== 'string') return undefined;
	const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
	return milliseconds > 0 ? milliseconds : undefined;
}

/**
 * How much longer than its time-out a reply may take as a whole, in milliseconds. The helper counts
 * anew with each byte, so that a reply that comes drop by drop would never end.
 */
const GRACE_MS = 1000;

/**
 * Waits until the signal ends it with an error. A time-out holds what listens to it until it fires, so the
 * request and its connection would stay in memory for as long.
 */
async function unlessAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
	let stop = () => {};
	const aborted = new Promise<never>((_, reject) => {
		stop = () => reject(new Error('The request was aborted'));
		if (signal.aborted) stop();
		else signal.addEventListener('abort', stop, { once: true });
	});
	return await Promise.race([work, aborted]).finally(() =>
		signal.removeEventListener('abort', stop),
	);
}

/**
 * The context as n8n's HTTP helper is to see it. The helper takes the credential as it is for the first
 * item, and the signal that ends requests, from its context; here they are those of the request.
 *
 * @param signal ends requests at their time-out as well; without one, only the execution's own does
 */
export function senderFor<Context extends Sender>(
	context: Context,
	credential: LeanplumCredential,
	signal?: AbortSignal,
): Context {
	return Object.create(context, {
		getCredentials: { value: async () => ({ ...credential }) },
		...(signal ? { getExecutionCancelSignal: { value: () => signal } } : {}),
	}) as Context;
}

/** How long a reply may take, in milliseconds, and how large it may be; it is read whole into memory. */
export interface ReplyLimits {
	readonly timeoutMs: number;
	readonly maxReplyBytes: number;
}

const TIMED_OUT: NoReply = { sent: true, reason: 'timeout' };
const STOPPED: NoReply = { sent: true, reason: 'stopped' };

/** Cancelling is noticed at least this often while waiting. */
const SLICE_MS = 200;

/** The body of a request that carries files: its arguments and files as the parts of a form. */
function formOf({ body, files = [] }: LeanplumRequest): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(body)) {
		form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
	}
	for (const { part, bytes, mimeType, fileName } of files) {
		form.append(part, new Blob([bytes], { type: mimeType }), fileName);
	}
	return form;
}

/** How a request is put to n8n's HTTP helper. */
export function httpOptions(
	credential: LeanplumCredential,
	request: LeanplumRequest,
	timeoutMs: number,
): IHttpRequestOptions {
	return {
		method: 'POST',
		url: credential.apiUrl.trim(),
		qs: { action: request.action },
		headers: { [KEY_HEADER]: request.key },
		body: request.files
			? // The helper takes the platform's forms as well as those of the package it names.
				(formOf(request) as unknown as IHttpRequestOptions['body'])
			: request.body,
		json: !request.files,
		// As a stream, because a reply may be endless, and parsing here would round long ids.
		encoding: 'stream',
		timeout: timeoutMs,
		// A redirect would carry the key to wherever it points.
		disableFollowRedirect: true,
		// n8n's own errors cannot be re-worded, so they are not let arise.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	};
}

/** What of n8n is needed to send requests: while nodes run, are edited, or are switched on. */
export type Sender = (
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IWebhookFunctions
) & {
	getExecutionCancelSignal?: IExecuteFunctions['getExecutionCancelSignal'];
};

/** The way to Leanplum through n8n's HTTP helper, with its proxies, limits and cancelling. */
export function createTransport(
	context: Sender,
	credential: LeanplumCredential,
	{ timeoutMs, maxReplyBytes }: ReplyLimits,
	log = new RequestLog(context),
): Transport {
	const cancelled = () => context.getExecutionCancelSignal?.()?.aborted ?? false;
	return {
		cancelled,
		now: () => Date.now(),
		random: () => Math.random(),

		async sleep(milliseconds) {
			const end = Date.now() + milliseconds;
			for (let left = milliseconds; left > 0 && !cancelled(); left = end - Date.now()) {
				await sleep(Math.min(left, SLICE_MS));
			}
		},

		async send(request: LeanplumRequest): Promise<HttpReply | NoReply> {
			const started = Date.now();
			const options = httpOptions(credential, request, timeoutMs);
			const answer = await exchange(options);
			// The credential puts the bytes that it wrote in place of the body.
			const { body } = options;
			const bytes = Buffer.isBuffer(body) ? body.length : jsonBytes(request.body);
			log.request(request, bytes, answer, Date.now() - started);
			return answer;
		},
	};

	async function exchange(options: IHttpRequestOptions): Promise<HttpReply | NoReply> {
		const deadline = AbortSignal.timeout(timeoutMs + GRACE_MS);
		const cancel = context.getExecutionCancelSignal?.();
		const signal = cancel ? AbortSignal.any([cancel, deadline]) : deadline;
		let response: IN8nHttpFullResponse;
		try {
			const sending = context.helpers.httpRequestWithAuthentication.call(
				senderFor(context, credential, signal),
				CREDENTIAL,
				options,
			) as Promise<IN8nHttpFullResponse>;
			response = await unlessAborted(signal, sending);
		} catch (error) {
			if (cancel?.aborted) return STOPPED;
			return deadline.aborted ? TIMED_OUT : noReplyOf(error);
		}
		const text = await readText(response.body, signal, maxReplyBytes);
		if (typeof text !== 'string') return deadline.aborted ? TIMED_OUT : text;
		const asked = retryAfterMs(response.headers, Date.now());
		return {
			status: response.statusCode,
			body: withoutKeys(text, credential),
			...(asked === undefined ? {} : { retryAfterMs: asked }),
		};
	}
}
