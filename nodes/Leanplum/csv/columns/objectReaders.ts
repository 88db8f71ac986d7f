import { CATALOGUE } from '../../protocol/action/catalogue';
import { isObject, setOwn, type JsonObject, type JsonValue } from '../../protocol/basics/json';
import { readId } from '../../values/id';
import { readObject } from '../../values/json';
import { problemsOfName } from '../../values/names';
import {
	accept,
	refuse,
	within,
	type Accepted,
	type Reader,
	type Reading,
	type Refused,
} from '../../values/reading';
import { readText } from '../../values/text';

/** Reads an object whose names follow Leanplum's rules, if it is ruled by them. */
export function named(
	readMember: Reader<JsonValue>,
	{ isClearable = false, ruled = true } = {},
): Reader<Record<string, JsonValue>> {
	return (given) => {
		const object = readObject(given);
		if (object.kind !== 'value') return object;
		const members: Record<string, JsonValue> = {};
		for (const [name, member] of Object.entries(object.value)) {
			const [problem] = ruled ? problemsOfName(name) : [];
			if (problem !== undefined) return within(name, refuse(`has a name that ${problem}`, name));
			const reading = member === null && isClearable ? accept(null) : readMember(member);
			if (reading.kind === 'refused') return within(name, reading);
			if (reading.kind === 'value') setOwn(members, name, reading.value);
		}
		return accept(members);
	};
}

/** Reads an object that has certain members only. */
export function structured(readers: Readonly<Record<string, Reader<JsonValue>>>) {
	return (given: unknown): Accepted<JsonObject> | Refused => {
		if (!isObject(given)) return refuse('must be an object', given);
		const members: JsonObject = {};
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

/** Arguments of setDeviceAttributes that do not describe the device itself. */
const NOT_OF_THE_DEVICE = new Set(['userId', 'createDisposition', 'devMode']);

/** Devices by their own fields; Leanplum stores a nameless one when the ID is missing (recorded). */
export function readDevices(given: unknown): Reading<JsonValue> {
	const { parameters, undocumented } = CATALOGUE.setDeviceAttributes;
	const fields = Object.keys({ ...parameters, ...undocumented }).filter(
		(name) => !NOT_OF_THE_DEVICE.has(name),
	);
	const readDevice = structured(
		Object.fromEntries(fields.map((name) => [name, name === 'deviceId' ? readId : readText])),
	);
	const object = readObject(`{"devices":${String(given)}}`);
	const devices = object.kind === 'value' ? object.value.devices : undefined;
	if (!Array.isArray(devices)) return refuse('must be a JSON list of devices', given);
	const result: JsonValue[] = [];
	for (const [index, device] of devices.entries()) {
		const reading = readDevice(device);
		if (reading.kind === 'refused') return within(index + 1, reading);
		if (reading.value.deviceId === undefined) {
			return within(index + 1, refuse('needs a deviceId', device));
		}
		result.push(reading.value);
	}
	return accept(result);
}
