import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean, object, text } from '../leanplum/arguments.mjs';
import { done, skipped } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import type { App } from '../model/app.mjs';
import type { Message } from '../model/content.mjs';
import type { User } from '../model/user.mjs';

/** The message, if it can be sent this way: manual, started, and not in-app (SEED1, BF). */
function sendable(app: App, id: string): Message | undefined {
	const message = app.messages.get(id);
	const manual = message?.deliveryType === 'manual' && message.messageType !== 'In-app Message';
	return manual && message.state === 'active' ? message : undefined;
}

function isTarget(message: Message, user: User): boolean {
	if (!message.targeting) return true;
	const value = user.attributes.get(message.targeting.attribute);
	const wanted = String(message.targeting.equals);
	return Array.isArray(value) ? value.map(String).includes(wanted) : String(value) === wanted;
}

/**
 * How many messages go out. A push goes to the named device, or to each device of the user (OAS);
 * the other channels reach the user once. Users who left the channel, or are blocked, get none.
 */
function countRecipients(message: Message, user: User, deviceId: string | undefined): number {
	if (user.blocked || user.unsubscribedChannels.has(message.messageType)) return 0;
	if (message.messageType !== 'Push Notification' || deviceId !== undefined) return 1;
	return user.devices.size;
}

/** sendMessage: one message to one user or device. The reply comes before the delivery. */
const sendMessage = userAction({
	name: 'sendMessage',
	key: 'production',
	disposition: 'CreateNever',
	writes: false,
	args: { messageId: text, values: object.optional(), force: boolean.optional() },
	run({ messageId, force }, { app, user, deviceId }) {
		// Also the recorded answer to an id that is no number.
		const message = sendable(app, messageId);
		if (!message) return skipped(TEXT.messageEntityNotFound);
		const reached = force === true || isTarget(message, user);
		const messagesSent = reached ? countRecipients(message, user, deviceId) : 0;
		app.messagesSent += messagesSent;
		return done({ result: messagesSent > 0 ? 'Message sent' : 'No message sent', messagesSent });
	},
});

export const SEND_MESSAGE_ACTIONS: readonly Action[] = [sendMessage];
