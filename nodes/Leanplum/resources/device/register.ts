import type { CallOperation } from '../../operation/operation';
import { emailField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { deviceId } from '../shared/fields/user';

const email = emailField('Email', 'email', {
	required: true,
	placeholder: 'e.g. nathan@example.com',
	description: 'The email address of the account in the Leanplum dashboard',
});

export const register: CallOperation = {
	value: 'register',
	name: 'Register',
	action: 'Register test device',
	description: 'Register a device as a test device for a Leanplum account',
	sends: 'registerDevice',
	outputKeys: ['registered'],
	fields: [deviceId, email],
	prepare: (input) => ({
		call: createCall(
			'registerDevice',
			withoutUndefined({ deviceId: deviceId.read(input), email: email.require(input) }),
		),
	}),
};
