import type { ParameterType } from '../../protocol/action/catalogue';
import type { JsonValue } from '../../protocol/basics/json';
import {
	CREATE_DISPOSITIONS,
	LOCATION_ACCURACIES,
	plainChoices,
	readChoice,
	readChoices,
	SESSION_HANDLINGS,
	UNSUBSCRIBE_CHANNELS,
	type Choice,
} from '../../values/choice';
import { readEpochSeconds } from '../../values/date';
import { readId, readNumericId, readNumericIds } from '../../values/id';
import { readObject } from '../../values/json';
import { readList } from '../../values/list';
import { readAttribute, readParameter, readTemplateValue } from '../../values/named';
import { readName } from '../../values/names';
import { readNumber, readWhole } from '../../values/number';
import { EMPTY, type Reader } from '../../values/reading';
import { readCurrency, readEmail, readText } from '../../values/text';
import { readYesNo } from '../../values/yesNo';
import { localNumber, type Notation } from './cellReaders';
import { named, readDevices, structured } from './objectReaders';

/** Readers of the members of a counter; states have no value (reference A.4). */
export const counterReaders = ({ timezone, decimalSeparator }: Notation, hasValue: boolean) => {
	const time: Reader<number> = (given) => readEpochSeconds(given, timezone);
	const value = localNumber(decimalSeparator, readNumber);
	return {
		count: readWhole,
		countIncrement: readWhole,
		firstTime: time,
		lastTime: time,
		...(hasValue ? { value, valueIncrement: value } : {}),
	};
};

const channels = plainChoices(UNSUBSCRIBE_CHANNELS);

/** Readers of whole arguments that are more than their type says. */
function readersByName(notation: Notation): Readonly<Record<string, Reader<JsonValue>>> {
	const choice =
		(choices: readonly Choice[]): Reader<JsonValue> =>
		(given) =>
			readChoice(given, choices);
	const attribute: Reader<JsonValue> = readAttribute;
	return {
		createDisposition: choice(CREATE_DISPOSITIONS),
		currencyCode: readCurrency,
		deviceId: readId,
		devices: readDevices,
		disposition: choice(SESSION_HANDLINGS),
		email: readEmail,
		event: readName,
		events: named(structured(counterReaders(notation, true))),
		locationAccuracyType: choice(LOCATION_ACCURACIES),
		newUserId: readId,
		params: named(readParameter),
		state: readName,
		states: named(structured(counterReaders(notation, false))),
		trafficSource: named((given) => readText(given)),
		unsubscribeCategoriesToAdd: readNumericIds,
		unsubscribeCategoriesToRemove: readNumericIds,
		unsubscribeChannelsToAdd: (given) => readChoices(given, channels),
		unsubscribeChannelsToRemove: (given) => readChoices(given, channels),
		userAttributes: named(attribute, { isClearable: true }),
		userAttributeValuesToAdd: named(attribute),
		userAttributeValuesToIncrement: named(readWhole),
		userAttributeValuesToRemove: named(attribute),
		userId: readId,
		values: named((given) => readTemplateValue(given, notation.onNothing), { ruled: false }),
	};
}

function readerByType(type: ParameterType, notation: Notation): Reader<JsonValue> {
	switch (type) {
		case 'boolean':
			return readYesNo;
		case 'integer':
			return readWhole;
		case 'number':
			return localNumber(notation.decimalSeparator, readNumber);
		case 'id':
			return readNumericId;
		case 'time':
			return (given) => readEpochSeconds(given, notation.timezone);
		case 'array':
			return (given) => readList(given);
		case 'object':
			return readObject as Reader<JsonValue>;
		case 'string':
			return (given) => readText(given);
		case 'file':
			return () => EMPTY;
	}
}

/** The reader of a whole argument of an action, by the rule of its kind. */
export function argumentReader(
	argument: string,
	type: ParameterType,
	notation: Notation,
): Reader<JsonValue> {
	const byName = readersByName(notation);
	return Object.hasOwn(byName, argument) ? byName[argument]! : readerByType(type, notation);
}
