import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { emailSchema, idSchema } from '../../values/values';
import { deviceIdField } from '../shared/device';

export const register: CallOperation = {
	value: 'register',
	name: 'Register',
	action: 'Register test device',
	description: 'Make a device a test device of a Leanplum account',
	sends: 'registerDevice',
	outputKeys: ['registered'],
	fields: [
		deviceIdField,
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. nathan@example.com',
			description: 'The email address of the account in the Leanplum dashboard',
		},
	],
	toArgs: (input) =>
		compact({
			deviceId: input.optional('Device ID', idSchema, input.value('deviceId')),
			email: input.check('Email', emailSchema, input.value('email')),
		}),
};
