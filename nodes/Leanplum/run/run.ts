import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import { CircuitBreaker } from '../protocol/send/circuitBreaker';
import { CancelledError } from '../protocol/send/transport';
import type { LeanplumCredential } from '../protocol/action/keys';
import { explainInput } from '../operation/explain';
import {
	groupByCredential,
	isMissing,
	objectionTo,
	type CredentialGroup,
} from './credentialGroups';
import { hintOfNothing, summarizeResults } from './output/hints';
import { leftOutOf, summarizeInputs } from './output/inputHints';
import { isPreviewable, isTask, type Operation } from '../operation/operation';
import type { RunOptions } from '../operation/runOptions';
import { besideInput, withOutput } from './output/columns';
import { failurePlace } from './output/failedItem';
import { describeFailures, toItems } from './output/output';
import { ParameterReader } from '../operation/fields/parameters';
import { MigrationWatch } from './output/migrationWatch';
import { performTasks } from './performTasks';
import { ItemOptions, prepareItems, type Prepared, type PreparedItems } from './prepare';
import { NO_PREVIEW, previewRun } from './preview';
import { statusOf, wasSkipped, type ItemResult } from '../operation/result';
import { defect, stopped } from './runErrors';
import { sendCalls } from './sendCalls';
import { sleepFor } from './sleep';
import { executionKeys, type OnceKeys } from '../sendOnce/onceKeys';
import { mergeResent, rememberResults, resultsOfEarlierTries } from '../sendOnce/earlierTries';
import { messageNames } from '../transport/messageNames';
import { RequestLog } from '../transport/requestLog';
import { createTransport } from '../transport/transport';

/** The Send Once keys of an execution's own items. */
function keysOfExecution(
	context: IExecuteFunctions,
	ready: readonly Prepared[],
	settled: ReadonlyMap<number, ItemResult>,
): OnceKeys {
	// Items of earlier tries count too, so that the others keep their keys.
	const byItem: Array<[number, Call]> = ready.map(({ itemIndex, call }) => [itemIndex, call!]);
	for (const [itemIndex, result] of settled) {
		if (result.kind === 'called') byItem.push([itemIndex, result.call]);
	}
	const calls = byItem.sort(([a], [b]) => a - b).map(([, call]) => call);
	return { keys: executionKeys(context, calls), acrossExecutions: false };
}

/** The users' own Send Once keys. What was sent to one app was not sent to another. */
function keysOfUser({ credential, items }: CredentialGroup<Prepared>): OnceKeys {
	const app = isMissing(credential) ? '' : credential.appId;
	const keys = items.map(({ call, onceKey }) => [call!, `${onceKey} in ${app}`] as const);
	return { keys: new Map(keys), acrossExecutions: true };
}

/** What looks on while requests are sent. */
interface Observers {
	readonly watch: MigrationWatch;
	readonly log: RequestLog;
}

async function send(
	context: IExecuteFunctions,
	operation: Operation,
	credential: LeanplumCredential,
	ready: readonly Prepared[],
	options: RunOptions,
	once: OnceKeys | undefined,
	breaker: CircuitBreaker,
	{ watch, log }: Observers,
): Promise<ItemResult[]> {
	const transport = watch.over(
		createTransport(context, credential, options, log),
		credential.appId,
	);
	const connection = { transport, breaker };
	if (isTask(operation)) {
		return await performTasks(context, operation, credential, ready, connection, options, log);
	}
	try {
		const calls = ready.map(({ call }) => call!);
		const outcomes = await sendCalls(context, calls, connection, options, once);
		const names =
			ready.some(({ named }) => named) && (await messageNames(context, credential, log));
		return ready.map(({ call, toOutput, named, whenUnknown, input }) => ({
			kind: 'called',
			call: call!,
			outcome: outcomes.get(call!)!,
			toOutput: names && named ? named(names) : toOutput,
			whenUnknown,
			isPicked: PICKED.includes(input.value('output')),
			isAboutUser: operation.answersAboutUser,
			leftOut: leftOutOf(input),
		}));
	} catch (error) {
		throw error instanceof CancelledError ? stopped(context) : defect(context, error);
	}
}

