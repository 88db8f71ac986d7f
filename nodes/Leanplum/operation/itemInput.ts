import type { IDataObject } from 'n8n-workflow';
import type { z } from 'zod';
import {
	isNestedWithin,
	isObject,
	parseJson,
	type JsonObject,
	type JsonValue,
} from '../protocol/basics/json';
import { toEpochSeconds, toIsoDate } from '../protocol/basics/time';
import { surelyPasses } from '../values/values';
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

/** No values of Leanplum's are nested deeper; far deeper ones could not even be written as JSON. */
const MAX_DEPTH = 100;

/** Whether the user left a value out. An empty text counts: AI agents and empty cells send it. */
export function isBlank(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

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
	) {}

	/** What a field holds. */
	value(name: string): unknown {
		return this.reader.read(name, this.itemIndex);
	}

	/** The fields of a collection. */
	inside(name: string): GroupInput {
		return this.group(this.value(name));
	}

	/** The fields of a fixed collection that is there once. */
	part(name: string, member: string): GroupInput {
		return this.group(this.memberOf(name, member));
	}

	/** The rows of a fixed collection that allows several. */
	rows(name: string, member = 'row'): GroupInput[] {
		const rows = this.memberOf(name, member);
		return Array.isArray(rows) ? rows.filter(isObject).map((row) => this.group(row)) : [];
	}

	/** @param field its label */
	refuse(field: string, message: string): void {
		this.problems.push({ field, message });
	}

	protected group(values: unknown, place?: string): GroupInput {
		return new GroupInput(
			this.reader,
			this.itemIndex,
			this.json,
			this.timezone,
			this.problems,
			isObject(values) ? values : {},
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
	 * Checks a value against a schema.
	 *
	 * @returns the value as the schema gives it, or `undefined` after noting each problem
	 */
	check<Output>(
		field: string,
		schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
		value: unknown,
	): Output | undefined {
		if (surelyPasses(schema, value)) return value;
		const result = schema.safeParse(value);
		if (result.success) return result.data;
		for (const issue of result.error.issues) {
			const entry = issue.path.length > 0 ? ` "${issue.path.join(' → ')}"` : '';
			this.refuse(`${field}${entry}`, issue.message);
		}
		return undefined;
	}

	/** Like `check`, but a blank value is fine and comes out as `undefined`. */
	optional<Output>(
		field: string,
		schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
		value: unknown,
	): Output | undefined {
		return isBlank(value) ? undefined : this.check(field, schema, value);
	}

	/** A text; numbers and yes-or-no values count as such, blank comes out as `undefined`. */
	text(field: string, value: unknown): string | undefined {
		if (isBlank(value)) return undefined;
		if (typeof value === 'string') return value;
		if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
		this.refuse(field, 'is not text');
		return undefined;
	}

	/** A point in time as epoch seconds; blank comes out as `undefined`. */
	epochSeconds(field: string, value: unknown): number | undefined {
		if (isBlank(value)) return undefined;
		const seconds = toEpochSeconds(value, this.timezone);
		if (seconds === undefined) {
			this.refuse(field, 'is not a date or time, such as 2026-05-31T14:00:00Z or 1780236000');
		}
		return seconds;
	}

	/** A date or date-time as ISO 8601; blank comes out as `undefined`. */
	isoDate(field: string, value: unknown): string | undefined {
		if (isBlank(value)) return undefined;
		const date = toIsoDate(value, this.timezone);
		if (date === undefined) this.refuse(field, 'is not a date, such as 2026-05-31');
		return date;
	}

	/** A number, which may come as text; blank comes out as `undefined`. */
	number(field: string, value: unknown): number | undefined {
		if (isBlank(typeof value === 'string' ? value.trim() : value)) return undefined;
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		this.refuse(field, 'is not a number');
		return undefined;
	}

	/** A whole number, which may come as text; blank comes out as `undefined`. */
	integer(field: string, value: unknown): number | undefined {
		const number = this.number(field, value);
		if (number === undefined || Number.isSafeInteger(number)) return number;
		this.refuse(field, 'is not a whole number');
		return undefined;
	}

	/**
	 * A JSON object, given as an object or as text, in which integers too long for a number become text;
	 * blank comes out as `undefined`.
	 */
	object(field: string, value: unknown): Record<string, unknown> | undefined {
		if (isBlank(value)) return undefined;
		const object = typeof value === 'string' ? parseJson(value) : value;
		if (isObject(object)) {
			if (isNestedWithin(object, MAX_DEPTH)) return object;
			this.refuse(field, `is nested more than ${MAX_DEPTH} levels deep`);
			return undefined;
		}
		this.refuse(field, 'is not a JSON object, such as {"name": "value"}');
		return undefined;
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
		/** What its fields hold, by name. */
		private readonly values: Record<string, unknown>,
		/** What stands before the labels of its fields, such as the name of a row. */
		private readonly place?: string,
	) {
		super(reader, itemIndex, json, timezone, problems);
	}

	override value(name: string): unknown {
		return this.values[name];
	}

	override refuse(field: string, message: string): void {
		super.refuse(this.place === undefined ? field : `${this.place} ${field}`, message);
	}

	/** Whether the user added a field at all. */
	has(name: string): boolean {
		return Object.hasOwn(this.values, name);
	}

	/** Whether the user added none of its fields. */
	get isEmpty(): boolean {
		return Object.keys(this.values).length === 0;
	}

	/** The same fields, named with their place. */
	at(place: string): GroupInput {
		return this.group(this.values, place);
	}
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
