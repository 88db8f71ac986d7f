import { h, type Child } from './dom.mjs';
import { addressOf } from './route.mjs';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet' | 'info';

/** A short word in a coloured field. */
export const badge = (tone: Tone, ...content: Child[]): HTMLElement =>
	h('span', { class: `badge ${tone}` }, ...content);

/** Names and values below each other; what has no value is left out. */
export const facts = (entries: readonly (readonly [string, Child])[]): HTMLElement =>
	h(
		'dl',
		{ class: 'facts' },
		entries
			.filter(([, value]) => value !== undefined && value !== null && value !== false)
			.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
	);

/** A part of the details, left out when it is empty. */
export function section(title: string, content: Child, note?: Child): Child {
	const nothing = content === false || content === null || content === undefined;
	if (nothing || (Array.isArray(content) && content.length === 0)) return undefined;
	return h(
		'section',
		{ class: 'part' },
		h('h3', null, title, note !== undefined && h('span', { class: 'note' }, note)),
		content,
	);
}

/** The head of the details. */
export const heading = (title: Child, ...beside: Child[]): HTMLElement =>
	h(
		'div',
		{ class: 'detail-head' },
		h('h2', null, title),
		h('div', { class: 'beside' }, ...beside),
	);

/** Longer texts are folded. */
const LONG = 300;

/** A long text behind its beginning; anything else as it is. */
export function folded(value: Child): Child {
	if (typeof value !== 'string' || value.length <= LONG) return value;
	return h(
		'details',
		{ class: 'fold' },
		h('summary', null, `${value.slice(0, LONG / 3)}… (${value.length} characters)`),
		value,
	);
}

/** A table whose first column names the row; undefined when it has no rows. */
export function table(heads: readonly string[], rows: readonly (readonly Child[])[]): Child {
	if (rows.length === 0) return undefined;
	return h(
		'table',
		null,
		h(
			'thead',
			null,
			h(
				'tr',
				null,
				heads.map((head) => h('th', { scope: 'col' }, head)),
			),
		),
		h(
			'tbody',
			null,
			rows.map(([first, ...others]) =>
				h(
					'tr',
					null,
					h('th', { scope: 'row' }, first),
					others.map((cell) => h('td', null, folded(cell))),
				),
			),
		),
	);
}

/** A link to an entry of another list. */
export const linkTo = (appId: string, view: string, key: string, label: Child = key): HTMLElement =>
	h('a', { href: addressOf({ appId, view, key }) }, label);

/** What the details say when there is no such entry. */
export const gone = (what: string): HTMLElement =>
	h('p', { class: 'gone' }, `This ${what} no longer exists.`);

/** Says something to people who cannot see the page, and shortly to all others. */
export function announce(message: string, tone: Tone = 'info'): void {
	const region = document.getElementById('announcements');
	if (region) region.textContent = message;
	document.querySelector('.toast')?.remove();
	const toast = h('div', { class: `toast ${tone}`, 'aria-hidden': 'true' }, message);
	(document.querySelector('dialog[open]') ?? document.body).append(toast);
	setTimeout(() => toast.remove(), 3500);
}

/** Runs something and tells when it fails. */
export function attempt(action: () => Promise<unknown>): void {
	action().catch((error: unknown) => {
		announce(error instanceof Error ? error.message : String(error), 'bad');
	});
}
