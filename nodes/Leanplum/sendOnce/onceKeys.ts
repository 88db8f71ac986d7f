import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isTask, type Operation } from '../operation/operation';
import type { RunOptions } from '../operation/runOptions';
import type { ItemInput } from '../operation/fields/itemInput';
import type { Call } from '../protocol/action/call';
import { isEmpty, trim } from '../values/blank';
import { objectionToId } from '../values/id';
import { refuse } from '../values/reading';
import { readText } from '../values/text';

/** How far Send Once reaches in a run. */
export type SendOnceMode = 'off' | 'execution' | 'executions';

/** The keys of calls. */
export interface OnceKeys {
	readonly keys: ReadonlyMap<Call, string>;
	readonly acrossExecutions: boolean;
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
	const sendOnceKey = input.inside('options').part('sendOnce', 'once').value('sendOnceKey');
	// A list or an object would be the same text for every item, so it is refused.
	const key = input.take(KEY_LABEL, readText(sendOnceKey));
	// What stands for a missing value, or a shortened number, would be the key of many items.
	const objection = key === undefined ? undefined : objectionToId(trim(key));
	if (objection !== undefined) input.take(KEY_LABEL, refuse(objection, key));
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
