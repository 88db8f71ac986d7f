import type { PendingFault } from 'leanplum-sandbox';
import { call, shortList } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { newFault } from './fault-form.mjs';
import { labelOf } from './fault-kinds.mjs';
import { plural } from './format.mjs';
import { jsonView } from './json-view.mjs';
import { announce, attempt, badge, facts, heading, section } from './parts.mjs';
import { goTo } from './route.mjs';
import type { View } from './view.mjs';

/** Which requests a fault strikes, in words. */
function aim({ match, skip }: PendingFault): string {
	const parts = [
		match.path === undefined ? (match.action ?? 'any request') : 'downloads',
		match.batchContainsUserId !== undefined && `for ${match.batchContainsUserId}`,
		match.minActions !== undefined && `with ${plural(match.minActions, 'action')} or more`,
		match.contentType !== undefined && `as ${match.contentType}`,
		skip > 0 && `after ${plural(skip, 'request')}`,
	];
	return parts.filter((part) => part !== false).join(' ');
}

const left = ({ times, struck }: PendingFault): string =>
	times === null ? 'always' : `${plural(times - struck, 'time')} more`;

function remove(appId: string, { faultId }: PendingFault): void {
	attempt(async () => {
		await call('DELETE', `/faults/${encodeURIComponent(faultId)}`);
		announce('Fault removed');
		goTo({ appId, view: 'faults' });
	});
}

function detailOf(appId: string, fault: PendingFault): Child {
	return [
		heading(labelOf(fault.fault.kind), badge('warn', left(fault))),
		facts([
			['Affects', aim(fault)],
			['Affected so far', fault.struck],
			['In', fault.appId ?? 'every app'],
		]),
		section('Admin API definition', jsonView(fault)),
		h(
			'div',
			{ class: 'buttons' },
			h(
				'button',
				{ type: 'button', 'data-keep': 'delete', onclick: () => remove(appId, fault) },
				'Remove',
			),
		),
	];
}

export const faults: View<PendingFault> = {
	name: 'faults',
	title: 'Faults',
	count: 'faults',
	empty: 'No faults. Create one to see how your workflow handles Leanplum failures.',
	searches: 'kinds, actions, users',
	async read(appId, query) {
		const page = await shortList<PendingFault>('/faults', 'faults', query);
		return { items: page.items.filter((fault) => (fault.appId ?? appId) === appId) };
	},
	rowKey: ({ faultId }) => faultId,
	row: (fault) => ({
		title: labelOf(fault.fault.kind),
		notes: [badge('warn', left(fault)), h('span', { class: 'remark' }, aim(fault))],
	}),
	detail: ({ appId, item }) =>
		Promise.resolve(detail(item, 'fault', (found) => detailOf(appId, found))),
	make: { label: 'New fault', run: newFault },
	clear: {
		label: 'Remove all',
		run: async (appId) => {
			await call('DELETE', `/faults?appId=${encodeURIComponent(appId)}`);
		},
	},
};
