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
		const constants = input.constantFields(this.name);
		const value = this.valueIn(input, constants);
		// What has no expression was left empty for all items, as fields are that nobody filled in.
		if (
			value === undefined &&
			!constants &&
			input.isExpression(this.name) &&
			isEmpty(input.value(this.name))
		) {
			input.passOver(this.label);
		}
		return value;
	}

	/** Reads it; blank is refused. */
	require(input: ItemInput): Value | undefined {
		const problems = input.problems.length;
		const value = this.valueIn(input);
		if (value === undefined && input.problems.length === problems) this.refuse(input, 'is empty');
		return value;
	}

	/** Reads it; blank gives what the editor shows when nothing was changed. */
	readOrDefault(input: ItemInput): Value {
		return this.valueIn(input) ?? (this.property.default as Value);
	}

	/** What its kind makes of it. What is the same for all items is read once, if nothing is to be said of it. */
	private valueIn(
		input: ItemInput,
		constants = input.constantFields(this.name),
	): Value | undefined {
		const known = constants?.get(this);
		if (known !== undefined) return known === NOTHING ? undefined : copied(known as Value);
		const said = input.problems.length + input.notes.length;
		const value = this.reader(input, this.label, input.value(this.name));
		const isQuiet = input.problems.length + input.notes.length === said;
		// Items share no objects, which those who get them may change.
		if (isQuiet && (isPlain(value) || (Array.isArray(value) && value.every(isPlain)))) {
			input.constantFields(this.name)?.set(this, value ?? NOTHING);
		}
		return copied(value);
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

/** Stands for a field that came to nothing, among those that are known. */
const NOTHING = Symbol('nothing');

const isPlain = (value: unknown) => typeof value !== 'object';

const copied = <Value>(value: Value): Value =>
	Array.isArray(value) ? ([...(value as unknown[])] as Value) : value;

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