/** Sends the items of one credential, if that has what they need. */
async function sendGroup(
	context: IExecuteFunctions,
	operation: Operation,
	group: CredentialGroup<Prepared>,
	options: RunOptions,
	once: OnceKeys | undefined,
	breaker: CircuitBreaker,
	observers: Observers,
): Promise<ItemResult[]> {
	const explanation = objectionTo(group, operation);
	if (explanation) return group.items.map(() => ({ kind: 'failed', explanation }));
	const { items } = group;
	// Items without a credential have an objection.
	const credential = group.credential as LeanplumCredential;
	return await send(context, operation, credential, items, options, once, breaker, observers);
}

/** What an AI agent chooses as the output; people have no such field in operations that send calls. */
const PICKED: readonly unknown[] = ['raw', 'selected', 'simplified'];

/** The input item that an output item belongs to. */
const inputOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;

/** Output items beside the fields of their input items, where the user wants that. */
function withInputFields(
	context: IExecuteFunctions,
	options: ItemOptions,
	outputs: INodeExecutionData[],
): INodeExecutionData[] {
	const inputs = context.getInputData();
	return outputs.map((output) => {
		const item = inputOf(output);
		if (!options.of(item).includeInputFields) return output;
		// What has the single key "error" goes to the error output, where n8n adds the input's fields itself.
		if (Object.keys(output.json).length === 1 && 'error' in output.json) return output;
		return { ...output, json: besideInput(inputs[item]!.json, output.json) };
	});
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
	chosen: Operation,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	const reader = new ParameterReader(context);
	const operation = withOutput(chosen, reader.read('output', 0));
	const options = new ItemOptions(reader, context.getNode());
	const { settled, toResend, wasCutShort } = resultsOfEarlierTries(context);
	const items = prepareItems(context, operation, reader, options, settled);
	const { previewed, sent } = isPreviewable(operation)
		? splitByPreview(items)
		: { previewed: undefined, sent: items };
	// n8n before 1.122 gives tools of agents no hints, and nothing may throw once something was sent.
	const addHints = (...hints: NodeExecutionHint[]) => context.addExecutionHints?.(...hints);
	const preview =
		previewed && isPreviewable(operation)
			? previewRun(
					operation,
					previewed,
					await groupByCredential(context, previewed.ready),
					options.ofTheRun,
				)
			: NO_PREVIEW;
	const log = new RequestLog(context);
	const started = Date.now();
	const previewedItems = new Set(preview.items.map(inputOf));
	const results = new Array<ItemResult>(context.getInputData().length);
	const logRun = () =>
		log.run(nameOf(context), countsOf(results, previewedItems), Date.now() - started);
	if (isNothing(sent) && settled.size === 0) {
		logRun();
		addHints(...preview.hints, ...summarizeInputs(items));
		return [withInputFields(context, options, preview.items)];
	}

	const { ready, unchanged, invalid } = sent;
	const watch = new MigrationWatch();
	for (const [itemIndex, result] of settled) results[itemIndex] = result;
	for (const { itemIndex, output } of unchanged) {
		results[itemIndex] = { kind: 'performed', items: [{ json: output }], isUnchanged: true };
	}
	for (const { itemIndex, input, ids } of invalid) {
		results[itemIndex] = { kind: 'failed', explanation: explainInput(input.problems), facts: ids };
	}
	try {
		if (ready.length > 0 && (invalid.length === 0 || continueOnFail)) {
			const observers = { watch, log };
			const outcomes = await sendByMode(context, operation, ready, settled, wasCutShort, observers);
			mergeResent(toResend, ready, outcomes).forEach((result, position) => {
				results[ready[position]!.itemIndex] = result;
			});
		}
	} finally {
		logRun();
	}

	rememberResults(context, results);
	const failsSkipped = (itemIndex: number) => options.of(itemIndex).ifSkipped === 'fail';
	if (!continueOnFail) {
		const error = describeFailures(context.getNode(), results, failsSkipped);
		if (error) throw error;
	}
	const place = failurePlace(context.getNode());
	const byItem = results.map((result, itemIndex) =>
		toItems(operation, result, itemIndex, failsSkipped(itemIndex), place),
	);
	addHints(
		...preview.hints,
		...hintOfNothing(byItem),
		...summarizeResults(results),
		...summarizeInputs(items),
		...watch.hints(context),
	);
	const outputs = byItem.flat();
	const inOrder =
		preview.items.length === 0
			? outputs
			: [...preview.items, ...outputs].sort((a, b) => inputOf(a) - inputOf(b));
	const all = withInputFields(context, options, inOrder);
	await sleepFor(context, results, all);
	if (options.ofTheRun.ifSkipped !== 'output') return [all];
	const isSkipped = (item: INodeExecutionData) => wasSkipped(results[inputOf(item)]);
	return [all.filter((item) => !isSkipped(item)), all.filter(isSkipped)];
}

