import type { App } from './app.mjs';
import { meets } from './conditions.mjs';
import type { Message } from './content.mjs';
import type { User } from './user.mjs';

/** No trigger, no limit (IOS fixtures). */
export const NO_CONDITIONS = { subject: null, objects: [], children: [] };

/** When an SDK shows the messages of the sandbox: as soon as the app starts. */
const AT_START = {
	subject: null,
	verb: 'OR',
	objects: [],
	children: [{ subject: 'start', verb: '', noun: '', objects: [] }],
};

const described = ({ templateName = 'Center Popup', title, text }: Message) => ({
	action: templateName,
	vars: {
		__name__: templateName,
		...(title === undefined ? {} : { Title: { Text: title } }),
		...(text === undefined ? {} : { Message: { Text: text } }),
	},
	whenTriggers: AT_START,
	whenLimits: NO_CONDITIONS,
	unlessTriggers: NO_CONDITIONS,
	priority: 1000,
	countdown: 0,
});

/** The started in-app messages for a user, by id, as start and getVars tell them (SCO; IOS, JS). */
export function inAppMessages(app: App, user: User): Record<string, unknown> {
	const messages: Record<string, unknown> = {};
	for (const message of app.messages.values()) {
		const { messageType, state, targeting } = message;
		if (messageType !== 'In-app Message' || state !== 'active') continue;
		if (!targeting || meets(user, targeting)) messages[message.id] = described(message);
	}
	return messages;
}
