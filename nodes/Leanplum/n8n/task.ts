import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createCall, isRepeatable, type Call, type RequestFile } from '../protocol/call';
import type { ActionName } from '../protocol/catalogue';
import { CancelledError, dispatch, type Wire } from '../protocol/dispatch';
import { isObject, type JsonObject } from '../protocol/json';
import type { KeyClass, LeanplumCredential } from '../protocol/keys';
import { linesOf } from '../protocol/lines';
import type { Outcome } from '../protocol/outcome';
import type { Problem } from '../protocol/problem';
import { retryDelayMs } from '../protocol/retry';
import { answerOf } from './answer';
import { credentialObjection } from './credential';
import { explain, type Explanation } from './explain';
import { openFile, type OpenFile } from './files';
import type { RunOptions } from './options';
import { planCalls } from './planCalls';
import { effortOf } from './preview';
import { readFile, unreadable } from './readFile';
import { TaskFailure, type Progress } from './taskFailure';

/** What sending calls would take. */
export interface Effort {
	readonly requests: number;
	/** Users whom Leanplum would bill, each once for each request that it is in. */
	readonly billedUsers: number;
}

/** What a task may use of the world. */
export interface TaskTools {
	/**
	 * Sends one action, with retries.
	 *
	 * @returns Leanplum's answer
	 * @throws TaskFailure unless it was done
	 */
	call(action: ActionName, args: JsonObject, files?: readonly RequestFile[]): Promise<IDataObject>;
	/**
	 * Sends many calls in as few requests as Leanplum allows, with retries.
	 *
	 * @returns the outcome of each, in their order
	 */
	sendAll(calls: readonly Call[]): Promise<Outcome[]>;
	/** Whether to tell what would be sent instead of sending it. */
	readonly previewOnly: boolean;
	/** What sending many calls would take. */
	effortOf(calls: readonly Call[]): Effort;
	/**
	 * Makes sure that the credential has keys of these classes.
	 *
	 * @param purpose what they are needed for, as the beginning of a sentence
	 * @throws TaskFailure when one is missing
	 */
	requireKeys(purpose: string, classes: Iterable<KeyClass>): void;
	/** Puts into words why a call failed. */
	explain(problem: Problem): Explanation;
	/** Opens what the action answers instead of JSON: a file, which may lie at another address. */
	openAnswer(action: ActionName, args: JsonObject): Promise<OpenFile>;
	/** Opens a file by its address, without the credential; tries again while it cannot be reached. */
	openUrl(url: string, bytes?: { from: number; to: number }): Promise<OpenFile>;
	/** The bytes of a file at an address as they come, or of a part of it. */
	bytes(url: string, part?: { from: number; to: number }): AsyncIterable<Uint8Array | string>;
	/** The lines of a file of text at an address, one after the other as they come. */
	lines(url: string): AsyncIterable<string>;
	/** The bytes of a binary field of the item as they come; may be asked for again. */
	openBinary(property: string): AsyncIterable<Uint8Array>;
	/** Reads a binary field of the item whole. */
	readBinary(property: string): Promise<{ bytes: Buffer; info: IBinaryData }>;
	/** The names of the item's binary fields. */
	readonly binaryProperties: readonly string[];
	/** Stores a file in n8n without holding it in memory. */
	store(file: OpenFile, fileName: string, mimeType: string): Promise<IBinaryData>;
	/** Waits; ends early when the execution is stopped, which the next step then notices. */
	sleep(milliseconds: number): Promise<void>;
	/** The present in epoch milliseconds. */
	now(): number;
	/** How far the calls so far brought the task. */
	readonly progress: Progress;
}

function answerOrThrow(outcome: Outcome): IDataObject {
	if (outcome.status === 'done') return answerOf(outcome.reply);
	if ('problem' in outcome) throw new TaskFailure(explain(outcome.problem), {}, outcome);
	throw new TaskFailure(
		{
			message: `Leanplum skipped the request: ${outcome.warning}`,
			description: 'Leanplum reported success but did nothing.',
		},
		{},
		outcome,
	);
}

/** Whether trying again may help. */
function mayPass({ outcome }: TaskFailure): boolean {
	const kind = outcome && 'problem' in outcome ? outcome.problem.kind : undefined;
	return (
		kind === 'unavailable' ||
		kind === 'unreachable' ||
		kind === 'rateLimited' ||
		kind === 'replyLost'
	);
}

