import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';
import { setOwn, type JsonObject } from '../../protocol/basics/json';
import { templateValuesSchema } from '../../values/values';
import { typedRows, typedRowsField } from './namedValues';

/** Values for the placeholders of a message, as fields or as JSON. */
export const templateFields: readonly INodeProperties[] = [
	{
		displayName: 'Specify Template Values',
		name: 'specifyValues',
		type: 'options',
		noDataExpression: true,
		required: true,
		default: 'fields',
		description: 'How you want to give the values for the placeholders in the message',
		options: [
			{ name: 'Using Fields Below', value: 'fields', description: 'One row for each value' },
			{ name: 'Using JSON', value: 'json', description: 'All values as one object' },
		],
	},
	{
		...typedRowsField({
			displayName: 'Template Values',
			name: 'values',
			row: 'Value',
			example: 'firstName',
			description: 'Values for the placeholders in the message',
			types: ['boolean', 'date', 'list', 'number', 'string'],
		}),
		displayOptions: { show: { specifyValues: ['fields'] } },
	},
	{
		displayName: 'Template Values (JSON)',
		name: 'valuesJson',
		type: 'json',
		required: true,
		default: '{}',
		placeholder: 'e.g. {"firstName": "Ada", "points": 120}',
		description: 'Values for the placeholders in the message, as a JSON object',
		displayOptions: { show: { specifyValues: ['json'] } },
	},
];

/** What to do with a value that is null. */
export const templateOptions: readonly INodeProperties[] = [
	{
		displayName: 'If a Template Value Is Null',
		name: 'ifValueIsNull',
		type: 'options',
		default: 'refuse',
		description: 'What to do with a template value that is null, which Leanplum cannot print',
		options: [
			{ name: 'Fail the Item', value: 'refuse', description: 'Nothing is sent for the item' },
			{ name: 'Replace It', value: 'replace', description: 'With the Null Replacement below' },
		],
	},
	{
		displayName: 'Null Replacement',
		name: 'nullReplacement',
		type: 'string',
		default: '',
		placeholder: 'e.g. there',
		description:
			'The text to print for a template value that is null, such as "there" for "Hello there"; empty prints nothing',
		displayOptions: { show: { ifValueIsNull: ['replace'] } },
	},
];

/**
 * The values for the message's template.
 *
 * Leanplum prints the name of a value that is null, or does not send the message at all (its pages
 * disagree, reference §8 no. 25), so null is refused or replaced.
 */
export function templateValues(input: ItemInput): JsonObject | undefined {
	const options = input.collection('options');
	const given =
		input.value('specifyValues') === 'json'
			? input.object('Template Values (JSON)', input.value('valuesJson'))
			: typedRows(input, 'Template Value', input.value('values'));
	const checked = input.optional('Template Value', templateValuesSchema, given);
	if (!checked || Object.keys(checked).length === 0) return undefined;
	const values: JsonObject = {};
	for (const [name, value] of Object.entries(checked)) {
		if (value === null && options.ifValueIsNull !== 'replace') {
			input.refuse(
				`Template Value "${name}"`,
				'is null, and Leanplum would print its name instead; give a value or set If a Template Value Is Null to Replace It',
			);
		}
		setOwn(
			values,
			name,
			value === null ? (input.text('Null Replacement', options.nullReplacement) ?? '') : value,
		);
	}
	return values;
}
