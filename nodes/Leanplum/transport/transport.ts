import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { KEY_HEADER } from '../protocol/action/authorize';
import type { Transport } from '../protocol/send/transport';
import { isObject } from '../protocol/basics/json';
import { withoutKeys, type LeanplumCredential } from '../protocol/action/keys';
import type { HttpReply, NoReply } from '../protocol/reply/reply';
import type { LeanplumRequest } from '../protocol/send/request';
import { CREDENTIAL } from './credential';
import { noReplyOf } from './noReply';

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

/** What a request comes to, or that it timed out. */
async function within<Value>(
	request: Promise<Value>,
	milliseconds: number,
): Promise<Value | NoReply> {
	const deadline = AbortSignal.timeout(milliseconds);
	let giveUp = () => {};
	const timeout = new Promise<NoReply>((resolve) => {
		giveUp = () => resolve({ sent: true, reason: 'timeout' });
		deadline.addEventListener('abort', giveUp);
	});
	try {
		return await Promise.race([request, timeout]);
	} finally {
		deadline.removeEventListener('abort', giveUp);
	}
}

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
		// As text, because parsing here would round long ids.
		encoding: 'text',
		timeout: timeoutMs,
		// A redirect would carry the key to wherever it points.
		disableFollowRedirect: true,
		// n8n's own errors cannot be re-worded, so they are not let arise.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	};
}

/** What of n8n is needed to send requests: while nodes run, are edited, or are switched on. */
export type Sender = (IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions) & {
	getExecutionCancelSignal?: IExecuteFunctions['getExecutionCancelSignal'];
};

/** The way to Leanplum through n8n's HTTP helper, with its proxies, limits and cancelling. */
export function createTransport(
	context: Sender,
	credential: LeanplumCredential,
	timeoutMs: number,
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
			try {
				const sending = context.helpers.httpRequestWithAuthentication.call(
					context,
					CREDENTIAL,
					httpOptions(credential, request, timeoutMs),
				) as Promise<IN8nHttpFullResponse>;
				const response = await within(sending, timeoutMs + GRACE_MS);
				if ('reason' in response) return response;
				const { body, headers, statusCode } = response;
				const asked = retryAfterMs(headers, Date.now());
				return {
					status: statusCode,
					body: withoutKeys(
						typeof body === 'string' ? body : JSON.stringify(body ?? ''),
						credential,
					),
					...(asked === undefined ? {} : { retryAfterMs: asked }),
				};
			} catch (error) {
				return noReplyOf(error);
			}
		},
	};
}
