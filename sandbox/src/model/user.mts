import type { AttributeValue } from './attributes.mjs';
import type { Counter } from './counter.mjs';
import type { Session, TrafficSource } from './session.mjs';

/** Names of the device properties that Leanplum knows (OAS; the last one from the Android SDK). */
export const DEVICE_FIELDS = [
	'appVersion',
	'systemName',
	'systemVersion',
	'browserName',
	'browserVersion',
	'deviceName',
	'deviceModel',
	'iosPushToken',
	'gcmRegistrationId',
	'webPushSubscription',
	'huaweiPushRegId',
] as const;

export type DeviceField = (typeof DEVICE_FIELDS)[number];

/** Properties of a device. */
export type DeviceProperties = Partial<Record<DeviceField, string>>;

/** A device of a user. */
export type Device = DeviceProperties & {
	deviceId: string;
	/** Properties from `devices` of setUserAttributes, which exportUser does not show (recorded). */
	listed?: DeviceProperties;
};

/** A device as it is shown: one sent without an ID is `{"deviceId":null}` (recorded). */
export type DeviceView = DeviceProperties & { deviceId: string | null };

/** Names of the location properties that Leanplum knows (OAS). */
export const LOCATION_FIELDS = [
	'locale',
	'country',
	'region',
	'city',
	'location',
	'locationAccuracyType',
	'timezone',
	'timezoneOffsetSeconds',
] as const;

export type LocationField = (typeof LOCATION_FIELDS)[number];

/** A message in a user's app inbox. */
export interface InboxMessage {
	messageId: string;
	/** Epoch milliseconds, unlike other times in the API (AND, JS). */
	deliveryTimestamp: number;
	isRead: boolean;
	title: string;
	text: string;
}

/** What Leanplum knows about one user. Times in epoch seconds, durations in seconds. */
export interface User {
	userId: string;
	/** Known by a device only, so that its user ID is the device's (D:user-ids). */
	anonymous: boolean;
	/** Data collection stopped by `block`. */
	blocked: boolean;
	/** Undocumented field of exportUser (recorded: 358); here 0 to 999 from the user ID. */
	userBucket: number;
	created: number;
	/** `null` until the user is active in a session (recorded). */
	lastActive: number | null;
	totalSessions: number;
	timeSpentInApp: number;
	attributes: Map<string, AttributeValue>;
	events: Map<string, Counter>;
	states: Map<string, Counter>;
	devices: Map<string, Device>;
	/** Devices that were sent without an ID; each adds one (recorded). */
	namelessDevices: number;
	unsubscribedChannels: Set<string>;
	/** Ids of unsubscribe categories, as decimal digits. */
	unsubscribedCategories: Set<string>;
	location: Partial<Record<LocationField, string | number>>;
	/** Where the user came from, for the sessions to come. */
	trafficSource?: TrafficSource;
	/** The app inbox, by the id of each delivery; absent until something is delivered. */
	inbox?: Map<string, InboxMessage>;
	/** A/B tests in which the user has been given a variant. */
	enteredTests: Set<string>;
	/** Sessions and offline events, newest last; they outlive a `deleteUser` without full erasure. */
	history: Session[];
	/** The sessions of `history` that have not ended. */
	openSessions: Session[];
}

function bucketOf(userId: string): number {
	let hash = 2166136261;
	for (let index = 0; index < userId.length; index++) {
		hash = Math.imul(hash ^ userId.charCodeAt(index), 16777619) >>> 0;
	}
	return hash % 1000;
}

/** A new profile. */
export function newUser(userId: string, anonymous: boolean, created: number): User {
	return {
		userId,
		anonymous,
		blocked: false,
		userBucket: bucketOf(userId),
		created,
		lastActive: null,
		totalSessions: 0,
		timeSpentInApp: 0,
		attributes: new Map(),
		events: new Map(),
		states: new Map(),
		devices: new Map(),
		namelessDevices: 0,
		unsubscribedChannels: new Set(),
		unsubscribedCategories: new Set(),
		location: {},
		enteredTests: new Set(),
		history: [],
		openSessions: [],
	};
}

/** The user's device of that ID, created when there is none. */
export function deviceOf(user: User, deviceId: string): Device {
	let device = user.devices.get(deviceId);
	if (!device) {
		device = { deviceId };
		user.devices.set(deviceId, device);
	}
	return device;
}

/** The user's devices, with the properties that were listed only when they are asked for. */
export function devicesOf(user: User, withListed: boolean): DeviceView[] {
	const named = [...user.devices.values()].map(
		({ listed, ...device }): DeviceView => (withListed ? { ...listed, ...device } : device),
	);
	const nameless = Array.from({ length: user.namelessDevices }, () => ({ deviceId: null }));
	return [...named, ...nameless];
}
