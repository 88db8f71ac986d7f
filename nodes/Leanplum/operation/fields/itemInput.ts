import type { IDataObject } from 'n8n-workflow';
import { isBare, isObject, type JsonObject, type JsonValue } from '../../protocol/basics/json';
import { told, type Reading } from '../../values/reading';
import { fieldNamedBy } from './itemFields';
import { emptyPolicyOf, type InputNote, type NoteKind } from './notes';
import type { ParameterReader } from './parameters';

/** Something about an item's input that keeps it from being sent. */
export interface InputProblem {
	/** The field's label, with the name of the entry in it where there is one. */
	field: string;
	/** What is wrong, as the rest of a sentence that begins with the field. */
	message: string;
}

/** A task found its input wrong; `ItemInput.problems` says how. */
export class WrongInput extends Error {}

/**
 * One item as an operation sees it: its data, the parameters resolved for it, and a list of what is
 * wrong with them. Problems are collected rather than thrown, so that a user learns of all at once.
 */
export class ItemInput {
	constructor(
		protected readonly reader: ParameterReader,
		protected readonly itemIndex: number,
		/** The input item's own fields. */
		readonly json: IDataObject,
		/** The workflow's IANA time zone. */
		readonly timezone: string,
		readonly problems: InputProblem[] = [],
		/** What was made of the values. */
		readonly notes: InputNote[] = [],
	) {}

	/** What a field holds. */
	value(name: string): unknown {
		return this.reader.read(name, this.itemIndex);
	}

	/** The fields of a collection. */
	inside(name: string): GroupInput {
		return this.group(this.value(name), () => this.raw(name), this.constantFields(name));
	}

	/** Whether the user added no field to a collection, or not the one named; cheaper than looking inside. */
	lacks(name: string, field?: string): boolean {
		const values = this.value(name);
		return (
			!isObject(values) || (field === undefined ? isBare(values) : !Object.hasOwn(values, field))
		);
	}

	/** The fields of a fixed collection that is there once. */
	part(name: string, member: string): GroupInput {
		return this.group(this.memberOf(name, member), () => memberAt(this.raw(name), member));
	}

	/** The rows of a fixed collection that allows several. */
	rows(name: string, member = 'row'): GroupInput[] {
		return this.rowValues(name, member).map((row, index) =>
			this.group(row, () => memberAt(this.raw(name), member, index)),
		);
	}

	/** What the rows of a fixed collection hold, where nothing but their values matters. */
	rowValues(name: string, member = 'row'): Array<Record<string, unknown>> {
		const rows = this.memberOf(name, member);
		return Array.isArray(rows) ? rows.filter(isObject) : [];
	}

	/** @param field its label */
	refuse(field: string, message: string): void {
		this.problems.push({ field, message });
	}

	protected group(
		values: unknown,
		entered: () => unknown,
		constants?: Map<object, unknown>,
		place?: string,
	): GroupInput {
		return new GroupInput(
			this.reader,
			this.itemIndex,
			this.json,
			this.timezone,
			this.problems,
			this.notes,
			isObject(values) ? values : {},
			entered,
			constants,
			place,
		);
	}

	private memberOf(name: string, member: string): unknown {
		const collection = this.value(name);
		return isObject(collection) ? collection[member] : undefined;
	}

	/** Refuses fields that could not be read; what was noted of the blanks in their place says nothing. */
	refuseUnread(unread: readonly InputProblem[]): void {
		const ofOthers = this.problems.filter(
			({ field }) => !unread.some((one) => one.field === field),
		);
		this.problems.splice(0, this.problems.length, ...unread, ...ofOthers);
	}

	/** Ends a task whose input is wrong before it sends anything. */
	throwIfWrong(): void {
		if (this.problems.length > 0) throw new WrongInput();
	}

	/**
	 * Takes what a reader made of a value.
	 *
	 * @param field the label, with the name of the entry in it where there is one
	 * @param isSecret whether a refusal must not show the value
	 * @returns `undefined` when it is empty, or after noting what is wrong
	 */
	take<Value>(field: string, reading: Reading<Value>, isSecret = false): Value | undefined {
		if (reading.kind === 'value') {
			if (reading.note) this.note(field, reading.note);
			return reading.value;
		}
		if (reading.kind === 'refused') this.refuse(field, told(reading, isSecret));
		return undefined;
	}

