import type { RecordedAction, RecordedRequest } from 'leanplum-sandbox';
import { h, type Child } from './dom.mjs';
import { bytes, count, duration, fullTime, plural } from './format.mjs';
import { jsonView } from './json-view.mjs';
import { OUTCOMES, statusMark, TONES, WORDS } from './outcomes.mjs';
import { badge, facts, heading, linkTo, section } from './parts.mjs';

/** Actions of a batch shown at first, and by each press of the button. */
const SHOWN = 50;

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

/** All of a request. */
export function requestDetail(appId: string, request: RecordedRequest): Child {
	const { actions, batchArgs, query } = request;
	const outcomes = OUTCOMES.map((outcome): [typeof outcome, number] => [
		outcome,
		actions.filter((action) => action.outcome === outcome).length,
	]).filter(([, number]) => number > 0);
	return [
		heading(request.action || 'No action', statusMark(request)),
		facts([
			['Received', fullTime(request.receivedAt)],
			['Duration', request.durationMs === undefined ? 'in progress' : duration(request.durationMs)],
			['Request', `${request.method} ${request.path}`],
			['Body', `${bytes(request.bodyBytes)} ${request.contentType}`],
			['Key', request.keyClass ?? "not one of this app's keys"],
			['Key in URL', request.keyInUrl && badge('warn', 'yes')],
			['App ID', request.appId === appId ? undefined : badge('bad', request.appId || 'none')],
			['Connection', request.connectionId],
			['Users', count(request.distinctUsers)],
			['Interrupted', request.dropped && `${request.dropped} processing, by a fault`],
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
