import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { namesItsSubject, type Call } from '../protocol/action/call';
import { CATALOGUE } from '../protocol/action/catalogue';
import type { KeyClass } from '../protocol/action/keys';
import { ItemInput, type InputProblem } from '../operation/itemInput';
import { propertyOf } from '../operation/field';
import { ownFields } from '../operation/toolFields';
import { isTask, type NothingToDo, type Operation, type Sending } from '../operation/operation';
import { COMMON_OPTIONS, PREVIEW_OPTION, SEND_ONCE_OPTIONS } from '../operation/options';
import type { FailedExpression, ParameterReader } from '../operation/parameters';
import type { ItemResult } from '../operation/result';
import { explainDefect } from './runErrors';
import { userKeyOf } from '../sendOnce/sendOnce';

/** An item that is ready to be sent. */
export interface Prepared extends Partial<Sending> {
	readonly itemIndex: number;
	readonly input: ItemInput;
	readonly key: KeyClass;
	/** What it may be sent for only once; empty without Send Once across executions. */
	readonly onceKey: string;
}

/** The items of a run before anything is sent. */
export interface PreparedItems {
	/** Those with a call; a task makes its own. */
	readonly ready: readonly Prepared[];
	/** Those for which nothing has to be done. */
	readonly unchanged: ReadonlyArray<NothingToDo & { readonly itemIndex: number }>;
	/** Those whose input is wrong; it says how. */
	readonly invalid: ReadonlyArray<{ readonly itemIndex: number; readonly input: ItemInput }>;
}

/** Refuses a call that names no user or device though its action needs one. */
function refuseWithoutSubject(call: Call, input: ItemInput): void {
	const labels = call.spec.subject === 'device' ? ['Device ID'] : ['User ID', 'Device ID'];
	if (!namesItsSubject(call) && !input.problems.some(({ field }) => labels.includes(field))) {
		input.refuse(labels[0]!, 'is empty for this item, so nobody is addressed');
	}
}

function prepare(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
	wantsKey: boolean,
): Prepared | NothingToDo {
	if (isTask(operation)) {
		return { itemIndex, input, key: CATALOGUE[operation.sends].key, onceKey: '' };
	}
	const prepared = operation.prepare(input);
	if (!('call' in prepared)) return prepared;
	const { call } = prepared;
	refuseWithoutSubject(call, input);
	const onceKey = wantsKey ? userKeyOf(input) : '';
	return { ...prepared, itemIndex, input, key: call.key, onceKey };
}

/** Prepares an item; a defect that shows with it is not let end the run of the others. */
function prepareOrRefuse(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
	wantsKey: boolean,
): Prepared | NothingToDo | undefined {
	try {
		return prepare(operation, input, itemIndex, wantsKey);
	} catch (error) {
		input.refuse('This item', `cannot be prepared. ${explainDefect(error).message}`);
		return undefined;
	}
}

/** A field of the editor, as far as its label matters. */
interface Labelled {
	readonly name: string;
	readonly displayName?: string;
	readonly options?: INodeProperties['options'];
	readonly values?: readonly Labelled[];
}

/** The label of the field that a path of names leads to, or of the last one with a label on the way. */
function labelOf(
	fields: readonly Labelled[],
	[name, ...deeper]: readonly string[],
): string | undefined {
	// The rows of a list have numbers instead of labels.
	if (name !== undefined && /^\d+$/.test(name)) return labelOf(fields, deeper);
	const field = fields.find((one) => one.name === name);
	return field && (labelOf(field.values ?? field.options ?? [], deeper) ?? field.displayName);
}

/** Options that not only one operation has. */
const SHARED_OPTIONS = [...COMMON_OPTIONS, PREVIEW_OPTION, ...SEND_ONCE_OPTIONS];

/** Whether it stands in an option that the first item decides for the whole run. */
function isOfTheRun({ path: [name, option] }: FailedExpression): boolean {
	if (name !== 'options') return false;
	const isShared = option === undefined || SHARED_OPTIONS.some((one) => one.name === option);
	return isShared && option !== 'sendOnceKey';
}

/** Finds out which expressions of an item fail. */
class ExpressionCheck {
	/** Parameters that may fail; the longer, the fewer, for most are the same for all items. */
	private names: readonly string[];
	private itemsChecked = 0;
	private readonly labelled: readonly Labelled[];
	/** Those that keep the whole run from being done as the user wants it. */
	private readonly ofTheRun: readonly FailedExpression[];

	/** @param reader has read the options of the run */
	constructor(
		private readonly reader: ParameterReader,
		{ fields, options }: Operation,
	) {
		// What only shapes the output is read too: after sending it would be too late to refuse it.
		this.names = [...new Set(fields.map(({ name }) => name)), ...(options ? ['options'] : [])];
		const allOptions = [...SHARED_OPTIONS, ...(options ?? []).map(propertyOf)];
		this.labelled = [
			...fields.map(propertyOf),
			{ name: 'options', displayName: 'Options', options: allOptions },
		];
		this.ofTheRun = reader.failures(0).filter(isOfTheRun);
	}

	/** Refuses the fields of an item whose expressions fail. */
	refuseFailed(input: ItemInput, itemIndex: number): void {
		for (const name of this.names) this.reader.read(name, itemIndex);
		if (this.itemsChecked < 2) {
			this.itemsChecked += 1;
			this.names = this.names.filter((name) => this.reader.mayFail(name));
		}
		const ofItem = this.reader.failures(itemIndex).filter((failure) => !isOfTheRun(failure));
		if (ofItem.length === 0 && this.ofTheRun.length === 0) return;
		input.refuseUnread([
			...ofItem.map((failure) => this.problemOf(failure, itemIndex)),
			...this.ofTheRun.map((failure) => this.problemOf(failure, 0)),
		]);
	}

	private problemOf({ path, message }: FailedExpression, itemIndex: number): InputProblem {
		return {
			field: labelOf(this.labelled, path) ?? path[0]!,
			message: `has an expression that fails for item ${itemIndex}: ${message}`,
		};
	}
}

/**
 * Turns the items of a run into what is to be sent for them.
 *
 * @param reader has read the options of the run
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
	const check = new ExpressionCheck(reader, operation);
	const fieldsOf = ownFields(context.getNode());
	const ready: Prepared[] = [];
	const unchanged: Array<NothingToDo & { itemIndex: number }> = [];
	const invalid: Array<{ itemIndex: number; input: ItemInput }> = [];
	context.getInputData().forEach((item, itemIndex) => {
		if (settled.has(itemIndex)) return;
		const input = new ItemInput(reader, itemIndex, fieldsOf(item.json), timezone);
		const prepared = prepareOrRefuse(operation, input, itemIndex, wantsKey);
		check.refuseFailed(input, itemIndex);
		if (!prepared || input.problems.length > 0) invalid.push({ itemIndex, input });
		else if ('output' in prepared) unchanged.push({ itemIndex, ...prepared });
		else ready.push(prepared);
	});
	return { ready, unchanged, invalid };
}
