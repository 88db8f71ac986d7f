import type { SentView } from 'leanplum-sandbox';
import { h, type Child } from './dom.mjs';
import { jsonView } from './json-view.mjs';
import { shownText, shownTitle, titleOf } from './template.mjs';

const hours = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const today = new Intl.DateTimeFormat(undefined, {
	weekday: 'long',
	month: 'long',
	day: 'numeric',
});

/** Notifications that a lock screen shows below the newest one. */
const STACK = 3;

const at = ({ time }: SentView): string => hours.format(time * 1000);

const isPush = ({ message }: SentView): boolean => message?.messageType === 'Push Notification';

/** A title, as one piece whatever it is made of, and when it came. */
const title = (sent: SentView): HTMLElement =>
	h(
		'p',
		{ class: 'notification-title' },
		h('b', null, shownTitle(sent)),
		h('span', null, at(sent)),
	);

const notification = (sent: SentView, old: boolean): HTMLElement =>
	h(
		'div',
		{ class: old ? 'notification old' : 'notification' },
		h('img', { src: 'icon.svg', alt: '', width: 30, height: 30 }),
		h('div', null, title(sent), h('p', { class: 'notification-text' }, shownText(sent))),
	);

const lockScreen = (sent: SentView, earlier: readonly SentView[]): Child => [
	h('p', { class: 'clock' }, at(sent)),
	h('p', { class: 'date' }, today.format(sent.time * 1000)),
	h(
		'div',
		{ class: 'stack' },
		notification(sent, false),
		earlier
			.filter(isPush)
			.slice(0, STACK)
			.map((other) => notification(other, true)),
	),
];

const email = (sent: SentView): Child => [
	h('p', { class: 'bar' }, 'Inbox'),
	h(
		'div',
		{ class: 'mail' },
		h('p', { class: 'subject' }, shownTitle(sent)),
		h('p', { class: 'from' }, h('strong', null, 'Your app'), ` to ${sent.userId}, ${at(sent)}`),
		h('p', { class: 'mail-text' }, shownText(sent)),
	),
];

const inbox = (sent: SentView, earlier: readonly SentView[]): Child => [
	h('p', { class: 'bar' }, 'App inbox'),
	[sent, ...earlier.filter(({ message }) => message?.messageType === 'Newsfeed Message')]
		.slice(0, STACK + 2)
		.map((entry) =>
			h(
				'div',
				{ class: entry === sent ? 'entry' : 'entry old' },
				title(entry),
				h('p', { class: 'notification-text' }, shownText(entry)),
			),
		),
];

/** A webhook reaches no phone: Leanplum calls somebody's server. */
const webhook = (sent: SentView): HTMLElement =>
	h(
		'div',
		{ class: 'webhook' },
		h('p', null, 'A webhook goes to a server, not to a phone. It is sent with these values:'),
		jsonView(sent.values ?? {}),
	);

/** A message as its receiver sees it, with what came before. */
export function phone(sent: SentView, earlier: readonly SentView[]): HTMLElement {
	const channel = sent.message?.messageType ?? '';
	if (channel === 'Webhook') return webhook(sent);
	const screens: Record<string, [string, () => Child]> = {
		Email: ['paper', () => email(sent)],
		'Newsfeed Message': ['paper', () => inbox(sent, earlier)],
	};
	const [look, screen] = screens[channel] ?? ['lock', () => lockScreen(sent, earlier)];
	return h(
		'figure',
		{ class: 'phone', 'aria-label': `${sent.userId}’s phone: ${titleOf(sent)}` },
		h('div', { class: `screen ${look}` }, screen()),
	);
}
