import type { ItemInput } from '../../operation/itemInput';
import { isObject, setOwn, type JsonObject, type JsonValue } from '../../protocol/basics/json';
import { readId } from '../../values/id';
import { readJson } from '../../values/json';
import { EMPTY, type Reading } from '../../values/reading';
import {
	ATTRIBUTES,
	INCREMENTS,
	PARAMETERS,
	SET_VALUES,
	type NamedKind,
} from '../shared/namedKinds';
import { addValue } from '../shared/namedValues';

/** Arguments that hold named values. */
const NAMED: Readonly<Record<string, NamedKind>> = {
	params: PARAMETERS,
	userAttributes: ATTRIBUTES,
	userAttributeValuesToAdd: SET_VALUES,
	userAttributeValuesToIncrement: INCREMENTS,
	userAttributeValuesToRemove: SET_VALUES,
};

/** Arguments that name users and devices. */
const IDS = new Set(['userId', 'deviceId', 'newUserId']);

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

function readArgument(name: string, value: unknown): Reading<JsonValue> {
	if (IDS.has(name)) return readId(value);
	return value === undefined ? EMPTY : readJson(value);
}

/**
 * The arguments of an action, read by the same rules as in the operations of their own: IDs, named values,
 * dates, and long numbers. Everything else goes as it was given.
 *
 * @param label of the field that holds them
 */
export function customArguments(
	input: ItemInput,
	label: string,
	given: Record<string, unknown>,
): JsonObject {
	const args: JsonObject = {};
	for (const [name, value] of Object.entries(given)) {
		const place = `${label} "${name}"`;
		const kind = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
		const read =
			kind && isObject(value)
				? namedValues(input, place, value, kind)
				: input.take(place, readArgument(name, value));
		if (read !== undefined) setOwn(args, name, read);
	}
	return args;
}
