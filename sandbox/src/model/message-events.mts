import { recordEvent } from './activity.mjs';
import type { App } from './app.mjs';
import type { Channel, Message } from './content.mjs';
import { deliver } from './inbox.mjs';
import { postMessageEvent } from './postbacks.mjs';
import type { User } from './user.mjs';

/**
 * The name under which an interaction with a message is kept: `.m<id>` for sending (and for the
 * view of an in-app message), `.m<id> Open` and so on for the others (SMP, MOZ).
 */
export const messageEventName = (messageId: string, event: string): string =>
	event === '' ? `.m${messageId}` : `.m${messageId} ${event}`;

/** What an event without a name means: the message was shown in the app, or sent (OAS messageId). */
export const firstEventOf = (channel: Channel): string =>
	channel === 'In-app Message' ? 'View' : 'Sent';

/** Events that follow the sending of a message by themselves (D:addPostback lists all events). */
const EVENTS_OF_SENDING: Record<Channel, readonly string[]> = {
	'Push Notification': ['Sent'],
	Email: ['Sent', 'Delivered'],
	'Newsfeed Message': ['Sent'],
	Webhook: ['Sent'],
	'In-app Message': [],
};

/** Records an event of a message for a user and tells the postback rules; `time` in epoch seconds. */
export function emitMessageEvent(
	app: App,
	user: User,
	message: Message,
	happened: {
		event: string;
		deviceId?: string | undefined;
		parameters?: Record<string, unknown>;
		time: number;
	},
): void {
	const { event, deviceId, parameters = {}, time } = happened;
	const first = event === firstEventOf(message.messageType);
	recordEvent(
		app,
		user,
		undefined,
		{
			event: messageEventName(message.id, first ? '' : event),
			time,
			...(Object.keys(parameters).length === 0 ? {} : { params: parameters }),
		},
		{ isMessageEvent: true, passive: true, developer: false },
		time,
	);
	postMessageEvent(app, {
		userId: user.userId,
		deviceId,
		messageId: message.id,
		channel: message.messageType,
		event,
		templateName: message.templateName,
		parameters,
		time,
	});
}

/** Everything that happens when a message is sent to a user, on one device or on several. */
export function emitSending(
	app: App,
	user: User,
	message: Message,
	deviceIds: readonly (string | undefined)[],
	values: Record<string, unknown> | undefined,
	time: number,
): void {
	if (message.messageType === 'Newsfeed Message') deliver(app, user, message, values, time);
	for (const deviceId of deviceIds) {
		for (const event of EVENTS_OF_SENDING[message.messageType]) {
			emitMessageEvent(app, user, message, { event, deviceId, time });
		}
	}
}
