import { argumentsOf } from '../../operation/fields/field';
import { idField } from '../../operation/fields/fieldKinds';
import type { CallOperation, Resource } from '../../operation/operation';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import { outputFields, outputPicker } from '../shared/output';
import { simpleMigrationState } from './migrationState';

const userFields = [
	idField('Device ID', 'deviceId', {
		placeholder: 'e.g. 7F3A9C21-5E0B',
		description: 'Adds the user who last logged in on this device',
	}),
	idField('User ID', 'userId', {
		placeholder: 'e.g. customer-42',
		description: "The ID of any user. The state is the same for all of the app's users.",
	}),
];

const getMigrationState: CallOperation = {
	value: 'getMigrationState',
	name: 'Get Migration State',
	action: 'Get app migration state',
	description: 'Read how far the app has moved from Leanplum to CleverTap',
	sends: 'getMigrateState',
	outputKeys: [
		'userId',
		'deviceId',
		'state',
		'moving',
		'sdk',
		'events',
		'profiles',
		'cleverTap',
		'hash',
		'loggedInUserId',
		'appTrafficStopped',
		'eventsUploadStarted',
		'profileUploadStarted',
	],
	fields: [...outputFields, additionalFields(...userFields)],
	prepare(input) {
		return {
			call: createCall(
				'getMigrateState',
				argumentsOf(input.inside('additionalFields'), userFields),
			),
			toOutput: outputPicker(input, simpleMigrationState),
		};
	},
};

/** The app itself. */
export const app: Resource = {
	value: 'app',
	name: 'App',
	operations: [getMigrationState],
};
