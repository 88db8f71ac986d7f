import { parseExactly } from './exact-numbers.mjs';

/** Whether a value is a JSON object (not null, not an array). */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a JSON text, its large whole numbers as `bigint`; undefined when it is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return parseExactly(text);
	} catch {
		return undefined;
	}
}

/** Sets an own property whatever its name, `__proto__` included. */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/** The own property that is an object; a new one is put in place when there is none. */
export function ownRecord(target: Record<string, unknown>, name: string): Record<string, unknown> {
	const existing = Object.hasOwn(target, name) ? target[name] : undefined;
	if (isRecord(existing)) return existing;
	const created: Record<string, unknown> = {};
	setOwn(target, name, created);
	return created;
}

/** Puts a value under a dotted name: `userAttributes.Gender` goes into `userAttributes`. */
export function setNested(target: Record<string, unknown>, name: string, value: unknown): void {
	const dot = name.indexOf('.');
	if (dot < 0) setOwn(target, name, value);
	else setNested(ownRecord(target, name.slice(0, dot)), name.slice(dot + 1), value);
}
