import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import { CircuitBreaker } from '../protocol/send/circuitBreaker';
import { CancelledError } from '../protocol/send/transport';
import type { LeanplumCredential } from '../protocol/action/keys';
import { CREDENTIAL, credentialObjection, readCredential } from '../transport/credential';
import { explainInput } from '../operation/explain';
import { groupByCredential, type CredentialGroup } from './credentialGroups';
import { summarise } from './hints';
import { isPreviewable, isTask, type Operation } from '../operation/operation';
import { readRunOptions, type RunOptions } from '../operation/options';
import { failurePlace } from './failedItem';
import { describeFailures, toItems } from './output';
import { ParameterReader } from '../operation/parameters';
import { performTasks } from './performTasks';
import { prepareItems, type Prepared } from './prepare';
import { previewItems } from './preview';
import type { ItemResult } from '../operation/result';
import { defect, stopped } from './runErrors';
import { sendCalls } from './sendCalls';
import {
	executionKeys,
	sendOnceMode,
	type OnceKeys,
	type SendOnceMode,
} from '../sendOnce/sendOnce';
import { mergeResent, rememberResults, resultsOfEarlierTries } from '../sendOnce/earlierTries';
import { createTransport } from '../transport/transport';

/** The Send Once keys of the items that are ready. */
function onceKeys(
	context: IExecuteFunctions,
	mode: SendOnceMode,
	ready: readonly Prepared[],
	settled: ReadonlyMap<number, ItemResult>,
): OnceKeys | undefined {
	if (mode === 'off') return undefined;
	if (mode === 'executions') {
		return {
			keys: new Map(ready.map(({ call, onceKey }) => [call!, onceKey])),
			acrossExecutions: true,
		};
	}
	// Items of earlier tries count too, so that the others keep their keys.
	const byItem: Array<[number, Call]> = ready.map(({ itemIndex, call }) => [itemIndex, call!]);
	for (const [itemIndex, result] of settled) {
		if (result.kind === 'called') byItem.push([itemIndex, result.call]);
	}
	const calls = byItem.sort(([a], [b]) => a - b).map(([, call]) => call);
	return { keys: executionKeys(context, calls), acrossExecutions: false };
}

async function send(
	context: IExecuteFunctions,
	operation: Operation,
	credential: LeanplumCredential,
	ready: readonly Prepared[],
	options: RunOptions,
	once: OnceKeys | undefined,
	breaker: CircuitBreaker,
): Promise<ItemResult[]> {
	const transport = createTransport(context, credential, options.timeoutMs);
	const connection = { transport, breaker };
	if (isTask(operation)) {
		return await performTasks(context, operation, credential, ready, connection, options);
	}
	try {
		const calls = ready.map(({ call }) => call!);
		const outcomes = await sendCalls(context, calls, connection, options, once);
		return ready.map(({ call, toOutput }) => ({
			kind: 'called',
			call: call!,
			outcome: outcomes.get(call!)!,
			...(toOutput ? { toOutput } : {}),
		}));
	} catch (error) {
		throw error instanceof CancelledError ? stopped(context) : defect(context, error);
	}
}

/** Sends the items of one credential, if that has what they need. */
async function sendGroup(
	context: IExecuteFunctions,
	operation: Operation,
	{ credential, items }: CredentialGroup<Prepared>,
	options: RunOptions,
	once: OnceKeys | undefined,
	breaker: CircuitBreaker,
): Promise<ItemResult[]> {
	const keys = items.map(({ key }) => key);
	const explanation = credentialObjection(credential, `"${operation.action}"`, keys);
	if (explanation) return items.map(() => ({ kind: 'failed', explanation }));
	return await send(context, operation, credential, items, options, once, breaker);
}

/**
 * Runs an operation for all input items at once and gives each item its own result in input order.
 *
 * @param continueOnFail whether items that fail come out as such; otherwise the first one stops the
 *   node: before anything is sent when its input is wrong, else after all items had their try
 * @throws NodeOperationError or NodeApiError, with the index of the item
 */
export async function runOperation(
	context: IExecuteFunctions,
	operation: Operation,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	const reader = new ParameterReader(context);
	const options = readRunOptions(reader.read('options', 0));
	const once = sendOnceMode(context, operation, options);
	const { settled, toResend, wasCutShort } = resultsOfEarlierTries(context);
	const items = prepareItems(context, operation, reader, settled, once === 'executions');
	if (options.previewOnly && isPreviewable(operation)) {
		const credential = readCredential(await context.getCredentials<LeanplumCredential>(CREDENTIAL));
		return [previewItems(operation, items, credential, options)];
	}

	const { ready, unchanged, invalid } = items;
	const results = new Array<ItemResult>(context.getInputData().length);
	for (const [itemIndex, result] of settled) results[itemIndex] = result;
	for (const { itemIndex, output } of unchanged) {
		results[itemIndex] = { kind: 'performed', items: [{ json: output }] };
	}
	for (const { itemIndex, input } of invalid) {
		results[itemIndex] = { kind: 'failed', explanation: explainInput(input.problems) };
	}
	if (ready.length > 0 && (invalid.length === 0 || continueOnFail)) {
		const keys = onceKeys(context, once, ready, settled);
		const sentByItem = new Map<number, ItemResult>();
		for (const group of await groupByCredential(context, ready)) {
			const breaker = new CircuitBreaker(wasCutShort);
			const sent = await sendGroup(context, operation, group, options, keys, breaker);
			sent.forEach((result, position) => {
				sentByItem.set(group.items[position]!.itemIndex, result);
			});
		}
		const sent = ready.map(({ itemIndex }) => sentByItem.get(itemIndex)!);
		mergeResent(toResend, ready, sent).forEach((result, position) => {
			results[ready[position]!.itemIndex] = result;
		});
	}

	rememberResults(context, results);
	if (!continueOnFail) {
		const error = describeFailures(context.getNode(), results, options.failSkipped);
		if (error) throw error;
	}
	// n8n before 1.122 gives tools of agents no hints, and nothing may throw once something was sent.
	context.addExecutionHints?.(...summarise(results));
	const place = failurePlace(context.getNode());
	return [
		results.flatMap((result, itemIndex) =>
			toItems(operation, result, itemIndex, options.failSkipped, place),
		),
	];
}
