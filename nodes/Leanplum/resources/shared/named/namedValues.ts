import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../../operation/fields/itemInput';
import { setOwn, type JsonObject, type JsonValue } from '../../../protocol/basics/json';
import { readChoice } from '../../../values/choice';
import { readDate } from '../../../values/date';
import { readList } from '../../../values/list';
import { isName, problemsOfName } from '../../../values/names';
import { readNumber } from '../../../values/number';
import { accept, type Reading } from '../../../values/reading';
import { readText } from '../../../values/text';
import { readYesNo } from '../../../values/yesNo';
import type { NamedKind } from './namedKinds';

export type ValueType = 'string' | 'number' | 'boolean' | 'date' | 'list' | 'clear';

interface TypeChoice {
	name: string;
	value: ValueType;
	description?: string;
	/** The field that takes the value, in a row of this type. */
	field?: Pick<INodeProperties, 'type' | 'default' | 'placeholder' | 'description'>;
}

const CHOICES: readonly TypeChoice[] = [
	{
		name: 'Clear',
		value: 'clear',
		description: 'Removes the value from Leanplum',
	},
	{
		name: 'Date',
		value: 'date',
		description: 'Stored as an ISO 8601 date',
		field: {
			type: 'dateTime',
			default: '',
			description:
				"A date, or a date and time in the workflow's time zone, such as 2026-05-31. Also epoch seconds and the day numbers of spreadsheets, such as 45413.",
		},
	},
	{
		name: 'List',
		value: 'list',
		description: 'Multiple values',
		field: {
			type: 'string',
			default: '',
			placeholder: 'e.g. Technology, Music',
			description:
				'Comma-separated values, or an expression that returns a list. Separated values are sent as text.',
		},
	},
	{
		name: 'Number',
		value: 'number',
		description: 'A number to compare or increment, such as points',
		field: {
			type: 'number',
			default: 0,
			placeholder: 'e.g. 120',
			description:
				'The number, such as 1234.5. Numbers with more than 15 digits must be sent as text.',
		},
	},
	{
		name: 'Text',
		value: 'string',
		description: 'Any text, including IDs made of digits',
		field: {
			type: 'string',
			default: '',
			placeholder: 'e.g. gold',
			description: 'The text. Max 139 characters for attributes and parameters.',
		},
	},
	{
		name: 'True or False',
		value: 'boolean',
		description: 'Leanplum stores it as the text "True" or "False"',
		field: {
			type: 'boolean',
			default: false,
			description:
				'Whether the value is true. Expressions can return true or false, yes or no, on or off, and 1 or 0.',
		},
	},
];

export interface TypedRows {
	displayName: string;
	name: string;
	/** What one row is called, for example "Attribute". */
	row: string;
	/** What the button that adds one says, where that is not "Add" with the above. */
	placeholder?: string;
	/** An example of a row's name. */
	example: string;
	description: string;
	types: readonly ValueType[];
}

export const NAME = 'Name';

export const HAS_NO_NAME = 'has no name. Enter a name, or delete the row';

/** What separates the values of a list that comes as text. */
export const separatorProperty = (show: Record<string, string[]>): INodeProperties => ({
	displayName: 'Separator',
	name: 'separator',
	type: 'string',
	default: ',',
	placeholder: 'e.g. ;',
	description: 'The character between the values in a text, such as ; or \\n for line breaks',
	displayOptions: { show },
});

/** The types that a value can have, for a field in which the user picks one. */
export const typeChoices = (types: readonly ValueType[]) =>
	CHOICES.filter(({ value }) => types.includes(value)).map(({ name, value, description }) => ({
		name,
		value,
		...(description ? { description } : {}),
	}));

const valueField = (type: ValueType) => `${type}Value`;

const choicesOf = ({ types }: TypedRows) => CHOICES.filter(({ value }) => types.includes(value));

/** A list of named values in which the user picks the type of each. */
export function typedRowsProperty(rows: TypedRows): INodeProperties {
	const choices = choicesOf(rows);
	return {
		displayName: rows.displayName,
		name: rows.name,
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			sortable: true,
			fixedCollection: { itemTitle: '={{ $collection.item.value.name }}' },
		},
		placeholder: rows.placeholder ?? `Add ${rows.row}`,
		default: {},
		description: rows.description,
		options: [
			{
				displayName: rows.row,
				name: 'row',
				values: [
					{
						displayName: NAME,
						name: 'name',
						type: 'string',
						default: '',
						placeholder: `e.g. ${rows.example}`,
						description:
							'The name in Leanplum. Max 139 characters. It can\'t contain , | " { or consist of digits only.',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						default: 'string',
						description: 'The data type of the value',
						options: typeChoices(rows.types),
					},
					...choices.flatMap(({ value, field }) =>
						field
							? [
									{
										displayName: 'Value',
										name: valueField(value),
										...field,
										displayOptions: { show: { type: [value] } },
									},
								]
							: [],
					),
					...(rows.types.includes('list') ? [separatorProperty({ type: ['list'] })] : []),
				],
			},
		],
	};
}

/** Reads a value as the type that the user picked for it. */
export function readTyped(
	type: ValueType,
	given: unknown,
	{ maxLength, readNumbers = readNumber }: NamedKind,
	timezone: string,
	separator?: unknown,
): Reading<JsonValue> {
	switch (type) {
		case 'clear':
			return accept(null);
		case 'number':
			return readNumbers(given);
		case 'boolean':
			return readYesNo(given);
		case 'date':
			return readDate(given, timezone);
		case 'list':
			return readList(given, typeof separator === 'string' ? separator : undefined, maxLength);
		case 'string':
			return readText(given, maxLength);
	}
}

/** A named value on its way from the user to Leanplum. */
interface Entry {
	/** What it is called in messages, for example `Attribute "plan"`. */
	readonly label: string;
	readonly name: string;
	readonly given: unknown;
	readonly reading: Reading<JsonValue>;
}

/** Adds a named value to those of an item; what is wrong with it is noted. */
export function addValue(
	input: ItemInput,
	values: JsonObject,
	kind: NamedKind,
	{ label, name, given, reading }: Entry,
	isJson = false,
): void {
	if (kind.hasNameRules && !isName(name)) {
		for (const problem of problemsOfName(name)) input.refuse(label, problem);
	}
	if (Object.hasOwn(values, name)) input.refuse(label, 'is given twice. Remove one of them');
	const value =
		reading.kind === 'empty'
			? kind.onEmpty(input, label, given, isJson)
			: input.take(label, reading);
	if (value !== undefined) setOwn(values, name, value);
}

/** Reads a list of named values into an object. */
export function typedRows(input: ItemInput, rows: TypedRows, kind: NamedKind): JsonObject {
	const values: JsonObject = {};
	for (const row of input.rowValues(rows.name)) {
		const name = input.take(`${rows.row} ${NAME}`, readText(row.name));
		if (name === undefined) {
			input.refuse(rows.row, HAS_NO_NAME);
			continue;
		}
		const label = `${rows.row} "${name}"`;
		const chosen = row.type;
		// Most rows have a type of the list, which needs no search.
		const type = isOneOf(rows.types, chosen)
			? chosen
			: input.take(label, readChoice(chosen, choicesOf(rows)));
		const given = row[valueField(type ?? 'string')];
		const reading = readTyped(type ?? 'string', given, kind, input.timezone, row.separator);
		addValue(input, values, kind, { label, name, given, reading });
	}
	return values;
}

const isOneOf = (types: readonly ValueType[], given: unknown): given is ValueType =>
	types.includes(given as ValueType);
