import type { IDataObject } from 'n8n-workflow';
import type { CallOperation } from '../../operation/operation';
import { yesNoField } from '../../operation/fieldKinds';
import { createCall } from '../../protocol/action/call';
import { isObject } from '../../protocol/basics/json';
import { simplified } from '../shared/list';
import { outputFieldsOfTool, outputPicker } from '../shared/output';
import { userArgs, userFields } from '../shared/user';

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
		'Whether to turn the texts "True" and "False" back into true and false. Leanplum stores booleans as these texts; an attribute that really is such a text is turned too.',
});

function withRestoredBooleans(profile: IDataObject): IDataObject {
	const { userAttributes } = profile;
	return isObject(userAttributes)
		? { ...profile, userAttributes: withBooleans(userAttributes) }
		: profile;
}

export const exportUser: CallOperation = {
	value: 'export',
	name: 'Export',
	action: 'Export user',
	description: 'Read the profile of one user: attributes, devices, event and state counters',
	sends: 'exportUser',
	outputKeys: WHOLE,
	answersAboutUser: true,
	fields: [...userFields, ...outputFieldsOfTool],
	options: [restoreBooleans],
	prepare(input) {
		const restores = restoreBooleans.read(input.inside('options'));
		const pick = outputPicker(input, (user) => simplified(user, MOST_USED), false);
		return {
			call: createCall('exportUser', userArgs(input)),
			toOutput: (profile) => pick(restores ? withRestoredBooleans(profile) : profile),
		};
	},
};
