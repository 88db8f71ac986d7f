import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createCall, namesItsSubject, type Call } from '../protocol/call';
import { CATALOGUE } from '../protocol/catalogue';
import type { KeyClass } from '../protocol/keys';
import { ItemInput } from './itemInput';
import { isTask, type CallOperation, type Operation } from './operation';
import type { ParameterReader } from './parameters';
import type { ItemResult } from './result';
import { userKeyOf } from './sendOnce';

/** An item that is ready to be sent. */
export interface Prepared {
	readonly itemIndex: number;
	readonly input: ItemInput;
	/** Its call; a task makes its own. */
	readonly call?: Call;
	readonly key: KeyClass;
	/** What it may be sent for only once; empty without Send Once across executions. */
	readonly onceKey: string;
}

/** The items of a run before anything is sent. */
export interface PreparedItems {
	readonly ready: readonly Prepared[];
	/** Those for which nothing has to be done, and what comes out for them. */
	readonly leftOut: ReadonlyArray<{ readonly itemIndex: number; readonly json: IDataObject }>;
	/** Those whose input is wrong; it says how. */
	readonly wrong: ReadonlyArray<{ readonly itemIndex: number; readonly input: ItemInput }>;
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

function prepare(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
	wantsKey: boolean,
): Prepared {
	if (isTask(operation)) {
		return { itemIndex, input, key: CATALOGUE[operation.sends].key, onceKey: '' };
	}
	const call = callOf(operation, input);
	const onceKey = wantsKey ? userKeyOf(input) : '';
	return { itemIndex, input, call, key: call.key, onceKey };
}

/**
 * Turns the items of a run into what is to be sent for them.
 *
 * @param settled results of items that must not be sent again
 * @param wantsKey whether each item needs a Send Once Key
 */
export function prepareItems(
	context: IExecuteFunctions,
	operation: Operation,
	reader: ParameterReader,
	settled: ReadonlyMap<number, ItemResult>,
	wantsKey: boolean,
): PreparedItems {
	const timezone = context.getTimezone();
	const ready: Prepared[] = [];
	const leftOut: Array<{ itemIndex: number; json: IDataObject }> = [];
	const wrong: Array<{ itemIndex: number; input: ItemInput }> = [];
	context.getInputData().forEach((item, itemIndex) => {
		if (settled.has(itemIndex)) return;
		const input = new ItemInput(reader, itemIndex, item.json, timezone);
		const prepared = prepare(operation, input, itemIndex, wantsKey);
		if (input.problems.length > 0) wrong.push({ itemIndex, input });
		else if (input.leftOut) leftOut.push({ itemIndex, json: input.leftOut });
		else ready.push(prepared);
	});
	return { ready, leftOut, wrong };
}
