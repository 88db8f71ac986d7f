import type { CallOperation } from '../../operation/operation';
import { argumentsOf } from '../../operation/fields/field';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import { outputFields, outputPicker } from '../shared/output';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/fields/user';
import { includeDefaults } from '../shared/named/variables';

export const get: CallOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get variables',
	description: 'Retrieve the variable values for a user, and the A/B tests the user is in',
	sends: 'getVars',
	outputKeys: ['vars'],
	answersAboutUser: true,
	fields: [
		...userFields,
		...outputFields,
		additionalFields(developmentMode, createDispositionField('CreateNever'), includeDefaults),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		const args = withoutUndefined(
			userArgs(input),
			userPolicyArgs(fields),
			argumentsOf(fields, [includeDefaults]),
		);
		return {
			call: createCall('getVars', args),
			toOutput: outputPicker(input, ({ vars }) => ({ vars: vars ?? {} })),
		};
	},
};