/** The stored names of the resource and the operation, such as `event.track`. */
function nameOf(context: IExecuteFunctions): string {
	return ['resource', 'operation'].map((name) => context.getNodeParameter(name, 0)).join('.');
}

/** How many items a run has, and how they fared; of others without a result the run was stopped. */
function countsOf(
	results: readonly ItemResult[],
	previewed: ReadonlySet<number>,
): Record<string, number> {
	const counts: Record<string, number> = { items: results.length };
	for (const [itemIndex, result] of results.entries()) {
		const without = previewed.has(itemIndex) ? 'preview' : 'noResult';
		const status = result ? statusOf(result) : without;
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

const isNothing = ({ ready, unchanged, invalid }: PreparedItems) =>
	ready.length + unchanged.length + invalid.length === 0;

/** The items to preview, if any, and those to send. */
function splitByPreview(items: PreparedItems): { previewed?: PreparedItems; sent: PreparedItems } {
	const those = (previewOnly: boolean): PreparedItems => {
		const wanted = (item: { options: RunOptions }) => item.options.previewOnly === previewOnly;
		return {
			ready: items.ready.filter(wanted),
			unchanged: items.unchanged.filter(wanted),
			invalid: items.invalid.filter(wanted),
		};
	};
	const previewed = those(true);
	return isNothing(previewed) ? { sent: items } : { previewed, sent: those(false) };
}

/** Sends items, those with the same Send Once and the same credential at a time. */
async function sendByMode(
	context: IExecuteFunctions,
	operation: Operation,
	ready: readonly Prepared[],
	settled: ReadonlyMap<number, ItemResult>,
	wasCutShort: boolean,
	observers: Observers,
): Promise<ItemResult[]> {
	const results: ItemResult[] = [];
	const breakers = new Map<string, CircuitBreaker>();
	for (const mode of new Set(ready.map(({ sendOnce }) => sendOnce))) {
		const items = ready.filter(({ sendOnce }) => sendOnce === mode);
		const own = mode === 'execution' ? keysOfExecution(context, items, settled) : undefined;
		for (const group of await groupByCredential(context, items)) {
			const server = isMissing(group.credential) ? '' : group.credential.apiUrl;
			const breaker = breakers.get(server) ?? new CircuitBreaker(wasCutShort);
			breakers.set(server, breaker);
			breaker.beginOthers();
			const { options } = items[0]!;
			const once = mode === 'executions' ? keysOfUser(group) : own;
			const sent = await sendGroup(context, operation, group, options, once, breaker, observers);
			sent.forEach((result, position) => {
				results[group.items[position]!.itemIndex] = result;
			});
		}
	}
	return ready.map(({ itemIndex }) => results[itemIndex]!);
}
