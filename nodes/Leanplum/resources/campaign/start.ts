import { withoutUndefined } from '../../operation/fields/itemInput';
import type { CallOperation } from '../../operation/operation';
import { createCall } from '../../protocol/action/call';
import { deliveryArgs, deliveryFields } from '../shared/fields/delivery';
import { campaignField } from '../shared/fields/ids';
import { templateOptions } from '../shared/named/template';

const campaign = campaignField('The campaign whose top-level actions the user gets').with({
	hint: 'Must be started in Leanplum, with Manual delivery',
});

export const start: CallOperation = {
	value: 'start',
	name: 'Start',
	action: 'Start campaign for user',
	description:
		"Start a campaign for a user, which sends its top-level actions and cannot be undone. In-app actions appear in the user's next session.",
	cannotBeUndone: 'Starting a campaign cannot be undone.',
	sends: 'startCampaign',
	offersSendOnce: true,
	fields: [
		campaign,
		...deliveryFields(
			"Whether to start the campaign even if the user doesn't match its targets. Leanplum shows this in examples but doesn't document it.",
		),
	],
	options: templateOptions,
	prepare: (input) => ({
		call: createCall(
			'startCampaign',
			withoutUndefined({ campaignId: campaign.require(input) }, deliveryArgs(input)),
		),
	}),
};
