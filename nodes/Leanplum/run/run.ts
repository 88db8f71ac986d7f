import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { explainInput } from '../operation/explain';
import { ParameterReader } from '../operation/fields/parameters';
import { isPreviewable, type Operation } from '../operation/operation';
import { statusOf, wasSkipped, type ItemResult } from '../operation/result';
import type { RunOptions } from '../operation/runOptions';
import { mergeResent, rememberResults, resultsOfEarlierTries } from '../sendOnce/earlierTries';
import { RequestLog } from '../transport/requestLog';
import { groupByCredential } from './credentialGroups';
import { besideInput, withOutput } from './output/columns';
import { failurePlace } from './output/failedItem';
import { hintOfNothing, summarizeResults } from './output/hints';
import { summarizeInputs } from './output/inputHints';
import { MigrationWatch } from './output/migrationWatch';
import { describeFailures, toItems } from './output/output';
import { ItemOptions, prepareItems, type PreparedItems } from './prepare';
import { NO_PREVIEW, previewRun } from './preview';
import { sendByMode } from './sendByMode';
import { sleepFor } from './sleep';

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

/** Enters what is known without sending anything: what was left as it is, and what is wrong. */
function enterUnsent(results: ItemResult[], { unchanged, invalid }: PreparedItems): void {
	for (const { itemIndex, output } of unchanged) {
		results[itemIndex] = { kind: 'performed', items: [{ json: output }], isUnchanged: true };
	}
	for (const { itemIndex, input, ids } of invalid) {
		results[itemIndex] = { kind: 'failed', explanation: explainInput(input.problems), facts: ids };
	}
}

/** Items of a preview and the others, each where its input item stands. */
function inInputOrder(
	previewed: INodeExecutionData[],
	outputs: INodeExecutionData[],
): INodeExecutionData[] {
	if (previewed.length === 0) return outputs;
	return [...previewed, ...outputs].sort((a, b) => inputOf(a) - inputOf(b));
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

	const { ready, invalid } = sent;
	const watch = new MigrationWatch();
	for (const [itemIndex, result] of settled) results[itemIndex] = result;
	enterUnsent(results, sent);
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
	const outputs = inInputOrder(preview.items, byItem.flat());
	const all = withInputFields(context, options, outputs);
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
