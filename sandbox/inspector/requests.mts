import type { RecordedAction, RecordedRequest, RequestSummary } from 'leanplum-sandbox';
import { appPath, browse, call } from './api.mjs';
import { detailFrom } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { bytes, count, duration, fullTime, plural, shortTime } from './format.mjs';
import { jsonView } from './json-view.mjs';
import { badge, facts, heading, linkTo, section, type Tone } from './parts.mjs';
import type { View } from './view.mjs';

const TONES: Record<RecordedAction['outcome'], Tone> = {
	done: 'good',
	skipped: 'warn',
	failed: 'bad',
	notProcessed: 'quiet',
};

const WORDS: Record<RecordedAction['outcome'], string> = {
	done: 'done',
	skipped: 'skipped',
	failed: 'failed',
	notProcessed: 'not processed',
};

const OUTCOMES = ['done', 'skipped', 'failed', 'notProcessed'] as const;

/** Actions of a batch shown at first, and by each press of the button. */
const SHOWN = 50;

function statusMark({
	status,
	dropped,
	durationMs,
}: RequestSummary | RecordedRequest): HTMLElement {
	if (dropped !== undefined) return badge('bad', 'cut');
	if (status === undefined) return badge('quiet', durationMs === undefined ? '…' : 'none');
	return badge(status < 300 ? 'good' : status < 500 ? 'warn' : 'bad', status);
}

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

function actionItem(appId: string, action: RecordedAction, index: number): HTMLElement {
	const { outcome, userId, deviceId, warning, error, args } = action;
	const details = h(
		'details',
		{ 'data-keep': `action-${index}`, class: 'action' },
		h(
			'summary',
			null,
			h('span', { class: 'number' }, index + 1),
			badge(TONES[outcome], WORDS[outcome]),
			h('span', { class: 'name' }, action.action || 'no action'),
			h('span', { class: 'who' }, userId ?? deviceId ?? ''),
			(error ?? warning) !== undefined && h('span', { class: 'remark' }, error ?? warning),
		),
	);
	// Built when opened: a batch can have 500 of them.
	details.addEventListener('toggle', () => {
		if (!details.open || details.childElementCount > 1) return;
		details.append(
			h(
				'p',
				{ class: 'links' },
				userId !== undefined && linkTo(appId, 'users', userId, 'Show user'),
			),
			jsonView(args),
		);
	});
	if (index === 0) details.open = true;
	return details;
}

function actionList(appId: string, actions: readonly RecordedAction[]): Child {
	const list = h('div', { class: 'actions' });
	const more = h('button', { class: 'more', type: 'button', 'data-keep': 'more-actions' });
	const show = (): void => {
		const from = list.childElementCount;
		const next = actions.slice(from, from + SHOWN);
		list.append(...next.map((action, index) => actionItem(appId, action, from + index)));
		const left = actions.length - list.childElementCount;
		more.textContent = `Show ${count(Math.min(SHOWN, left))} more of ${count(left)}`;
		more.hidden = left === 0;
	};
	more.addEventListener('click', show);
	show();
	return actions.length > 0 && [list, more];
}

function detailOf(appId: string, request: RecordedRequest): Child {
	const { actions, batchArgs, query } = request;
	const outcomes = OUTCOMES.map((outcome): [typeof outcome, number] => [
		outcome,
		actions.filter((action) => action.outcome === outcome).length,
	]).filter(([, number]) => number > 0);
	return [
		heading(request.action || 'No action', statusMark(request)),
		facts([
			['Received', fullTime(request.receivedAt)],
			['Took', request.durationMs === undefined ? 'under way' : duration(request.durationMs)],
			['Request', `${request.method} ${request.path}`],
			['Body', `${bytes(request.bodyBytes)} ${request.contentType}`],
			['Key', request.keyClass ?? 'none of the app’s'],
			['Key in the address', request.keyInUrl && badge('warn', 'yes')],
			['App ID', request.appId === appId ? undefined : badge('bad', request.appId || 'none')],
			['Connection', request.connectionId],
			['Users', count(request.distinctUsers)],
			['Broken off', request.dropped && `${request.dropped} processing, by a fault`],
		]),
		section('Query', Object.keys(query).length > 0 && jsonView(query)),
		section('Batch', Object.keys(batchArgs).length > 0 && jsonView(batchArgs)),
		section(
			plural(actions.length, 'action').replace(/^\S+ a/, 'A'),
			actionList(appId, actions),
			outcomes.map(([outcome, number]) =>
				badge(TONES[outcome], count(number), ' ', WORDS[outcome]),
			),
		),
	];
}

export const requests: View<RequestSummary> = {
	name: 'requests',
	title: 'Requests',
	count: 'requests',
	empty: 'No requests yet. Run a workflow with the sandbox’s credential and they appear here.',
	searches: 'actions, users, values, warnings',
	read: (appId, query, signal) => browse(appId, 'requests', query, signal),
	keyOf: ({ id }) => String(id),
	row: (request) => ({
		mark: statusMark(request),
		title: titleOf(request),
		time: shortTime(request.receivedAt),
		notes: notesOf(request),
	}),
	detail: ({ appId, key }) =>
		detailFrom<RecordedRequest>(appPath(appId, 'browse', 'requests', key), 'request', (request) =>
			detailOf(appId, request),
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
