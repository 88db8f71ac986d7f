import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean, object, text } from '../leanplum/arguments.mjs';
import { done, skipped, type ActionResult } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import type { App } from '../model/app.mjs';
import { meets } from '../model/conditions.mjs';
import type { Message } from '../model/content.mjs';
import { emitSending } from '../model/message-events.mjs';
import type { User } from '../model/user.mjs';

/** The message, if it can be sent this way: manual, started, and not in-app (SEED1, BF). */
function sendable(app: App, id: string): Message | undefined {
	const message = app.messages.get(id);
	const manual = message?.deliveryType === 'manual' && message.messageType !== 'In-app Message';
	return manual && message.state === 'active' ? message : undefined;
}

/**
 * Where a message goes. A push goes to the named device, or to each device of the user (OAS); the
 * other channels reach the user once. Users who left the channel, or are blocked, get nothing.
 */
export function recipients(
	message: Message,
	user: User,
	deviceId: string | undefined,
): (string | undefined)[] {
	if (user.blocked || user.unsubscribedChannels.has(message.messageType)) return [];
	if (message.messageType !== 'Push Notification' || deviceId !== undefined) return [deviceId];
	return [...user.devices.keys()];
}

/** Recorded; its wording when nothing was sent is not (SCO tells only that there is a `result`). */
const resultOf = (messagesSent: number): ActionResult =>
	done({ result: messagesSent > 0 ? 'Message sent' : 'No message sent', messagesSent });

/** sendMessage: one message to one user or device. The reply comes before the delivery. */
const sendMessage = userAction({
	name: 'sendMessage',
	key: 'production',
	disposition: 'CreateNever',
	writes: false,
	args: { messageId: text, values: object.optional(), force: boolean.optional() },
	run({ messageId, values, force = false }, { app, user, deviceId, now }) {
		// Also the recorded answer to an id that is no number.
		const message = sendable(app, messageId);
		if (!message) return skipped(TEXT.messageEntityNotFound);
		const isTarget = force || !message.targeting || meets(user, message.targeting);
		const devices = isTarget ? recipients(message, user, deviceId) : [];
		const messagesSent = devices.length;
		if (messagesSent === 0) return { ...resultOf(0), outcome: 'skipped' };
		app.messagesSent += messagesSent;
		app.sent.push({
			messageId,
			userId: user.userId,
			...(deviceId === undefined ? {} : { deviceId }),
			messagesSent,
			...(values === undefined ? {} : { values }),
			force,
			time: now,
		});
		emitSending(app, user, message, devices, values, now);
		return resultOf(messagesSent);
	},
});

export const SEND_MESSAGE_ACTIONS: readonly Action[] = [sendMessage];
