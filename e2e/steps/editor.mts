import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { RESOURCES } from '../../nodes/Leanplum/resources/index.ts';
import type { WorkflowFile } from '../lib/api.mts';
import { Editor } from '../lib/browser.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';
import { until } from '../lib/process.mts';
import type { Stage } from '../lib/stage.mts';

/** What docs/getting-started.md says of a step. */
function written(pattern: RegExp): string {
	const found = pattern.exec(readFileSync('docs/getting-started.md', 'utf8'))?.[1];
	assert.ok(found, `the page has ${pattern}`);
	return found;
}

const WRONG = 'Leanplum with a wrong key';
const USERS = ['ada', 'grace', 'someone-who-left'];

const ACTIONS = RESOURCES.flatMap(({ operations }) => operations.map(({ action }) => action));
const exactly = (text: string) => new RegExp(`^\\s*${text.replace(/[()]/g, '\\$&')}\\s*$`);

const id = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

/**
 * What Chromium notes about n8n itself: it asks who is signed in before anybody is, and has no sample
 * output for some of its own nodes; and its editor trips over itself when a workflow is opened straight
 * after the sign-in on a slow machine.
 */
const OF_N8N = ['/rest/login', '/schemas/n8n-nodes-base.', 'injectNDVStore()'];

interface StoredMessage {
	name: string;
	messageType: string;
	state: string;
	created: number;
}

/** Why Leanplum does not send a message; the list shows it after those that can be sent. */
function objectionTo(messageType: string, state: string): string | undefined {
	if (messageType === 'In-app Message') return "in-app messages can't be sent";
	if (state === 'active') return undefined;
	return state === 'finished' ? 'finished' : 'not started';
}

/** A workflow that lacks only what the test adds by hand. */
const WORKFLOW: WorkflowFile = {
	name: 'Message by hand',
	nodes: [
		{
			id: id(1),
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: id(2),
			name: 'List',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [220, 0],
			parameters: {
				mode: 'raw',
				jsonOutput: JSON.stringify({ users: USERS.map((user) => ({ user })) }),
				options: {},
			},
		},
		{
			id: id(3),
			name: 'Users',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [440, 0],
			parameters: { fieldToSplitOut: 'users', options: {} },
		},
	],
	connections: { Start: to('List'), List: to('Users') },
};

