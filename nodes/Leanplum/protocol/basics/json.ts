export type JsonValue =
	| string
	| number
	| boolean
	| null
	| undefined
	| JsonValue[]
	| { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

// A string, or a number; strings are matched so that digits inside them are left alone.
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const UNSAFE_INTEGER = /^-?\d{16,}$/;
const MIGHT_HOLD_UNSAFE_INTEGER = /\d{16}/;

function withLongIntegersAsText(text: string): string {
	return text.replace(TOKENS, (token) =>
		UNSAFE_INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
	);
}

/**
 * Parses JSON without rounding: an integer that a JavaScript number cannot hold comes out as a string
 * with every digit (Leanplum's session, state and event ids are int64: D:exportdata-schema-json).
 *
 * @returns `undefined` when the text is no JSON
 */
export function parseJson(text: string): unknown {
	try {
		const parsed = JSON.parse(text) as unknown;
		// Only after the text has proved to be JSON: with its numbers in quotes more would pass for it.
		return MIGHT_HOLD_UNSAFE_INTEGER.test(text) ? JSON.parse(withLongIntegersAsText(text)) : parsed;
	} catch {
		return undefined;
	}
}

/** Whether a value is an object with named members. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object has no members. */
export function isBare(value: object): boolean {
	for (const name in value) if (Object.hasOwn(value, name)) return false;
	return true;
}

/** Whether lists and objects in a value lie in each other at most so many levels deep. */
export function isNestedWithin(value: unknown, levels: number): boolean {
	let level: unknown[] = [value];
	for (let depth = 0; depth <= levels; depth++) {
		level = level.flatMap((member) =>
			typeof member === 'object' && member !== null ? Object.values(member) : [],
		);
		if (level.length === 0) return true;
	}
	return false;
}

/** The size in bytes of a value written as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** Names under which Leanplum gives ids: `id`, `postbackId`, `campaignID`, `abTestIds` … */
const ID_NAME = /^(id|\w+I[dD]s?)$/;

/** Members whose content is the user's own, in which "id" may mean anything. */
const OF_THE_USER = new Set(['vars', 'userAttributes', 'parameters', 'params', 'values']);

/**
 * A reply with all ids as text. Long ones are text already, so that no digit is lost; with the others
 * as numbers the same field would now be the one and now the other.
 */
export function withIdsAsText(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withIdsAsText);
	if (!isObject(value)) return value;
	const result: Record<string, unknown> = {};
	for (const [name, member] of Object.entries(value)) {
		setOwn(result, name, memberWithIdsAsText(name, member));
	}
	return result;
}

/** A member of a reply with all ids as text. */
export function memberWithIdsAsText(name: string, member: unknown): unknown {
	if (OF_THE_USER.has(name)) return member;
	return ID_NAME.test(name) ? idAsText(member) : withIdsAsText(member);
}

function idAsText(value: unknown): unknown {
	if (typeof value === 'number') return String(value);
	return Array.isArray(value) ? value.map(idAsText) : value;
}

/** Sets an own property whatever its name, so that "__proto__" is a name like any other. */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
	if (name !== '__proto__') {
		target[name] = value;
		return;
	}
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/**
 * An object with the members of all parts; of those with the same name, the last counts. To spread objects
 * whose members were set one by one takes V8 thirty times as long.
 */
export function joined(...parts: Array<Record<string, unknown>>): JsonObject {
	const all: JsonObject = {};
	for (const part of parts) {
		for (const name of Object.keys(part)) setOwn(all, name, part[name]);
	}
	return all;
}
