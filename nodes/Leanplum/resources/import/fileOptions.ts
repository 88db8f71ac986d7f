import type { INodeProperties } from 'n8n-workflow';
import type { ColumnType, DecimalSeparator } from '../../csv/columns/columnType';
import type { FormatChoice } from '../../csv/file/csvFile';
import type { Encoding } from '../../csv/file/encoding';
import { choiceField, textField, textsField } from '../../operation/fields/fieldKinds';
import { separatorProperty } from '../shared/named/namedValues';
import type { ItemInput } from '../../operation/fields/itemInput';

const AUTOMATIC = 'automatic';

const delimiter = choiceField('Delimiter', 'delimiter', {
	default: AUTOMATIC,
	description: 'The character between the cells',
	options: [
		{ name: 'Automatic', value: AUTOMATIC, description: 'Detected from the first rows' },
		{ name: 'Comma', value: ',', description: 'As in most CSV files' },
		{ name: 'Pipe', value: '|', description: 'The character |' },
		{
			name: 'Semicolon',
			value: ';',
			description: 'Common in regions that use a decimal comma',
		},
		{ name: 'Tab', value: '\t', description: 'For TSV files' },
	],
});

const encoding = choiceField<Encoding | typeof AUTOMATIC>('Encoding', 'encoding', {
	default: AUTOMATIC,
	description: 'How the file stores characters such as ä and €',
	options: [
		{
			name: 'Automatic',
			value: AUTOMATIC,
			description: 'UTF-8, UTF-16, or, if the file is neither, Windows-1252',
		},
		{ name: 'UTF-8', value: 'UTF-8', description: 'The default of most programs' },
		{
			name: 'Windows-1252',
			value: 'Windows-1252',
			description: "Excel's default in Western countries",
		},
	],
});

const decimalSeparator = choiceField<DecimalSeparator>('Decimal Separator', 'decimalSeparator', {
	default: '.',
	description:
		'The character before the decimals of numbers in the file. Select it if they have thousands separators.',
	options: [
		{ name: 'Comma', value: ',', description: 'As in 1234,5 and 1.234,5' },
		{ name: 'Point', value: '.', description: 'As in 1234.5 and 1,234.5' },
	],
});

const textColumns = textsField('Text Columns', 'textColumns', {
	placeholder: 'e.g. Postcode',
	description: 'Comma-separated names of columns to read as text. IDs are always text.',
});

const typedColumn = textField('Column', 'name', {
	placeholder: 'e.g. Since',
	description: 'The name of the column in the file',
});
const type = choiceField<ColumnType>('Type', 'type', {
	default: 'string',
	description: 'The type of the values in the column',
	options: [
		{ name: 'Date', value: 'date', description: 'Stored as an ISO 8601 date' },
		{ name: 'List', value: 'list', description: 'Multiple values' },
		{ name: 'Number', value: 'number', description: 'Can be compared and added up' },
		{ name: 'Text', value: 'string', description: 'No changes, even for IDs made of digits' },
		{ name: 'True or False', value: 'boolean', description: 'Also yes or no, on or off, 1 or 0' },
	],
});

const separator = separatorProperty({ type: ['list'] });

const fieldTypes: INodeProperties = {
	displayName: 'Field Types',
	name: 'fieldTypes',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: { itemTitle: '={{ $collection.item.value.name }}' },
	},
	placeholder: 'Add Field Type',
	default: {},
	description:
		"Types of columns. Other columns get a type if all their values fit it: number, true or false, or list. If not, they're text.",
	options: [
		{
			displayName: 'Field Type',
			name: 'row',
			values: [typedColumn.property, type.property, separator],
		},
	],
};

/** The options that say how a file is written. */
export const fileOptions = [delimiter, encoding, decimalSeparator, fieldTypes, textColumns];

/** How a file is written, as the user says. */
export interface FileChoice {
	readonly format: FormatChoice;
	readonly decimalSeparator?: DecimalSeparator;
	readonly types: ReadonlyMap<string, ColumnType>;
	readonly separators: ReadonlyMap<string, string>;
}

/** Reads the options that say how a file is written. */
export function fileChoice(options: ItemInput): FileChoice {
	const chosenDelimiter = delimiter.read(options) ?? AUTOMATIC;
	const chosenEncoding = encoding.read(options) ?? AUTOMATIC;
	const types = new Map<string, ColumnType>();
	const separators = new Map<string, string>();
	for (const name of textColumns.read(options) ?? []) types.set(name, 'string');
	for (const row of options.rows(fieldTypes.name)) {
		const name = typedColumn.require(row);
		const chosen = type.readOrDefault(row);
		if (name === undefined) continue;
		types.set(name, chosen);
		const between = row.value(separator.name);
		if (typeof between === 'string') separators.set(name, between);
	}
	return {
		format: {
			...(chosenDelimiter === AUTOMATIC ? {} : { delimiter: chosenDelimiter }),
			...(chosenEncoding === AUTOMATIC ? {} : { encoding: chosenEncoding }),
		},
		decimalSeparator: decimalSeparator.read(options),
		types,
		separators,
	};
}
