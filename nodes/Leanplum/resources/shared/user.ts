import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';
import { idSchema } from '../../values/values';
import type { JsonObject } from '../../protocol/basics/json';

/**
 * Whom an operation acts on. With a user id Leanplum acts on the user and all devices, with a device
 * id on that device, with both on that user on that device (D:selecting-a-user).
 */
export const userFields: readonly INodeProperties[] = [
	{
		displayName: 'Identify User By',
		name: 'identifyBy',
		type: 'options',
		noDataExpression: true,
		required: true,
		default: 'userId',
		description: 'Which IDs you have of the user',
		options: [
			{ name: 'Device ID', value: 'deviceId', description: 'One device, whoever uses it' },
			{ name: 'User ID', value: 'userId', description: 'The user, on all devices' },
			{
				name: 'User ID and Device ID',
				value: 'both',
				description: 'The user on one device; one of the two may be empty',
			},
		],
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. customer-42',
		description: 'The ID under which your app knows the user, at most 400 characters',
		displayOptions: { show: { identifyBy: ['userId', 'both'] } },
	},
	{
		displayName: 'Device ID',
		name: 'deviceId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 7F3A9C21-5E0B',
		description: 'The ID of the device in Leanplum, at most 400 characters',
		displayOptions: { show: { identifyBy: ['deviceId', 'both'] } },
	},
];

/** Reads the user fields into the arguments `userId` and `deviceId`. */
export function userArgs(input: ItemInput): JsonObject {
	const by = input.value('identifyBy');
	const args: JsonObject = {};
	if (by !== 'deviceId') {
		const userId = input.optional('User ID', idSchema, input.value('userId'));
		if (userId !== undefined) args.userId = userId;
	}
	if (by !== 'userId') {
		const deviceId = input.optional('Device ID', idSchema, input.value('deviceId'));
		if (deviceId !== undefined) args.deviceId = deviceId;
	}
	return args;
}

/** What Leanplum does with a user it does not know. */
export function createDispositionField(initial: 'CreateIfNeeded' | 'CreateNever'): INodeProperties {
	return {
		displayName: 'If the User Is Unknown',
		name: 'createDisposition',
		type: 'options',
		default: initial,
		description:
			'What Leanplum does when it does not know the user, such as a contact who never opened your app; both count as a billed lookup',
		options: [
			{
				name: 'Create the User',
				value: 'CreateIfNeeded',
				description: 'A profile with this ID comes into being',
			},
			{
				name: 'Skip the Request',
				value: 'CreateNever',
				description: 'The item comes out as skipped',
			},
		],
	};
}

export const developmentModeField: INodeProperties = {
	displayName: 'Development Mode',
	name: 'devMode',
	type: 'boolean',
	default: false,
	description:
		'Whether this is a test: it counts as developer activity, not in analytics. Leanplum allows one such request a second for each user.',
	hint: 'Needs the Development Key in the credential',
};

/** Reads the two fields above out of the collection that holds them. */
export function userPolicyArgs(fields: Record<string, unknown>): JsonObject {
	const { createDisposition, devMode } = fields;
	const args: JsonObject = {};
	if (createDisposition === 'CreateIfNeeded' || createDisposition === 'CreateNever') {
		args.createDisposition = createDisposition;
	}
	if (devMode === true || devMode === 'true') args.devMode = true;
	return args;
}
