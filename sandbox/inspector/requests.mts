import type { RecordedRequest, RequestSummary } from 'leanplum-sandbox';
import { appPath, browse, call } from './api.mjs';
import { detailFrom } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { bytes, count, duration, plural, shortTime } from './format.mjs';
import { OUTCOMES, statusMark, TONES, WORDS } from './outcomes.mjs';
import { badge } from './parts.mjs';
import { requestDetail } from './request-detail.mjs';
import type { View } from './view.mjs';

function titleOf({ action, actionNames, actionCount, about }: RequestSummary): Child {
	if (actionCount <= 1) {
		const name = actionNames[0] ?? action;
		return [name || 'no action', about !== undefined && h('span', { class: 'about' }, about)];
	}
	const names = actionNames.slice(0, 2).join(', ') + (actionNames.length > 2 ? ' …' : '');
	return [names, h('span', { class: 'times' }, `× ${count(actionCount)}`)];
}

function notesOf(request: RequestSummary): Child {
	const { actionCount, distinctUsers, subject, outcomes, durationMs, remark } = request;
	const who = distinctUsers > 1 ? plural(distinctUsers, 'user') : subject;
	const odd = OUTCOMES.filter((outcome) => outcome !== 'done' && outcomes[outcome] > 0);
	return [
		who !== undefined && h('span', { class: 'who' }, who),
		actionCount > 1 && bytes(request.bodyBytes),
		durationMs !== undefined && duration(durationMs),
		...odd.map((outcome) =>
			badge(TONES[outcome], actionCount > 1 && `${count(outcomes[outcome])} `, WORDS[outcome]),
		),
		request.unknownApp && badge('bad', 'unknown App ID'),
		remark !== undefined && h('span', { class: 'remark' }, remark),
	];
}

export const requests: View<RequestSummary> = {
	name: 'requests',
	title: 'Requests',
	count: 'requests',
	empty: 'No requests yet. Run a workflow with the sandbox’s credential and they appear here.',
	searches: 'actions, users, values, warnings',
	read: (appId, query, signal) => browse(appId, 'requests', query, signal),
	rowKey: ({ id }) => String(id),
	row: (request) => ({
		mark: statusMark(request),
		title: titleOf(request),
		time: shortTime(request.receivedAt),
		notes: notesOf(request),
	}),
	detail: ({ appId, key }) =>
		detailFrom<RecordedRequest>(appPath(appId, 'browse', 'requests', key), 'request', (request) =>
			requestDetail(appId, request),
		),
	summary: ({ stats: { requests: received, actions, billedUsers, byStatus } }) => {
		const refused = Object.entries(byStatus).reduce(
			(sum, [status, number]) => (status.startsWith('2') ? sum : sum + number),
			0,
		);
		const figures: [number, string][] = [
			[received, received === 1 ? 'request' : 'requests'],
			[actions, actions === 1 ? 'action' : 'actions'],
			[billedUsers, 'billed users'],
			[refused, 'without success'],
		];
		return figures
			.slice(0, refused > 0 ? 4 : 3)
			.map(([number, name]) =>
				h('div', { class: 'figure' }, h('strong', null, count(number)), ' ', h('span', null, name)),
			);
	},
	clear: {
		label: 'Clear',
		run: async (appId) => {
			await call('DELETE', appPath(appId, 'browse', 'requests'));
		},
	},
};
