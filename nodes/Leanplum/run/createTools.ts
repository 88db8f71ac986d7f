import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createCall, isRepeatable, type Call } from '../protocol/action/call';
import type { CircuitBreaker } from '../protocol/send/circuitBreaker';
import { dispatch, type Connection } from '../protocol/send/dispatch';
import { isObject } from '../protocol/basics/json';
import type { LeanplumCredential } from '../protocol/action/keys';
import { linesOf } from '../protocol/basics/lines';
import type { Outcome } from '../protocol/reply/outcome';
import { isOutage, type Problem } from '../protocol/reply/problem';
import { withRetries } from '../protocol/send/retry';
import { answerOf } from '../protocol/reply/answer';
import { callbackUrl } from '../transport/callback';
import { credentialObjection } from '../transport/credential';
import { explain } from '../operation/explain';
import { downloadFailed, openFile } from '../transport/files';
import type { RunOptions } from '../operation/options';
import { estimate } from '../protocol/send/estimate';
import { planCalls, type CallLane } from '../protocol/send/planCalls';
import type { OpenFile, TaskTools } from '../operation/taskTools';
import { readFile, unreadable } from '../transport/readFile';
import { TaskFailure, type Progress } from '../operation/taskFailure';

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

/** The problem of an outage that a file could not be opened for; trying again may help. */
function outageIn({ outcome }: TaskFailure): Problem | undefined {
	return outcome && 'problem' in outcome && isOutage(outcome.problem) ? outcome.problem : undefined;
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
	connection: Connection,
	fileBreaker: CircuitBreaker,
	itemIndex: number,
): TaskTools {
	const { transport } = connection;
	const { binary = {} } = context.getInputData()[itemIndex]!;

	let progress: Progress = 'nothingSent';

	const send = async (lanes: readonly CallLane[]) => {
		const calls = lanes.flat(2);
		const wasBegun = progress === 'begun';
		// Until the outcomes are known; they never are when a defect shows meanwhile.
		progress = wasBegun || calls.some(hasEffect) ? 'begun' : 'asked';
		const outcomes = await dispatch(lanes, connection, options);
		const mayBeDone = calls.some((call) => {
			const { status } = outcomes.get(call)!;
			return hasEffect(call) && (status === 'done' || status === 'unknown');
		});
		progress = wasBegun || mayBeDone ? 'begun' : 'asked';
		return outcomes;
	};

	const openUrl: TaskTools['openUrl'] = async (url, bytes) => {
		let opened: OpenFile | TaskFailure | undefined;
		await withRetries(transport, fileBreaker, options.retry, async (mayRetry) => {
			const reason = await fileBreaker.admit(transport);
			opened = reason
				? downloadFailed(reason.problem)
				: await openFile(context, { url, bytes }, options.timeoutMs);
			const outage = opened instanceof TaskFailure ? outageIn(opened) : undefined;
			if (outage && !reason) fileBreaker.failed(outage, !mayRetry);
			else if (!reason) fileBreaker.succeeded();
			fileBreaker.endProbe();
			return outage && mayRetry && !fileBreaker.reason ? {} : undefined;
		});
		if (opened instanceof TaskFailure) throw opened;
		return opened!;
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
		callbackUrl: () => callbackUrl(context, credential),
		sleep: (milliseconds) => transport.sleep(milliseconds),
		now: () => transport.now(),

		async call(action, args, files) {
			const call = { ...createCall(action, args), ...(files ? { files } : {}) };
			const outcomes = await send([[[call]]]);
			return answerOrThrow(outcomes.get(call)!);
		},

		sendAll: async (calls) => await send(planCalls(calls, options)),

		get progress() {
			return progress;
		},

		previewOnly: options.previewOnly,
		failSkipped: options.failSkipped,
		estimate: (calls) => estimate(calls, options),

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

		openBinary: (property) => readFile(context, itemIndex, property, transport.cancelled),

		reopenBinary: (property) => readFile(context, itemIndex, property, () => false),

		async readBinary(property) {
			try {
				const info = context.helpers.assertBinaryData(itemIndex, property);
				return { info, bytes: await context.helpers.getBinaryDataBuffer(itemIndex, property) };
			} catch {
				throw unreadable();
			}
		},

		storeBytes: async (bytes, fileName, mimeType) =>
			await context.helpers.prepareBinaryData(bytes, fileName, mimeType),

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
