import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { createCall, namesItsSubject, usersOf, type Call } from '../protocol/call';
import { CATALOGUE } from '../protocol/catalogue';
import { CancelledError, dispatch, type Wire } from '../protocol/dispatch';
import { jsonBytes } from '../protocol/json';
import type { KeyClass, LeanplumCredential } from '../protocol/keys';
import { MULTI_LIMITS, plan, SINGLE_LIMITS } from '../protocol/plan';
import { CREDENTIAL, credentialObjection } from './credential';
import { explainInput } from './explain';
import { summarise } from './hints';
import { ItemInput, WrongInput } from './itemInput';
import { isTask, type CallOperation, type Operation, type TaskOperation } from './operation';
import { readRunOptions, type RunOptions } from './options';
import { describeFailures, toItems } from './output';
import { ParameterReader } from './parameters';
import type { ItemResult } from './result';
import { before, inAll, rememberSettled } from './settled';
import { createTools } from './task';
import { TaskFailure } from './taskFailure';
import { createWire } from './transport';

/** An item that is ready to be sent. */
interface Prepared {
	readonly itemIndex: number;
	readonly input: ItemInput;
	/** Its call; a task makes its own. */
	readonly call?: Call;
	readonly key: KeyClass;
}

/** Builds the call of one item; what is wrong with its input is noted there. */
function callOf(operation: CallOperation, input: ItemInput): Call {
	const args = operation.toArgs(input);
	const spec = operation.toSpec?.(input) ?? CATALOGUE[operation.sends];
	const call = createCall(spec, args, operation.toKey?.(input));
	const ids = spec.subject === 'device' ? ['Device ID'] : ['User ID', 'Device ID'];
	if (!namesItsSubject(call) && !input.problems.some(({ field }) => ids.includes(field))) {
		input.refuse(ids[0]!, 'is empty for this item, so nobody is addressed');
	}
	return call;
}

function prepare(operation: Operation, input: ItemInput, itemIndex: number): Prepared {
	if (isTask(operation)) return { itemIndex, input, key: CATALOGUE[operation.sends].key };
	const call = callOf(operation, input);
	return { itemIndex, input, call, key: call.key };
}

/**
 * What a call must not overlap with: its users; or, when it changes the app itself, all other such
 * changes, so that the last item wins.
 */
function linksOf(call: Call): string[] {
	const changesApp = call.spec.subject === 'none' && call.spec.verb === 'POST';
	const users = usersOf(call.args);
	return users.length === 0 && changesApp ? ['the app'] : users;
}

/** Sends the calls of all items in as few requests as Leanplum's rules allow. */
async function sendCalls(
	prepared: readonly Prepared[],
	wire: Wire,
	options: RunOptions,
): Promise<ItemResult[]> {
	const calls = prepared.map(({ call }) => call!);
	const mayBeBatched = calls.every(({ spec }) => spec.batch === 'proven');
	const lanes = plan(
		calls.map((call) => ({
			users: linksOf(call),
			bytes: jsonBytes(call.args),
			group: call.key,
		})),
		options.batching && mayBeBatched ? MULTI_LIMITS : SINGLE_LIMITS,
	);
	const outcomes = await dispatch(calls, lanes, wire, options);
	return prepared.map(({ input }, position) => ({
		kind: 'called',
		call: calls[position]!,
		outcome: outcomes[position]!,
		input,
	}));
}

/** Performs the tasks of all items, several at once. */
async function performTasks(
	context: IExecuteFunctions,
	operation: TaskOperation,
	credential: LeanplumCredential,
	prepared: readonly Prepared[],
	wire: Wire,
	options: RunOptions,
): Promise<ItemResult[]> {
	const results = new Array<ItemResult>(prepared.length);
	const waiting = prepared.entries();
	const work = async () => {
		for (const [position, { input, itemIndex }] of waiting) {
			const tools = createTools(context, credential, options, wire, itemIndex);
			try {
				results[position] = { kind: 'performed', items: await operation.perform(input, tools) };
			} catch (error) {
				results[position] = failureOf(error, input, context);
			}
		}
	};
	const workers = Math.max(1, Math.min(options.parallelRequests, prepared.length));
	await Promise.all(Array.from({ length: workers }, work));
	return results;
}

/** Turns what a task threw into its item's result; other errors go on. */
function failureOf(error: unknown, input: ItemInput, context: IExecuteFunctions): ItemResult {
	if (error instanceof TaskFailure) {
		const { explanation, facts, outcome, progress } = error;
		return { kind: 'failed', explanation, facts, outcome, progress };
	}
	if (error instanceof CancelledError) throw stopped(context);
	if (error instanceof WrongInput) {
		return { kind: 'failed', explanation: explainInput(input.problems) };
	}
	throw defect(context, error);
}

function stopped(context: IExecuteFunctions): NodeOperationError {
	return new NodeOperationError(context.getNode(), 'The execution was stopped', {
		description: 'Requests that were under way may have been done by Leanplum.',
	});
}

function defect(context: IExecuteFunctions, error: unknown): NodeOperationError {
	return new NodeOperationError(context.getNode(), error as Error, {
		failure: { cause: 'node-defect' },
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
	operation: Operation,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const reader = new ParameterReader(context);
	const timezone = context.getTimezone();
	const options = readRunOptions(reader.read('options', 0));

	const { settled, madeAgain } = before(context);
	const results: ItemResult[] = new Array<ItemResult>(items.length);
	const prepared: Prepared[] = [];
	items.forEach((item, itemIndex) => {
		const earlier = settled.get(itemIndex);
		if (earlier) {
			results[itemIndex] = earlier;
			return;
		}
		const input = new ItemInput(reader, itemIndex, item.json, timezone);
		const ready = prepare(operation, input, itemIndex);
		if (input.problems.length === 0) prepared.push(ready);
		else results[itemIndex] = { kind: 'failed', explanation: explainInput(input.problems) };
	});

	const inputIsSound = results.every((result) => result?.kind !== 'failed');
	if (prepared.length > 0 && (inputIsSound || continueOnFail)) {
		const credential = await context.getCredentials<LeanplumCredential>(CREDENTIAL);
		const keys = prepared.map(({ key }) => key);
		const explanation = credentialObjection(credential, `"${operation.action}"`, keys);
		const sent = explanation
			? prepared.map((): ItemResult => ({ kind: 'failed', explanation }))
			: await send(context, operation, credential, prepared, options);
		prepared.forEach(({ itemIndex }, position) => {
			results[itemIndex] = inAll(madeAgain.get(itemIndex), sent[position]!);
		});
	}

	rememberSettled(context, results);
	if (!continueOnFail) {
		const error = describeFailures(context.getNode(), results, options.failSkipped);
		if (error) throw error;
	}
	context.addExecutionHints(...summarise(results));
	return [
		results.flatMap((result, itemIndex) =>
			toItems(operation, result, itemIndex, options.failSkipped),
		),
	];
}

async function send(
	context: IExecuteFunctions,
	operation: Operation,
	credential: LeanplumCredential,
	prepared: readonly Prepared[],
	options: RunOptions,
): Promise<ItemResult[]> {
	const wire = createWire(context, credential, options.timeoutMs);
	if (isTask(operation)) {
		return await performTasks(context, operation, credential, prepared, wire, options);
	}
	try {
		return await sendCalls(prepared, wire, options);
	} catch (error) {
		throw error instanceof CancelledError ? stopped(context) : defect(context, error);
	}
}
