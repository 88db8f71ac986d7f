import type { UserSummary, UserView } from 'leanplum-sandbox';
import { appPath, browse, userQuery } from './api.mjs';
import { detailFrom } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { count, duration, fullSeconds, oneLine, plural, shortTime } from './format.mjs';
import { badge, facts, heading, section, table } from './parts.mjs';
import { newUser } from './user-form.mjs';
import type { View } from './view.mjs';

const marks = ({ blocked, anonymous }: { blocked: boolean; anonymous: boolean }): Child => [
	blocked && badge('bad', 'blocked'),
	anonymous && badge('quiet', 'anonymous'),
];

function deviceCard({ deviceId, ...fields }: UserView['devices'][number]): HTMLElement {
	return h(
		'div',
		{ class: 'card' },
		h('h4', null, deviceId ?? 'device without ID'),
		facts(Object.entries(fields)),
	);
}

const figures = (counters: UserView['events']): Child =>
	table(
		['Name', 'Times', 'Last', 'Value'],
		Object.entries(counters).map(([name, { count: times, lastTime, value }]) => [
			name,
			count(times),
			fullSeconds(lastTime),
			value === undefined ? '' : count(value),
		]),
	);

function detailOf(user: UserView): Child {
	const { attributes, devices, events, states, location, sessions, tracked } = user;
	const names = Object.keys(attributes);
	return [
		heading(user.userId, marks(user)),
		facts([
			['Created', fullSeconds(user.created)],
			['Last active', fullSeconds(user.lastActive)],
			['Sessions', count(user.totalSessions)],
			['Time in app', duration(user.timeSpentInApp * 1000)],
			['Unsubscribed channels', user.unsubscribedChannels.join(', ') || undefined],
			['Unsubscribed categories', user.unsubscribedCategories.join(', ') || undefined],
		]),
		section(
			'Attributes',
			table(
				['Name', 'Value'],
				names.map((name) => [name, oneLine(attributes[name])]),
			) ?? h('p', { class: 'nothing' }, 'No attributes'),
		),
		section('Devices', devices.map(deviceCard), count(devices.length)),
		section('Events', figures(events)),
		section('States', figures(states)),
		section('Location', table(['Name', 'Value'], Object.entries(location))),
		section(
			'Newest events',
			table(
				['Event', 'When', 'Parameters'],
				tracked
					.toReversed()
					.map(({ event, time, params }) => [event, fullSeconds(time), params && oneLine(params)]),
			),
		),
		section(
			'Sessions',
			table(
				['Started', 'Ended', 'Device'],
				sessions
					.filter(({ offline }) => !offline)
					.toReversed()
					.map(({ start, end, deviceId }) => [
						fullSeconds(start),
						end === undefined ? 'open' : fullSeconds(end),
						deviceId ?? '',
					]),
			),
		),
	];
}

export const users: View<UserSummary> = {
	name: 'users',
	title: 'Users',
	count: 'users',
	empty: 'No such users.',
	searches: 'IDs, attributes, devices',
	read: (appId, query, signal) => browse(appId, 'users', query, signal),
	rowKey: ({ userId }) => userId,
	row: (user) => ({
		title: user.userId,
		time: shortTime((user.lastActive ?? user.created) * 1000),
		notes: [
			marks(user),
			h(
				'span',
				{ class: 'remark' },
				user.attributes.map(([name, value]) => `${name} ${oneLine(value)}`).join(' · ') ||
					'no attributes',
			),
			plural(user.deviceCount, 'device'),
		],
	}),
	detail: ({ appId, key }) =>
		detailFrom(appPath(appId, 'browse', 'user') + userQuery(key), 'user', detailOf),
	make: { label: 'New user', run: newUser },
};
