import { z } from 'zod';
import { isObject } from './json';

/**
 * The rules that Leanplum has for names and values (D:api-limits), as schemas. A name that breaks
 * them is dropped by Leanplum without a word, so it is refused here.
 */

const MAX_NAME_LENGTH = 139;
const MAX_ID_LENGTH = 400;
const MAX_PARAMETERS = 50;

/** A name by which JavaScript reaches what all objects share; what has it would be dropped. */
const LOST_NAME = '__proto__';
const LOST = 'is a name that cannot be passed on';

const memberSchema = z.string().refine((name) => name !== LOST_NAME, { message: LOST });

/** What is wrong with the name of an event, a state, an attribute or a parameter. */
function* problemsOfName(name: string): Generator<string> {
	if (name === '') return yield 'is empty';
	if (name === LOST_NAME) yield LOST;
	if (name.length > MAX_NAME_LENGTH) {
		yield `has ${name.length} characters, Leanplum allows ${MAX_NAME_LENGTH}`;
	}
	if (/^[.-]/.test(name)) yield 'starts with a dot or a hyphen';
	if (name.endsWith('/')) yield 'ends with a slash';
	if (/[,|"{\t\r\n]/.test(name)) {
		yield 'contains one of the characters , | " { or a tab or a line break';
	}
	if (/^\d+$/.test(name)) yield 'consists of digits only';
}

/** The name of an event, a state, an attribute or a parameter. */
export const nameSchema = z.string().superRefine((name, context) => {
	for (const message of problemsOfName(name)) context.addIssue({ code: 'custom', message });
});

/**
 * An object whose names follow the rules and whose values pass a check.
 *
 * One check of the whole: zod's own record, with a schema for each name and value and a copy of the
 * object, takes most of the time of preparing a large number of items.
 *
 * @param message what is wrong with a value that does not pass
 */
function named<Value>(isValue: (value: unknown) => value is Value, message: string) {
	return z
		.custom<Record<string, Value>>(isObject, 'is not an object')
		.superRefine((given, context) => {
			for (const [name, value] of Object.entries(given)) {
				const refuse = (problem: string) =>
					context.addIssue({ code: 'custom', message: problem, path: [name] });
				for (const problem of problemsOfName(name)) refuse(problem);
				if (!isValue(value)) refuse(message);
			}
		});
}

const LOST_DIGITS = 'has lost digits because it came as a number: pass it as text';

function hasLostDigits(value: number): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** A user id or device id; numbers are accepted and sent as text. */
export const idSchema = z.unknown().transform((value, context) => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	if (typeof value !== 'string' && typeof value !== 'number') return refuse('is not text');
	if (typeof value === 'number' && (!Number.isFinite(value) || hasLostDigits(value))) {
		return refuse(LOST_DIGITS);
	}
	const id = String(value);
	if (id.length > MAX_ID_LENGTH) {
		return refuse(`is longer than the ${MAX_ID_LENGTH} characters that Leanplum allows`);
	}
	return id;
});

/**
 * The id of a message, a campaign, a category and the like: digits, kept as text so that none is
 * lost. Not a number that JavaScript has already rounded.
 */
export const numericIdSchema = z.unknown().transform((value, context) => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	if (typeof value === 'number' && hasLostDigits(value)) {
		return refuse(LOST_DIGITS);
	}
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return /^\d{1,19}$/.test(id) ? id : refuse('is not a number of at most 19 digits');
});

const SCALAR = 'must be text, a number, true or false';

type Scalar = string | number | boolean;

function isScalar(value: unknown): value is Scalar {
	return (
		typeof value === 'string' ||
		typeof value === 'boolean' ||
		(typeof value === 'number' && Number.isFinite(value))
	);
}

/** A scalar or a list of scalars. */
function isScalarOrList(value: unknown): value is Scalar | Scalar[] {
	return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

/** Attributes by name; null clears an attribute. */
export const attributesSchema = named(
	(value): value is Scalar | Scalar[] | null => value === null || isScalarOrList(value),
	`${SCALAR}, a list of such values, or null to clear the attribute; nested objects are not allowed`,
);

/** Values to put into or take out of set attributes, by name. */
export const setValuesSchema = named(isScalarOrList, `${SCALAR}, or a list of such values`);

/** Whole numbers to add to attributes, by name: Leanplum skips others silently (reference A.4). */
export const incrementsSchema = named(
	(value): value is number => Number.isInteger(value),
	'must be a whole number',
);

/** Parameters of an event or a state: flat, at most 50 (D:api-limits). */
export const parametersSchema = named(
	isScalar,
	`${SCALAR}; lists and nested objects are not allowed`,
).refine((parameters) => Object.keys(parameters).length <= MAX_PARAMETERS, {
	message: `has more than ${MAX_PARAMETERS} entries`,
});

const jsonValueSchema: z.ZodType<unknown> = z.lazy(() =>
	z.union([
		z.string(),
		z.number().finite(),
		z.boolean(),
		z.null(),
		z.array(jsonValueSchema),
		z.record(memberSchema, jsonValueSchema),
	]),
);

/** The channels that a user can unsubscribe from (reference A.4). */
export const UNSUBSCRIBE_CHANNELS = [
	'Email',
	'Newsfeed Message',
	'Push Notification',
	'Webhook',
] as const;

/** How an event relates to a session of the user (OAS track). */
export const SESSION_HANDLINGS = ['active', 'passive', 'requireActive'] as const;

/** Values for a message template; lists and objects may be looped over in it. */
export const templateValuesSchema = z.record(memberSchema, jsonValueSchema);

/** An ISO 4217 code. */
export const currencySchema = z
	.string()
	.transform((code) => code.trim().toUpperCase())
	.refine((code) => /^[A-Z]{3}$/.test(code), {
		message: 'is not a currency code of three letters, such as EUR',
	});

export const emailSchema = z
	.string({ errorMap: () => ({ message: 'is not text' }) })
	.refine((text) => /^[^@\s]+@[^@\s]+$/.test(text.trim()), {
		message: 'is not an email address, such as nathan@example.com',
	})
	.transform((text) => text.trim());

/** An address on the web that Leanplum is to call. */
export const webAddressSchema = z
	.string({ errorMap: () => ({ message: 'is not text' }) })
	.refine((text) => /^https?:\/\/[^\s/]+/.test(text), {
		message: 'is not a web address, such as https://example.com/hook',
	});
