import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import type { Guard } from '../protocol/send/dispatch';
import type { Transport } from '../protocol/send/transport';
import { isSurelyUndone, type Outcome } from '../protocol/reply/outcome';
import type { ItemInput } from '../operation/itemInput';
import { isEmpty, trim } from '../values/blank';
import { readText } from '../values/text';
import { forget, recordOnce, type OnceScope, type Recorded } from './onceStore';
import { isTask, type Operation } from '../operation/operation';
import type { RunOptions } from '../operation/options';

/** How far Send Once reaches in a run. */
export type SendOnceMode = 'off' | 'execution' | 'executions';

/** Two are kept for each call: that it is sent, and that it was done. */
const MAX_REMEMBERED = 100_000;
const MAX_CONFIRMATIONS = 20;
/** An execution that n8n runs again stays in its process, so for its keys a short wait is enough. */
const EXECUTION_SETTLE_MS = 300;

/** The keys of calls. */
export interface OnceKeys {
	readonly keys: ReadonlyMap<Call, string>;
	readonly acrossExecutions: boolean;
}

/** What is said of a call that was noted, but not noted as done. */
export const NOT_SURE =
	'It was sent or about to be sent before, but nothing says that this came to its end. Check in Leanplum.';

/** Nothing that a user gives as a key can begin like this. */
const finishedMark = (key: string) => `leanplum done ${key}`;

/**
 * Sends each key once: notes it in n8n's de-duplication store before the call leaves, and takes it back
 * when Leanplum surely did nothing.
 *
 * The store has no lock, see {@link recordOnce}. A key that another worker wrote over is found missing and
 * noted again, and nothing is sent before it stayed for long enough.
 */
export class SendOnce implements Guard {
	/** What is to be noted at the next occasion. */
	private finished: string[] = [];

	/** Whether the user asked for it. */
	readonly onlyOnce: boolean;

	private readonly scope: OnceScope;

	/** @param once the key of each call; those of the calls to admit are all different */
	constructor(
		private readonly context: IExecuteFunctions,
		{ sendOnce, sendOnceScope }: Pick<RunOptions, 'sendOnce' | 'sendOnceScope'>,
		private readonly once: OnceKeys,
		private readonly transport: Pick<Transport, 'sleep' | 'cancelled'>,
	) {
		this.onlyOnce = sendOnce !== undefined;
		this.scope = sendOnceScope;
	}

	async admit(calls: readonly Call[]): Promise<ReadonlyMap<Call, Outcome>> {
		/** Keys that were not there before this call noted them. */
		const noted: string[] = [];
		try {
			return await this.refusalsAmong(calls, noted);
		} catch {
			// Nothing has left, so nothing may stay noted.
			await this.release(noted);
			// Of the reason nothing is known that would help.
			const outcome: Outcome = { status: 'failed', problem: { kind: 'notRecorded' } };
			return new Map(calls.map((call) => [call, outcome]));
		}
	}

	async report(outcomes: ReadonlyMap<Call, Outcome>): Promise<void> {
		const undone: string[] = [];
		for (const [call, outcome] of outcomes) {
			const key = this.once.keys.get(call)!;
			if (isSurelyUndone(outcome)) undone.push(key);
			// What may have been done stays noted: also should another worker have written over it since.
			else this.finished.push(key, ...(outcome.status === 'done' ? [finishedMark(key)] : []));
		}
		await this.release(undone);
	}

	/** Notes what was done since; without it, a later duplicate is reported as not quite sure. */
	async close(): Promise<void> {
		await this.record(this.takeFinished()).catch(() => undefined);
	}

	/** A key that stays by mistake only keeps the call from being sent again. */
	private async release(keys: readonly string[]): Promise<void> {
		await forget(this.context, this.scope, keys).catch(() => undefined);
	}

