import type { Page, SentView } from 'leanplum-sandbox';
import { appPath, browse, call, get } from './api.mjs';
import { detail } from './detail.mjs';
import { h, type Child } from './dom.mjs';
import { fullSeconds, plural, shortTime } from './format.mjs';
import { jsonView } from './json-view.mjs';
import { announce, attempt, badge, facts, heading, linkTo, section } from './parts.mjs';
import { phone } from './phone.mjs';
import { plainText, titleOf } from './template.mjs';
import type { View } from './view.mjs';

/** What users can do with a message, by its channel (Leanplum's documentation of addPostback). */
const REACTIONS: Record<string, readonly string[]> = {
	'Push Notification': ['Open'],
	Email: ['Open', 'Click', 'Bounce', 'Unsubscribe', 'Marked as spam'],
	'Newsfeed Message': ['Open'],
};

/** Buttons that let something happen to the message, which triggers postbacks. */
function reactions(appId: string, sent: SentView): Child {
	const { messageId, userId, deviceId } = sent;
	const names = REACTIONS[sent.message?.messageType ?? ''] ?? [];
	if (names.length === 0) return undefined;
	const react = (event: string): void =>
		attempt(async () => {
			const body = { messageId, userId, event, ...(deviceId === undefined ? {} : { deviceId }) };
			await call('POST', appPath(appId, 'messageEvents'), body);
			announce(`${event}: noted for ${userId}, and told to the postback rules`, 'good');
		});
	return h(
		'div',
		{ class: 'buttons' },
		names.map((event) =>
			h(
				'button',
				{ type: 'button', 'data-keep': `react-${event}`, onclick: () => react(event) },
				event,
			),
		),
	);
}

interface Arrival {
	sent: SentView;
	/** What the user got before, newest first. */
	earlier: readonly SentView[];
}

function detailOf(appId: string, { sent, earlier }: Arrival): Child {
	const { userId, messageId, campaignId, deviceId, messagesSent, values, force, time } = sent;
	return [
		heading(sent.message?.name ?? messageId, badge('info', sent.message?.messageType ?? 'deleted')),
		h(
			'div',
			{ class: 'stage' },
			phone(sent, earlier),
			h(
				'div',
				{ class: 'stage-notes' },
				facts([
					['To', linkTo(appId, 'users', userId)],
					['Device', deviceId ?? (messagesSent === 1 ? 'one' : `all ${messagesSent}`)],
					['When', fullSeconds(time)],
					['Message', linkTo(appId, 'messages', messageId)],
					['Campaign', campaignId],
					['Forced', force && 'Yes, regardless of targets'],
				]),
				section('The user now…', reactions(appId, sent)),
				section('Values', values && jsonView(values)),
			),
		),
	];
}

export const sentMessages: View<SentView> = {
	name: 'sent',
	title: 'Sent',
	count: 'sent',
	empty:
		'No messages sent yet. Run Message → Send or Campaign → Start in a workflow to see them here.',
	searches: 'messages, users, values',
	read: (appId, query, signal) => browse(appId, 'sent', query, signal),
	rowKey: ({ id }) => String(id),
	row: (sent) => ({
		mark: badge('info', (sent.message?.messageType ?? 'deleted').split(' ')[0]),
		title: titleOf(sent),
		time: shortTime(sent.time * 1000),
		notes: [
			h('span', { class: 'who' }, sent.userId),
			sent.messagesSent > 1 && plural(sent.messagesSent, 'device'),
			sent.campaignId !== undefined && 'campaign',
			h('span', { class: 'remark' }, plainText(sent)),
		],
	}),
	async detail({ appId, key, item }) {
		let sent = item;
		if (!sent && /^\d+$/.test(key)) {
			const query = `before=${Number(key) + 1}&limit=1`;
			const page = await get<Page<SentView>>(`${appPath(appId, 'browse', 'sent')}?${query}`);
			[sent] = page.items.filter(({ id }) => String(id) === key);
		}
		if (!sent) return detail<Arrival>(undefined, 'message', () => undefined);
		const { userId, id } = sent;
		const { items } = await browse<SentView>(appId, 'sent', { q: userId, before: id });
		const earlier = items.filter((other) => other.userId === userId);
		return detail<Arrival>({ sent, earlier }, 'message', (arrival) => detailOf(appId, arrival));
	},
};
