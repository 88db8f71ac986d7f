import type { INodeProperties } from 'n8n-workflow';
import type { JsonObject, JsonValue } from '../../protocol/basics/json';
import { isEmpty } from '../../values/blank';
import type { ItemInput } from './itemInput';

/**
 * Reads a value of one kind.
 *
 * @returns `undefined` when it is blank, or after noting in `input` under the label what is wrong
 */
export type Reader<Value> = (input: ItemInput, label: string, given: unknown) => Value | undefined;

/**
 * A field of the editor and how it is read. Its label stands here once, so that what is said of its
 * value names the field that the editor shows.
 */
export class Field<Value = unknown> {
	constructor(
		readonly property: INodeProperties,
		private readonly reader: Reader<Value>,
	) {}

	get name(): string {
		return this.property.name;
	}

	get label(): string {
		return this.property.displayName;
	}

	/**
	 * Reads it.
	 *
	 * @param input the item, or the collection or row of it that holds the field
	 * @returns `undefined` when it is blank, or after noting what is wrong
	 */
	read(input: ItemInput): Value | undefined {
		const given = input.value(this.name);
		const value = this.reader(input, this.label, given);
		// What has no expression was left empty for all items, as fields are that nobody filled in.
		if (value === undefined && isEmpty(given) && input.isExpression(this.name)) {
			input.passOver(this.label);
		}
		return value;
	}

	/** Reads it; blank is refused. */
	require(input: ItemInput): Value | undefined {
		const problems = input.problems.length;
		const value = this.reader(input, this.label, input.value(this.name));
		if (value === undefined && input.problems.length === problems) this.refuse(input, 'is empty');
		return value;
	}

	/** Reads it; blank gives what the editor shows when nothing was changed. */
	readOrDefault(input: ItemInput): Value {
		return (
			this.reader(input, this.label, input.value(this.name)) ?? (this.property.default as Value)
		);
	}

	/** @param message the rest of a sentence that begins with the label */
	refuse(input: ItemInput, message: string): void {
		input.refuse(this.label, message);
	}

	/** The same field with another look, such as a condition under which it shows. */
	with(look: Partial<INodeProperties>): Field<Value> {
		return new Field({ ...this.property, ...look }, this.reader);
	}
}

/** What stands in a panel: a field, or something that only shows. */
export type Shown = Field | INodeProperties;

/** How n8n is told of it. */
export function propertyOf(shown: Shown): INodeProperties {
	return shown instanceof Field ? shown.property : shown;
}

/** The filled-in ones of fields that are named like Leanplum's arguments. */
export function argumentsOf(input: ItemInput, fields: ReadonlyArray<Field<JsonValue>>): JsonObject {
	const args: JsonObject = {};
	for (const field of fields) {
		const value = field.read(input);
		if (value !== undefined) args[field.name] = value;
	}
	return args;
}
