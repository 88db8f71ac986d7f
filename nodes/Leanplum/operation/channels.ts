import type { INodePropertyOptions } from 'n8n-workflow';

/** What Leanplum's channels are, by the names that its API has for them (reference A.4). */
const CHANNELS = {
	Email: 'Messages by email',
	'In-app Message': 'Messages that the app shows while it is open',
	'Newsfeed Message': 'Messages in the inbox of the app',
	'Push Notification': 'Messages on the lock screen or in the browser',
	Webhook: 'Calls of a server instead of the user',
} as const;

/** Some of the channels to choose from, each with what it is. */
export function channelOptions(
	names: ReadonlyArray<keyof typeof CHANNELS>,
): INodePropertyOptions[] {
	return names.map((name) => ({ name, value: name, description: CHANNELS[name] }));
}
