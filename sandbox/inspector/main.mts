import { showCredential } from './credential.mjs';
import { confirm } from './dialog.mjs';
import { byId, h } from './dom.mjs';
import { Inspector } from './inspector.mjs';
import { announce, attempt } from './parts.mjs';
import { goTo } from './route.mjs';
import { addShortcuts, showHelp, type Shortcut } from './shortcuts.mjs';
import { VIEWS } from './views.mjs';

/** After the last key in the search field, in milliseconds. */
const TYPING_MS = 150;

const inspector = new Inspector();
const searchField = byId<HTMLInputElement>('search');
const detailPane = byId('detail-pane');

function make(): void {
	inspector.view.make?.run(inspector.appId);
}

function clear(): void {
	const { clear: clearing, title } = inspector.view;
	if (!clearing) return;
	attempt(async () => {
		const question = 'This cannot be undone.';
		if (!(await confirm(`${clearing.label}: ${title}?`, question, clearing.label))) return;
		await clearing.run(inspector.appId);
		announce('Cleared', 'good');
	});
}

/** The buttons of the current list. */
function drawTools(): void {
	const { make: making, clear: clearing } = inspector.view;
	byId('tools').replaceChildren(
		...(clearing ? [h('button', { type: 'button', onclick: clear }, clearing.label)] : []),
		...(making
			? [h('button', { type: 'button', class: 'primary', onclick: make }, making.label)]
			: []),
	);
}

function escape(): void {
	if (inspector.key === undefined) return;
	const inDetail = detailPane.contains(document.activeElement);
	const narrow = getComputedStyle(byId('back')).display !== 'none';
	if (inDetail && !narrow) inspector.list.move(0);
	else inspector.closeDetail();
}

const shortcuts: readonly Shortcut[] = [
	{ key: '/', does: 'Search', run: () => searchField.select() },
	...VIEWS.map(({ name, title }, index) => ({
		key: String(index + 1),
		does: title,
		run: () => inspector.goToView(name),
	})),
	{ key: 'j', shown: 'J ↓', does: 'Next row', run: () => inspector.list.move(1) },
	{ key: 'k', shown: 'K ↑', does: 'Previous row', run: () => inspector.list.move(-1) },
	{ key: 'ArrowDown', does: '', run: () => inspector.list.move(1) },
	{ key: 'ArrowRight', shown: '→', does: 'Into the details', run: () => detailPane.focus() },
	{ key: 'Escape', shown: 'Esc', does: 'Back to the list, then close the details', run: escape },
	{ key: 'n', shown: 'N', does: 'New user, message or fault, in their lists', run: make },
	{ key: 'x', shown: 'X', does: 'Clear requests or faults, in their lists', run: clear },
	{ key: 'c', shown: 'C', does: 'Credential', run: () => showCredential(inspector.appId) },
	{ key: '?', does: 'This help', run: () => showHelp(shortcuts) },
];

function search(): void {
	attempt(() => inspector.search());
}

let typing: ReturnType<typeof setTimeout> | undefined;
searchField.addEventListener('input', () => {
	clearTimeout(typing);
	typing = setTimeout(search, TYPING_MS);
});
searchField.addEventListener('keydown', ({ key }) => {
	if (key === 'Escape') {
		searchField.value = '';
		search();
	}
	if (key === 'Escape' || key === 'ArrowDown' || key === 'Enter') inspector.list.move(0);
});
byId<HTMLSelectElement>('app').addEventListener('change', ({ target }) => {
	if (target instanceof HTMLSelectElement) goTo({ appId: target.value, view: inspector.view.name });
});
byId('credential').addEventListener('click', () => showCredential(inspector.appId));
byId('help').addEventListener('click', () => showHelp(shortcuts));
byId('back').addEventListener('click', () => inspector.closeDetail());
byId('skip').addEventListener('click', () => inspector.list.move(0));
addShortcuts(shortcuts);

function show(): void {
	attempt(async () => {
		await inspector.show();
		drawTools();
	});
}

window.addEventListener('hashchange', show);
show();
