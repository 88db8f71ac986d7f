import type { CallOperation } from '../../operation/operation';
import { compact, isBlank } from '../../operation/itemInput';
import type { JsonObject } from '../../protocol/basics/json';
import { idSchema, templateValuesSchema } from '../../values/values';
import { additionalFields } from '../shared/additional';
import { toList, typedRows, typedRowsField } from '../shared/namedValues';

export const set: CallOperation = {
	value: 'set',
	name: 'Set',
	action: 'Set variables',
	description: 'Define variables of the app and their default values',
	sends: 'setVars',
	fields: [
		{
			displayName: 'Specify Variables',
			name: 'specifyVariables',
			type: 'options',
			noDataExpression: true,
			required: true,
			default: 'fields',
			description: 'How you want to give the variables',
			options: [
				{ name: 'Using Fields Below', value: 'fields', description: 'One row for each value' },
				{ name: 'Using JSON', value: 'json', description: 'All values as one object' },
			],
		},
		{
			...typedRowsField({
				displayName: 'Variables',
				name: 'variables',
				row: 'Variable',
				example: 'button.color',
				description: 'Dots in names make groups; write a dot that makes none as \\.',
				types: ['boolean', 'date', 'list', 'number', 'string'],
			}),
			displayOptions: { show: { specifyVariables: ['fields'] } },
		},
		{
			displayName: 'Variables (JSON)',
			name: 'variablesJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. {"button.color": "green", "maxItems": 3}',
			description:
				'Variables and their default values as a JSON object; all together less than 1 MB',
			displayOptions: { show: { specifyVariables: ['json'] } },
		},
		additionalFields({
			displayName: 'Device ID',
			name: 'deviceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7F3A9C21-5E0B',
			description: 'The device whose app version file variables are marked with',
		}),
	],
	toArgs(input) {
		const given =
			input.value('specifyVariables') === 'json'
				? input.object('Variables (JSON)', input.value('variablesJson'))
				: typedRows(input, 'Variable', input.value('variables'));
		const vars = input.optional('Variable', templateValuesSchema, given) as JsonObject | undefined;
		if (input.problems.length === 0 && Object.keys(vars ?? {}).length === 0) {
			input.refuse('Variables', 'are empty for this item, so there is nothing to set');
		}
		const { deviceId } = input.collection('additionalFields');
		return compact({ vars, deviceId: input.optional('Device ID', idSchema, deviceId) });
	},
};

export const deleteVariables: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete variables',
	description: 'Remove variables from the app. Cannot be undone.',
	cannotBeUndone: 'Deleting variables cannot be undone, and A/B tests lose those that they use.',
	sends: 'deleteVars',
	outputKeys: ['deleted', 'variablesRemoved'],
	fields: [
		{
			displayName: 'Variable Names or IDs',
			name: 'variableNames',
			type: 'multiOptions',
			required: true,
			typeOptions: { loadOptionsMethod: 'getVariableNames' },
			default: [],
			description:
				'The names of the variables, of which those used in A/B tests are listed. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
	toArgs(input) {
		const given = input.value('variableNames');
		const names = isBlank(given)
			? []
			: toList(given).map((name) => input.text('Variable Names', name) ?? '');
		if (names.length === 0) input.refuse('Variable Names', 'are empty: name at least one');
		return { vars: names };
	},
	toOutput: (answer) => ({
		deleted: Array.isArray(answer.variablesRemoved) && answer.variablesRemoved.length > 0,
		...answer,
	}),
};
