import { isObject, setOwn, type JsonValue } from '../../protocol/basics/json';
import { readObject } from '../../values/json';
import { problemsOfName } from '../../values/names';
import { accept, refuse, within, type Reader } from '../../values/reading';

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
export function structured(
	readers: Readonly<Record<string, Reader<JsonValue>>>,
): Reader<JsonValue> {
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
