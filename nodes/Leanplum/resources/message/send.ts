import { withoutUndefined } from '../../operation/fields/itemInput';
import type { CallOperation } from '../../operation/operation';
import { createCall } from '../../protocol/action/call';
import { deliveryArgs, deliveryFields } from '../shared/fields/delivery';
import { messageField } from '../shared/fields/ids';
import { templateOptions } from '../shared/named/template';

const message = messageField(
	"The message to send. In-app messages can't be sent from the API.",
	'searchMessagesToSend',
).with({ hint: 'Must be started in Leanplum, with Manual delivery' });

export const send: CallOperation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description:
		'Send a push notification, email, app inbox message, or webhook to a user. Sending cannot be undone.',
	cannotBeUndone: 'Sending a message cannot be undone.',
	sends: 'sendMessage',
	outputKeys: ['messagesSent', 'result'],
	offersSendOnce: true,
	fields: [
		message,
		...deliveryFields("Whether to send the message even if the user doesn't match its targets"),
	],
	options: templateOptions,
	prepare: (input) => ({
		call: createCall(
			'sendMessage',
			withoutUndefined({ messageId: message.require(input) }, deliveryArgs(input)),
		),
	}),
};
