import type { INodeProperties } from 'n8n-workflow';
import { compact, type ItemInput } from '../../operation/itemInput';
import type { JsonObject } from '../../protocol/basics/json';

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
		description: 'The version of your app on the device',
	},
	{
		displayName: 'Apple Push Token',
		name: 'iosPushToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. 740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad',
		description:
			'The token of the Apple Push Notification service; without one of the push tokens the device gets no push notifications',
	},
	{
		displayName: 'Browser Name',
		name: 'browserName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Firefox',
		description: 'The browser, for web apps',
	},
	{
		displayName: 'Browser Version',
		name: 'browserVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 128.0',
		description: 'The version of the browser, for web apps',
	},
	{
		displayName: 'Device Model',
		name: 'deviceModel',
		type: 'string',
		default: '',
		placeholder: 'e.g. iPhone15,2',
		description: 'The model as the device itself names it',
	},
	{
		displayName: 'Device Name',
		name: 'deviceName',
		type: 'string',
		default: '',
		placeholder: 'e.g. My Phone',
		description: 'The name that the user gave the device',
	},
	{
		displayName: 'Google Push Token',
		name: 'gcmRegistrationId',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. dQw4w9WgXcQ:APA91bH...',
		description: 'The registration token of Firebase Cloud Messaging, for Android devices',
	},
	{
		displayName: 'Huawei Push Token',
		name: 'huaweiPushRegId',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. IQAAAACy0a...',
		description: 'The token of Huawei Push Kit, for devices without Google services',
	},
	{
		displayName: 'System Name',
		name: 'systemName',
		type: 'string',
		default: '',
		placeholder: 'e.g. iOS',
		description: 'The operating system',
	},
	{
		displayName: 'System Version',
		name: 'systemVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 18.1',
		description: 'The version of the operating system',
	},
	{
		displayName: 'Web Push Subscription',
		name: 'webPushSubscription',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. {"endpoint": "https://…", "keys": {"p256dh": "…", "auth": "…"}}',
		description: 'The subscription as the browser gives it, as JSON text',
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
