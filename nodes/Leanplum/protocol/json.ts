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

/**
 * Parses JSON without rounding: an integer that a JavaScript number cannot hold comes out as a string
 * with every digit (Leanplum's session, state and event ids are int64: D:exportdata-schema-json).
 *
 * @returns `undefined` when the text is no JSON
 */
export function parseJson(text: string): unknown {
	const lossless = MIGHT_HOLD_UNSAFE_INTEGER.test(text)
		? text.replace(TOKENS, (token) =>
				UNSAFE_INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
			)
		: text;
	try {
		return JSON.parse(lossless) as unknown;
	} catch {
		return undefined;
	}
}

/** Whether a value is an object with named members. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The size in bytes of a value written as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value) ?? '');
}
