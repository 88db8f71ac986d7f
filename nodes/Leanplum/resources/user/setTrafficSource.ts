import type { CallOperation } from '../../operation/operation';
import { argumentsOf } from '../../operation/fields/field';
import { collectionProperty, textField, timeField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/fields/user';

/** Named like Leanplum's arguments. */
const sourceFields = [
	textField('Ad', 'publisherSubAd', {
		placeholder: 'e.g. banner-3',
		description: 'The ad the user saw',
	}),
	textField('Ad Group', 'publisherSubAdGroup', {
		placeholder: 'e.g. retargeting',
		description: 'The ad group that the ad belongs to',
	}),
	textField('Campaign', 'publisherSubCampaign', {
		placeholder: 'e.g. summer-sale',
		description: 'The campaign that the ad belongs to',
	}),
	textField('Publisher ID', 'publisherId', {
		placeholder: 'e.g. 1234',
		description: "The ad network's ID in Leanplum",
	}),
	textField('Publisher Name', 'publisherName', {
		placeholder: 'e.g. Example Ads',
		description: "The ad network's name",
	}),
	textField('Site', 'publisherSubSite', {
		placeholder: 'e.g. example.com',
		description: 'The site where the ad was shown',
	}),
	textField('Sub-Publisher', 'publisherSubPublisher', {
		placeholder: 'e.g. partner-7',
		description: 'The publisher that sold the ad space to the network',
	}),
];

const trafficSourceProperty = collectionProperty('Traffic Source', 'trafficSource', sourceFields, {
	placeholder: 'Add Detail',
	description: 'Where the user came from. Set at least one detail.',
});

const sessionStart = timeField('Session Start', 'time', {
	description: "When the user's session started. Must be within the last two minutes.",
});

export const setTrafficSource: CallOperation = {
	value: 'setTrafficSource',
	name: 'Set Traffic Source',
	action: 'Set user traffic source',
	description: 'Record which ad brought a user to the app',
	sends: 'setTrafficSourceInfo',
	fields: [
		...userFields,
		trafficSourceProperty,
		additionalFields(developmentMode, createDispositionField('CreateIfNeeded'), sessionStart),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		const trafficSource = argumentsOf(input.inside(trafficSourceProperty.name), sourceFields);
		if (Object.keys(trafficSource).length === 0) {
			input.refuse(trafficSourceProperty.displayName, 'is empty. Enter at least one detail');
		}
		const args = withoutUndefined(userArgs(input), userPolicyArgs(fields), {
			trafficSource,
			time: sessionStart.read(fields),
		});
		return { call: createCall('setTrafficSourceInfo', args) };
	},
};
