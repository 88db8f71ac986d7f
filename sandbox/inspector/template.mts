import type { SentView } from 'leanplum-sandbox';
import { h, type Child } from './dom.mjs';
import { oneLine } from './format.mjs';

const VALUE = /\{\{\s*Value\s+"([^"]*)"\s*\}\}/g;

/** A template in pieces: plain text, and places where a value goes. */
function pieces(template: string, values: Record<string, unknown>) {
	const found: { text: string; missing?: boolean }[] = [];
	let end = 0;
	for (const match of template.matchAll(VALUE)) {
		const [whole, name = ''] = match;
		found.push({ text: template.slice(end, match.index) });
		const value = Object.hasOwn(values, name) ? values[name] : undefined;
		const missing = value === undefined || value === null;
		// Leanplum prints the name of a value that it was not given.
		found.push(missing ? { text: name, missing } : { text: oneLine(value) });
		end = match.index + whole.length;
	}
	return [...found, { text: template.slice(end) }];
}

const filledText = (template: string, values: Record<string, unknown> = {}): string =>
	pieces(template, values)
		.map(({ text }) => text)
		.join('');

/** A template with its values; those that nobody gave are marked. */
export const filled = (template: string, values: Record<string, unknown> = {}): Child =>
	pieces(template, values).map(({ text, missing }) =>
		missing ? h('mark', { class: 'missing', title: 'The workflow sent no value.' }, text) : text,
	);

/** What a message says when it has no text of its own: the values it was sent with. */
const valuesAsText = (values: Record<string, unknown> = {}): string =>
	Object.entries(values)
		.map(([name, value]) => `${name}: ${oneLine(value)}`)
		.join('\n');

/** The title in one line. */
export const titleOf = ({ message, messageId, values }: SentView): string =>
	message?.title === undefined ? (message?.name ?? messageId) : filledText(message.title, values);

/** The text in one line. */
export const plainText = ({ message, values }: SentView): string =>
	message?.text === undefined ? valuesAsText(values) : filledText(message.text, values);

/** The title as it is shown. */
export const shownTitle = (sent: SentView): Child =>
	sent.message?.title === undefined ? titleOf(sent) : filled(sent.message.title, sent.values);

/** The text as it is shown. */
export const shownText = (sent: SentView): Child =>
	sent.message?.text === undefined
		? valuesAsText(sent.values) || 'This message has no text in the sandbox.'
		: filled(sent.message.text, sent.values);
