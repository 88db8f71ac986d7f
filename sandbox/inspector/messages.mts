import { appPath, call, shortList } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { fullSeconds, shortTime } from './format.mjs';
import { confirm } from './dialog.mjs';
import { editMessage, newMessage, type ListedMessage } from './message-form.mjs';
import { announce, attempt, badge, facts, heading, section, type Tone } from './parts.mjs';
import { goTo } from './route.mjs';
import { filled } from './template.mjs';
import type { View } from './view.mjs';

const STATES: Record<ListedMessage['state'], [Tone, string]> = {
	active: ['good', 'started'],
	inactive: ['quiet', 'not started'],
	draft: ['quiet', 'draft'],
	finished: ['quiet', 'finished'],
};

const stateBadge = ({ state }: ListedMessage): HTMLElement => badge(...STATES[state]);

/** Why sendMessage would not send it; undefined when it would. */
function obstacle({ deliveryType, messageType, state }: ListedMessage): string | undefined {
	if (messageType === 'In-app Message') return "The API can't send in-app messages.";
	if (deliveryType !== 'manual')
		return `Delivery is ${deliveryType}. The API only sends messages with Manual delivery.`;
	return state === 'active' ? undefined : 'It is not started.';
}

function remove(appId: string, message: ListedMessage): void {
	attempt(async () => {
		const sure = await confirm(
			`Delete “${message.name}”?`,
			"Workflows can't use it anymore.",
			'Delete',
		);
		if (!sure) return;
		await call('DELETE', appPath(appId, 'messages', message.id));
		announce('Message deleted');
		goTo({ appId, view: 'messages' });
	});
}

function detailOf(appId: string, message: ListedMessage): Child {
	const { targeting, title, text } = message;
	const reason = obstacle(message);
	return [
		heading(message.name, stateBadge(message)),
		reason !== undefined && h('p', { class: 'notice' }, 'sendMessage does not send this. ', reason),
		facts([
			['ID', h('code', null, message.id)],
			['Channel', message.messageType],
			['Delivery', message.deliveryType],
			[
				'For',
				targeting ? `users whose ${targeting.attribute} is ${targeting.equals}` : 'everybody',
			],
			['Template', message.templateName],
			['Campaign', message.campaignName],
			['Created', fullSeconds(message.created)],
		]),
		section('Title', title !== undefined && h('p', { class: 'template' }, filled(title))),
		section('Text', text !== undefined && h('p', { class: 'template' }, filled(text))),
		h(
			'div',
			{ class: 'buttons' },
			h(
				'button',
				{ type: 'button', 'data-keep': 'edit', onclick: () => editMessage(appId, message) },
				'Edit',
			),
			h(
				'button',
				{ type: 'button', 'data-keep': 'delete', onclick: () => remove(appId, message) },
				'Delete',
			),
		),
	];
}

export const messages: View<ListedMessage> = {
	name: 'messages',
	title: 'Messages',
	count: 'messages',
	empty: 'No such messages.',
	searches: 'names, IDs, channels',
	read: (appId, query) => shortList(appPath(appId, 'messages'), 'messages', query),
	rowKey: ({ id }) => id,
	row: (message) => ({
		title: message.name,
		time: shortTime(message.created * 1000),
		notes: [
			stateBadge(message),
			h('span', { class: 'who' }, message.messageType),
			message.deliveryType,
			h('span', { class: 'remark' }, message.id),
		],
	}),
	detail: ({ appId, item }) =>
		Promise.resolve(detail(item, 'message', (found) => detailOf(appId, found))),
	make: { label: 'New message', run: newMessage },
};
