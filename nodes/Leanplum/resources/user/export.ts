import type { IDataObject } from 'n8n-workflow';
import type { CallOperation } from '../../operation/operation';
import { yesNoField } from '../../operation/fields/fieldKinds';
import { createCall } from '../../protocol/action/call';
import { isObject, setOwn } from '../../protocol/basics/json';
import { isoTime, simplified } from '../shared/list';
import { includeMessageNames, outputFields, outputPicker } from '../shared/output';
import { userArgs, userFields } from '../shared/fields/user';

/** Leanplum stores booleans as these texts and returns nothing else for them (recorded). */
const BOOLEANS: Readonly<Record<string, boolean>> = { True: true, False: false };

function withBooleans(attributes: Record<string, unknown>): IDataObject {
	const restore = (value: unknown): unknown =>
		typeof value === 'string' && Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : value;
	return Object.fromEntries(
		Object.entries(attributes).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.map(restore) : restore(value),
		]),
	) as IDataObject;
}

/** The fields of a profile that are asked for most; the rest are devices and counters. */
const MOST_USED = [
	'userId',
	'created',
	'lastActive',
	'totalSessions',
	'timeSpentInApp',
	'city',
	'unsubscribeChannels',
	'userAttributes',
];

/** All of its fields besides the IDs. */
const WHOLE = [
	...MOST_USED.slice(1),
	'country',
	'region',
	'location',
	'devices',
	'events',
	'states',
	'unsubscribeCategories',
	'userBucket',
];

const restoreBooleans = yesNoField('Restore Booleans', 'restoreBooleans', {
	description:
		'Whether to convert the texts "True" and "False" back to booleans. Leanplum stores booleans as text, so real text values are converted too.',
});

function withRestoredBooleans(profile: IDataObject): IDataObject {
	const { userAttributes } = profile;
	return isObject(userAttributes)
		? { ...profile, userAttributes: withBooleans(userAttributes) }
		: profile;
}

/** Epoch seconds as ISO 8601 in the members of these names. */
function withIsoTimes(value: unknown): unknown {
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, isoTime(name, member)]),
	);
}

/**
 * Counters of message events under the names of the messages: `.m123 Open` (SMP, MOZ) becomes "Sale Open".
 * A message without a name, or with the name of another one, keeps its ID, so that none gets lost.
 */
function withNames(counters: IDataObject, names: ReadonlyMap<string, string>): IDataObject {
	const renamed: IDataObject = {};
	const all = [...names.values()];
	const nameOf = (key: string): string => {
		const [, id = '', event = ''] = /^\.m(\d+)( .+)?$/.exec(key) ?? [];
		const name = names.get(id);
		if (!name) return key;
		const isShared = all.indexOf(name) !== all.lastIndexOf(name);
		const named = `${isShared ? `${name} (ID ${id})` : name}${event}`;
		return [counters, renamed].some((keys) => Object.hasOwn(keys, named)) ? key : named;
	};
	for (const [key, counter] of Object.entries(counters)) setOwn(renamed, nameOf(key), counter);
	return renamed;
}

/** A profile with ISO dates, also in its event and state counters. */
function readable(profile: IDataObject, names?: ReadonlyMap<string, string>): IDataObject {
	const whole = withIsoTimes(profile) as IDataObject;
	for (const counters of ['events', 'states']) {
		const given = profile[counters];
		if (!isObject(given)) continue;
		const entries = Object.entries(
			names && counters === 'events' ? withNames(given as IDataObject, names) : given,
		);
		whole[counters] = Object.fromEntries(
			entries.map(([name, counter]) => [name, withIsoTimes(counter)]),
		) as IDataObject;
	}
	return whole;
}

export const exportUser: CallOperation = {
	value: 'export',
	name: 'Export',
	action: 'Export user',
	description: "Retrieve a user's profile: attributes, devices, and event and state counters",
	sends: 'exportUser',
	outputKeys: WHOLE,
	answersAboutUser: true,
	fields: [...userFields, ...outputFields],
	options: [includeMessageNames, restoreBooleans],
	prepare(input) {
		const restores = restoreBooleans.read(input.inside('options'));
		// An AI agent gets less than people do.
		const isForTool = input.value('output') === 'simplified';
		const isNamed = includeMessageNames.read(input.inside('options'));
		const shape = (names?: ReadonlyMap<string, string>) => {
			const pick = outputPicker(input, (user) =>
				isForTool ? simplified(user, MOST_USED) : readable(user, names),
			);
			return (profile: IDataObject) => pick(restores ? withRestoredBooleans(profile) : profile);
		};
		return {
			call: createCall('exportUser', userArgs(input)),
			toOutput: shape(),
			...(isNamed ? { named: shape } : {}),
		};
	},
};
