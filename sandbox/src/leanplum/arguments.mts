import { z } from 'zod';
import { toJson } from '../basics/int64.mjs';
import { isRecord, parseJson } from '../basics/json.mjs';

/**
 * How Leanplum reads argument values. Everything may arrive as a JSON value or as text (query,
 * form, multipart, CSV), so each type accepts both. `null` never gets here: the server treats a
 * null argument as absent (recorded for `deviceId`).
 */

const scalar = z.union([z.string(), z.number(), z.bigint(), z.boolean()]);

/** Text; numbers are accepted and become text (recorded: `123456` comes back as `"123456"`). */
export const text = scalar.transform(String);

/** An ID of a user or device; blank counts as not given (OAS: "Leave it blank to use the device ID"). */
export const id = text.transform((value) => (value === '' ? undefined : value));

/** A number, also as text. */
export const number = z.union([
	z.number(),
	z.bigint().transform(Number),
	z
		.string()
		.refine((value) => value.trim() !== '' && Number.isFinite(Number(value)))
		.transform(Number),
]);

/** A whole number, also as text. */
export const integer = number.refine(Number.isInteger);

/** An id of 64 bits as its decimal digits, from text or a JSON number of any size. */
export const numericId = z.union([
	z.bigint().transform(String),
	z.number().refine(Number.isInteger).transform(String),
	z.string().regex(/^-?\d+$/),
]);

/** A boolean; `1` and text are accepted (recorded: `recent=1`, `devMode=false` in the query). */
export const boolean = z.union([
	z.boolean(),
	z.literal(1).transform(() => true),
	z.literal(0).transform(() => false),
	z
		.string()
		.regex(/^(?:true|false|1|0)$/i)
		.transform((value) => /^(?:true|1)$/i.test(value)),
]);

// Not z.record, which loses the name `__proto__`.
const plainObject = z.custom<Record<string, unknown>>(isRecord);

/** A JSON object, native or as JSON text, also inside JSON (recorded: `"values":"{\"foo\":…}"`). */
export const object = z.union([plainObject, z.string().transform(parseJson).pipe(plainObject)]);

function parseList(value: string): unknown[] {
	const inner = /^\s*\[([\s\S]*)\]\s*$/.exec(value)?.[1];
	if (inner === undefined) return value === '' ? [] : [value];
	const parsed = parseJson(value);
	if (Array.isArray(parsed)) return parsed;
	// OAS writes lists without quotes: `channels=[Push Notification, In-app Message]`.
	return inner.split(',').map((entry) => entry.trim());
}

/** A list, native, as JSON text, in brackets without quotes (OAS), or a single value. */
export const list = z.union([
	z.array(z.unknown()),
	z.string().transform(parseList),
	z.union([z.number(), z.bigint()]).transform((value) => [value]),
]);

/** A list of texts, with the same freedom as {@link list}. */
export const textList = list.pipe(z.array(scalar.transform(String)));

/** USER: who the action is for (D:selecting-a-user). */
export const USER = {
	userId: id.optional(),
	deviceId: id.optional(),
};

/** DEV: development mode, which needs the development key. */
export const DEV_MODE = { devMode: boolean.optional() };

/** CD: whether the action may create its user. */
export const CREATE_DISPOSITION = {
	createDisposition: z.enum(['CreateIfNeeded', 'CreateNever']).optional(),
};

/** DEVICE: properties of a device; `huaweiPushRegId` is sent by the Android SDK only (AND). */
export const DEVICE = {
	appVersion: text.optional(),
	systemName: text.optional(),
	systemVersion: text.optional(),
	browserName: text.optional(),
	browserVersion: text.optional(),
	deviceName: text.optional(),
	deviceModel: text.optional(),
	iosPushToken: text.optional(),
	gcmRegistrationId: text.optional(),
	webPushSubscription: z.union([text, plainObject.transform(toJson)]).optional(),
	huaweiPushRegId: text.optional(),
};

/** LOCATION: where a user is; `timezoneOffsetSeconds` in seconds from GMT. */
export const LOCATION = {
	locale: text.optional(),
	country: text.optional(),
	region: text.optional(),
	city: text.optional(),
	location: text.optional(),
	locationAccuracyType: text.optional(),
	timezone: text.optional(),
	timezoneOffsetSeconds: number.optional(),
};
