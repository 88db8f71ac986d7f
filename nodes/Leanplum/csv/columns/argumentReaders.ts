import { CATALOGUE, type ParameterType } from '../../protocol/action/catalogue';
import { isObject, setOwn, type JsonValue } from '../../protocol/basics/json';
import {
	plainChoices,
	readChoice,
	readChoices,
	SESSION_HANDLINGS,
	UNSUBSCRIBE_CHANNELS,
} from '../../values/choice';
import { readEpochSeconds } from '../../values/date';
import { readId, readNumericId } from '../../values/id';
import { readJson, readObject } from '../../values/json';
import { readList } from '../../values/list';
import { readAttribute, readParameter } from '../../values/named';
import { problemsOfName, readName } from '../../values/names';
import { readNumber, readWhole } from '../../values/number';
import { accept, EMPTY, refuse, within, type Reader, type Reading } from '../../values/reading';
import { readText } from '../../values/text';
import { readYesNo } from '../../values/yesNo';
import type { ValueKind } from './columnType';
import { localNumber, MAX_LENGTH, typedReader, type Notation } from './cellReaders';

/** How the cells of a column are read. */
export interface ColumnReader {
	readonly read: Reader<JsonValue>;
	/** Of values whose type shows in the file: what they can be. */
	readonly typed?: ValueKind;
}

/** Reads an object whose names follow Leanplum's rules. */
function named(
	readMember: Reader<JsonValue>,
	isClearable = false,
): Reader<Record<string, JsonValue>> {
	return (given) => {
		const object = readObject(given);
		if (object.kind !== 'value') return object;
		const members: Record<string, JsonValue> = {};
		for (const [name, member] of Object.entries(object.value)) {
			const [problem] = problemsOfName(name);
			if (problem !== undefined) return within(name, refuse(`has a name that ${problem}`, name));
			const reading = member === null && isClearable ? accept(null) : readMember(member);
			if (reading.kind === 'refused') return within(name, reading);
			if (reading.kind === 'value') setOwn(members, name, reading.value);
		}
		return accept(members);
	};
}

/** Reads an object that has certain members only. */
function structured(readers: Readonly<Record<string, Reader<JsonValue>>>): Reader<JsonValue> {
	return (given) => {
		if (!isObject(given)) return refuse('must be an object', given);
		const members: Record<string, JsonValue> = {};
		for (const [name, member] of Object.entries(given)) {
			const read = Object.hasOwn(readers, name) ? readers[name]! : undefined;
			if (!read) {
				const names = Object.keys(readers).join(', ');
				return within(name, refuse(`is not one of ${names}`, name));
			}
			const reading = read(member);
			if (reading.kind === 'refused') return within(name, reading);
			if (reading.kind === 'value') members[name] = reading.value;
		}
		return accept(members);
	};
}

function listOf(readEntry: Reader<JsonValue>): Reader<JsonValue[]> {
	return (given) => {
		const list = readList(given);
		if (list.kind !== 'value') return list;
		const entries: JsonValue[] = [];
		for (const [index, entry] of list.value.entries()) {
			const reading = readEntry(entry);
			if (reading.kind === 'refused') return within(index + 1, reading);
			if (reading.kind === 'value') entries.push(reading.value);
		}
		return accept(entries);
	};
}

function matching(pattern: RegExp, expected: string): Reader<string> {
	return (given) => {
		const text = readText(given);
		if (text.kind !== 'value') return text;
		const trimmed = text.value.trim();
		return pattern.test(trimmed) ? accept(trimmed) : refuse(expected, given);
	};
}

const currency = matching(/^[A-Za-z]{3}$/, 'must be a three-letter currency code, such as EUR');

