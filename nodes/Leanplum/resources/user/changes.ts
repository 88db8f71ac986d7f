import { jsonField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { RunNotes } from '../../operation/operation';
import { isEmpty } from '../../values/blank';
import { readJson } from '../../values/json';
import { isObject, joined, setOwn, type JsonObject } from '../../protocol/basics/json';

/** The option that compares a user's attributes with what was last sent. */
export const onlyChanges = jsonField('Compare With Last Sent', 'lastSent', {
	default: '',
	placeholder: 'e.g. {{ $json.lastSent }}',
	description:
		'The attributes you last sent for this user, as a JSON object, for example from a column in your table. Only changed attributes are sent. Leave empty for new users.',
	hint: 'Save the output field "sentAttributes" and use it here in the next run',
});

/** What was last sent for the item's user; `undefined` when the user does not want to compare. */
export function lastSentOf(input: ItemInput): Record<string, unknown> | undefined {
	if (input.lacks('options', onlyChanges.name)) return undefined;
	const options = input.inside('options');
	const given = options.value(onlyChanges.name);
	// The field of a new user; n8n's JSON field turns it into an empty object or leaves it blank.
	if (isEmpty(given) || given === 'null' || given === 'undefined') return {};
	const read = onlyChanges.read(options);
	const known = read && input.take(onlyChanges.label, readJson(read));
	return isObject(known) ? known : {};
}

function isSame(a: unknown, b: unknown): boolean {
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((entry, index) => isSame(entry, b[index]));
	}
	if (isObject(a) && isObject(b)) {
		const names = Object.keys(a);
		return (
			names.length === Object.keys(b).length &&
			names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
		);
	}
	return Object.is(a, b);
}

/** The attributes that differ from what was last sent; also those to clear that were never sent. */
function changesIn(attributes: JsonObject, lastSent: Record<string, unknown>): JsonObject {
	const changes: JsonObject = {};
	for (const [name, value] of Object.entries(attributes)) {
		if (!Object.hasOwn(lastSent, name) || !isSame(value, lastSent[name])) {
			setOwn(changes, name, value);
		}
	}
	return changes;
}

function without(attributes: Record<string, unknown>, names: Iterable<string>): JsonObject {
	const left = joined(attributes);
	for (const name of names) delete left[name];
	return left;
}

/** What to send for an item, and what is known afterwards of the attributes that Leanplum has. */
export interface Comparison {
	readonly changes: JsonObject;
	readonly knownWhenDone: JsonObject;
	readonly knownWhenUnknown: JsonObject;
}

/**
 * Compares an item's attributes with what was last sent. What an item before it in the run sends for the
 * same user counts as unknown, because nobody knows yet whether that will be done.
 *
 * @param users the IDs of the item's user
 * @param notes which attributes the items before it send, by ID; those of this item are added
 */
export function compare(
	attributes: JsonObject,
	lastSent: Record<string, unknown>,
	users: readonly string[],
	notes: RunNotes,
): Comparison {
	const sentBefore = users.flatMap((user) => [...(notes.get(user) ?? [])]);
	const known = without(lastSent, sentBefore);
	const changes = changesIn(attributes, known);
	const names = Object.keys(changes);
	for (const user of users) {
		const noted = notes.get(user) ?? new Set();
		for (const name of names) noted.add(name);
		notes.set(user, noted);
	}
	return {
		changes,
		knownWhenDone: joined(known, attributes),
		knownWhenUnknown: without(known, names),
	};
}
