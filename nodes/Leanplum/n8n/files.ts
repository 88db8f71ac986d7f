import type { IDataObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { Call } from '../protocol/call';
import { interpret } from '../protocol/interpret';
import { isObject } from '../protocol/json';
import type { LeanplumCredential } from '../protocol/keys';
import type { Problem } from '../protocol/problem';
import { singleRequest } from '../protocol/request';
import { explain } from './explain';
import { TaskFailure } from './taskFailure';
import { CREDENTIAL, httpOptions, noReplyOf } from './transport';

/** A Node.js stream, as n8n stores them. */
export type FileStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer
>;

/** A file whose bytes are still coming. */
export interface OpenFile {
	readonly stream: FileStream;
	/** Without parameters such as the character set. */
	readonly mimeType?: string;
	/** Size in bytes; of a part, the size of the whole file. */
	readonly size?: number;
	/** Whether the server sent only the bytes that were asked for. */
	readonly partial: boolean;
}

type Source =
	| { readonly credential: LeanplumCredential; readonly call: Call }
	| { readonly url: string; readonly bytes?: { from: number; to: number } };

function header(response: IN8nHttpFullResponse, name: string): string | undefined {
	const value: unknown = response.headers[name];
	return typeof value === 'string' ? value : undefined;
}

function sizeOf(response: IN8nHttpFullResponse): number | undefined {
	const whole = /\/(\d+)$/.exec(header(response, 'content-range') ?? '')?.[1];
	const size = Number(whole ?? header(response, 'content-length'));
	return Number.isFinite(size) ? size : undefined;
}

function failed(problem: Problem): TaskFailure {
	return new TaskFailure(explain(problem), {}, { status: 'failed', problem });
}

async function request(context: IExecuteFunctions, source: Source, timeoutMs: number) {
	if ('call' in source) {
		return (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
			...httpOptions(source.credential, singleRequest(source.call), timeoutMs),
			encoding: 'stream',
		})) as IN8nHttpFullResponse;
	}
	const headers: IDataObject = source.bytes
		? { Range: `bytes=${source.bytes.from}-${source.bytes.to}` }
		: {};
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

/**
 * Opens a file that an action answers with, or one at an address.
 *
 * Leanplum answers downloadFile with a redirect (OAS); the file behind it is fetched without the
 * credential, for it lies on another host.
 *
 * @throws TaskFailure when there is no such file or it cannot be reached
 */
export async function openFile(
	context: IExecuteFunctions,
	source: Source,
	timeoutMs: number,
): Promise<OpenFile> {
	let response: IN8nHttpFullResponse;
	try {
		response = await request(context, source, timeoutMs);
	} catch (error) {
		const noReply = noReplyOf(error);
		const verdict = interpret([{ repeatable: true }], noReply);
		const outcome = verdict.kind === 'answered' ? verdict.results[0]!.outcome : undefined;
		throw failedFrom(outcome);
	}
	const { statusCode } = response;
	const location = header(response, 'location');
	if ('call' in source && statusCode >= 300 && statusCode < 400 && location) {
		const url = new URL(location, source.credential.apiUrl).href;
		return await openFile(context, { url }, timeoutMs);
	}
	const stream = response.body as FileStream;
	const type = header(response, 'content-type');
	const mimeType = type?.split(';')[0]?.trim();
	if (statusCode < 200 || statusCode >= 300) {
		const body = await context.helpers.binaryToString(stream);
		throw 'call' in source ? refusedBy(body, statusCode) : missingFile(statusCode);
	}
	return { stream, mimeType, size: sizeOf(response), partial: statusCode === 206 };
}

function failedFrom(outcome: unknown): TaskFailure {
	const problem =
		isObject(outcome) && isObject(outcome.problem)
			? (outcome.problem as unknown as Problem)
			: { kind: 'unreachable' as const };
	return failed(problem);
}

/** Leanplum's own words for why there is no file. */
function refusedBy(body: string, status: number): TaskFailure {
	const verdict = interpret([{ repeatable: true }], { status, body });
	return failedFrom(verdict.kind === 'answered' ? verdict.results[0]?.outcome : undefined);
}

function missingFile(status: number): TaskFailure {
	const problem: Problem = { kind: 'notFound', httpStatus: status };
	return new TaskFailure(
		{
			message: `The file is not there any more (status ${status})`,
			description:
				'Leanplum deletes exported files after 24 hours. Start the export again and download its files soon after it has finished.',
			failure: { cause: 'configuration-invalid' },
		},
		{},
		{ status: 'failed', problem },
	);
}
