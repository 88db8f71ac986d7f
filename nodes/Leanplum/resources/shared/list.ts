import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { ItemInput } from '../../n8n/itemInput';
import { isObject } from '../../protocol/json';
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

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	required: true,
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

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
	return {
		...(includeDrafts === undefined ? {} : { includeDrafts: isOn(includeDrafts) }),
		...(recent === undefined ? {} : { recent: isOn(recent) }),
	};
}

/** The entries of an answer, as many as the user wants. */
export function entriesOf(entries: unknown, input: ItemInput): IDataObject[] {
	const all = (Array.isArray(entries) ? entries.filter(isObject) : []) as IDataObject[];
	if (input.value('returnAll') === true) return all;
	return all.slice(0, input.integer('Limit', input.value('limit')) ?? all.length);
}

const TIMES = new Set(['created', 'updated', 'scheduledTime', 'finished']);

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
