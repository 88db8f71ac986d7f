import type { CallOperation } from '../../n8n/operation';
import { compact } from '../../n8n/itemInput';
import { additionalFields, isOn } from '../shared/additional';
import { campaignField, pickedId } from '../shared/ids';
import { templateFields, templateOptions, templateValues } from '../shared/template';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

export const start: CallOperation = {
	value: 'start',
	name: 'Start',
	action: 'Start campaign for user',
	description:
		'Start a campaign for a user: its top-level actions are sent, which cannot be taken back. In-app actions show in the next session.',
	sends: 'startCampaign',
	fields: [
		campaignField(
			'The campaign to start. Its delivery must be manual (by API) and it must be started.',
		),
		...userFields,
		...templateFields,
		additionalFields(developmentModeField, createDispositionField('CreateNever'), {
			displayName: 'Send to Users Outside the Target',
			name: 'force',
			type: 'boolean',
			default: false,
			description:
				"Whether to start it also for users who do not meet the campaign's target. Not in Leanplum's reference, only in its examples.",
		}),
	],
	options: templateOptions,
	toArgs(input) {
		const fields = input.collection('additionalFields');
		return compact({
			campaignId: pickedId(input, 'Campaign', input.value('campaignId')),
			...userArgs(input),
			...userPolicyArgs(fields),
			values: templateValues(input),
			...(isOn(fields.force) ? { force: true } : {}),
		});
	},
};
