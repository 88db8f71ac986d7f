import type { CallOperation } from '../../operation/operation';
import { idField, textsField } from '../../operation/fieldKinds';
import { withoutUndefined } from '../../operation/itemInput';
import { createCall } from '../../protocol/action/call';
import { VARIABLES } from '../shared/namedKinds';
import { additionalFields } from '../shared/additional';
import { specifiedValues } from '../shared/specified';

const variables = specifiedValues({
	displayName: 'Specify Variables',
	name: 'specifyVariables',
	description: 'How you want to give the variables',
	rows: {
		displayName: 'Variables',
		name: 'variables',
		row: 'Variable',
		example: 'button.color',
		description: 'Dots in names make groups; write a dot that makes none as \\.',
		types: ['boolean', 'date', 'list', 'number', 'string'],
	},
	json: {
		displayName: 'Variables (JSON)',
		name: 'variablesJson',
		placeholder: 'e.g. {"button.color": "green", "maxItems": 3}',
		description: 'Variables and their default values as a JSON object; all together less than 1 MB',
	},
});

const versionOf = idField('Device ID', 'deviceId', {
	placeholder: 'e.g. 7F3A9C21-5E0B',
	description: 'The device whose app version file variables are marked with',
});

export const set: CallOperation = {
	value: 'set',
	name: 'Set',
	action: 'Set variables',
	description: 'Define variables of the app and their default values',
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
		'The names of the variables, of which those used in A/B tests are listed. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

export const deleteVariables: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete variables',
	description: 'Remove variables from the app. Cannot be undone.',
	cannotBeUndone: 'Deleting variables cannot be undone, and A/B tests lose those that they use.',
	sends: 'deleteVars',
	outputKeys: ['deleted', 'variablesRemoved'],
	fields: [variableNames],
	prepare(input) {
		const vars = variableNames.read(input) ?? [];
		if (vars.length === 0) variableNames.refuse(input, 'are empty: name at least one');
		return {
			call: createCall('deleteVars', { vars }),
			toOutput: (answer) => ({
				deleted: Array.isArray(answer.variablesRemoved) && answer.variablesRemoved.length > 0,
				...answer,
			}),
		};
	},
};