/** The node in n8n's editor, worked by hand in a browser. */
export function editorStep(stage: () => Stage): void {
	describe('The node in the editor, in a browser', () => {
		let editor: Editor;
		const part = (name: string) => editor.part(name);

		async function chooseCredential(name: string): Promise<void> {
			await part('node-credentials-select').click();
			await editor.page.getByRole('option', { name }).click();
		}

		/** What the list of messages has to show: all but drafts, the newest first. */
		async function listedMessages(): Promise<string[]> {
			const { admin, appId } = stage().sandbox;
			const { messages } = await admin.send<{ messages: StoredMessage[] }>(
				'GET',
				`/apps/${appId}/messages`,
			);
			const started = messages
				.filter(({ state }) => state !== 'draft')
				.sort((a, b) => b.created - a.created)
				.map(({ name, messageType, state }) => ({
					label: `${name} (${messageType})`,
					objection: objectionTo(messageType, state),
				}));
			return [
				...started.filter(({ objection }) => !objection).map(({ label }) => label),
				...started
					.filter(({ objection }) => objection)
					.map(({ label, objection }) => `${label} – ${objection}`),
			];
		}

		/** For the README, when they are asked for; otherwise pictures that nobody keeps. */
		const pictures = (name: string) =>
			editor.pictures(join(process.env.LEANPLUM_PICTURES ?? stage().folder, name));

		before(async () => {
			const { server, credential } = stage();
			const { api } = server;
			const wrong = { ...credential.data, clientKey: 'wrong-key-1234' };
			await api.createCredential(WRONG, CREDENTIAL_TYPE, wrong);
			const workflow = await api.createWorkflow(WORKFLOW);
			editor = await Editor.open(server.url, workflow.id);
		});
		after(() => editor?.close());

		it('is found in the node panel by "leanplum", with its icon', async () => {
			await editor.searchAfter('Users', written(/search for "(\w+)"/));
			const entry = editor.found(/^\s*Leanplum\s*$/);
			await entry.waitFor();
			assert.ok(await editor.shown(entry.locator('img').first()), 'its icon is shown');
			await pictures('node-panel');
		});

		it('shows its actions there, each with an icon', async () => {
			await editor.found(/^\s*Leanplum\s*$/).click();
			// The list is drawn bit by bit, so what stands in it is asked for until all of it is there.
			await until('Every action is listed', async () => {
				const listed = await part('node-creator-item-name').allInnerTexts();
				const names = new Set(listed.map((name) => name.trim()));
				return ACTIONS.every((action) => names.has(action));
			});
			for (const action of ACTIONS) {
				const icon = editor.found(exactly(action)).locator('img').first();
				await until(`${action} has an icon`, () => editor.shown(icon));
			}
		});

		it('shows its trigger there, with what it can start on', async () => {
			const heading = editor.page.getByText('Triggers (3)');
			await heading.click();
			const entry = editor.found(/message event/i);
			await entry.waitFor();
			assert.ok(await editor.shown(entry.locator('img').first()), 'its icon is shown');
			await heading.click();
		});

		it('opens with the chosen resource and operation', async () => {
			await part('node-creator-item-name')
				.filter({ hasText: exactly(written(/an action, for example \*\*(.+?)\*\*/)) })
				.click();
			await part('ndv').waitFor();
			const value = (name: string) => part(`parameter-input-${name}`).locator('input').inputValue();
			assert.equal(await value('resource'), 'Message');
			assert.equal(await value('operation'), 'Send');
			await chooseCredential(stage().credential.name);
		});

		it('lists the messages of the sandbox, newest first, with type and state', async () => {
			await part('execute-previous-node').click();
			await part('run-data-schema-item').first().waitFor();
			await editor.part('rlc-input', part('resource-locator-messageId')).click();
			await part('rlc-item').first().waitFor();
			assert.deepEqual(await part('rlc-item').allInnerTexts(), await listedMessages());
			await pictures('message-list');
			await part('rlc-item').filter({ hasText: 'Welcome push' }).click();
		});

		it('takes a field of the input by dragging', async () => {
			const field = part('run-data-schema-item').filter({ hasText: 'user' }).last();
			assert.equal(written(/Drag the field .* to \*\*(.+?)\*\*/), 'User ID');
			await editor.drag(field.locator('[data-target="mappable"]'), part('parameter-input-userId'));
			await part('parameter-input-userId').getByText('{{ $json.user }}').waitFor();
		});

		it('executes and shows three items and a hint that says who was skipped and why', async () => {
			await part('node-execute-button')
				.filter({ hasText: written(/Click \*\*(.+?)\*\*/) })
				.click();
			const output = part('output-panel');
			const hint = 'Leanplum skipped 1 of 3 items: User not found; request skipped';
			await output.getByText(hint).waitFor();
			await output.locator('tbody tr').nth(2).waitFor();
			const rows = await output.locator('tbody tr').allInnerTexts();
			assert.deepEqual(
				rows.map((row) => row.split(/\s+/).slice(0, 2)),
				[
					['done', 'ada'],
					['done', 'grace'],
					['skipped', 'someone-who-left'],
				],
			);
			const sent = await stage().sandbox.admin.sent(stage().sandbox.appId);
			assert.deepEqual(sent.map(({ userId }) => userId).slice(-2), ['ada', 'grace']);
			await pictures('output');
		});

		it('says with a wrong key that it was refused, and what to do', async () => {
			await chooseCredential(WRONG);
			await part('node-execute-button').click();
			const output = part('output-panel');
			await output.getByText(/^Leanplum rejected the Client Key/).waitFor();
			await output.getByText(/Open the Leanplum credential and test it/).waitFor();
			await pictures('wrong-key');
		});

		it('made the console of the browser complain about nothing', () => {
			const ours = editor.complaints.filter(
				({ text, url }) => !OF_N8N.some((part) => url.includes(part) || text.includes(part)),
			);
			assert.deepEqual(ours, []);
		});
	});
}
