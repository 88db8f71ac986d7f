import type { PostbackRule } from 'leanplum-sandbox';
import { appPath, shortList } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { facts, heading, section } from './parts.mjs';
import type { View } from './view.mjs';

const TYPES: Record<PostbackRule['type'], string> = {
	messageEvents: 'Events of messages',
	abTestEvents: 'Entries into A/B tests',
};

const detailOf = ({ postbackId, type, channels, postbackUrl }: PostbackRule): Child => [
	heading(TYPES[type]),
	facts([
		['ID', h('code', null, postbackId)],
		['Channels', channels?.join(', ') ?? 'all'],
	]),
	section('URL', h('p', { class: 'template' }, postbackUrl)),
];

export const postbacks: View<PostbackRule> = {
	name: 'postbacks',
	title: 'Postbacks',
	count: 'postbacks',
	empty: 'No postbacks yet. Add one with Postback → Add. Each app can have three.',
	searches: 'URLs, types, channels',
	read: (appId, query) => shortList(appPath(appId, 'postbacks'), 'postbacks', query),
	rowKey: ({ postbackId }) => postbackId,
	row: ({ type, channels, postbackUrl }) => ({
		title: TYPES[type],
		notes: [channels?.join(', ') ?? 'all channels', h('span', { class: 'remark' }, postbackUrl)],
	}),
	detail: ({ item }) => Promise.resolve(detail(item, 'rule', detailOf)),
};
