import type { CallOperation } from '../../operation/operation';
import { compact, isBlank } from '../../operation/itemInput';
import { currencySchema, nameSchema, SESSION_HANDLINGS } from '../../values/values';
import { additionalFields } from '../shared/additional';
import { messageField, picked, pickedId } from '../shared/ids';
import { flatParameterFields, flatParameters } from '../shared/flatParameters';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

const DISPOSITIONS: readonly string[] = SESSION_HANDLINGS;

export const track: CallOperation = {
	value: 'track',
	name: 'Track',
	action: 'Track event',
	description: 'Record that a user did something, such as a purchase',
	sends: 'track',
	outputKeys: ['isOffline'],
	offersSendOnce: true,
	fields: [
		...userFields,
		{
			displayName: 'Event Name',
			name: 'event',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Purchase',
			description:
				"The name of the event in Leanplum, at most 139 characters. To record that a message was sent or viewed, choose a Message below and give the expression {{ '' }}.",
		},
		...flatParameterFields('event'),
		additionalFields(
			{
				displayName: 'Currency Code',
				name: 'currencyCode',
				type: 'string',
				default: '',
				placeholder: 'e.g. EUR',
				description: 'The ISO 4217 currency of the value; Leanplum converts it to that of the app',
			},
			developmentModeField,
			createDispositionField('CreateIfNeeded'),
			{
				displayName: 'Info',
				name: 'info',
				type: 'string',
				default: '',
				description:
					'A free text to go with the event, such as where it comes from; at most 139 characters',
			},
			{
				...messageField(
					'The message that the event belongs to; the event name then says what the user did with it, such as Open',
				),
				required: false,
			},
			{
				displayName: 'Session Handling',
				name: 'disposition',
				type: 'options',
				default: 'active',
				description: 'How the event relates to a session of the user in the app',
				options: [
					{
						name: 'Active',
						value: 'active',
						description: 'The user counts as active',
					},
					{
						name: 'Passive',
						value: 'passive',
						description:
							'The event does not make the user active, such as a received friend request',
					},
					{
						name: 'Require a Session',
						value: 'requireActive',
						description: 'Leanplum ignores the event when the user has no session',
					},
				],
			},
			{
				displayName: 'Time',
				name: 'time',
				type: 'dateTime',
				default: '',
				description:
					'When it happened, as a date and time or as epoch seconds. Leanplum rewrites times of more than a year ago.',
			},
			{
				displayName: 'Value',
				name: 'value',
				type: 'number',
				default: 0,
				description: 'The value of the event, such as the price of a purchase',
			},
		),
	],

	toArgs(input) {
		const fields = input.collection('additionalFields');
		const messageId = isBlank(picked(fields.messageId))
			? undefined
			: pickedId(input, 'Message', fields.messageId);
		const event = input.value('event');
		const eventName = typeof event === 'number' ? String(event) : event;
		const mayBeUnnamed = messageId !== undefined && isBlank(eventName);

		const { disposition } = fields;
		const handling = input.text('Session Handling', disposition);
		if (handling !== undefined && !DISPOSITIONS.includes(handling)) {
			input.refuse('Session Handling', `must be one of ${DISPOSITIONS.join(', ')}`);
		}
		return compact(userArgs(input), userPolicyArgs(fields), {
			event: mayBeUnnamed ? '' : input.check('Event Name', nameSchema, eventName ?? ''),
			params: flatParameters(input),
			value: input.number('Value', fields.value),
			currencyCode: input.optional('Currency Code', currencySchema, fields.currencyCode),
			info: input.text('Info', fields.info),
			messageId,
			time: input.epochSeconds('Time', fields.time),
			disposition: handling,
		});
	},
};
