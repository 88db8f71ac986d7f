import type { CallOperation } from '../../operation/operation';
import {
	currencyField,
	choiceField,
	nameField,
	numberField,
	shortTextField,
	timeField,
} from '../../operation/fieldKinds';
import { argumentsOf } from '../../operation/field';
import { withoutUndefined } from '../../operation/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/additional';
import { flatParameters } from '../shared/flatParameters';
import { messageField } from '../shared/ids';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

const eventName = nameField('Event Name', 'event', {
	required: true,
	placeholder: 'e.g. Purchase',
	description:
		"The name of the event in Leanplum, at most 139 characters. To record that a message was sent or viewed, choose a Message below and give the expression {{ '' }}.",
});

const parameters = flatParameters('event');

const message = messageField(
	'The message that the event belongs to; the event name then says what the user did with it, such as Open',
).with({ required: false });

/** Named like Leanplum's arguments. */
const details = [
	currencyField('Currency Code', 'currencyCode', {
		placeholder: 'e.g. EUR',
		description: 'The ISO 4217 currency of the value; Leanplum converts it to that of the app',
	}),
	shortTextField('Info', 'info', {
		description: 'Free text about the event, such as where it comes from. Max 139 characters.',
	}),
	// How an event relates to a session of the user (OAS track).
	choiceField('Session Handling', 'disposition', {
		description: 'How the event relates to a session of the user in the app',
		options: [
			{ name: 'Active', value: 'active', description: 'The user counts as active' },
			{
				name: 'Passive',
				value: 'passive',
				description: 'The event does not make the user active, such as a received friend request',
			},
			{
				name: 'Require a Session',
				value: 'requireActive',
				description: 'Leanplum ignores the event when the user has no session',
			},
		],
	}),
	timeField('Time', 'time', {
		description:
			'When it happened, as a date and time or as epoch seconds. Leanplum rewrites times of more than a year ago.',
	}),
	numberField('Value', 'value', {
		description: 'The value of the event, such as the price of a purchase',
	}),
];

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
		eventName,
		...parameters.fields,
		additionalFields(
			developmentMode,
			createDispositionField('CreateIfNeeded'),
			message,
			...details,
		),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		const messageId = message.read(fields);
		const args = withoutUndefined(
			userArgs(input),
			userPolicyArgs(fields),
			{
				event: messageId === undefined ? eventName.require(input) : (eventName.read(input) ?? ''),
				params: parameters.read(input),
				messageId,
			},
			argumentsOf(fields, details),
		);
		return { call: createCall('track', args) };
	},
};
