import type { CallOperation } from '../../operation/operation';
import {
	currencyField,
	choiceField,
	nameField,
	numberField,
	shortTextField,
	timeField,
} from '../../operation/fields/fieldKinds';
import { argumentsOf } from '../../operation/fields/field';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { additionalFields } from '../shared/fields/additional';
import { flatParameters } from '../shared/named/flatParameters';
import { messageField } from '../shared/fields/ids';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/fields/user';

const eventName = nameField('Event Name', 'event', {
	required: true,
	placeholder: 'e.g. Purchase',
	description:
		"The event's name in Leanplum. Max 139 characters. To record that a message was sent or viewed, select a 'Message' below and enter the expression {{ '' }} here.",
});

const parameters = flatParameters('event');

const message = messageField(
	'The message that the event belongs to. Enter the interaction as the event name, such as Open.',
).with({ required: false });

/** What most people give; all of these are named like Leanplum's arguments. */
const inSight = [
	numberField('Value', 'value', {
		// A number field would show 0, which is a value.
		type: 'string',
		default: '',
		placeholder: 'e.g. 9.99',
		description: 'The value of the event, such as the price of a purchase',
	}),
	currencyField('Currency Code', 'currencyCode', {
		placeholder: 'e.g. EUR',
		description: "The ISO 4217 currency of the value. Leanplum converts it to the app's currency.",
	}),
	timeField('Time', 'time', {
		description:
			'When the event happened. Defaults to the current time. Leanplum replaces times older than one year with the current time.',
	}),
];

const details = [
	shortTextField('Info', 'info', {
		description: 'Free text to store with the event, such as its source. Max 139 characters.',
	}),
	// How an event relates to a session of the user (OAS track).
	choiceField('Session Handling', 'disposition', {
		description: 'How the event affects whether the user counts as active',
		options: [
			{ name: 'Active', value: 'active', description: 'The user counts as active' },
			{
				name: 'Passive',
				value: 'passive',
				description: "Doesn't make the user active, for example when they receive a friend request",
			},
			{
				name: 'Require a Session',
				value: 'requireActive',
				description: 'Leanplum ignores the event when the user has no session',
			},
		],
	}),
];

export const track: CallOperation = {
	value: 'track',
	name: 'Track',
	action: 'Track event',
	description: 'Record something a user did, such as a purchase',
	sends: 'track',
	outputKeys: ['isOffline'],
	offersSendOnce: true,
	fields: [
		...userFields,
		eventName,
		...inSight,
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
			argumentsOf(input, inSight),
			argumentsOf(fields, details),
		);
		return { call: createCall('track', args) };
	},
};
