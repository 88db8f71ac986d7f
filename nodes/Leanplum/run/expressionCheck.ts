import type { INodeProperties } from 'n8n-workflow';
import { propertyOf } from '../operation/fields/field';
import type { InputProblem, ItemInput } from '../operation/fields/itemInput';
import { SHARED_OPTIONS } from '../operation/fields/options';
import type { FailedExpression, ParameterReader } from '../operation/fields/parameters';
import type { Operation } from '../operation/operation';
import { OPTIONS_OF_ITEMS } from '../operation/runOptions';

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

/** Whether it stands in an option that holds for the whole run. */
function isOfTheRun({ path: [name, option] }: FailedExpression): boolean {
	if (name !== 'options') return false;
	const isShared = option === undefined || SHARED_OPTIONS.some((one) => one.name === option);
	return isShared && !OPTIONS_OF_ITEMS.has(option ?? '');
}

/** Finds out which expressions of an item fail. */
export class ExpressionCheck {
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
		const all = this.reader.failures(itemIndex);
		if (all.length === 0 && this.ofTheRun.length === 0) return;
		const ofItem = all.filter((failure) => itemIndex > 0 || !isOfTheRun(failure));
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
