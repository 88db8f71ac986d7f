import { userAction, type Action } from '../leanplum/action.mjs';
import { text } from '../leanplum/arguments.mjs';
import { done } from '../leanplum/result.mjs';
import { describedInboxMessage } from '../model/inbox.mjs';

// The app inbox, which Leanplum once called newsfeed. Undocumented; SDKs send these in batches (AND, JS).

/** getNewsfeedMessages: the whole inbox of a user. */
const getNewsfeedMessages = userAction({
	name: 'getNewsfeedMessages',
	key: 'production',
	disposition: 'CreateNever',
	writes: false,
	args: {},
	run(_args, { user }) {
		const messages = [...(user.inbox ?? [])].map(([id, message]) => [
			id,
			describedInboxMessage(message),
		]);
		return done({ newsfeedMessages: Object.fromEntries(messages) as Record<string, unknown> });
	},
});

/** markNewsfeedMessageAsRead; a message that is not there (any more) is no error. */
const markAsRead = userAction({
	name: 'markNewsfeedMessageAsRead',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: { newsfeedMessageId: text },
	run({ newsfeedMessageId }, { user }) {
		const message = user.inbox?.get(newsfeedMessageId);
		if (message) message.isRead = true;
		return done();
	},
});

/** deleteNewsfeedMessage; a message that is not there (any more) is no error. */
const deleteMessage = userAction({
	name: 'deleteNewsfeedMessage',
	key: 'production',
	disposition: 'CreateNever',
	writes: true,
	args: { newsfeedMessageId: text },
	run({ newsfeedMessageId }, { user }) {
		user.inbox?.delete(newsfeedMessageId);
		return done();
	},
});

export const NEWSFEED_ACTIONS: readonly Action[] = [getNewsfeedMessages, markAsRead, deleteMessage];
