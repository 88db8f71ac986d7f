import type { IDataObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { explain } from '../operation/explain';
import { TaskFailure } from '../operation/taskFailure';
import type { FileStream, OpenFile } from '../operation/taskTools';
import type { Call } from '../protocol/action/call';
import type { LeanplumCredential } from '../protocol/action/keys';
import { withoutKeys } from '../protocol/action/withoutKeys';
import { interpret } from '../protocol/reply/interpret';
import { problemOf, type Problem } from '../protocol/reply/problem';
import type { HttpReply, NoReply } from '../protocol/reply/reply';
import { singleRequest } from '../protocol/send/request';
import { CREDENTIAL } from './credential';
import { noReplyOf } from './noReply';
import { readText } from './readText';
import type { RequestLog } from './requestLog';
import { httpOptions, senderFor, type ReplyLimits } from './transport';

type Source =
	| { readonly credential: LeanplumCredential; readonly call: Call }
	| { readonly url: string; readonly bytes?: { from: number; to: number } };

function header(response: IN8nHttpFullResponse, name: string): string | undefined {
	const value: unknown = response.headers[name];
	return typeof value === 'string' ? value : undefined;
}

function sizeOf(response: IN8nHttpFullResponse): number | undefined {
	const range = header(response, 'content-range');
	// A part's own length says nothing of the file's, which the server may not tell (`/*`).
	const size = Number(range ? /\/(\d+)$/.exec(range)?.[1] : header(response, 'content-length'));
	return Number.isFinite(size) ? size : undefined;
}

/** The failure of a download. */
export function downloadFailed(problem: Problem): TaskFailure {
	return new TaskFailure(explain(problem), {}, { status: 'failed', problem });
}

/** What a reply without a file, or no reply, comes to. */
function downloadFailure(answer: HttpReply | NoReply): TaskFailure {
	const verdict = interpret(['always'], answer);
	if (verdict.kind === 'batchRejected') return downloadFailed(verdict.problem);
	const outcome = verdict.results[0]!.outcome;
	// Nothing was to be done but to fetch, so that a lost reply leaves no doubt behind.
	if (outcome.status === 'unknown')
		return downloadFailed({ ...outcome.problem, kind: 'unavailable' });
	return downloadFailed('problem' in outcome ? outcome.problem : { kind: 'notLeanplum' });
}

/** The failure of the server on which a file lies. */
function serverFailed(url: string, problem: Problem): TaskFailure {
	const { detail = problem.httpStatus ? `status ${problem.httpStatus}` : 'no response' } = problem;
	return downloadFailed({ ...problem, detail, fileHost: new URL(url).hostname });
}

/** How storages answer for a file that was deleted, or whose address has expired. */
const GONE: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/** What a file's own server says when it does not give it. */
function withoutFile(url: string, status: number): TaskFailure {
	if (!GONE.has(status)) return serverFailed(url, problemOf(status));
	return new TaskFailure(
		{
			message: `The file isn't available anymore (status ${status})`,
			description:
				'Leanplum deletes export files after 24 hours. Run the export again and download the files right away.',
			failure: { cause: 'configuration-invalid' },
		},
		{},
		{ status: 'failed', problem: { kind: 'notFound', httpStatus: status } },
	);
}

/** How much of a wrong address is shown. */
const MAX_SHOWN = 200;

function isWebAddress(text: string): boolean {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function noAddress(text: string): TaskFailure {
	const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
	return new TaskFailure(
		{
			message: `The file can't be downloaded, because Leanplum returned an invalid URL: "${shown}"`,
			description: 'Try again later. If this keeps happening, ask your Leanplum contact.',
			failure: { cause: 'temporarily-unavailable' },
		},
		{},
		{ status: 'failed', problem: { kind: 'notFound' } },
	);
}

async function request(context: IExecuteFunctions, source: Source, { timeoutMs }: ReplyLimits) {
	if ('call' in source) {
		return (await context.helpers.httpRequestWithAuthentication.call(
			senderFor(context, source.credential),
			CREDENTIAL,
			{
				...httpOptions(source.credential, singleRequest(source.call), timeoutMs),
				encoding: 'stream',
			},
		)) as IN8nHttpFullResponse;
	}
	const headers: IDataObject = {
		// Of a file that is packed on the way, neither the size nor a part could be told.
		'Accept-Encoding': 'identity',
		...(source.bytes ? { Range: `bytes=${source.bytes.from}-${source.bytes.to}` } : {}),
	};
	return (await context.helpers.httpRequest({
		method: 'GET',
		url: source.url,
		headers,
		encoding: 'stream',
		timeout: timeoutMs,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		abortSignal: context.getExecutionCancelSignal(),
	})) as IN8nHttpFullResponse;
}

/** Where an action says that its file is. */
function redirectOf(source: Source, response: IN8nHttpFullResponse): string | undefined {
	const { statusCode } = response;
	const location = header(response, 'location');
	if (!('call' in source) || statusCode < 300 || statusCode >= 400 || !location) return undefined;
	const { apiUrl } = source.credential;
	return URL.canParse(location, apiUrl) ? new URL(location, apiUrl).href : location;
}

/**
 * Opens a file that an action answers with, or one at an address.
 *
 * Leanplum answers downloadFile with a redirect (OAS); the file behind it is fetched without the
 * credential, for it lies on another host.
 *
 * @returns the file, or why there is none
 */
export async function openFile(
	context: IExecuteFunctions,
	source: Source,
	limits: ReplyLimits,
	log: RequestLog,
	tries = 1,
): Promise<OpenFile | TaskFailure> {
	if ('url' in source && !isWebAddress(source.url)) return noAddress(source.url);
	const started = Date.now();
	const note = (status: number | 'none') => log.download(status, Date.now() - started, tries);
	let response: IN8nHttpFullResponse;
	try {
		response = await request(context, source, limits);
	} catch (error) {
		note('none');
		const failure = downloadFailure(noReplyOf(error));
		const { outcome } = failure;
		return 'url' in source && outcome && 'problem' in outcome
			? serverFailed(source.url, outcome.problem)
			: failure;
	}
	const { statusCode } = response;
	note(statusCode);
	const url = redirectOf(source, response);
	if (url !== undefined) return await openFile(context, { url }, limits, log);
	const stream = response.body as FileStream;
	if (statusCode >= 200 && statusCode < 300) {
		const mimeType = header(response, 'content-type')?.split(';')[0]?.trim();
		return { stream, mimeType, size: sizeOf(response), partial: statusCode === 206 };
	}
	if (!('call' in source)) {
		stream.destroy();
		return withoutFile(source.url, statusCode);
	}
	const { timeoutMs, maxReplyBytes } = limits;
	const text = await readText(stream, AbortSignal.timeout(timeoutMs), maxReplyBytes);
	if (typeof text !== 'string') return downloadFailure(text);
	return downloadFailure({ status: statusCode, body: withoutKeys(text, source.credential) });
}
