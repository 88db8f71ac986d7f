import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { additionalFields, isOn } from '../shared/additional';
import { outputFields, sized } from '../shared/output';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

export const get: CallOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get variables',
	description: 'Read the variables as a user gets them, with the A/B tests that the user is in',
	sends: 'getVars',
	outputKeys: ['vars'],
	answersAboutUser: true,
	fields: [
		...userFields,
		...outputFields,
		additionalFields(developmentModeField, createDispositionField('CreateNever'), {
			displayName: 'Include Defaults',
			name: 'includeDefaults',
			type: 'boolean',
			default: true,
			description: "Whether to return also variables that have their app's default value",
		}),
	],

	toArgs(input) {
		const fields = input.collection('additionalFields');
		const { includeDefaults } = fields;
		return compact({
			...userArgs(input),
			...userPolicyArgs(fields),
			includeDefaults: includeDefaults === undefined ? undefined : isOn(includeDefaults),
		});
	},

	toOutput(answer, input) {
		return sized(answer, input, ({ vars }) => ({ vars: vars ?? {} }));
	},
};
