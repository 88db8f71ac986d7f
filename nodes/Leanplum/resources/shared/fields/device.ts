import { argumentsOf } from '../../../operation/fields/field';
import { textField } from '../../../operation/fields/fieldKinds';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';

/** What a device is and how it is reached; every field is text and named like Leanplum's argument. */
export const deviceFields = [
	textField('App Version', 'appVersion', {
		placeholder: 'e.g. 4.2.0',
		description: 'The version of your app on the device',
	}),
	textField('Apple Push Token', 'iosPushToken', {
		typeOptions: { password: true },
		placeholder: 'e.g. 740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad',
		description:
			"The device's Apple Push Notification service token. Without any push token, the device can't receive push notifications.",
	}),
	textField('Browser Name', 'browserName', {
		placeholder: 'e.g. Firefox',
		description: 'The browser, for web apps',
	}),
	textField('Browser Version', 'browserVersion', {
		placeholder: 'e.g. 128.0',
		description: 'The version of the browser, for web apps',
	}),
	textField('Device Model', 'deviceModel', {
		placeholder: 'e.g. iPhone15,2',
		description: 'The model identifier that the device reports',
	}),
	textField('Device Name', 'deviceName', {
		placeholder: 'e.g. My Phone',
		description: 'The name that the user gave the device',
	}),
	textField('Google Push Token', 'gcmRegistrationId', {
		typeOptions: { password: true },
		placeholder: 'e.g. dQw4w9WgXcQ:APA91bH...',
		description: 'The registration token of Firebase Cloud Messaging, for Android devices',
	}),
	textField('Huawei Push Token', 'huaweiPushRegId', {
		typeOptions: { password: true },
		placeholder: 'e.g. IQAAAACy0a...',
		description: 'The token of Huawei Push Kit, for devices without Google services',
	}),
	textField('System Name', 'systemName', {
		placeholder: 'e.g. iOS',
		description: 'The operating system',
	}),
	textField('System Version', 'systemVersion', {
		placeholder: 'e.g. 18.1',
		description: 'The version of the operating system',
	}),
	textField('Web Push Subscription', 'webPushSubscription', {
		typeOptions: { password: true },
		placeholder: 'e.g. {"endpoint": "https://…", "keys": {"p256dh": "…", "auth": "…"}}',
		description: 'The subscription as the browser gives it, as JSON text',
	}),
];

/** The filled-in device fields of a collection or row, as Leanplum's arguments. */
export function deviceArgs(fields: ItemInput): JsonObject {
	return argumentsOf(fields, deviceFields);
}
