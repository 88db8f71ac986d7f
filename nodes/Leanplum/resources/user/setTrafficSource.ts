import type { INodeProperties } from 'n8n-workflow';
import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import type { JsonObject } from '../../protocol/basics/json';
import { additionalFields } from '../shared/additional';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

const SOURCE_FIELDS: readonly INodeProperties[] = [
	{
		displayName: 'Ad',
		name: 'publisherSubAd',
		type: 'string',
		default: '',
		placeholder: 'e.g. banner-3',
		description: 'The advertisement that the user saw',
	},
	{
		displayName: 'Ad Group',
		name: 'publisherSubAdGroup',
		type: 'string',
		default: '',
		placeholder: 'e.g. retargeting',
		description: 'The group that the advertisement belongs to',
	},
	{
		displayName: 'Campaign',
		name: 'publisherSubCampaign',
		type: 'string',
		default: '',
		placeholder: 'e.g. summer-sale',
		description: 'The campaign that the advertisement belongs to',
	},
	{
		displayName: 'Publisher ID',
		name: 'publisherId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1234',
		description: 'The number of the advertising network in Leanplum',
	},
	{
		displayName: 'Publisher Name',
		name: 'publisherName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Example Ads',
		description: 'The name of the advertising network',
	},
	{
		displayName: 'Site',
		name: 'publisherSubSite',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.com',
		description: 'Where the advertisement was shown',
	},
	{
		displayName: 'Sub-Publisher',
		name: 'publisherSubPublisher',
		type: 'string',
		default: '',
		placeholder: 'e.g. partner-7',
		description: 'The publisher that the network bought the place from',
	},
];

export const setTrafficSource: CallOperation = {
	value: 'setTrafficSource',
	name: 'Set Traffic Source',
	action: 'Set traffic source of user',
	description: 'Say which advertisement brought a user to the app',
	sends: 'setTrafficSourceInfo',
	fields: [
		...userFields,
		{
			displayName: 'Traffic Source',
			name: 'trafficSource',
			type: 'collection',
			placeholder: 'Add Detail',
			default: {},
			description: 'Where the user came from; at least one detail',
			options: [...SOURCE_FIELDS],
		},
		additionalFields(developmentModeField, createDispositionField('CreateIfNeeded'), {
			displayName: 'Session Start',
			name: 'time',
			type: 'dateTime',
			default: '',
			description: 'When the session began that the source led to; at most two minutes ago',
		}),
	],
	toArgs(input) {
		const fields = input.collection('additionalFields');
		const trafficSource: JsonObject = {};
		const given = input.collection('trafficSource');
		for (const { name, displayName } of SOURCE_FIELDS) {
			const detail = input.text(displayName, given[name]);
			if (detail !== undefined) trafficSource[name] = detail;
		}
		if (Object.keys(trafficSource).length === 0) {
			input.refuse('Traffic Source', 'is empty: give at least one detail');
		}
		return compact({
			...userArgs(input),
			...userPolicyArgs(fields),
			trafficSource,
			time: input.epochSeconds('Session Start', fields.time),
		});
	},
};
