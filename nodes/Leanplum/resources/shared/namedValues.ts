import type { INodeProperties } from 'n8n-workflow';
import { isOn, toList } from '../../operation/fieldKinds';
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

const NAME = 'Name';

const valueField = (type: ValueType) => `${type}Value`;

/** A list of named values in which the user picks the type of each. */
export function typedRowsProperty(rows: TypedRows): INodeProperties {
	const choices = CHOICES.filter(({ value }) => rows.types.includes(value));
	return {
		displayName: rows.displayName,
		name: rows.name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
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

function valueOf(input: ItemInput, label: string, row: ItemInput): unknown {
	const type = row.value('type') as ValueType | undefined;
	const value = row.value(valueField(type ?? 'string'));
	switch (type) {
		case 'clear':
			return null;
		case 'number':
			if (isBlank(value)) input.refuse(label, 'is empty');
			return input.number(label, value);
		case 'boolean':
			return isOn(value);
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

/** Reads a list of named values into an object. */
export function typedRows(input: ItemInput, rows: TypedRows): Record<string, unknown> {
	const label = rows.row;
	const values: Record<string, unknown> = {};
	for (const row of input.rows(rows.name)) {
		const name = input.text(`${label} ${NAME}`, row.value('name')) ?? '';
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