	private async refusalsAmong(
		calls: readonly Call[],
		noted: string[],
	): Promise<Map<Call, Outcome>> {
		const names = calls.map((call) => this.once.keys.get(call)!);
		const recorded = await this.record([...this.takeFinished(), ...names]);
		const { fresh } = recorded;
		noted.push(...names.filter((name) => fresh.has(name)));
		const finished = await this.finishedAmong(names.filter((name) => !fresh.has(name)));
		await this.confirm(noted, recorded);
		const refusals = new Map<Call, Outcome>();
		for (const call of calls) {
			const name = this.once.keys.get(call)!;
			if (fresh.has(name)) continue;
			const sure = finished.has(name);
			refusals.set(call, { status: 'duplicate', ...(sure ? {} : { warning: NOT_SURE }) });
		}
		return refusals;
	}

	/** Waits until keys are safe from being written over by others who read before. */
	private async confirm(names: readonly string[], recorded: Recorded): Promise<void> {
		if (names.length === 0) return;
		let stayedMs = 0;
		let settleMs = this.settleMs(recorded);
		for (let tries = 0; tries < MAX_CONFIRMATIONS; tries++) {
			await this.transport.sleep(settleMs - stayedMs);
			if (this.transport.cancelled()) throw new Error('The execution was stopped');
			const again = await this.record(names);
			stayedMs = again.fresh.size === 0 ? settleMs : 0;
			settleMs = Math.max(this.settleMs(again), stayedMs);
			// An access that took a little longer is no reason to wait on, but one that others disturbed is.
			if (settleMs < 2 * stayedMs) return;
		}
		throw new Error('The store is too busy');
	}

	private settleMs({ settleMs }: Recorded): number {
		return this.once.acrossExecutions ? settleMs : Math.min(settleMs, EXECUTION_SETTLE_MS);
	}

	private async finishedAmong(names: readonly string[]): Promise<Set<string>> {
		if (names.length === 0) return new Set();
		// Asking writes, so what was not there is taken out again.
		const missing = (await this.record(names.map(finishedMark))).fresh;
		await forget(this.context, this.scope, [...missing]);
		return new Set(names.filter((name) => !missing.has(finishedMark(name))));
	}

	private takeFinished(): string[] {
		const taken = this.finished;
		this.finished = [];
		return taken;
	}

	private async record(names: readonly string[]): Promise<Recorded> {
		return await recordOnce(this.context, this.scope, names, MAX_REMEMBERED);
	}
}

/** A short name for what a call does. */
function digestOf({ spec, args }: Call): string {
	return createHash('sha256')
		.update(JSON.stringify([spec.action, args]))
		.digest('base64url');
}

/**
 * Keys by which an execution knows its own calls again when n8n runs it, or this node in it, anew: what
 * each does, and how many of the same kind came before it.
 *
 * @param calls of all items in order
 */
export function executionKeys(
	context: IExecuteFunctions,
	calls: readonly Call[],
): ReadonlyMap<Call, string> {
	const run = `${context.getExecutionId()}/${String(context.evaluateExpression('{{ $runIndex }}', 0))}`;
	const seen = new Map<string, number>();
	const keys = new Map<Call, string>();
	for (const call of calls) {
		const digest = digestOf(call);
		const before = seen.get(digest) ?? 0;
		seen.set(digest, before + 1);
		keys.set(call, `leanplum run ${run}/${digest}/${before}`);
	}
	return keys;
}

const KEY_LABEL = 'Send Once Key';

/** The key that the user gave for an item, set apart from keys of other nodes in the same store. */
export function userKeyOf(input: ItemInput): string {
	const sendOnceKey = input.inside('options').value('sendOnceKey');
	// A list or an object would be the same text for every item, so it is refused.
	const key = input.take(KEY_LABEL, readText(sendOnceKey));
	if (isEmpty(sendOnceKey)) {
		input.refuse(
			KEY_LABEL,
			'is empty for this item. Enter a value that identifies what you are sending, such as an order ID',
		);
	}
	return `leanplum key ${trim(key ?? '')}`;
}

/**
 * How far Send Once reaches: as the user chose, or as far as the node's settings make it needed.
 *
 * @param retriesOnFail whether the node has Retry On Fail
 */
export function sendOnceMode(
	operation: Operation,
	{ sendOnce }: RunOptions,
	retriesOnFail: boolean,
): SendOnceMode {
	if (isTask(operation) || !operation.offersSendOnce) return 'off';
	// Who lets n8n run the node again should not have to think of this.
	return sendOnce ?? (retriesOnFail ? 'execution' : 'off');
}
