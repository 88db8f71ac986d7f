import type { App } from '../model/app.mjs';
import { setAttribute } from '../model/attributes.mjs';
import {
	DEVICE_FIELDS,
	deviceOf,
	LOCATION_FIELDS,
	type DeviceField,
	type LocationField,
	type User,
} from '../model/user.mjs';

/** Device properties among the arguments of a call. */
export type DeviceArguments = Partial<Record<DeviceField, string | undefined>>;

/** Location properties among the arguments of a call. */
export type LocationArguments = Partial<Record<LocationField, string | number | undefined>>;

/** Whether a call carries any device property. */
export const namesDeviceField = (args: DeviceArguments): boolean =>
	DEVICE_FIELDS.some((field) => args[field] !== undefined);

/** Sets the given properties of a user's device; a device that is new to the user is added. */
export function setDevice(user: User, deviceId: string | null, args: DeviceArguments): void {
	const device = deviceOf(user, deviceId);
	for (const field of DEVICE_FIELDS) {
		const value = args[field];
		if (value !== undefined) device[field] = value;
	}
}

/**
 * Where calls on loopback come from as far as `(detect)` is concerned. Leanplum looks up the
 * caller's IP address, which for this sandbox has no place; these are documented sample values.
 */
const DETECTED: LocationArguments = {
	country: 'US',
	region: 'ca',
	city: 'San Francisco',
	location: '37.775,-122.4183',
};

/** Sets the given location properties. */
export function setLocation(user: User, args: LocationArguments): void {
	for (const field of LOCATION_FIELDS) {
		const value = args[field] === '(detect)' ? DETECTED[field] : args[field];
		if (value !== undefined) user.location[field] = value;
	}
}

/** Sets attributes; names beyond the app's 500 are dropped (D:api-limits). */
export function setAttributes(app: App, user: User, attributes: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (value === null || app.admitsName('attribute', name)) {
			setAttribute(user.attributes, name, value);
		}
	}
}
