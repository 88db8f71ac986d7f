import type { CallOperation } from '../../operation/operation';
import { nameField, textField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import { flatParameters } from '../shared/named/flatParameters';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/fields/user';

const stateName = nameField('State Name', 'state', {
	required: true,
	placeholder: 'e.g. Checkout',
	description:
		"The state's name in Leanplum. Max 139 characters. To leave the current state without entering another, enter the expression {{ '' }}.",
});

const parameters = flatParameters('state');

const info = textField('Info', 'info', {
	description: 'Free text to store with the state, such as its source. Max 139 characters.',
});

export const advance: CallOperation = {
	value: 'advance',
	name: 'Advance',
	action: 'Advance user to state',
	description: 'Record that a user entered a part of the app. The user must have an open session.',
	sends: 'advance',
	offersSendOnce: true,
	fields: [
		...userFields,
		stateName,
		...parameters.fields,
		additionalFields(developmentMode, createDispositionField('CreateNever'), info),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		// Only an empty text leaves the state; a field that the item lacks is a slip.
		const leaves = input.value(stateName.name) === '';
		const args = withoutUndefined(userArgs(input), userPolicyArgs(fields), {
			state: leaves ? '' : stateName.require(input),
			params: parameters.read(input),
			info: info.read(fields),
		});
		return { call: createCall('advance', args) };
	},
};
