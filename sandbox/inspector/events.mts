import type { EventView } from 'leanplum-sandbox';
import { browse } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { count, fullSeconds, oneLine, shortTime } from './format.mjs';
import { jsonView } from './json-view.mjs';
import { badge, facts, heading, linkTo, section } from './parts.mjs';
import type { View } from './view.mjs';

/** What happened, in words; events of messages are stored under names like `.m48101 Open`. */
const nameOf = ({ event, message }: EventView): string =>
	message ? `${message.name ?? message.id}: ${message.event}` : event;

function detailOf(appId: string, item: EventView): Child {
	const { userId, time, value, info, params, eventId, message, event } = item;
	return [
		heading(nameOf(item), message && badge('info', 'message event')),
		facts([
			['User', linkTo(appId, 'users', userId)],
			['When', fullSeconds(time)],
			['Value', value === undefined ? undefined : count(value)],
			['Info', info],
			['Message', message && linkTo(appId, 'messages', message.id, message.name ?? message.id)],
			['Stored as', message && event],
			['Event ID', eventId],
		]),
		section('Parameters', params && jsonView(params)),
	];
}

export const events: View<EventView> = {
	name: 'events',
	title: 'Events',
	count: 'events',
	empty: 'No events yet. Track one, or send a message.',
	searches: 'names, users, parameters',
	read: (appId, query, signal) => browse(appId, 'events', query, signal),
	rowKey: ({ eventId }) => eventId,
	row: (item) => ({
		title: nameOf(item),
		time: shortTime(item.time * 1000),
		notes: [
			h('span', { class: 'who' }, item.userId),
			item.value !== undefined && `value ${count(item.value)}`,
			item.params && h('span', { class: 'remark' }, oneLine(item.params)),
		],
	}),
	detail: ({ appId, item }) =>
		Promise.resolve(detail(item, 'event', (found) => detailOf(appId, found))),
};
