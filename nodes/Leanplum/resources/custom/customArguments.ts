import type { ItemInput } from '../../operation/fields/itemInput';
import { argumentReader } from '../../csv/columns/argumentReaders';
import { typeOf } from '../../csv/columns/leanplumNames';
import type { ActionSpec, ParameterType } from '../../protocol/action/catalogue';
import { isObject, setOwn, type JsonObject, type JsonValue } from '../../protocol/basics/json';
import { readJson } from '../../values/json';
import { NO_TEMPLATE_VALUE } from '../../values/named';
import { EMPTY, refuse, type Reading } from '../../values/reading';
import {
	ATTRIBUTES,
	INCREMENTS,
	PARAMETERS,
	SET_VALUES,
	type NamedKind,
} from '../shared/named/namedKinds';
import { addValue } from '../shared/named/namedValues';

/** Arguments that hold named values. */
const NAMED: Readonly<Record<string, NamedKind>> = {
	params: PARAMETERS,
	userAttributes: ATTRIBUTES,
	userAttributeValuesToAdd: SET_VALUES,
	userAttributeValuesToIncrement: INCREMENTS,
	userAttributeValuesToRemove: SET_VALUES,
};

/** Kinds of arguments that are read by their rules. Others go as they were given, for what is newer. */
const READ_KINDS: ReadonlySet<ParameterType> = new Set([
	'boolean',
	'id',
	'integer',
	'number',
	'time',
]);

/** Texts that are read by their rules. */
const READ_TEXTS = new Set([
	'createDisposition',
	'currencyCode',
	'deviceId',
	'disposition',
	'email',
	'event',
	'locationAccuracyType',
	'newUserId',
	'state',
	'userId',
]);

function namedValues(
	input: ItemInput,
	label: string,
	given: Record<string, unknown>,
	kind: NamedKind,
): JsonObject {
	const values: JsonObject = {};
	for (const [name, value] of Object.entries(given)) {
		const entry = { label: `${label} → ${name}`, name, given: value, reading: kind.read(value) };
		addValue(input, values, kind, entry, true);
	}
	return values;
}

const OTHER_ID = new Map([
	['userId', 'deviceId'],
	['deviceId', 'userId'],
]);

const isId = (name: string, spec: ActionSpec | undefined): boolean =>
	OTHER_ID.has(name) || name === 'newUserId' || (spec && typeOf(spec, name)) === 'id';

function readArgument(
	name: string,
	value: unknown,
	spec: ActionSpec | undefined,
	timezone: string,
): Reading<JsonValue> {
	const type = spec && typeOf(spec, name);
	if (READ_TEXTS.has(name) || (type && (READ_KINDS.has(type) || name === 'values'))) {
		const onNothing = (given: unknown) => refuse(NO_TEMPLATE_VALUE, given);
		return argumentReader(name, type ?? 'string', { timezone, onNothing })(value);
	}
	return value === undefined ? EMPTY : readJson(value);
}

/**
 * The arguments of an action, read by the same rules as in the operations of their own: IDs, named values,
 * choices, yes or no, times, and numbers. Everything else goes as it was given.
 *
 * @param label of the field that holds them
 * @param spec what is known of the action
 */
export function customArguments(
	input: ItemInput,
	label: string,
	given: Record<string, unknown>,
	spec: ActionSpec | undefined,
): JsonObject {
	const args: JsonObject = {};
	const withoutId: string[] = [];
	for (const [name, value] of Object.entries(given)) {
		const place = `${label} "${name}"`;
		const kind = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
		if (kind && isObject(value)) {
			setOwn(args, name, namedValues(input, place, value, kind));
			continue;
		}
		const reading = readArgument(name, value, spec, input.timezone);
		if (reading.kind === 'empty' && isId(name, spec)) withoutId.push(name);
		// Test traffic must not count as real because a value is missing.
		else if (reading.kind === 'empty' && name === 'devMode') input.refuse(place, 'is empty');
		else if (reading.kind === 'empty' && value !== undefined) input.passOver(place);
		const read = input.take(place, reading);
		if (read !== undefined) setOwn(args, name, read);
	}
	for (const name of withoutId) {
		// One of the two is enough to name a user.
		const other = OTHER_ID.get(name);
		if (other === undefined || args[other] === undefined) {
			input.refuse(`${label} "${name}"`, 'is empty');
		}
	}
	return args;
}
