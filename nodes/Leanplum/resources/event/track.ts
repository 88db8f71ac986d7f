import type { Operation } from '../../n8n/operation';
import { compact, isBlank } from '../../n8n/itemInput';
import {
	currencySchema,
	nameSchema,
	numericIdSchema,
	parametersSchema,
} from '../../protocol/values';
import { typedRows, typedRowsField } from '../shared/namedValues';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

const DISPOSITIONS = ['active', 'passive', 'requireActive'];

export const track: Operation = {
	value: 'track',
	name: 'Track',
	action: 'Track event',
	description: 'Record that a user did something, such as a purchase',
	sends: 'track',
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
				"The name of the event in Leanplum, at most 139 characters. To record that a message was sent or viewed, give a Message ID and the expression {{ '' }}.",
		},
		{
			displayName: 'Specify Parameters',
			name: 'specifyParameters',
			type: 'options',
			noDataExpression: true,
			required: true,
			default: 'fields',
			description: 'How you want to give the parameters of the event',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		{
			...typedRowsField({
				displayName: 'Parameters',
				name: 'parameters',
				row: 'Parameter',
				example: 'plan',
				description: 'Details of the event, at most 50',
				types: ['boolean', 'date', 'number', 'string'],
			}),
			displayOptions: { show: { specifyParameters: ['fields'] } },
		},
		{
			displayName: 'Parameters (JSON)',
			name: 'parametersJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. {"plan": "gold", "items": 3}',
			description: 'Details of the event as a flat JSON object, at most 50 entries',
			displayOptions: { show: { specifyParameters: ['json'] } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Currency Code',
					name: 'currencyCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. EUR',
					description:
						'The ISO 4217 currency of the value; Leanplum converts it to that of the app',
				},
				developmentModeField,
				createDispositionField('CreateIfNeeded'),
				{
					displayName: 'Info',
					name: 'info',
					type: 'string',
					default: '',
					description: 'A free text to go with the event',
				},
				{
					displayName: 'Message ID',
					name: 'messageId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 5670583287676928',
					description:
						'The message that the event belongs to; the event name then says what the user did with it, such as Open',
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
			],
		},
	],

	toArgs(input) {
		const fields = input.collection('additionalFields');
		const messageId = input.optional('Message ID', numericIdSchema, fields.messageId);
		const event = input.value('event');
		const eventName = typeof event === 'number' ? String(event) : event;
		const mayBeUnnamed = messageId !== undefined && isBlank(eventName);

		const given =
			input.value('specifyParameters') === 'json'
				? input.object('Parameters (JSON)', input.value('parametersJson'))
				: typedRows(input, 'Parameter', input.value('parameters'));
		const params = input.optional('Parameter', parametersSchema, given);

		const { disposition } = fields;
		if (!isBlank(disposition) && !DISPOSITIONS.includes(String(disposition))) {
			input.refuse('Session Handling', `must be one of ${DISPOSITIONS.join(', ')}`);
		}
		return compact({
			...userArgs(input),
			...userPolicyArgs(fields),
			event: mayBeUnnamed ? '' : input.check('Event Name', nameSchema, eventName ?? ''),
			...(params && Object.keys(params).length > 0 ? { params } : {}),
			value: input.number('Value', fields.value),
			currencyCode: input.optional('Currency Code', currencySchema, fields.currencyCode),
			info: isBlank(fields.info) ? undefined : String(fields.info),
			messageId,
			time: input.epochSeconds('Time', fields.time),
			disposition: isBlank(disposition) ? undefined : String(disposition),
		});
	},
};