/** Whether a call changes something, or starts what must not be started twice. */
function hasEffect(call: Call): boolean {
	return call.spec.verb === 'POST' || !isRepeatable(call);
}

/** Whether Leanplum redirected to an address that is none. */
function isNoAddress(error: unknown): boolean {
	return isObject(error) && error.code === 'ERR_INVALID_URL';
}

/** The tools for one item. */
export function createTools(
	context: IExecuteFunctions,
	credential: LeanplumCredential,
	options: RunOptions,
	wire: Wire,
	itemIndex: number,
): TaskTools {
	const { binary = {} } = context.getInputData()[itemIndex]!;

	let progress: Progress = 'nothingSent';

	const send = async (calls: readonly Call[], lanes: Parameters<typeof dispatch>[1]) => {
		const wasBegun = progress === 'begun';
		// Until the outcomes are known; they never are when a defect shows meanwhile.
		progress = wasBegun || calls.some(hasEffect) ? 'begun' : 'asked';
		const outcomes = await dispatch(calls, lanes, wire, options);
		const mayBeDone = outcomes.some(
			({ status }, index) =>
				hasEffect(calls[index]!) && (status === 'done' || status === 'unknown'),
		);
		progress = wasBegun || mayBeDone ? 'begun' : 'asked';
		return outcomes;
	};

	const openUrl: TaskTools['openUrl'] = async (url, bytes) => {
		for (let tries = 1; ; tries++) {
			const opened = await openFile(context, { url, bytes }, options.timeoutMs);
			if (!(opened instanceof TaskFailure)) return opened;
			if (tries > options.retry.maxRetries || !mayPass(opened)) throw opened;
			await wire.sleep(retryDelayMs(options.retry, tries, wire.random()));
			if (wire.cancelled()) throw new CancelledError();
		}
	};

	const bytes: TaskTools['bytes'] = async function* (url, part) {
		const { stream } = await openUrl(url, part);
		try {
			yield* stream as AsyncIterable<Uint8Array | string>;
		} catch {
			throw brokenOff(url);
		} finally {
			stream.destroy();
		}
	};

	return {
		binaryProperties: Object.keys(binary),
		sleep: (milliseconds) => wire.sleep(milliseconds),
		now: () => wire.now(),

		async call(action, args, files) {
			const call = { ...createCall(action, args), ...(files ? { files } : {}) };
			const [outcome] = await send([call], [[[0]]]);
			return answerOrThrow(outcome!);
		},

		sendAll: async (calls) => await send(calls, planCalls(calls, options)),

		get progress() {
			return progress;
		},

		previewOnly: options.previewOnly,
		effortOf: (calls) => effortOf(calls, options),

		requireKeys(purpose, classes) {
			const objection = credentialObjection(credential, purpose, classes);
			if (objection) throw new TaskFailure(objection, {}, undefined, 'nothingSent');
		},

		explain,

		async openAnswer(action, args) {
			const source = { credential, call: createCall(action, args) };
			try {
				const opened = await openFile(context, source, options.timeoutMs);
				if (opened instanceof TaskFailure) throw opened;
				return opened;
			} catch (error) {
				throw isNoAddress(error) ? leadsNowhere() : error;
			}
		},

		openUrl,

		bytes,
		lines: (url) => linesOf(bytes(url)),

		openBinary: (property) => readFile(context, itemIndex, property, wire.cancelled),

		async readBinary(property) {
			try {
				const info = context.helpers.assertBinaryData(itemIndex, property);
				return { info, bytes: await context.helpers.getBinaryDataBuffer(itemIndex, property) };
			} catch {
				throw unreadable();
			}
		},

		async store(file, fileName, mimeType) {
			try {
				return await context.helpers.prepareBinaryData(file.stream, fileName, mimeType);
			} catch {
				throw brokenOff(fileName);
			}
		},
	};
}

function brokenOff(file: string): TaskFailure {
	return new TaskFailure({
		message: 'The download broke off before its end',
		description: `Run the workflow again; the file stays available for 24 hours after the export has finished. File: ${file}`,
		failure: { cause: 'temporarily-unavailable' },
	});
}

function leadsNowhere(): TaskFailure {
	return new TaskFailure({
		message: 'Leanplum says that the file is at an address that is none',
		description: 'Try again later; if it stays so, upload the file to Leanplum once more.',
		failure: { cause: 'temporarily-unavailable' },
	});
}
