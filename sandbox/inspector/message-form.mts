import type { MessageInput } from 'leanplum-sandbox';
import { appPath, call } from './api.mjs';
import { openForm, type Field, type Values } from './form.mjs';
import { announce } from './parts.mjs';
import { goTo } from './route.mjs';

/** A message as the admin API lists it; all defaults are filled in. */
export type ListedMessage = Required<Pick<MessageInput, 'name' | 'messageType' | 'state'>> &
	MessageInput & { key: string; id: string; created: number };

const same = (...words: string[]): [string, string][] => words.map((word) => [word, word]);

const STATES: [string, string][] = [
	['active', 'started'],
	['inactive', 'not started'],
	['draft', 'draft'],
	['finished', 'finished'],
];

/** An id as Leanplum's look, unlike those that are there from the start. */
const freshId = (): string => `48101109${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

function fieldsOf(id: string, from?: ListedMessage): readonly Field[] {
	return [
		{ name: 'name', label: 'Name', value: from?.name, required: true },
		{
			name: 'messageType',
			label: 'Channel',
			kind: 'choice',
			value: from?.messageType,
			options: same('Push Notification', 'Email', 'Newsfeed Message', 'Webhook', 'In-app Message'),
		},
		{ name: 'title', label: 'Title or subject', value: from?.title },
		{
			name: 'text',
			label: 'Text',
			kind: 'long',
			value: from?.text,
			hint: '{{Value "name"}} stands for a value that the workflow sends along.',
		},
		{
			name: 'deliveryType',
			label: 'Delivery',
			kind: 'choice',
			value: from?.deliveryType,
			options: same('manual', 'immediate', 'scheduled', 'recurring', 'triggered'),
			hint: 'The API can send messages with manual delivery only.',
		},
		{ name: 'state', label: 'State', kind: 'choice', value: from?.state, options: STATES },
		{
			name: 'attribute',
			label: 'Only for users whose attribute',
			value: from?.targeting?.attribute,
			hint: 'Leave empty for all users.',
		},
		{ name: 'equals', label: '… is', value: from?.targeting && String(from.targeting.equals) },
		...(from ? [] : [{ name: 'id', label: 'ID', value: id, required: true }]),
	];
}

/** What the admin API takes; fields that the form does not have stay as they were. */
function bodyOf(values: Values, from?: ListedMessage): Record<string, unknown> {
	const { key: _key, id: _id, targeting, title: _title, text: _text, ...rest } = { ...from };
	const { attribute, equals, title, text, name, messageType, deliveryType, state } = values;
	// A number stays one when only other fields were changed.
	const value = String(targeting?.equals) === equals ? targeting?.equals : equals;
	return {
		...rest,
		...{ name, messageType, deliveryType, state },
		...(title && { title }),
		...(text && { text }),
		...(attribute && { targeting: { attribute, equals: value ?? '' } }),
	};
}

function open(appId: string, title: string, submit: string, from?: ListedMessage): void {
	const id = from?.id ?? freshId();
	openForm({
		title,
		submit,
		fields: () => fieldsOf(id, from),
		async run(values) {
			const key = from?.id ?? values.id ?? id;
			await call('PUT', appPath(appId, 'messages', key), bodyOf(values, from));
			announce(`Message “${values.name}” saved`, 'good');
			goTo({ appId, view: 'messages', key });
		},
	});
}

export const newMessage = (appId: string): void => open(appId, 'New message', 'Create message');

export const editMessage = (appId: string, message: ListedMessage): void =>
	open(appId, 'Edit message', 'Save', message);
