/** A stored attribute: text, number, or a set of them. */
export type AttributeValue = string | number | (string | number)[];

/**
 * A single value as Leanplum stores it: booleans become `"True"` and `"False"` (recorded). Nested
 * objects have no documented form; they are kept as their JSON text.
 */
function storedScalar(value: unknown): string | number | undefined {
	if (value === null || value === undefined) return undefined;
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'string' || typeof value === 'number') return value;
	return JSON.stringify(value);
}

function storedList(values: readonly unknown[]): (string | number)[] {
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
	if (typeof existing !== 'number' || !Number.isInteger(existing)) return;
	if (typeof increment !== 'number' || !Number.isInteger(increment)) return;
	attributes.set(name, existing + increment);
}
