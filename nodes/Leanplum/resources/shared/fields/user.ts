import { choiceField, idField, yesNoField } from '../../../operation/fields/fieldKinds';
import type { Field } from '../../../operation/fields/field';
import type { GroupInput, ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';

export const identifyBy = choiceField('Identify User By', 'identifyBy', {
	noDataExpression: true,
	required: true,
	default: 'userId',
	description: 'Which IDs identify the user',
	options: [
		{ name: 'Device ID', value: 'deviceId', description: 'One device, no matter who uses it' },
		{ name: 'User ID', value: 'userId', description: 'The user, on all devices' },
		{
			name: 'User ID and Device ID',
			value: 'both',
			description: 'The user on a specific device. One of the two IDs can be empty.',
		},
	],
});

export const userId = idField('User ID', 'userId', {
	required: true,
	placeholder: 'e.g. customer-42',
	description: 'The ID your app uses for the user. Max 400 characters.',
	displayOptions: { show: { identifyBy: ['userId', 'both'] } },
});

/** The device itself, where an operation is about one. */
export const deviceId = idField('Device ID', 'deviceId', {
	required: true,
	placeholder: 'e.g. 7F3A9C21-5E0B',
	description: "The device's ID in Leanplum. Max 400 characters.",
});

/**
 * Whom an operation acts on. With a user id Leanplum acts on the user and all devices, with a device
 * id on that device, with both on that user on that device (D:selecting-a-user).
 */
export const userFields = [
	identifyBy,
	userId,
	deviceId.with({ displayOptions: { show: { identifyBy: ['deviceId', 'both'] } } }),
];

/** Reads the user fields into the arguments `userId` and `deviceId`. */
export function userArgs(input: ItemInput): JsonObject {
	const by = input.value(identifyBy.name);
	const args: JsonObject = {};
	if (by !== 'deviceId') {
		const id = userId.read(input);
		if (id !== undefined) args.userId = id;
	}
	if (by !== 'userId') {
		const id = deviceId.read(input);
		if (id !== undefined) args.deviceId = id;
	}
	return args;
}

/** The item's fields that give the user's IDs, where an ID is nothing but a field. */
export function fieldsOfIds(input: ItemInput): string[] {
	const by = input.value(identifyBy.name);
	const ofUser = by === 'deviceId' ? undefined : input.fieldNamedIn(userId.name);
	const ofDevice = by === 'userId' ? undefined : input.fieldNamedIn(deviceId.name);
	return [ofUser, ofDevice].filter((name) => name !== undefined);
}

/** What Leanplum does with a user it does not know. */
export function createDispositionField(initial: 'CreateIfNeeded' | 'CreateNever'): Field<string> {
	return choiceField('If User Not Found', 'createDisposition', {
		default: initial,
		description:
			'What to do if Leanplum has no user with this ID, such as a contact who never opened your app. Leanplum bills the lookup either way.',
		options: [
			{
				name: 'Create the User',
				value: 'CreateIfNeeded',
				description: 'Creates a user profile with this ID',
			},
			{
				name: 'Skip the Request',
				value: 'CreateNever',
				description: 'Returns the item with the status "skipped"',
			},
		],
	});
}

/** To read it; its default differs from operation to operation. */
export const createDisposition = createDispositionField('CreateIfNeeded');

export const developmentMode = yesNoField('Development Mode', 'devMode', {
	description:
		'Whether to mark this as test traffic, which Leanplum keeps out of analytics. Leanplum allows one such request per second and user.',
	hint: 'Requires the Development Key in your credential',
});

/** Reads the two fields above out of the collection that holds them. */
export function userPolicyArgs(fields: GroupInput): JsonObject {
	// Test traffic must not count as real because a value is missing, so empty is not "off".
	const testing = fields.has(developmentMode.name) && developmentMode.require(fields);
	const disposition = createDisposition.read(fields);
	const args: JsonObject = {};
	if (disposition !== undefined) args.createDisposition = disposition;
	if (testing) args.devMode = true;
	return args;
}