const counterReaders = ({ timezone, decimalSeparator }: Notation, hasValue: boolean) => {
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

/** Arguments of setDeviceAttributes that do not describe the device itself. */
const NOT_OF_THE_DEVICE = new Set(['userId', 'createDisposition', 'devMode']);

/** Devices by their own fields; Leanplum stores a nameless one when the ID is missing (recorded). */
function readDevices(given: unknown): Reading<JsonValue> {
	const { parameters, undocumented } = CATALOGUE.setDeviceAttributes;
	const fields = Object.keys({ ...parameters, ...undocumented }).filter(
		(name) => !NOT_OF_THE_DEVICE.has(name),
	);
	const readDevice = structured(
		Object.fromEntries(fields.map((name) => [name, name === 'deviceId' ? readId : readText])),
	);
	const object = readObject(typeof given === 'string' ? `{"devices":${given}}` : given);
	if (object.kind !== 'value') {
		return object.kind === 'empty' ? object : refuse('must be a JSON list of devices', given);
	}
	const { devices } = object.value;
	if (!Array.isArray(devices)) return refuse('must be a JSON list of devices', given);
	const result: JsonValue[] = [];
	for (const [index, device] of devices.entries()) {
		const reading = readDevice(device);
		if (reading.kind === 'refused') return within(index + 1, reading);
		if (reading.kind !== 'value') continue;
		if (!isObject(reading.value) || reading.value.deviceId === undefined) {
			return within(index + 1, refuse('needs a deviceId', device));
		}
		result.push(reading.value);
	}
	return accept(result);
}

const channels = plainChoices(UNSUBSCRIBE_CHANNELS);

/** Readers of whole arguments that are more than their type says. */
function readersByName(notation: Notation): Readonly<Record<string, Reader<JsonValue>>> {
	const choice = (values: readonly string[]): Reader<JsonValue> => {
		const choices = plainChoices(values);
		return (given) => readChoice(given, choices);
	};
	const attribute: Reader<JsonValue> = readAttribute;
	return {
		createDisposition: choice(['CreateIfNeeded', 'CreateNever']),
		currencyCode: (given) => {
			const reading = currency(given);
			return reading.kind === 'value' ? accept(reading.value.toUpperCase()) : reading;
		},
		deviceId: readId,
		devices: readDevices,
		disposition: choice(SESSION_HANDLINGS),
		email: matching(/^[^@\s]+@[^@\s]+$/, 'must be an email address, such as nathan@example.com'),
		event: readName,
		events: named(structured(counterReaders(notation, true))),
		locationAccuracyType: choice(['CELL', 'GPS', 'IP']),
		newUserId: readId,
		params: named(readParameter),
		state: readName,
		states: named(structured(counterReaders(notation, false))),
		trafficSource: named((given) => readText(given)),
		unsubscribeCategoriesToAdd: listOf(readNumericId),
		unsubscribeCategoriesToRemove: listOf(readNumericId),
		unsubscribeChannelsToAdd: (given) => readChoices(given, channels),
		unsubscribeChannelsToRemove: (given) => readChoices(given, channels),
		userAttributes: named(attribute, true),
		userAttributeValuesToAdd: named(attribute),
		userAttributeValuesToIncrement: named(readWhole),
		userAttributeValuesToRemove: named(attribute),
		userId: readId,
		values: (given) => {
			const object = readObject(given);
			return object.kind === 'value' ? readJson(object.value) : object;
		},
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

/** Arguments that hold values by name: how the members are read, and how deep they can be. */
const MEMBERS: Readonly<
	Record<string, { read: (notation: Notation) => ColumnReader; depth: number; ruled?: true }>
> = {
	userAttributes: { read: typedMember({ maxLength: MAX_LENGTH }), depth: 1, ruled: true },
	params: { read: typedMember({ maxLength: MAX_LENGTH, isSingle: true }), depth: 1, ruled: true },
	values: { read: typedMember({ isShown: true }), depth: 20 },
	userAttributeValuesToAdd: { read: typedMember({ maxLength: MAX_LENGTH }), depth: 1, ruled: true },
	userAttributeValuesToRemove: {
		read: typedMember({ maxLength: MAX_LENGTH }),
		depth: 1,
		ruled: true,
	},
	userAttributeValuesToIncrement: { read: () => ({ read: readWhole }), depth: 1, ruled: true },
	trafficSource: { read: () => ({ read: (given) => readText(given) }), depth: 1, ruled: true },
};

/** Members whose type shows in the file; until then they are text. */
function typedMember(typed: ValueKind): (notation: Notation) => ColumnReader {
	return (notation) => ({ typed, read: typedReader('string', notation, typed.maxLength) });
}

/** What is wrong with a column, as the rest of a sentence that starts with it. */
export class ColumnObjection {
	constructor(readonly message: string) {}
}

const object = (message: string) => new ColumnObjection(message);

/** The reader of a counter, such as `events.Purchase.count`. */
function counterReader(
	argument: string,
	[name = '', counter, ...more]: readonly string[],
	notation: Notation,
): ColumnReader | ColumnObjection {
	const readers: Record<string, Reader<JsonValue>> = counterReaders(
		notation,
		argument === 'events',
	);
	const [problem] = problemsOfName(name);
	if (problem !== undefined) return object(`has a name that ${problem}`);
	const read = counter !== undefined && Object.hasOwn(readers, counter) && readers[counter];
	if (read && more.length === 0) return { read };
	return object(`must end with one of ${Object.keys(readers).join(', ')}`);
}

/**
 * The reader of a column that gives an argument or a member of one.
 *
 * @param members the way to the member; none for a whole argument
 */
export function columnReader(
	argument: string,
	type: ParameterType,
	members: readonly string[],
	notation: Notation,
): ColumnReader | ColumnObjection {
	if (members.length === 0) {
		const byName = readersByName(notation);
		const read = Object.hasOwn(byName, argument) ? byName[argument]! : readerByType(type, notation);
		return { read };
	}
	if (members.includes('')) return object('has a name with nothing before or after a dot');
	if (argument === 'events' || argument === 'states') {
		return counterReader(argument, members, notation);
	}
	const member = Object.hasOwn(MEMBERS, argument) ? MEMBERS[argument]! : undefined;
	if (!member) return object(`can't have a dot, because "${argument}" is a single value`);
	if (members.length > member.depth) {
		return object(
			member.depth === 1
				? `can't have a second dot, because values of "${argument}" can't be objects`
				: `can have up to ${member.depth} dots`,
		);
	}
	const [problem] = member.ruled ? problemsOfName(members[0]!) : [];
	return problem === undefined ? member.read(notation) : object(`has a name that ${problem}`);
}
