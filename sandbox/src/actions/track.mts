import { z } from 'zod';
import { openSession, recordEvent } from '../model/activity.mjs';
import { userAction, type Action } from '../leanplum/action.mjs';
import { boolean, number, numericId, object, text } from '../leanplum/arguments.mjs';
import { inAppCurrency } from '../leanplum/currency.mjs';
import { done, failed, missingArgument, skipped } from '../leanplum/result.mjs';
import { isInvalid, TEXT } from '../leanplum/texts.mjs';

/**
 * The name under which an event is kept: an interaction with a message is `.m<id> Open` and so on,
 * its sending or viewing, which comes without an event, `.m<id>` (OAS messageId; SMP, MOZ).
 */
function storedName(event: string | undefined, messageId: string | undefined): string {
	if (messageId === undefined) return event ?? '';
	return event ? `.m${messageId} ${event}` : `.m${messageId}`;
}

type Disposition = 'active' | 'passive' | 'requireActive';

/** `allowOffline` is the deprecated form: true is passive, false is active (OAS). */
function dispositionOf(args: {
	disposition?: Disposition | undefined;
	allowOffline?: boolean | undefined;
}): Disposition {
	return args.disposition ?? (args.allowOffline === true ? 'passive' : 'active');
}

const track = userAction({
	name: 'track',
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
		!event && messageId === undefined ? missingArgument('event') : undefined,
	run(args, { app, user, deviceId, now, time, developer }) {
		const session = openSession(user, deviceId, now);
		const disposition = dispositionOf(args);
		if (disposition === 'requireActive' && !session) {
			return skipped(TEXT.eventIgnored, { ignored: true });
		}
		const money = inAppCurrency(args.value, args.currencyCode);
		if (!money) return failed(400, isInvalid('currencyCode'));
		const params = { ...args.params, ...money.params };
		recordEvent(
			app,
			user,
			session,
			{
				event: storedName(args.event, args.messageId),
				time: time ?? now,
				...(money.value === undefined ? {} : { value: money.value }),
				...(args.info === undefined ? {} : { info: args.info }),
				...(Object.keys(params).length === 0 ? {} : { params }),
				isMessageEvent: args.messageId !== undefined,
				passive: disposition === 'passive',
				developer,
			},
			now,
		);
		// Recorded on every event without a live session.
		return session ? done() : done({ isOffline: true });
	},
});

export const TRACK_ACTIONS: readonly Action[] = [track];
