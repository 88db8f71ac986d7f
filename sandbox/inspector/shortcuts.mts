import { openDialog } from './dialog.mjs';
import { h } from './dom.mjs';

const SETTING = 'leanplum-sandbox-shortcuts';

/** Whether single keys do something; some people press keys by accident, or speak them. */
const enabled = (): boolean => localStorage.getItem(SETTING) !== 'off';

/** A key and what it does. */
export interface Shortcut {
	/** As `KeyboardEvent.key` has it. */
	key: string;
	/** How the help shows it, when that differs. */
	shown?: string;
	does: string;
	run: () => void;
}

const inField = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

/** Lets keys do things while no field and no dialog has the focus. */
export function addShortcuts(shortcuts: readonly Shortcut[]): void {
	document.addEventListener('keydown', (event) => {
		const { key, target, ctrlKey, metaKey, altKey, defaultPrevented } = event;
		if (defaultPrevented || ctrlKey || metaKey || altKey) return;
		if (inField(target) || document.querySelector('dialog[open]')) return;
		if (key.length === 1 && !enabled()) return;
		const shortcut = shortcuts.find((candidate) => candidate.key === key);
		if (!shortcut) return;
		event.preventDefault();
		shortcut.run();
	});
}

/** Shows what the keys do. */
export function showHelp(shortcuts: readonly Shortcut[]): void {
	const listed = shortcuts.filter(({ does }) => does !== '');
	const toggle = h('input', { type: 'checkbox', id: 'single-keys', checked: enabled() });
	toggle.addEventListener('change', () =>
		localStorage.setItem(SETTING, toggle.checked ? 'on' : 'off'),
	);
	openDialog(
		'Keyboard shortcuts',
		h(
			'dl',
			{ class: 'shortcuts' },
			listed.map(({ key, shown, does }) =>
				h(
					'div',
					null,
					h(
						'dt',
						null,
						(shown ?? key).split(' ').map((part) => h('kbd', null, part)),
					),
					h('dd', null, does),
				),
			),
		),
		h(
			'div',
			{ class: 'field yesNo' },
			toggle,
			h('label', { for: 'single-keys' }, 'Single-key shortcuts'),
		),
	);
}
