/** Why CleverTap doesn't process a record: its code, and the text without the record's number. */
export interface Rejection {
	code: number;
	error: string;
}

export type JsonObject = Record<string, unknown>;

const MAX_PROPERTIES = 100;
const RESERVED_EVENTS: ReadonlySet<string> = new Set([
	'App Launched',
	'App Uninstalled',
	'App Version Changed',
	'Experiment Rendered',
	'Identity Error',
	'Identity Reset',
	'Identity Set',
	'Notification Clicked',
	'Notification Delivered',
	'Notification Replied',
	'Notification Sent',
	'Notification Viewed',
	'Reachable By',
	'Reply Sent',
	'Stayed',
	'UTM Visited',
	'Web Page Viewed',
]);
const IDENTITIES = ['identity', 'objectId', 'FBID', 'GPID'];

/** A field of CleverTap's own in a profile: when it is valid, and what CleverTap says when it isn't. */
const PROFILE_FIELDS: Record<string, { code: number; says: string; valid: RegExp }> = {
	Gender: { code: 514, says: 'Gender is not valid.', valid: /^(?:M|F)$/ },
	Email: { code: 515, says: 'Email is not valid.', valid: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ },
	Phone: { code: 516, says: 'Phone number is not valid.', valid: /^\+\d{8,15}$/ },
	Employed: { code: 517, says: 'Employed needs to be Y/N.', valid: /^[YN]$/ },
	Education: {
		code: 518,
		says: 'Education needs to be School/College/Graduate..',
		valid: /^(?:School|College|Graduate)$/,
	},
	Married: { code: 519, says: 'Married needs to be Y/N.', valid: /^[YN]$/ },
	Age: { code: 520, says: 'Age is invalid.', valid: /^\d{1,3}$/ },
};

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function eventRejection({ evtName, evtData }: JsonObject): Rejection | undefined {
	if (typeof evtName !== 'string' || evtName === '') {
		const error = 'Event Name is incorrect. ErrorCode: 509 - Event name is mandatory.';
		return { code: 509, error };
	}
	if (RESERVED_EVENTS.has(evtName)) {
		const error =
			'Event Name is incorrect. ErrorCode: 513 - Trying to raise a restricted system event.';
		return { code: 513, error };
	}
	if (evtData !== undefined && !isObject(evtData)) {
		return { code: 512, error: 'Event structure is not valid.' };
	}
	if (Object.keys(evtData ?? {}).length > MAX_PROPERTIES) {
		return { code: 522, error: 'Too many event properties.' };
	}
	return undefined;
}

function profileRejection({ profileData }: JsonObject): Rejection | undefined {
	for (const [field, { code, says, valid }] of Object.entries(PROFILE_FIELDS)) {
		const value = isObject(profileData) ? profileData[field] : undefined;
		// An operator such as $delete is no value.
		if (value === undefined || isObject(value)) continue;
		if (typeof value === 'boolean' || !valid.test(String(value))) {
			return { code, error: `Profile data is incorrect. ${says}` };
		}
	}
	return undefined;
}

/** Checks a record of an upload as CleverTap does; the first thing that is wrong rejects all of it. */
export function rejectionOf(record: unknown): Rejection | undefined {
	if (!isObject(record) || !['profile', 'event'].includes(String(record.type))) {
		return { code: 524, error: 'Record is neither an event nor a profile.' };
	}
	const identities = IDENTITIES.filter((name) => ![undefined, ''].includes(record[name] as ''));
	if (identities.length !== 1) return { code: 523, error: 'Identity is missing.' };
	const { ts } = record;
	if (ts !== undefined && !(Number.isInteger(ts) && Number(ts) > 0)) {
		return { code: 525, error: 'Timestamp should be present in the Unix Epoch format.' };
	}
	return record.type === 'event' ? eventRejection(record) : profileRejection(record);
}
