import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonValue } from '../../../protocol/basics/json';
import { readJson } from '../../../values/json';
import { MAX_PARAMETERS, readAttribute, readParameter } from '../../../values/named';
import { MAX_NAME_LENGTH } from '../../../values/names';
import { readWhole } from '../../../values/number';
import type { Reading } from '../../../values/reading';

/** What named values may be: attributes, parameters, template values, and so on. */
export interface NamedKind {
	/** Whether the names must follow Leanplum's rules for attributes. */
	readonly hasNameRules?: boolean;
	/** The most characters of a text. */
	readonly maxLength?: number;
	/** The most values of an item. */
	readonly maxEntries?: number;
	/** The rule for values that the user wants as numbers, where not every number will do. */
	readonly readNumbers?: (given: unknown) => Reading<number>;
	/** Reads a value for which the user picked no type. */
	read(given: unknown): Reading<JsonValue>;
	/**
	 * Gives what is sent for an empty value; `undefined` leaves it out.
	 *
	 * @param isJson whether it stands in JSON, where null and a missing member differ
	 */
	onEmpty(input: ItemInput, label: string, given: unknown, isJson: boolean): JsonValue | undefined;
}

/** Leaves out what is empty, and says so. A member that JSON lacks is nothing, so there is nothing to say. */
function leaveOut(input: ItemInput, label: string, given: unknown, isJson: boolean): undefined {
	if (!isJson || given !== undefined) input.passOver(label);
}

const NAMED_LIKE_ATTRIBUTES = { hasNameRules: true, maxLength: MAX_NAME_LENGTH } as const;

export const ATTRIBUTES: NamedKind = {
	...NAMED_LIKE_ATTRIBUTES,
	read: readAttribute,
	onEmpty(input, label, given, isJson) {
		if (isJson && given === undefined) return undefined;
		if (isJson && given === null) {
			input.note(label, 'cleared');
			return null;
		}
		return input.passOver(label, true) ? null : undefined;
	},
};

/** Values to add to attributes that hold a list, or to remove from them. */
export const SET_VALUES: NamedKind = {
	...NAMED_LIKE_ATTRIBUTES,
	read: readAttribute,
	onEmpty: leaveOut,
};

/** Whole numbers to add to attributes; Leanplum skips others without a message (reference A.4). */
export const INCREMENTS: NamedKind = {
	...NAMED_LIKE_ATTRIBUTES,
	readNumbers: readWhole,
	read: readWhole,
	onEmpty: leaveOut,
};

/** Parameters of an event or a state (D:api-limits). */
export const PARAMETERS: NamedKind = {
	...NAMED_LIKE_ATTRIBUTES,
	maxEntries: MAX_PARAMETERS,
	read: readParameter,
	onEmpty: leaveOut,
};

/** Variables of the app, which may hold lists and objects. */
export const VARIABLES: NamedKind = {
	read: (given) => (given === '' ? { kind: 'empty' } : readJson(given)),
	onEmpty: leaveOut,
};
