import type { CallOperation } from '../../operation/operation';
import { collectionProperty, idField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import { deviceArgs, deviceFields } from '../shared/fields/device';
import {
	createDispositionField,
	deviceId,
	developmentMode,
	userPolicyArgs,
} from '../shared/fields/user';

const attributesToSet = collectionProperty('Attributes to Set', 'deviceAttributes', deviceFields, {
	placeholder: 'Add Attribute',
	description: "Set at least one. Attributes you leave out don't change.",
});

const ownerId = idField('User ID', 'userId', {
	placeholder: 'e.g. customer-42',
	description: 'The user whose device it is, when several users share it',
});

export const setAttributes: CallOperation = {
	value: 'setAttributes',
	name: 'Set Attributes',
	action: 'Set device attributes',
	description: "Set a device's attributes and push tokens",
	sends: 'setDeviceAttributes',
	outputKeys: ['userId'],
	fields: [
		deviceId,
		attributesToSet,
		additionalFields(developmentMode, createDispositionField('CreateIfNeeded'), ownerId),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		const attributes = deviceArgs(input.inside(attributesToSet.name));
		if (Object.keys(attributes).length === 0) {
			input.refuse(
				attributesToSet.displayName,
				'are empty for this item, so there is nothing to set',
			);
		}
		const args = withoutUndefined(
			{ deviceId: deviceId.read(input), userId: ownerId.read(fields) },
			userPolicyArgs(fields),
			// Top-level arguments: in an object of their own Leanplum ignores them (recorded).
			attributes,
		);
		return { call: createCall('setDeviceAttributes', args) };
	},
};
