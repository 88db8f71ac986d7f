import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { nameSchema } from '../../values/values';
import { additionalFields } from '../shared/additional';
import { flatParameterFields, flatParameters } from '../shared/flatParameters';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

export const advance: CallOperation = {
	value: 'advance',
	name: 'Advance',
	action: 'Advance user to state',
	description: 'Record that a user entered a part of the app. The user must have a session.',
	sends: 'advance',
	offersSendOnce: true,
	fields: [
		...userFields,
		{
			displayName: 'State Name',
			name: 'state',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Checkout',
			description:
				"The name of the state in Leanplum, at most 139 characters. The expression {{ '' }} leaves the current state without entering another.",
		},
		...flatParameterFields('state'),
		additionalFields(developmentModeField, createDispositionField('CreateNever'), {
			displayName: 'Info',
			name: 'info',
			type: 'string',
			default: '',
			description:
				'A free text to go with the state, such as where it comes from; at most 139 characters',
		}),
	],
	toArgs(input) {
		const fields = input.collection('additionalFields');
		const state = input.value('state');
		return compact({
			...userArgs(input),
			...userPolicyArgs(fields),
			state:
				// Only an empty text leaves the state; a field that the item lacks is a slip.
				state === ''
					? ''
					: input.check(
							'State Name',
							nameSchema,
							typeof state === 'number' ? String(state) : (state ?? ''),
						),
			params: flatParameters(input),
			info: input.text('Info', fields.info),
		});
	},
};
