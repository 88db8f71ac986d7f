import type { INodeProperties } from 'n8n-workflow';
import { compact, type ItemInput } from '../../n8n/itemInput';
import type { JsonObject } from '../../protocol/json';

/** The device itself, where an operation is about one. */
export const deviceIdField: INodeProperties = {
	displayName: 'Device ID',
	name: 'deviceId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 7F3A9C21-5E0B',
	description: 'The ID of the device in Leanplum, at most 400 characters',
};

/** What a device is and how it is reached; every field is text. */
export const deviceFields: readonly INodeProperties[] = [
	{
		displayName: 'App Version',
		name: 'appVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4.2.0',
	},
	{
		displayName: 'Apple Push Token',
		name: 'iosPushToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The token of the Apple Push Notification service',
	},
	{
		displayName: 'Browser Name',
		name: 'browserName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Firefox',
	},
	{
		displayName: 'Browser Version',
		name: 'browserVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 128.0',
	},
	{
		displayName: 'Device Model',
		name: 'deviceModel',
		type: 'string',
		default: '',
		placeholder: 'e.g. iPhone15,2',
	},
	{
		displayName: 'Device Name',
		name: 'deviceName',
		type: 'string',
		default: '',
		placeholder: 'e.g. My Phone',
	},
	{
		displayName: 'Google Push Token',
		name: 'gcmRegistrationId',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The registration token of Firebase Cloud Messaging',
	},
	{
		displayName: 'Huawei Push Token',
		name: 'huaweiPushRegId',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The token of Huawei Push Kit',
	},
	{
		displayName: 'System Name',
		name: 'systemName',
		type: 'string',
		default: '',
		placeholder: 'e.g. iOS',
	},
	{
		displayName: 'System Version',
		name: 'systemVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 18.1',
	},
	{
		displayName: 'Web Push Subscription',
		name: 'webPushSubscription',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The subscription as the browser gives it, in JSON',
	},
];

/** The filled-in device fields of a collection or row, as Leanplum's arguments. */
export function deviceArgs(input: ItemInput, given: Record<string, unknown>): JsonObject {
	return compact(
		Object.fromEntries(
			deviceFields.map(({ name, displayName }) => [name, input.text(displayName, given[name])]),
		),
	);
}
