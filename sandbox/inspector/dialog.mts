import { h, type Child } from './dom.mjs';

let last = 0;

/** Opens a dialog over the page. It closes with Escape, its button, or `close()`. */
export function openDialog(title: string, ...content: readonly Child[]): HTMLDialogElement {
	last += 1;
	const id = `dialog-${last}`;
	const dialog = h('dialog', { 'aria-labelledby': id });
	const shut = h('button', { class: 'round', type: 'button', 'aria-label': 'Close' }, '×');
	shut.addEventListener('click', () => dialog.close());
	dialog.append(h('div', { class: 'dialog-head' }, h('h2', { id }, title), shut));
	dialog.append(h('div', { class: 'dialog-body' }, ...content));
	// A press on the backdrop lands on the dialog itself.
	dialog.addEventListener('mousedown', (event) => {
		if (event.target === dialog) dialog.close();
	});
	const opener = document.activeElement;
	dialog.addEventListener('close', () => {
		dialog.remove();
		if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
	});
	document.body.append(dialog);
	dialog.showModal();
	return dialog;
}

/** Asks whether to go on; resolves to false when the dialog is closed otherwise. */
export function confirm(title: string, question: string, yes: string): Promise<boolean> {
	return new Promise((resolve) => {
		let sure = false;
		const go = h('button', { class: 'primary danger', type: 'button', autofocus: true }, yes);
		const stay = h('button', { type: 'button' }, 'Cancel');
		const dialog = openDialog(
			title,
			h('p', null, question),
			h('div', { class: 'buttons end' }, stay, go),
		);
		go.addEventListener('click', () => {
			sure = true;
			dialog.close();
		});
		stay.addEventListener('click', () => dialog.close());
		dialog.addEventListener('close', () => resolve(sure));
	});
}
