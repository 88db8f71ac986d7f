import type { AppIdentity } from 'leanplum-sandbox';
import { apps, call } from './api.mjs';
import { confirm, openDialog } from './dialog.mjs';
import { h } from './dom.mjs';
import { announce, attempt } from './parts.mjs';
import { goTo } from './route.mjs';

/** Fields of the credential in n8n, in its order. */
const KEYS: readonly (readonly [keyof AppIdentity['keys'], string])[] = [
	['production', 'Client Key'],
	['development', 'Development Key'],
	['dataExport', 'Data Export Key'],
	['contentReadOnly', 'Content Read-Only Key'],
];

/** The beginning of a key, which tells its class, and nothing more. */
const masked = (key: string): string => `${key.slice(0, key.indexOf('_') + 1)}••••••••`;

function copyButton(name: string, value: string): HTMLElement {
	const button = h('button', { type: 'button', 'aria-label': `Copy ${name}` }, 'Copy');
	button.addEventListener('click', () =>
		attempt(async () => {
			await navigator.clipboard.writeText(value);
			announce(`${name} copied`, 'good');
		}),
	);
	return button;
}

function row(name: string, value: string, secret: boolean): HTMLElement {
	const shown = h('code', null, secret ? masked(value) : value);
	const reveal = h('button', { type: 'button', 'aria-label': `Show ${name}` }, 'Show');
	reveal.addEventListener('click', () => {
		shown.textContent = value;
		reveal.remove();
	});
	return h(
		'div',
		{ class: 'key-row' },
		h('span', { class: 'key-name' }, name),
		shown,
		h('span', { class: 'buttons' }, secret && reveal, copyButton(name, value)),
	);
}

async function makeApp(): Promise<void> {
	const { appId } = await call<AppIdentity>('POST', '/apps');
	announce(`App ${appId} created`, 'good');
	goTo({ appId, view: 'requests' });
}

async function reset(appId: string): Promise<void> {
	const question =
		'This restores the original users and messages, and clears requests, jobs, and faults.';
	if (!(await confirm('Reset this app?', question, 'Reset'))) return;
	await call('POST', '/reset', { appId });
	announce('App reset', 'good');
}

/** What a credential in n8n needs, and what can be done with the app as a whole. */
export function showCredential(appId: string): void {
	attempt(async () => {
		const app = (await apps()).find((candidate) => candidate.appId === appId);
		if (!app) return;
		const then = (action: () => Promise<void>) => () => {
			dialog.close();
			attempt(action);
		};
		const dialog = openDialog(
			'Credential',
			h('p', { class: 'lead' }, 'Use these values in a Leanplum API credential.'),
			row('App ID', app.appId, false),
			KEYS.map(([key, name]) => row(name, app.keys[key], true)),
			row('API URL', `${location.origin}/api`, false),
			h(
				'div',
				{ class: 'buttons end' },
				h('button', { type: 'button', onclick: then(() => reset(appId)) }, 'Reset this app…'),
				h('button', { type: 'button', onclick: then(makeApp) }, 'Create another app'),
			),
		);
	});
}
