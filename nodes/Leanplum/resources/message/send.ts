import type { CallOperation } from '../../n8n/operation';
import { compact } from '../../n8n/itemInput';
import { messageField, pickedId } from '../shared/ids';
import { templateFields, templateOptions, templateValues } from '../shared/template';
import { additionalFields, isOn } from '../shared/additional';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

export const send: CallOperation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description:
		'Send a push notification, email, app inbox message or webhook to a user. A sent message cannot be taken back.',
	sends: 'sendMessage',
	fields: [
		messageField(
			'The message to send. Its delivery must be set to Manual and it must be started; in-app messages cannot be sent this way.',
		),
		...userFields,
		...templateFields,
		additionalFields(developmentModeField, createDispositionField('CreateNever'), {
			displayName: 'Send to Users Outside the Target',
			name: 'force',
			type: 'boolean',
			default: false,
			description:
				"Whether to send the message also to users who do not meet the message's target in Leanplum",
		}),
	],
	options: templateOptions,

	toArgs(input) {
		const fields = input.collection('additionalFields');
		return compact({
			messageId: pickedId(input, 'Message', input.value('messageId')),
			...userArgs(input),
			...userPolicyArgs(fields),
			values: templateValues(input),
			...(isOn(fields.force) ? { force: true } : {}),
		});
	},
};