	/** Notes what was made of a value. */
	note(field: string, kind: NoteKind): void {
		this.notes.push({ field, kind });
	}

	/**
	 * Passes over an empty value as the user chose in If a Value Is Empty.
	 *
	 * @returns whether to clear what Leanplum has stored, which only attributes allow
	 */
	passOver(field: string, canBeCleared = false): boolean {
		const policy = emptyPolicyOf(this.topLevel('options'));
		if (policy === 'fail') {
			this.refuse(field, 'is empty. Enter a value, or change If a Value Is Empty under Options');
			return false;
		}
		const clears = policy === 'clear' && canBeCleared;
		this.note(field, clears ? 'cleared' : 'leftOut');
		return clears;
	}

	/** Whether a field holds an expression, so that it may be empty for one item and not for another. */
	isExpression(name: string): boolean {
		const raw = this.raw(name);
		return typeof raw === 'string' && raw.startsWith('=');
	}

	/**
	 * What fields came to so far, if the one with this name is the same for all items; `undefined` if it may
	 * differ.
	 */
	constantFields(name: string): Map<object, unknown> | undefined {
		return this.reader.constantFields(name);
	}

	/** The item's field that a parameter only passes on. */
	fieldNamedIn(name: string): string | undefined {
		return this.reader.fieldNamedIn(name);
	}

	/** What the user entered in a field, before its expressions are resolved. */
	protected raw(name: string): unknown {
		return this.reader.entered(name);
	}

	private topLevel(name: string): unknown {
		return this.reader.read(name, this.itemIndex);
	}
}

/** The fields of a collection or of a row. */
export class GroupInput extends ItemInput {
	constructor(
		reader: ParameterReader,
		itemIndex: number,
		json: IDataObject,
		timezone: string,
		problems: InputProblem[],
		notes: InputNote[],
		/** What its fields hold, by name. */
		private readonly values: Record<string, unknown>,
		/** What the user entered in the group. */
		private readonly entered: () => unknown,
		/** What its fields came to, in a collection that is the same for all items. */
		private readonly constants?: Map<object, unknown>,
		/** What stands before the labels of its fields, such as the name of a row. */
		private readonly place?: string,
	) {
		super(reader, itemIndex, json, timezone, problems, notes);
	}

	override value(name: string): unknown {
		return this.values[name];
	}

	override refuse(field: string, message: string): void {
		super.refuse(this.placed(field), message);
	}

	override note(field: string, kind: NoteKind): void {
		super.note(this.placed(field), kind);
	}

	override constantFields(): Map<object, unknown> | undefined {
		return this.constants;
	}

	protected override raw(name: string): unknown {
		return memberAt(this.entered(), name);
	}

	override fieldNamedIn(name: string): string | undefined {
		return fieldNamedBy(this.raw(name));
	}

	private placed(field: string): string {
		return this.place === undefined ? field : `${this.place} ${field}`;
	}

	/** Whether the user added a field at all. */
	has(name: string): boolean {
		return Object.hasOwn(this.values, name);
	}

	/** The same fields, named with their place. */
	at(place: string): GroupInput {
		return this.group(this.values, this.entered, undefined, place);
	}
}

/** What was entered in a member of a group; of one that is a single expression, that expression. */
function memberAt(entered: unknown, ...path: Array<string | number>): unknown {
	let member = entered;
	for (const step of path) {
		if (typeof member !== 'object' || member === null) return member;
		member = (member as Record<string | number, unknown>)[step];
	}
	return member;
}

/** The arguments of all parts together, without those that are not set. */
export function withoutUndefined(...parts: Array<Record<string, JsonValue>>): JsonObject {
	const set: JsonObject = {};
	for (const part of parts) {
		for (const name of Object.keys(part)) {
			if (part[name] !== undefined) set[name] = part[name];
		}
	}
	return set;
}
