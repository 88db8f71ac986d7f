import { CATALOGUE } from '../../protocol/action/catalogue';
import { isObject, type JsonValue } from '../../protocol/basics/json';
import { readId } from '../../values/id';
import { readObject } from '../../values/json';
import { accept, refuse, within, type Reading } from '../../values/reading';
import { readText } from '../../values/text';
import { structured } from './objectReaders';

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
