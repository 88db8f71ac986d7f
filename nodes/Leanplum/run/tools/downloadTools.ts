import type { IExecuteFunctions } from 'n8n-workflow';
import type { RunOptions } from '../../operation/runOptions';
import { TaskFailure } from '../../operation/taskFailure';
import type { OpenFile, TaskTools } from '../../operation/taskTools';
import { createCall } from '../../protocol/action/call';
import type { LeanplumCredential } from '../../protocol/action/keys';
import { GunzipError, MAX_UNPACKED, unpackIfGzip } from '../../protocol/basics/gunzip';
import { linesOf, LongLineError } from '../../protocol/basics/lines';
import { isOutage, type Problem } from '../../protocol/reply/problem';
import type { CircuitBreaker } from '../../protocol/send/circuitBreaker';
import { withRetries } from '../../protocol/send/retry';
import type { Transport } from '../../protocol/send/transport';
import { downloadFailed, openFile } from '../../transport/files';
import type { RequestLog } from '../../transport/requestLog';
import { brokenOff } from './fileTools';

/** Longer lines are no sessions; a text of n8n's has at most some 500 million characters. */
const MAX_LINE = 200_000_000;

/** The problem of an outage that a file could not be opened for; trying again may help. */
function outageIn({ outcome }: TaskFailure): Problem | undefined {
	return outcome && 'problem' in outcome && isOutage(outcome.problem) ? outcome.problem : undefined;
}

/** Opens files by their address, and tries again while they cannot be reached. */
function urlOpener(
	context: IExecuteFunctions,
	options: RunOptions,
	transport: Transport,
	breaker: CircuitBreaker,
	log: RequestLog,
): TaskTools['openUrl'] {
	return async (url, bytes) => {
		let opened: OpenFile | TaskFailure | undefined;
		await withRetries(transport, breaker, options.retry, async (mayRetry, tries) => {
			const reason = await breaker.admit(transport);
			opened = reason
				? downloadFailed(reason.problem)
				: await openFile(context, { url, bytes }, options, log, tries);
			const outage = opened instanceof TaskFailure ? outageIn(opened) : undefined;
			if (outage && !reason) breaker.failed(outage, !mayRetry);
			else if (!reason) breaker.succeeded();
			breaker.endProbe();
			return outage && mayRetry && !breaker.reason ? {} : undefined;
		});
		if (opened instanceof TaskFailure) throw opened;
		return opened!;
	};
}

/** The tools to download files, all of a run with one circuit breaker. */
export function downloadTools(
	context: IExecuteFunctions,
	credential: LeanplumCredential,
	options: RunOptions,
	transport: Transport,
	breaker: CircuitBreaker,
	log: RequestLog,
): Pick<TaskTools, 'openAnswer' | 'openUrl' | 'bytes' | 'lines'> {
	const openUrl = urlOpener(context, options, transport, breaker, log);
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
		openUrl,
		bytes,
		async openAnswer(action, args) {
			const source = { credential, call: createCall(action, args) };
			const opened = await openFile(context, source, options, log);
			if (opened instanceof TaskFailure) throw opened;
			return opened;
		},
		async *lines(url) {
			try {
				yield* linesOf(unpackIfGzip(bytes(url), MAX_UNPACKED), MAX_LINE);
			} catch (error) {
				const isTooMuch = error instanceof GunzipError || error instanceof LongLineError;
				throw isTooMuch ? unreadableLines(url, error.message) : error;
			}
		},
	};
}

function unreadableLines(url: string, what: string): TaskFailure {
	return new TaskFailure({
		message: `The lines of ${new URL(url).pathname.split('/').at(-1)} can't be read: it ${what}`,
		description: "To download it unchanged, set 'Output' to 'Files'.",
		failure: { cause: 'configuration-invalid' },
	});
}
