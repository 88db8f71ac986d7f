import { z } from 'zod';
import { isObject } from '../protocol/basics/json';

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

/** For schemas that most values pass as they are: whether a value does. */
const QUICK_CHECKS = new WeakMap<z.ZodTypeAny, (value: unknown) => boolean>();

function quickly<Schema extends z.ZodTypeAny>(
	passes: (value: unknown) => boolean,
	schema: Schema,
): Schema {
	QUICK_CHECKS.set(schema, passes);
	return schema;
}

/**
 * Whether a value is surely what a schema would give back for it. A schema, which finds the words for
 * what is wrong, takes most of the time of preparing a large number of items.
 */
export function surelyPasses<Output>(
	schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
	value: unknown,
): value is Output {
	return QUICK_CHECKS.get(schema)?.(value) === true;
}

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

const isName = (value: unknown): boolean =>
	typeof value === 'string' && problemsOfName(value).next().done === true;

/** The name of an event, a state, an attribute or a parameter. */
export const nameSchema = quickly(
	isName,
	z.string().superRefine((name, context) => {
		for (const message of problemsOfName(name)) context.addIssue({ code: 'custom', message });
	}),
);

/**
 * An object whose names follow the rules and whose values pass a check. It comes out as it is.
 *
 * @param message what is wrong with a value that does not pass
 */
function named<Value>(
	isValue: (value: unknown) => value is Value,
	message: string,
	mostEntries = Infinity,
) {
	const passes = (given: unknown): boolean => {
		if (!isObject(given)) return false;
		const entries = Object.entries(given);
		return (
			entries.length <= mostEntries &&
			entries.every(([name, value]) => isName(name) && isValue(value))
		);
	};
	const schema = z
		.custom<Record<string, Value>>(isObject, 'is not an object')
		.superRefine((given, context) => {
			for (const [name, value] of Object.entries(given)) {
				const refuse = (problem: string) =>
					context.addIssue({ code: 'custom', message: problem, path: [name] });
				for (const problem of problemsOfName(name)) refuse(problem);
				if (!isValue(value)) refuse(message);
			}
			if (Object.keys(given).length > mostEntries) {
				context.addIssue({ code: 'custom', message: `has more than ${mostEntries} entries` });
			}
		});
	return quickly(passes, schema);
}

const LOST_DIGITS = 'has lost digits because it came as a number: pass it as text';

function hasLostDigits(value: number): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}

const isIdText = (value: unknown): boolean =>
	typeof value === 'string' && value.length <= MAX_ID_LENGTH;

/** A user id or device id; numbers are accepted and sent as text. */
export const idSchema = quickly(
	isIdText,
	z.unknown().transform((value, context) => {
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
	}),
);

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
	MAX_PARAMETERS,
);

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
