import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { namesItsSubject, type Call } from '../protocol/action/call';
import { CATALOGUE } from '../protocol/action/catalogue';
import type { KeyClass } from '../protocol/action/keys';
import { ItemInput } from '../operation/fields/itemInput';
import { ownFields } from '../operation/fields/toolFields';
import {
	isTask,
	type NothingToDo,
	type Operation,
	type RunNotes,
	type Sending,
} from '../operation/operation';
import {
	disagreements,
	objectionToOutput,
	readRunOptions,
	type RunOptions,
	type RunOptionsReading,
} from '../operation/runOptions';
import type { ParameterReader } from '../operation/fields/parameters';
import { idsOf, type ItemResult } from '../operation/result';
import { ExpressionCheck } from './expressionCheck';
import { explainDefect } from './runErrors';
import { sendOnceMode, userKeyOf, type SendOnceMode } from '../sendOnce/onceKeys';

/** An item that is ready to be sent. */
export interface Prepared extends Partial<Sending> {
	readonly itemIndex: number;
	readonly input: ItemInput;
	readonly key: KeyClass;
	readonly options: RunOptions;
	readonly sendOnce: SendOnceMode;
	/** What it may be sent for only once; empty without Send Once across executions. */
	readonly onceKey: string;
}

/** An item for which nothing is sent. */
interface NotSent {
	readonly itemIndex: number;
	readonly input: ItemInput;
	readonly options: RunOptions;
}

/** The items of a run before anything is sent. */
export interface PreparedItems {
	/** Those with a call; a task makes its own. */
	readonly ready: readonly Prepared[];
	/** Those for which nothing has to be done. */
	readonly unchanged: ReadonlyArray<NothingToDo & NotSent>;
	/** Those whose input is wrong; it says how. */
	readonly invalid: ReadonlyArray<NotSent & { readonly ids: IDataObject }>;
}

/** Refuses a call that names no user or device though its action needs one. */
function refuseWithoutSubject(call: Call, input: ItemInput): void {
	const labels = call.spec.subject === 'device' ? ['Device ID'] : ['User ID', 'Device ID'];
	if (!namesItsSubject(call) && !input.problems.some(({ field }) => labels.includes(field))) {
		const label = input.value('identifyBy') === 'deviceId' ? 'Device ID' : labels[0]!;
		input.refuse(label, 'is empty for this item');
	}
}

function prepare(
	operation: Operation,
	item: NotSent,
	sendOnce: SendOnceMode,
	notes: RunNotes,
): Prepared | NothingToDo {
	const { input } = item;
	if (isTask(operation)) {
		return { ...item, key: CATALOGUE[operation.sends].key, sendOnce, onceKey: '' };
	}
	const prepared = operation.prepare(input, notes);
	if (!('call' in prepared)) return prepared;
	const { call } = prepared;
	refuseWithoutSubject(call, input);
	const onceKey = sendOnce === 'executions' ? userKeyOf(input) : '';
	const { itemIndex, options } = item;
	const { toOutput, named, whenUnknown } = prepared;
	const { key } = call;
	// Spread into an object, these would take a kilobyte more for each item.
	return { itemIndex, input, options, call, toOutput, named, whenUnknown, key, sendOnce, onceKey };
}

/** Prepares an item; a defect that shows with it is not let end the run of the others. */
function prepareOrRefuse(
	operation: Operation,
	item: NotSent,
	sendOnce: SendOnceMode,
	notes: RunNotes,
): Prepared | NothingToDo | undefined {
	try {
		return prepare(operation, item, sendOnce, notes);
	} catch (error) {
		item.input.refuse('This item', `couldn't be prepared. ${explainDefect(error).message}`);
		return undefined;
	}
}

/** The options of the items. Those of the whole run must be the same for all of them. */
export class ItemOptions {
	private readonly first: RunOptionsReading;
	private readonly isConstant: boolean;
	private readonly known: RunOptionsReading[] = [];

	private readonly noOutput: string | undefined;

	constructor(
		private readonly reader: ParameterReader,
		node: INode,
	) {
		this.noOutput = objectionToOutput(node);
		this.first = readRunOptions(reader.read('options', 0), this.noOutput);
		this.isConstant = reader.isConstant('options');
	}

	/** Those of the whole run. */
	get ofTheRun(): RunOptions {
		return this.first.options;
	}

	of(itemIndex: number): RunOptions {
		return this.read(itemIndex).options;
	}

	/** Reads those of an item; what is wrong with them is noted. */
	check(input: ItemInput, itemIndex: number): RunOptions {
		const { options, problems } = this.read(itemIndex);
		const all =
			options === this.ofTheRun
				? problems
				: [...problems, ...disagreements(this.ofTheRun, options)];
		for (const { field, message } of all) input.refuse(field, message);
		return options;
	}

	private read(itemIndex: number): RunOptionsReading {
		if (this.isConstant) return this.first;
		// Kept, because n8n would resolve the expressions each time anew.
		return (this.known[itemIndex] ??= readRunOptions(
			this.reader.read('options', itemIndex),
			this.noOutput,
		));
	}
}

/**
 * Turns the items of a run into what is to be sent for them.
 *
 * @param settled results of items that must not be sent again
 */
export function prepareItems(
	context: IExecuteFunctions,
	operation: Operation,
	reader: ParameterReader,
	itemOptions: ItemOptions,
	settled: ReadonlyMap<number, ItemResult>,
): PreparedItems {
	const timezone = context.getTimezone();
	const retriesOnFail = context.getNode().retryOnFail === true;
	const check = new ExpressionCheck(reader, operation);
	const fieldsOf = ownFields(context.getNode());
	const ready: Prepared[] = [];
	const unchanged: Array<NothingToDo & NotSent> = [];
	const invalid: Array<NotSent & { ids: IDataObject }> = [];
	const notes: RunNotes = new Map();
	context.getInputData().forEach(({ json }, itemIndex) => {
		const input = new ItemInput(reader, itemIndex, fieldsOf(json), timezone);
		const item = { itemIndex, input, options: itemOptions.check(input, itemIndex) };
		const sendOnce = sendOnceMode(operation, item.options, retriesOnFail);
		const prepared = prepareOrRefuse(operation, item, sendOnce, notes);
		// It was prepared for its notes only.
		if (settled.has(itemIndex)) return;
		check.refuseFailed(input, itemIndex);
		const call = prepared && 'call' in prepared ? prepared.call : undefined;
		if (!prepared || input.problems.length > 0) {
			invalid.push({ ...item, ids: call ? idsOf(call) : {} });
		} else if ('output' in prepared) unchanged.push({ ...item, ...prepared });
		else ready.push(prepared);
	});
	return { ready, unchanged, invalid };
}
