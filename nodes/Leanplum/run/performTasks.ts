import type { IExecuteFunctions } from 'n8n-workflow';
import { CircuitBreaker } from '../protocol/send/circuitBreaker';
import type { Connection } from '../protocol/send/dispatch';
import { CancelledError } from '../protocol/send/transport';
import type { RequestLog } from '../transport/requestLog';
import type { LeanplumCredential } from '../protocol/action/keys';
import { explainInput } from '../operation/explain';
import { WrongInput, type ItemInput } from '../operation/fields/itemInput';
import type { TaskOperation } from '../operation/operation';
import type { RunOptions } from '../operation/runOptions';
import type { Prepared } from './prepare';
import type { ItemResult } from '../operation/result';
import { explainDefect, stopped } from './runErrors';
import { createTools } from './tools/createTools';
import { TaskFailure, type Progress } from '../operation/taskFailure';

/** Turns what a task threw into its item's result, so that the others go on. */
function taskResult(error: unknown, input: ItemInput, progress: Progress): ItemResult {
	if (error instanceof TaskFailure) {
		const { explanation, facts, outcome, progress: known, binary } = error;
		return { kind: 'failed', explanation, facts, outcome, progress: known, binary };
	}
	const explanation =
		error instanceof WrongInput ? explainInput(input.problems) : explainDefect(error);
	return { kind: 'failed', explanation, progress };
}

/** Performs the tasks of all items, several at once where they allow it. */
export async function performTasks(
	context: IExecuteFunctions,
	operation: TaskOperation,
	credential: LeanplumCredential,
	prepared: readonly Prepared[],
	connection: Connection,
	options: RunOptions,
	log: RequestLog,
): Promise<ItemResult[]> {
	const { transport } = connection;
	const fileBreaker = new CircuitBreaker();
	const results = new Array<ItemResult>(prepared.length);
	const waiting = prepared.entries();
	const work = async () => {
		for (const [position, { input, itemIndex, options: own }] of waiting) {
			const tools = createTools(context, credential, own, connection, fileBreaker, log, itemIndex);
			try {
				results[position] = { kind: 'performed', items: await operation.perform(input, tools) };
			} catch (error) {
				if (error instanceof CancelledError || transport.cancelled()) throw stopped(context);
				results[position] = taskResult(error, input, tools.progress);
			}
		}
	};
	const atOnce = operation.oneAfterTheOther ? 1 : options.parallelRequests;
	const workers = Math.max(1, Math.min(atOnce, prepared.length));
	await Promise.all(Array.from({ length: workers }, work));
	return results;
}
