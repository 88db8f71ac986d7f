import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { idSchema } from '../../values/values';
import { additionalFields } from '../shared/additional';
import { deviceArgs, deviceFields, deviceIdField } from '../shared/device';
import { createDispositionField, developmentModeField, userPolicyArgs } from '../shared/user';

export const setAttributes: CallOperation = {
	value: 'setAttributes',
	name: 'Set Attributes',
	action: 'Set device attributes',
	description: 'Set what a device is and its push tokens',
	sends: 'setDeviceAttributes',
	fields: [
		deviceIdField,
		{
			displayName: 'Attributes to Set',
			name: 'deviceAttributes',
			type: 'collection',
			placeholder: 'Add Attribute',
			default: {},
			description: 'At least one; those that are not listed stay as they are',
			options: [...deviceFields],
		},
		additionalFields(developmentModeField, createDispositionField('CreateIfNeeded'), {
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			default: '',
			placeholder: 'e.g. customer-42',
			description: 'The user whose device it is, when several users share it',
		}),
	],
	toArgs(input) {
		const fields = input.collection('additionalFields');
		const attributes = deviceArgs(input, input.collection('deviceAttributes'));
		if (Object.keys(attributes).length === 0) {
			input.refuse('Attributes to Set', 'are empty for this item, so there is nothing to set');
		}
		return compact({
			deviceId: input.optional('Device ID', idSchema, input.value('deviceId')),
			userId: input.optional('User ID', idSchema, fields.userId),
			...userPolicyArgs(fields),
			// Top-level arguments: in an object of their own Leanplum ignores them (recorded).
			...attributes,
		});
	},
};
