import { Int64 } from '../basics/int64.mjs';
import { appAction, type Action } from '../leanplum/action.mjs';
import { boolean, numericId } from '../leanplum/arguments.mjs';
import { done, failed } from '../leanplum/result.mjs';
import { TEXT } from '../leanplum/texts.mjs';
import { listed, type Message } from '../model/content.mjs';

/** A message as getMessage and getMessages show it; what is not set is left out (recorded). */
function described(message: Message): Record<string, unknown> {
	return {
		id: new Int64(message.id),
		name: message.name,
		active: message.state === 'active',
		state: message.state,
		created: message.created,
		updated: message.updated,
		finished: message.finished,
		scheduledTime: message.scheduledTime,
		messageType: message.messageType,
		campaignID: message.campaignId === undefined ? undefined : new Int64(message.campaignId),
		campaignName: message.campaignName,
		abTestIds: message.abTestIds?.map((id) => new Int64(id)),
		messageLimits: message.messageLimits,
		localTriggers: message.localTriggers,
		serverTriggers: message.serverTriggers,
		targetingSticky: message.targetingSticky,
	};
}

/** getMessage: drafts are found only with `includeDrafts`. */
const getMessage = appAction({
	name: 'getMessage',
	key: 'contentReadOnly',
	args: { id: numericId, includeDrafts: boolean.optional() },
	run({ id, includeDrafts }, { app }) {
		const message = app.messages.get(id);
		if (!message || (message.state === 'draft' && includeDrafts !== true)) {
			return failed(404, TEXT.messageNotFound);
		}
		return done({ message: described(message) });
	},
});

/** getMessages: all of them, there are no pages. */
const getMessages = appAction({
	name: 'getMessages',
	key: 'contentReadOnly',
	args: { includeDrafts: boolean.optional(), recent: boolean.optional() },
	run({ includeDrafts = false, recent = true }, { app, now }) {
		const messages = listed(app.messages.values(), { includeDrafts, recent, now });
		return done({ messages: messages.map(described) });
	},
});

/** getUnsubscribeCategories: the e-mail categories that users can leave. */
const getUnsubscribeCategories = appAction({
	name: 'getUnsubscribeCategories',
	key: 'contentReadOnly',
	args: {},
	run: (_args, { app }) =>
		done({
			categories: [...app.categories.values()].map(({ id, name, description }) => ({
				id: new Int64(id),
				name,
				description,
			})),
		}),
});

export const MESSAGE_ACTIONS: readonly Action[] = [
	getMessage,
	getMessages,
	getUnsubscribeCategories,
];
