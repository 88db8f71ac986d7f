import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';
import type { JsonObject } from '../../protocol/basics/json';
import { parametersSchema } from '../../values/values';
import { typedRows, typedRowsField } from './namedValues';

/** The parameters of an event or a state, as fields or as JSON. */
export function flatParameterFields(owner: 'event' | 'state'): INodeProperties[] {
	return [
		{
			displayName: 'Specify Parameters',
			name: 'specifyParameters',
			type: 'options',
			noDataExpression: true,
			required: true,
			default: 'fields',
			description: `How you want to give the parameters of the ${owner}`,
			options: [
				{ name: 'Using Fields Below', value: 'fields', description: 'One row for each value' },
				{ name: 'Using JSON', value: 'json', description: 'All values as one object' },
			],
		},
		{
			...typedRowsField({
				displayName: 'Parameters',
				name: 'parameters',
				row: 'Parameter',
				example: 'plan',
				description: `Details of the ${owner}, at most 50`,
				types: ['boolean', 'date', 'number', 'string'],
			}),
			displayOptions: { show: { specifyParameters: ['fields'] } },
		},
		{
			displayName: 'Parameters (JSON)',
			name: 'parametersJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. {"plan": "gold", "items": 3}',
			description: `Details of the ${owner} as a flat JSON object, at most 50 entries`,
			displayOptions: { show: { specifyParameters: ['json'] } },
		},
	];
}

/** Reads them; `undefined` when there are none. */
export function flatParameters(input: ItemInput): JsonObject | undefined {
	const given =
		input.value('specifyParameters') === 'json'
			? input.object('Parameters (JSON)', input.value('parametersJson'))
			: typedRows(input, 'Parameter', input.value('parameters'));
	if (!given || Object.keys(given).length === 0) return undefined;
	return input.check('Parameter', parametersSchema, given);
}
