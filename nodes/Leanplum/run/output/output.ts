import type {
	IDataObject,
	INode,
	INodeExecutionData,
	JsonObject as N8nJsonObject,
	NodeApiError as NodeApiErrorType,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { setOwn } from '../../protocol/basics/json';
import { answerOf } from '../../protocol/reply/answer';
import { explain, listed, type Explanation } from '../../operation/explain';
import type { Operation } from '../../operation/operation';
import { idsOf, statusOf, type ItemResult } from '../../operation/result';
import { count, inWords, type Status } from '../../operation/statusWords';
import { withColumns } from './columns';
import { failedJson, type FailurePlace, type ItemFailure } from './failedItem';

/** The failure of an item, if it failed; skipped items fail when the user wants that. */
function failureOf(result: ItemResult, failSkipped: boolean): ItemFailure | undefined {
	if (result.kind === 'performed') return undefined;
	if (result.kind === 'failed') return result;
	const { outcome } = result;
	if (outcome.status === 'done' || outcome.status === 'duplicate') return undefined;
	if (outcome.status === 'skipped') {
		if (!failSkipped) return undefined;
		const explanation: Explanation =
			statusOf(result) === 'notFound'
				? {
						message: "Leanplum didn't find this user",
						description:
							"Check the ID. To continue when this happens, set 'If Leanplum Skips an Item' to 'Mark as Skipped and Continue'.",
					}
				: {
						message: `Leanplum skipped this item: ${outcome.warning}`,
						description:
							"Leanplum reported success but did nothing. To continue when this happens, set 'If Leanplum Skips an Item' to 'Mark as Skipped and Continue'.",
					};
		return { explanation, outcome };
	}
	const facts = outcome.status === 'unknown' ? result.whenUnknown : undefined;
	return { explanation: explain(outcome.problem), outcome, ...(facts ? { facts } : {}) };
}

/** The user and device that an item addressed. */
function addressed(result: ItemResult): IDataObject {
	return result.kind === 'called' ? idsOf(result.call) : {};
}

/** The output of a call that was answered. */
function answeredJson(
	operation: Operation,
	result: ItemResult & { kind: 'called' },
): IDataObject[] {
	const { outcome, toOutput } = result;
	const answer = 'reply' in outcome ? answerOf(outcome.reply) : {};
	const shaped = outcome.status === 'done' && toOutput ? toOutput(answer) : answer;
	if (Array.isArray(shaped)) return shaped;
	const status = statusOf(result);
	const ids = addressed(result);
	const isPicked = result.isPicked && status === 'done';
	const item: IDataObject = isPicked ? { status, ...ids } : withColumns(operation, status, ids);
	const remark = 'warning' in outcome ? outcome.warning : undefined;
	if (remark !== undefined || result.leftOut !== undefined) {
		item.warning = [remark, result.leftOut].filter((one) => one !== undefined).join(' ');
	}
	for (const name of Object.keys(shaped)) {
		if (name !== 'status') setOwn(item, name, shaped[name]);
		else if (shaped.status !== undefined) item.answerStatus = shaped.status;
	}
	return [item];
}

/**
 * The output items of one input item; one, except for lists and files.
 *
 * Done: `status: "done"` and the reply's fields. Skipped: `status: "skipped"`, or `"notFound"` where
 * the operation reads an unknown user, and Leanplum's warning. Failed: `error` with `message`,
 * `description`, `status` and facts; beside the others with the operation's keys, null without a value.
 */
export function toItems(
	operation: Operation,
	result: ItemResult,
	itemIndex: number,
	failSkipped: boolean,
	place: FailurePlace,
): INodeExecutionData[] {
	const pairedItem = { item: itemIndex };
	const failure = failureOf(result, failSkipped);
	if (failure) {
		const known = { ...failure, facts: { ...addressed(result), ...failure.facts } };
		const binary = result.kind === 'failed' ? result.binary : undefined;
		return [
			{
				json: failedJson(operation, statusOf(result), known, place),
				...(binary ? { binary } : {}),
				pairedItem,
			},
		];
	}
	if (result.kind === 'performed') {
		return result.items.map(({ json, binary, failure: explanation }) => ({
			json: explanation
				? failedJson(operation, 'failed', { explanation, facts: json }, place)
				: 'status' in json
					? withColumns(operation, String(json.status), json)
					: json,
			...(binary ? { binary } : {}),
			pairedItem,
		}));
	}
	if (result.kind === 'failed') return [];
	return answeredJson(operation, result).map((json) => ({ json, pairedItem }));
}

/** What became of the other items, for an error that hides their output. */
function summaryOf(results: readonly ItemResult[]): string {
	const counts: Partial<Record<Status, number>> = {};
	for (const result of results) {
		// Items behind one with wrong input were not even tried.
		const status = result ? statusOf(result) : 'notSent';
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return `Of ${count(results.length, 'item')}: ${inWords(counts)}. To get the result of each item, set 'On Error' to 'Continue' in the node settings.`;
}

/** Sets a message that n8n would otherwise replace when it happens to contain a network code such as EPERM. */
function worded<NodeError extends NodeApiErrorType | NodeOperationError>(
	error: NodeError,
	message: string,
): NodeError {
	error.message = message;
	return error;
}

/**
 * The error that stops the node, for the first item that failed.
 *
 * @returns `undefined` when none did
 */
export function describeFailures(
	node: INode,
	results: readonly ItemResult[],
	failsSkipped: (itemIndex: number) => boolean,
): NodeApiErrorType | NodeOperationError | undefined {
	const failed = [...results.entries()].flatMap(([itemIndex, result]) => {
		const failure = result && failureOf(result, failsSkipped(itemIndex));
		return failure ? [{ itemIndex, ...failure }] : [];
	});
	const [first, ...others] = failed;
	if (!first) return undefined;
	const { explanation, itemIndex, outcome } = first;
	// n8n adds the number of the item, which it takes from `itemIndex`.
	const { message } = explanation;
	const description = [
		explanation.description,
		...(others.length > 0 ? [`Other items: ${listed(others.map(shortly))}.`] : []),
		...(results.length > 1 ? [summaryOf(results)] : []),
	].join(' ');
	const options = {
		itemIndex,
		message,
		description,
		...(explanation.failure ? { failure: explanation.failure } : {}),
	};
	const problem = outcome && 'problem' in outcome ? outcome.problem : undefined;
	if (!problem) return worded(new NodeOperationError(node, message, options), message);
	const response: N8nJsonObject = { message: problem.leanplumMessage ?? message };
	return worded(
		new NodeApiError(node, response, {
			...options,
			...(problem.httpStatus ? { httpCode: String(problem.httpStatus) } : {}),
		}),
		message,
	);
}

/** A failed item in a list of several. */
function shortly({ itemIndex, explanation }: ItemFailure & { itemIndex: number }): string {
	return `[item ${itemIndex}] ${explanation.message}`;
}
