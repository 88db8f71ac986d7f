import { isRecord } from '../basics/json.mjs';
import type { App } from './app.mjs';
import type { Message } from './content.mjs';
import { NO_CONDITIONS } from './in-app.mjs';
import type { InboxMessage, User } from './user.mjs';

/** A message's text with the values that were sent along; those that were not are empty. */
const filledIn = (template: string, values: Record<string, unknown>): string =>
	template.replace(/\{\{\s*Value\s+"([^"]*)"\s*\}\}/g, (_all, name: string) =>
		Object.hasOwn(values, name) && !isRecord(values[name]) ? String(values[name]) : '',
	);

/** Puts a message into a user's inbox, under an id like Leanplum's: `<messageId>##<n>` (IOS). */
export function deliver(
	app: App,
	user: User,
	message: Message,
	values: Record<string, unknown> | undefined,
	time: number,
): void {
	user.inbox ??= new Map();
	user.inbox.set(`${message.id}##${app.nextSequence()}`, {
		messageId: message.id,
		deliveryTimestamp: Math.round(time * 1000),
		isRead: false,
		title: filledIn(message.title ?? message.name, values ?? {}),
		text: filledIn(message.text ?? '', values ?? {}),
	});
}

/** What getNewsfeedMessages says of a message, as the SDKs read it (IOS fixture, AND, JS). */
export const describedInboxMessage = ({
	deliveryTimestamp,
	isRead,
	title,
	text,
}: InboxMessage): Record<string, unknown> => ({
	deliveryTimestamp,
	isRead,
	messageData: {
		action: '__Newsfeed Message',
		whenLimits: NO_CONDITIONS,
		unlessTriggers: NO_CONDITIONS,
		priority: 1000,
		vars: {
			Title: title,
			Subtitle: text,
			Image: '',
			'Open action': { __name__: '' },
			__name__: '__Newsfeed Message',
		},
	},
});
