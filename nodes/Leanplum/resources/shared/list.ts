import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { ItemInput } from '../../operation/itemInput';
import { isObject, type JsonObject } from '../../protocol/basics/json';
import { additionalFields, isOn } from './additional';

/** Return All and Limit, as every list of n8n has them. Leanplum itself does not page its lists. */
export const limitFields: readonly INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		required: true,
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		required: true,
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

export const includeDraftsField: INodeProperties = {
	displayName: 'Include Drafts',
	name: 'includeDrafts',
	type: 'boolean',
	default: false,
	description: 'Whether to look also at what was never started',
};

const recentField: INodeProperties = {
	displayName: 'Only Recent',
	name: 'recent',
	type: 'boolean',
	default: true,
	description: 'Whether to leave out what finished long ago',
};

/** The optional fields of lists of messages and A/B tests. */
export const listFilters = additionalFields(includeDraftsField, recentField);

/** Reads them. */
export function listArgs(input: ItemInput) {
	const { includeDrafts, recent } = input.collection('additionalFields');
	limitOf(input);
	return {
		...(includeDrafts === undefined ? {} : { includeDrafts: isOn(includeDrafts) }),
		...(recent === undefined ? {} : { recent: isOn(recent) }),
	};
}

/** The entries of an answer, as many as the user wants. */
export function entriesOf(entries: unknown, input: ItemInput): IDataObject[] {
	const all = (Array.isArray(entries) ? entries.filter(isObject) : []) as IDataObject[];
	return all.slice(0, limitOf(input));
}

/** How many results the user wants; a senseless number is refused. */
export function limitOf(input: ItemInput): number {
	if (isOn(input.value('returnAll'))) return Infinity;
	const limit = input.integer('Limit', input.value('limit'));
	if (limit !== undefined && limit >= 1) return limit;
	if (limit !== undefined) input.refuse('Limit', 'must be at least 1');
	return Infinity;
}

/** The arguments of a list without any, after a look at the limit. */
export function noListArgs(input: ItemInput): JsonObject {
	limitOf(input);
	return {};
}

const TIMES = new Set(['created', 'lastActive', 'updated', 'scheduledTime', 'finished']);

/** The most used fields of an entry, with times as ISO 8601 instead of epoch seconds. */
export function simplified(entry: IDataObject, names: readonly string[]): IDataObject {
	const simple: IDataObject = {};
	for (const name of names) {
		const value = entry[name];
		if (value === undefined) continue;
		simple[name] =
			TIMES.has(name) && typeof value === 'number'
				? DateTime.fromSeconds(value, { zone: 'utc' }).toISO()
				: value;
	}
	return simple;
}
