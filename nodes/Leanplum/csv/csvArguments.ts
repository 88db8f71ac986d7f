import { z } from 'zod';
import { CATALOGUE, type ParameterType } from '../protocol/action/catalogue';
import { cellList, cellObject } from './csvCell';
import { toEpochSeconds } from '../protocol/basics/time';
import {
	attributesSchema,
	currencySchema,
	emailSchema,
	idSchema,
	incrementsSchema,
	nameSchema,
	numericIdSchema,
	parametersSchema,
	SESSION_HANDLINGS,
	setValuesSchema,
	templateValuesSchema,
	UNSUBSCRIBE_CHANNELS,
} from '../values/values';

/** What makes a value of the texts, lists and objects that cells give. */
type ValueSchema = z.ZodType<unknown, z.ZodTypeDef, unknown>;

/** How the columns of one argument become its value. */
export interface ArgumentReader {
	/** What a column that is named after the argument gives; `undefined` for a cell that gives nothing. */
	readonly fromCell: (cell: string) => unknown;
	/** What is wrong with a cell that gives nothing, as the rest of a sentence that begins with it. */
	readonly expected?: string;
	/** Whether columns may name members of it, with dots. */
	readonly hasMembers: boolean;
	readonly schema: ValueSchema;
}

const oneOf = (names: readonly string[]) =>
	z.string().refine((name) => names.includes(name), {
		message: `must be one of ${names.join(', ')}`,
	});

/** A text that a conversion makes something else of; `undefined` is refused. */
function converted(convert: (text: string) => unknown, message: string): ValueSchema {
	return z.unknown().transform((value, context) => {
		const result = convert(String(value).trim());
		if (result !== undefined) return result;
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	});
}

function toNumber(text: string): number | undefined {
	const number = Number(text);
	return text !== '' && Number.isFinite(number) ? number : undefined;
}

function toInteger(text: string): number | undefined {
	const number = toNumber(text);
	return Number.isSafeInteger(number) ? number : undefined;
}

/** Spreadsheet programs write them in capitals. */
function toBoolean(text: string): boolean | undefined {
	const word = text.toLowerCase();
	return word === 'true' ? true : word === 'false' ? false : undefined;
}

const numberSchema = converted(toNumber, 'is not a number');
const integerSchema = converted(toInteger, 'is not a whole number');
const booleanSchema = converted(toBoolean, 'is neither true nor false');
const textSchema = z.union([z.string(), z.number().transform(String)]);

/** Times are refused by Leanplum as ISO 8601 (recorded), so they become epoch seconds. */
const timeSchema = (timezone: string) =>
	converted(
		(text) => toEpochSeconds(text, timezone),
		'is not a date or time, such as 2026-05-31T14:00:00Z or 1780236000',
	);

const known = (names: readonly string[]) => ({
	errorMap: (issue: z.ZodIssueOptionalMessage, context: z.ErrorMapCtx) => ({
		message:
			issue.code === 'unrecognized_keys'
				? `has a member "${issue.keys[0]}", but can only have ${names.join(', ')}`
				: context.defaultError,
	}),
});

function countersSchema(timezone: string, hasValue: boolean): ValueSchema {
	const time = timeSchema(timezone);
	const members = {
		count: integerSchema,
		countIncrement: integerSchema,
		firstTime: time,
		lastTime: time,
		...(hasValue ? { value: numberSchema, valueIncrement: numberSchema } : {}),
	};
	const counter = z
		.object(members, known(Object.keys(members)))
		.partial()
		.strict();
	return z.record(nameSchema, counter);
}

/** Arguments of setDeviceAttributes that say nothing of the device itself. */
const NOT_OF_THE_DEVICE = new Set(['userId', 'createDisposition', 'devMode']);

/** Devices by their own fields; Leanplum stores a nameless one when the id is missing (recorded). */
function devicesSchema(): ValueSchema {
	const { parameters, undocumented } = CATALOGUE.setDeviceAttributes;
	const fields = Object.keys({ ...parameters, ...undocumented }).filter(
		(name) => !NOT_OF_THE_DEVICE.has(name),
	);
	const texts = Object.fromEntries(fields.map((name) => [name, textSchema.optional()]));
	return z.array(z.object({ ...texts, deviceId: idSchema }, known(fields)).strict());
}

/** Arguments that are more than their type says. */
function schemasByName(timezone: string): Readonly<Record<string, ValueSchema>> {
	return {
		createDisposition: oneOf(['CreateIfNeeded', 'CreateNever']),
		currencyCode: currencySchema,
		deviceId: idSchema,
		devices: devicesSchema(),
		disposition: oneOf(SESSION_HANDLINGS),
		email: emailSchema,
		event: nameSchema,
		events: countersSchema(timezone, true),
		locationAccuracyType: oneOf(['CELL', 'GPS', 'IP']),
		newUserId: idSchema,
		params: parametersSchema,
		state: nameSchema,
		states: countersSchema(timezone, false),
		trafficSource: z.record(nameSchema, textSchema),
		unsubscribeCategoriesToAdd: z.array(numericIdSchema),
		unsubscribeCategoriesToRemove: z.array(numericIdSchema),
		unsubscribeChannelsToAdd: z.array(oneOf(UNSUBSCRIBE_CHANNELS)),
		unsubscribeChannelsToRemove: z.array(oneOf(UNSUBSCRIBE_CHANNELS)),
		userAttributes: attributesSchema,
		userAttributeValuesToAdd: setValuesSchema,
		userAttributeValuesToIncrement: incrementsSchema,
		userAttributeValuesToRemove: setValuesSchema,
		userId: idSchema,
		values: templateValuesSchema,
	};
}

function schemasByType(timezone: string): Readonly<Record<ParameterType, ValueSchema>> {
	return {
		array: z.array(z.unknown()),
		boolean: booleanSchema,
		file: z.never(),
		id: numericIdSchema,
		integer: integerSchema,
		number: numberSchema,
		object: templateValuesSchema,
		string: z.string(),
		time: timeSchema(timezone),
	};
}

/** Typed as text in the OpenAPI, sent as lists by everybody (reference A.4). */
const LISTS = new Set(['unsubscribeChannelsToAdd', 'unsubscribeChannelsToRemove']);

/**
 * Makes readers for arguments of actions.
 *
 * @param timezone the IANA zone for dates that carry none
 * @returns gives the reader of an argument by its name and type
 */
export function argumentReaders(
	timezone: string,
): (name: string, type: ParameterType) => ArgumentReader {
	const byName = schemasByName(timezone);
	const byType = schemasByType(timezone);
	return (name, type) => {
		const schema = Object.hasOwn(byName, name) ? byName[name]! : byType[type];
		if (type === 'object') {
			return {
				fromCell: cellObject,
				expected: `is no JSON object; a single value of it has a column such as "${name}.plan"`,
				hasMembers: true,
				schema,
			};
		}
		const isList = type === 'array' || LISTS.has(name);
		return { fromCell: isList ? cellList : (cell) => cell, hasMembers: false, schema };
	};
}
