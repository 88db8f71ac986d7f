import { plainWhole } from '../basics/exact-numbers.mjs';
import { toJson } from '../basics/int64.mjs';

/** One value: text or number; `bigint` where a whole number would lose digits. */
type AttributeScalar = string | number | bigint;

/** A stored attribute: text, number, or a set of them. */
export type AttributeValue = AttributeScalar | AttributeScalar[];

/**
 * A single value as Leanplum stores it: booleans become `"True"` and `"False"` (recorded). Nested
 * objects have no documented form; they are kept as their JSON text.
 */
function storedScalar(value: unknown): AttributeScalar | undefined {
	if (value === null || value === undefined) return undefined;
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'string' || typeof value === 'number') return value;
	return typeof value === 'bigint' ? value : toJson(value);
}

function storedList(values: readonly unknown[]): AttributeScalar[] {
	return values.map(storedScalar).filter((value) => value !== undefined);
}

/** A value as Leanplum stores it; arrays of scalars stay arrays (KAR). */
function storedValue(value: unknown): AttributeValue | undefined {
	return Array.isArray(value) ? storedList(value) : storedScalar(value);
}

/** Sets an attribute; `null` clears it (D:user-attributes). */
export function setAttribute(
	attributes: Map<string, AttributeValue>,
	name: string,
	value: unknown,
): void {
	const stored = storedValue(value);
	if (stored === undefined) attributes.delete(name);
	else attributes.set(name, stored);
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Adds one value or several to a set; new ones land at the end (KAR), known ones change nothing. */
export function addToSet(
	attributes: Map<string, AttributeValue>,
	name: string,
	values: unknown,
): void {
	const existing = attributes.get(name);
	const set = new Set(existing === undefined ? [] : storedList(asList(existing)));
	for (const value of storedList(asList(values))) set.add(value);
	attributes.set(name, [...set]);
}

/** Removes one value or several from a set (KAR); an attribute that is absent stays absent. */
export function removeFromSet(
	attributes: Map<string, AttributeValue>,
	name: string,
	values: unknown,
): void {
	const existing = attributes.get(name);
	if (existing === undefined) return;
	const removed = new Set(storedList(asList(values)));
	const rest = storedList(asList(existing)).filter((value) => !removed.has(value));
	if (Array.isArray(existing)) attributes.set(name, rest);
	else if (rest.length === 0) attributes.delete(name);
}

const isWhole = (value: unknown): value is number | bigint =>
	typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));

/**
 * Adds to a number. Both sides must be integers, else the operation is skipped without a word
 * (OAS); an attribute that is not set counts as 0.
 */
export function incrementAttribute(
	attributes: Map<string, AttributeValue>,
	name: string,
	increment: unknown,
): void {
	const existing = attributes.get(name) ?? 0;
	if (!isWhole(existing) || !isWhole(increment)) return;
	attributes.set(name, plainWhole(BigInt(existing) + BigInt(increment)));
}
