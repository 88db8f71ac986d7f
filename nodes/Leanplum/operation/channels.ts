import type { INodePropertyOptions } from 'n8n-workflow';

/** What Leanplum's channels are, by the names that its API has for them (reference A.4). */
const CHANNELS = {
	Email: 'Messages by email',
	'In-app Message': 'Messages that the app shows while it is open',
	'Newsfeed Message': "Messages in the app's inbox",
	'Push Notification': 'Notifications on the lock screen or in the browser',
	Webhook: 'Requests to a server',
} as const;

/** Some of the channels to choose from, each with what it is. */
export function channelOptions(
	names: ReadonlyArray<keyof typeof CHANNELS>,
): INodePropertyOptions[] {
	return names.map((name) => ({ name, value: name, description: CHANNELS[name] }));
}
