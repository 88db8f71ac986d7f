import type { App } from '../model/app.mjs';
import { setAttribute } from '../model/attributes.mjs';
import {
	DEVICE_FIELDS,
	deviceOf,
	LOCATION_FIELDS,
	type DeviceField,
	type DeviceProperties,
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

function setFields(device: DeviceProperties, args: DeviceArguments): void {
	for (const field of DEVICE_FIELDS) {
		const value = args[field];
		if (value !== undefined) device[field] = value;
	}
}

/** Sets the given properties of a user's device; a device that is new to the user is added. */
export const setDevice = (user: User, deviceId: string, args: DeviceArguments): void =>
	setFields(deviceOf(user, deviceId), args);

/** The same for an entry of `devices`; one without an ID is another nameless device (recorded). */
export function listDevice(user: User, deviceId: string | null, args: DeviceArguments): void {
	if (deviceId === null) user.namelessDevices += 1;
	else if (namesDeviceField(args)) setFields((deviceOf(user, deviceId).listed ??= {}), args);
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
