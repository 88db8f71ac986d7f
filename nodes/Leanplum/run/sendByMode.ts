import type { IExecuteFunctions } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import type { LeanplumCredential } from '../protocol/action/keys';
import { CircuitBreaker } from '../protocol/send/circuitBreaker';
import { CancelledError } from '../protocol/send/transport';
import { isTask, type Operation } from '../operation/operation';
import type { ItemResult } from '../operation/result';
import type { RunOptions } from '../operation/runOptions';
import { executionKeys, type OnceKeys } from '../sendOnce/onceKeys';
import { messageNames } from '../transport/messageNames';
import type { RequestLog } from '../transport/requestLog';
import { createTransport } from '../transport/transport';
import {
	groupByCredential,
	isMissing,
	objectionTo,
	type CredentialGroup,
} from './credentialGroups';
import { leftOutOf } from './output/inputHints';
import type { MigrationWatch } from './output/migrationWatch';
import { performTasks } from './performTasks';
import type { Prepared } from './prepare';
import { defect, stopped } from './runErrors';
import { sendCalls } from './sendCalls';

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

/** What an AI agent chooses as the output; people have no such field in operations that send calls. */
const PICKED: readonly unknown[] = ['raw', 'selected', 'simplified'];

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

/** Sends items, those with the same Send Once and the same credential at a time. */
export async function sendByMode(
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
