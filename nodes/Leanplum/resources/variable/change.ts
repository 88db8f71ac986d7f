import type { CallOperation } from '../../operation/operation';
import { idField, textsField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { VARIABLES } from '../shared/named/namedKinds';
import { additionalFields } from '../shared/fields/additional';
import { specifiedValues } from '../shared/named/specified';

const variables = specifiedValues({
	displayName: 'Specify Variables',
	name: 'specifyVariables',
	description: 'How to enter the variables',
	rows: {
		displayName: 'Variables',
		name: 'variables',
		row: 'Variable',
		example: 'button.color',
		description: 'A dot in a name creates a group. To use a dot without a group, write \\.',
		types: ['boolean', 'date', 'list', 'number', 'string'],
	},
	json: {
		displayName: 'Variables (JSON)',
		name: 'variablesJson',
		placeholder: 'e.g. {"button.color": "green", "maxItems": 3}',
		description:
			'Variables and their default values as a JSON object. Must be under 1 MB in total.',
	},
});

const versionOf = idField('Device ID', 'deviceId', {
	placeholder: 'e.g. 7F3A9C21-5E0B',
	description: "Leanplum marks file variables with this device's app version",
});

export const set: CallOperation = {
	value: 'set',
	name: 'Set',
	action: 'Set variables',
	description: "Create or update the app's variables and their default values",
	sends: 'setVars',
	outputKeys: ['deviceId'],
	fields: [...variables.fields, additionalFields(versionOf)],
	prepare(input) {
		const { collection, values: vars } = variables.read(input, VARIABLES);
		if (input.problems.length === 0 && Object.keys(vars).length === 0) {
			input.refuse(collection, 'are empty for this item, so there is nothing to set');
		}
		const deviceId = versionOf.read(input.inside('additionalFields'));
		return { call: createCall('setVars', withoutUndefined({ vars, deviceId })) };
	},
};

const variableNames = textsField('Variable Names or IDs', 'variableNames', {
	type: 'multiOptions',
	required: true,
	typeOptions: { loadOptionsMethod: 'getVariableNames' },
	default: [],
	description:
		'The names of the variables. The list has only variables used in A/B tests. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

export const deleteVariables: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete variables',
	description: 'Delete variables from the app. Cannot be undone.',
	cannotBeUndone: 'Deleting variables cannot be undone. A/B tests lose the variables you delete.',
	sends: 'deleteVars',
	outputKeys: ['deleted', 'variablesRemoved'],
	fields: [variableNames],
	prepare(input) {
		const vars = variableNames.read(input) ?? [];
		if (vars.length === 0) variableNames.refuse(input, 'are empty. Enter at least one');
		return {
			call: createCall('deleteVars', { vars }),
			toOutput: (answer) => ({
				deleted: Array.isArray(answer.variablesRemoved) && answer.variablesRemoved.length > 0,
				...answer,
			}),
		};
	},
};
