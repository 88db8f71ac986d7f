import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { integerField, yesNoField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { CallOperation } from '../../operation/operation';
import { createCall } from '../../protocol/action/call';
import type { ActionName } from '../../protocol/action/catalogue';
import { isObject } from '../../protocol/basics/json';

const returnAll = yesNoField('Return All', 'returnAll', {
	required: true,
	description: 'Whether to return all results or only up to a given limit',
});

const limitField = integerField('Limit', 'limit', {
	required: true,
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
});

/** Return All and Limit, as every list of n8n has them. Leanplum itself does not page its lists. */
export const limitFields = [returnAll, limitField];

/** How many results the user wants; a senseless number is refused. */
export function limitOf(input: ItemInput): number {
	if (returnAll.read(input)) return Infinity;
	const limit = limitField.read(input) ?? Infinity;
	if (limit < 1) limitField.refuse(input, `must be at least 1 (got ${limit})`);
	return limit;
}

/** The entries of an answer, as many as the user wants. */
export function toEntries(entries: unknown, limit: number): IDataObject[] {
	const all = (Array.isArray(entries) ? entries.filter(isObject) : []) as IDataObject[];
	return all.slice(0, limit);
}

/** Prepares a list that has no arguments. */
export function preparesList(
	action: ActionName,
	member: string,
	shape: (entry: IDataObject) => IDataObject = (entry) => entry,
): CallOperation['prepare'] {
	return (input) => {
		const limit = limitOf(input);
		return {
			call: createCall(action, {}),
			toOutput: (answer) => toEntries(answer[member], limit).map(shape),
		};
	};
}

export const includeDrafts = yesNoField('Include Drafts', 'includeDrafts', {
	description: 'Whether to include drafts that were never started',
});

const onlyRecent = yesNoField('Only Recent', 'recent', {
	default: true,
	description: 'Whether to return only active and recently finished ones',
});

/** The optional fields of lists of messages and A/B tests. */
export const listFilters = [includeDrafts, onlyRecent];

const TIMES = new Set([
	'created',
	'finished',
	'firstTime',
	'lastActive',
	'lastTime',
	'scheduledTime',
	'updated',
]);

/** A member of an answer; a time becomes ISO 8601 instead of epoch seconds. */
export function isoTime(name: string, value: unknown): unknown {
	return TIMES.has(name) && typeof value === 'number'
		? DateTime.fromSeconds(value, { zone: 'utc' }).toISO()
		: value;
}

/** The most used fields of an entry, with times as ISO 8601 instead of epoch seconds. */
export function simplified(entry: IDataObject, names: readonly string[]): IDataObject {
	const simple: IDataObject = {};
	for (const name of names) {
		simple[name] = isoTime(name, entry[name] ?? null) as IDataObject[string];
	}
	return simple;
}
