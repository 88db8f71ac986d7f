import type { CallOperation } from '../../operation/operation';
import { choiceField, yesNoField } from '../../operation/fields/fieldKinds';
import { createCall } from '../../protocol/action/call';
import type { KeyClass } from '../../protocol/action/keys';
import { simpleUserArgs, simpleUserOperation } from '../shared/fields/simpleUser';
import { userArgs, userFields } from '../shared/fields/user';

const fullErasure = yesNoField('Full Erasure', 'fullErasure', {
	description:
		"Whether to also erase the user's sessions and analytics, for example for a GDPR request. Takes up to 15 days and cannot be undone.",
	hint: 'Cannot be undone',
});

export const deleteUser: CallOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description:
		"Delete a user's profile, and optionally all other data about the user. Cannot be undone.",
	cannotBeUndone: 'Deleting a user cannot be undone.',
	sends: 'deleteUser',
	outputKeys: ['deleted'],
	fields: [...userFields, fullErasure],
	prepare: (input) => ({
		call: createCall('deleteUser', {
			...userArgs(input),
			...(fullErasure.read(input) ? { fullErasure: true } : {}),
		}),
		toOutput: (answer) => ({ deleted: true, ...answer }),
	}),
};

export const block: CallOperation = simpleUserOperation({
	value: 'block',
	name: 'Block',
	action: 'Block user',
	description:
		'Stop collecting data about a user immediately, and erase existing data within 15 days. Erased data cannot be restored.',
	cannotBeUndone: 'Erased data cannot be restored, not even by unblocking the user.',
	sends: 'block',
});

const unblockAsDocumented = simpleUserOperation({
	value: 'unblock',
	name: 'Unblock',
	action: 'Unblock user',
	description: 'Resume collecting data about a blocked user',
	sends: 'unblock',
});

const keyOption = choiceField<KeyClass>('Key', 'key', {
	default: 'development',
	description: 'Which key to use. If Leanplum rejects your Development Key, try the Client Key.',
	options: [
		{ name: 'Client Key', value: 'production', description: "Used in Leanplum's examples" },
		{
			name: 'Development Key',
			value: 'development',
			description: "Documented in Leanplum's reference",
		},
	],
});

/** Leanplum's OpenAPI and its Postman collection name different keys for it (reference §8 no. 4). */
export const unblock: CallOperation = {
	...unblockAsDocumented,
	options: [keyOption],
	prepare: (input) => ({
		call: createCall(
			'unblock',
			simpleUserArgs(input),
			keyOption.readOrDefault(input.inside('options')),
		),
	}),
};
