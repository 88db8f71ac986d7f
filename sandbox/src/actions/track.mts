import { z } from 'zod';
import { openSession, recordEvent } from '../model/activity.mjs';
import { firstEventOf, messageEventName } from '../model/message-events.mjs';
import { postMessageEvent } from '../model/postbacks.mjs';
import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean, number, numericId, object, text } from '../leanplum/arguments.mjs';
import { inAppCurrency } from '../leanplum/currency.mjs';
import { done, failed, skipped } from '../leanplum/result.mjs';
import { isInvalid, mustBeProvided, TEXT } from '../leanplum/texts.mjs';

type Disposition = 'active' | 'passive' | 'requireActive';

/** `allowOffline` is the deprecated form: true is passive, false is active (OAS). */
function dispositionOf(args: {
	disposition?: Disposition | undefined;
	allowOffline?: boolean | undefined;
}): Disposition {
	return args.disposition ?? (args.allowOffline === true ? 'passive' : 'active');
}

const trackLike = (name: string): Action =>
	userAction({
		name,
		key: 'production',
		disposition: 'CreateIfNeeded',
		writes: true,
		args: {
			event: text.optional(),
			value: number.optional(),
			currencyCode: text.optional(),
			info: text.optional(),
			/** Epoch seconds. */
			time: number.optional(),
			params: object.optional(),
			messageId: numericId.optional(),
			disposition: z.enum(['active', 'passive', 'requireActive']).optional(),
			allowOffline: boolean.optional(),
		},
		precheck: ({ event, messageId }) =>
			// Recorded at HTTP 200, unlike other missing arguments (SCO).
			!event && messageId === undefined ? failed(200, mustBeProvided('event')) : undefined,
		run(args, { app, user, deviceId, now, time, developer }) {
			const session = openSession(user, deviceId, now);
			const disposition = dispositionOf(args);
			if (disposition === 'requireActive' && !session) {
				return skipped(TEXT.eventIgnored, { ignored: true });
			}
			const money = inAppCurrency(args.value, args.currencyCode);
			if (!money) return failed(400, isInvalid('currencyCode'));
			const params = { ...args.params, ...money.params };
			const { event = '', messageId } = args;
			const name = messageId === undefined ? event : messageEventName(messageId, event);
			recordEvent(
				app,
				user,
				session,
				{
					event: name,
					time: time ?? now,
					...(money.value === undefined ? {} : { value: money.value }),
					...(args.info === undefined ? {} : { info: args.info }),
					...(Object.keys(params).length === 0 ? {} : { params }),
				},
				{
					isMessageEvent: messageId !== undefined,
					passive: disposition === 'passive',
					developer,
				},
				now,
			);
			const message = messageId === undefined ? undefined : app.messages.get(messageId);
			if (message) {
				postMessageEvent(app, {
					userId: user.userId,
					deviceId,
					messageId: message.id,
					channel: message.messageType,
					event: event || firstEventOf(message.messageType),
					templateName: message.templateName,
					parameters: params,
					time: time ?? now,
				});
			}
			// Recorded on every event without a live session.
			return session ? done() : done({ isOffline: true });
		},
	});

/** trackGeofence: an event of a region, by the arguments of `track` (AND, IOS; undocumented). */
export const TRACK_ACTIONS: readonly Action[] = [trackLike('track'), trackLike('trackGeofence')];
