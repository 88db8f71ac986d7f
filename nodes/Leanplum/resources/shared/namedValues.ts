import type { INodeProperties } from 'n8n-workflow';
import { isBlank, type ItemInput } from '../../operation/itemInput';
import { setOwn } from '../../protocol/basics/json';

type ValueType = 'string' | 'number' | 'boolean' | 'date' | 'list' | 'clear';

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
		description: 'Removes the value that Leanplum has',
	},
	{
		name: 'Date',
		value: 'date',
		description: 'Stored as an ISO 8601 date',
		field: {
			type: 'dateTime',
			default: '',
			description:
				'A date, or a date and time in the time zone of the workflow, such as 2026-05-31',
		},
	},
	{
		name: 'List',
		value: 'list',
		description: 'Several values',
		field: {
			type: 'string',
			default: '',
			placeholder: 'e.g. Technology, Music',
			description: 'Values separated by commas, or an expression that gives a list',
		},
	},
	{
		name: 'Number',
		value: 'number',
		description: 'Can be compared and counted up, such as points',
		field: { type: 'number', default: 0, placeholder: 'e.g. 120', description: 'The number' },
	},
	{
		name: 'Text',
		value: 'string',
		description: 'Any text, also for IDs made of digits',
		field: {
			type: 'string',
			default: '',
			placeholder: 'e.g. gold',
			description: 'The text; attributes and parameters hold at most 139 characters',
		},
	},
	{
		name: 'True or False',
		value: 'boolean',
		description: 'Leanplum stores it as the text "True" or "False"',
		field: { type: 'boolean', default: false, description: 'Whether the value is true' },
	},
];

interface TypedRows {
	displayName: string;
	name: string;
	/** What one row is called, for example "Attribute". */
	row: string;
	/** An example of a row's name. */
	example: string;
	description: string;
	types: readonly ValueType[];
}

const valueField = (type: ValueType) => `${type}Value`;

/** A list of named values in which the user picks the type of each. */
export function typedRowsField(rows: TypedRows): INodeProperties {
	const choices = CHOICES.filter(({ value }) => rows.types.includes(value));
	return {
		displayName: rows.displayName,
		name: rows.name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${rows.row}`,
		default: {},
		description: rows.description,
		options: [
			{
				displayName: rows.row,
				name: 'row',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: `e.g. ${rows.example}`,
						description:
							'The name in Leanplum: at most 139 characters, without , | " { and not only digits',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						default: 'string',
						description: 'How Leanplum is to take the value',
						options: choices.map(({ name, value, description }) => ({
							name,
							value,
							...(description ? { description } : {}),
						})),
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
				],
			},
		],
	};
}

/** A list of values that came as a list, as JSON text, or separated by commas. */
export function toList(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const text = value.trim();
	if (text.startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(text);
			if (Array.isArray(parsed)) return parsed;
		} catch {
			// Not JSON after all: split at the commas like any other text.
		}
	}
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function valueOf(input: ItemInput, label: string, row: Record<string, unknown>): unknown {
	const type = row.type as ValueType | undefined;
	const value = row[valueField(type ?? 'string')];
	switch (type) {
		case 'clear':
			return null;
		case 'number':
			if (isBlank(value)) input.refuse(label, 'is empty');
			return input.number(label, value);
		case 'boolean':
			return value === true || value === 'true';
		case 'date':
			if (isBlank(value)) input.refuse(label, 'is empty');
			return input.isoDate(label, value);
		case 'list':
			return toList(value);
		default:
			return typeof value === 'number' || typeof value === 'boolean'
				? String(value)
				: (value ?? '');
	}
}

/**
 * Reads a list of named values into an object.
 *
 * @param label what an entry is called in messages
 */
export function typedRows(
	input: ItemInput,
	label: string,
	collection: unknown,
): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	for (const row of input.rows(collection, 'row')) {
		const name = input.text(`${label} Name`, row.name) ?? '';
		if (name === '') {
			input.refuse(label, 'has no name');
			continue;
		}
		if (Object.hasOwn(values, name)) input.refuse(`${label} "${name}"`, 'is given twice');
		const value = valueOf(input, `${label} "${name}"`, row);
		if (value !== undefined) setOwn(values, name, value);
	}
	return values;
}
