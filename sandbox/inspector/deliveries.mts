import type { Delivery } from 'leanplum-sandbox';
import { browse } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { fullTime, plural, shortTime } from './format.mjs';
import { badge, heading, section, table, type Tone } from './parts.mjs';
import type { View } from './view.mjs';

const STATES: Record<Delivery['state'], Tone> = {
	delivered: 'good',
	failed: 'bad',
	waiting: 'warn',
	pending: 'quiet',
};

/** The part of an address that tells where it goes, and what goes with it. */
function addressParts(url: string): { target: string; query: [string, string][] } {
	if (!URL.canParse(url)) return { target: url, query: [] };
	const { origin, pathname, searchParams } = new URL(url);
	return { target: origin + pathname, query: [...searchParams] };
}

function detailOf({ url, state, kind, attempts }: Delivery): Child {
	const { target, query } = addressParts(url);
	return [
		heading(
			kind === 'postback' ? 'Postback' : 'Callback of an export',
			badge(STATES[state], state),
		),
		section('URL', h('p', { class: 'template' }, target)),
		section('Query', table(['Name', 'Value'], query)),
		section(
			'Attempts',
			table(
				['When', 'Response'],
				attempts.map(({ at, tookMs, status, error }) => [
					fullTime(at),
					tookMs === undefined ? 'in progress' : `${status ?? error} after ${tookMs} ms`,
				]),
			),
		),
	];
}

export const deliveries: View<Delivery> = {
	name: 'deliveries',
	title: 'Deliveries',
	count: 'deliveries',
	empty: 'No deliveries yet. Postbacks and export callbacks appear here with every attempt.',
	searches: 'URLs, states',
	read: (appId, query, signal) => browse(appId, 'deliveries', query, signal),
	rowKey: ({ id }) => String(id),
	row: ({ url, state, kind, attempts }) => ({
		mark: badge(STATES[state], state),
		title: kind === 'postback' ? 'Postback' : 'Export callback',
		time: shortTime(attempts.at(-1)?.at ?? Date.now()),
		notes: [
			attempts.length > 1 && plural(attempts.length, 'attempt'),
			h('span', { class: 'remark' }, url),
		],
	}),
	detail: ({ item }) => Promise.resolve(detail(item, 'delivery', detailOf)),
};
