import { openDialog } from './dialog.mjs';
import { h } from './dom.mjs';

/** A field of a form. */
export interface Field {
	name: string;
	label: string;
	kind?: 'text' | 'long' | 'number' | 'choice' | 'yesNo';
	value?: string | undefined;
	/** Of a choice: value and label. */
	options?: readonly (readonly [string, string])[];
	/** Proposals for a text. */
	proposals?: readonly string[];
	hint?: string;
	required?: boolean;
}

/** What was filled in; empty fields are empty texts, ticked ones `yes`. */
export type Values = Record<string, string>;

interface Form {
	title: string;
	/** The fields, which can depend on what is filled in so far. */
	fields: (values: Values) => readonly Field[];
	submit: string;
	/** Carries it out; an error is shown and leaves the form open. */
	run: (values: Values) => Promise<void>;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controlOf(
	{ name, kind = 'text', value = '', options = [], required }: Field,
	id: string,
): Control {
	const common = { id, name, required: required === true };
	if (kind === 'choice') {
		return h(
			'select',
			common,
			options.map(([key, label]) => h('option', { value: key, selected: key === value }, label)),
		);
	}
	if (kind === 'long') return h('textarea', { ...common, rows: 4, spellcheck: 'false' }, value);
	if (kind === 'yesNo') {
		return h('input', { ...common, type: 'checkbox', value: 'yes', checked: value === 'yes' });
	}
	return h('input', {
		...common,
		type: kind === 'number' ? 'number' : 'text',
		...(kind === 'number' && { min: 0, step: 1 }),
		value,
		autocomplete: 'off',
		spellcheck: 'false',
	});
}

function fieldElement(field: Field, value: string | undefined): HTMLElement {
	const id = `field-${field.name}`;
	const control = controlOf({ ...field, value: value ?? field.value }, id);
	const hint =
		field.hint === undefined ? undefined : h('p', { class: 'hint', id: `${id}-hint` }, field.hint);
	if (hint) control.setAttribute('aria-describedby', hint.id);
	const proposals =
		field.proposals &&
		h(
			'datalist',
			{ id: `${id}-list` },
			field.proposals.map((text) => h('option', { value: text })),
		);
	if (proposals) control.setAttribute('list', proposals.id);
	const label = h('label', { for: id }, field.label);
	const row = field.kind === 'yesNo' ? [control, label] : [label, control];
	return h('div', { class: `field ${field.kind ?? 'text'}` }, row, hint, proposals);
}

function valuesOf(form: HTMLFormElement): Values {
	return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** Opens a form in a dialog. */
export function openForm({ title, fields, submit, run }: Form): void {
	const body = h('div', { class: 'fields' });
	const problem = h('p', { class: 'problem', role: 'alert' });
	const send = h('button', { class: 'primary', type: 'submit' }, submit);
	const form = h(
		'form',
		{ novalidate: false },
		body,
		problem,
		h('div', { class: 'buttons end' }, send),
	);
	const draw = (values: Values): void => {
		body.replaceChildren(...fields(values).map((field) => fieldElement(field, values[field.name])));
	};
	draw({});
	form.addEventListener('change', ({ target }) => {
		if (!(target instanceof HTMLSelectElement)) return;
		draw(valuesOf(form));
		document.getElementById(target.id)?.focus();
	});
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		problem.textContent = '';
		send.disabled = true;
		run(valuesOf(form)).then(
			() => dialog.close(),
			(error: unknown) => {
				send.disabled = false;
				problem.textContent = error instanceof Error ? error.message : String(error);
			},
		);
	});
	const dialog = openDialog(title, form);
	body.querySelector<HTMLElement>('input, select, textarea')?.focus();
}
