import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { INodeParameters } from 'n8n-workflow';
import { row, rows, WELCOME_PUSH } from '../../generate/pages/example.mts';
import type { WorkflowFile } from '../lib/api.mts';
import { Editor, WITHOUT_BUTTONS } from '../lib/browser.mts';
import { LEANPLUM_NODE } from '../lib/package.mts';
import type { Stage } from '../lib/stage.mts';

type Node = WorkflowFile['nodes'][number];
/** The nodes that a node's outputs lead to. */
type Outputs = readonly (readonly string[])[];

/** As Excel writes it in Germany: Windows-1252, decimal commas, and a delimiter after every row. */
const CONTACTS = [
	'Email;First Name;Plan;Opt-in;Since;Spent;',
	' ann@example.com ;J\xfcrgen;gold;yes;45413;1.234,50;',
	'bo@example.com;Zo\xeb;;no;31.12.2025;9,9;',
	'kim@example.com;"Kim ""K""";silver \x80;no;2024-05-02;12;',
	';;;;;;',
].join('\r\n');

/** Sends a push message to each user of a list. */
const sending = (options: INodeParameters) =>
	node('Send Message', LEANPLUM_NODE, 1, [660, 0], {
		resource: 'message',
		operation: 'send',
		messageId: WELCOME_PUSH,
		userId: '={{ $json.user }}',
		options,
	});

/** 1,000 rows as Google Sheets gives them: texts for yes and no, day numbers, and empty cells. */
const SHEET = `={{ { rows: Array.from({ length: 1000 }, (_, i) => ({
	userId: 'user-' + i, optIn: i % 2 ? 'TRUE' : 'FALSE', since: 45000 + i, city: i % 10 ? 'Basel' : '',
})) } }}`;

const node = (
	name: string,
	type: string,
	typeVersion: number,
	place: [x: number, y: number],
	parameters: INodeParameters = {},
): Node => ({ id: name, name, type, typeVersion, position: place, parameters });

/** Start, and a list that is divided into items. */
const listed = (jsonOutput: string, field: string): Node[] => [
	node('Start', 'n8n-nodes-base.manualTrigger', 1, [0, 0]),
	node('List', 'n8n-nodes-base.set', 3.4, [220, 0], { mode: 'raw', jsonOutput, options: {} }),
	node('Items', 'n8n-nodes-base.splitOut', 1, [440, 0], { fieldToSplitOut: field, options: {} }),
];

/** What the guides in docs/ show of runs in the editor. */
export function guidesStep(
	stage: () => Pick<Stage, 'server' | 'credential' | 'folder' | 'sandbox'>,
) {
	describe('What the guides show, in a browser', () => {
		let editor: Editor;
		const folder = () => join(process.env.LEANPLUM_PICTURES ?? stage().folder, 'guides');

		/** Opens a workflow whose nodes follow each other, or have other outputs. */
		async function open(name: string, nodes: Node[], branches: Record<string, Outputs> = {}) {
			const { server, credential } = stage();
			const next = (index: number): Outputs => (nodes[index + 1] ? [[nodes[index + 1]!.name]] : []);
			const outputs = nodes.map(({ name: own }, index) => branches[own] ?? next(index));
			const connections = Object.fromEntries(
				nodes.map(({ name: own }, index) => [
					own,
					{
						main: outputs[index]!.map((to) =>
							to.map((target) => ({ node: target, type: 'main', index: 0 })),
						),
					},
				]),
			);
			for (const one of nodes) {
				if (one.type === LEANPLUM_NODE) one.credentials = { leanplumApi: credential };
			}
			const { id } = await server.api.createWorkflow({ name, nodes, connections });
			await editor.page.goto(`${editor.url}/workflow/${id}`);
			await editor.node(nodes.at(-1)!.name).waitFor();
		}

		/** Runs the open workflow, and waits until its last node has run. */
		async function execute(last: string) {
			await editor.part('execute-workflow-button').first().click();
			await editor.part('canvas-node-status-success', editor.node(last)).waitFor();
		}
		const output = () => editor.part('output-panel');

		before(async () => {
			const { server } = stage();
			await mkdir(folder(), { recursive: true });
			const { id } = await server.api.createWorkflow({
				name: 'Empty',
				nodes: listed('{ "rows": [] }', 'rows'),
				connections: {},
			});
			editor = await Editor.open(server.url, id);
		});
		after(() => editor?.close());

		it('a second output gets the skipped items', async () => {
			const users = ['ada', 'grace', 'someone-who-left'].map((user) => ({ user }));
			await open(
				'Second output',
				[
					...listed(JSON.stringify({ users }), 'users'),
					sending({ ifSkipped: 'output' }),
					node('Got It', 'n8n-nodes-base.noOp', 1, [940, -100]),
					node('Skipped by Leanplum', 'n8n-nodes-base.noOp', 1, [940, 100]),
				],
				{ 'Send Message': [['Got It'], ['Skipped by Leanplum']], 'Got It': [] },
			);
			await execute('Skipped by Leanplum');
			const labels = editor.part('canvas-node-output-handle', editor.node('Send Message'));
			assert.deepEqual(
				(await labels.allInnerTexts()).map((text) => text.trim().split(/\s/)[0]),
				['Results', 'Skipped'],
			);
			await editor.page.keyboard.press('1');
			await editor.settle();
			await editor.pictures(
				join(folder(), 'second-output'),
				await editor.drawing(),
				WITHOUT_BUTTONS,
			);
			for (const [name, count] of [
				['Got It', 2],
				['Skipped by Leanplum', 1],
			] as const) {
				await editor.openNode(name);
				await output().locator('tbody tr').first().waitFor();
				assert.equal(await output().locator('tbody tr').count(), count);
				await editor.closeNode();
			}
		});

		it('a preview is a plan with a row for each item', async () => {
			const users = [{ user: 'ada', order: 'A-1' }, { order: 'A-2' }, { user: 'grace' }];
			await open('Preview', [
				...listed(JSON.stringify({ users }), 'users'),
				sending({ previewOnly: true }),
			]);
			// Room for all columns of the output.
			await editor.page.setViewportSize({ width: 2400, height: 900 });
			await execute('Send Message');
			await editor.openNode('Send Message');
			await output()
				.getByText('Preview: nothing was sent. 1 request, 2 users billed, 1 item with problems.')
				.waitFor();
			const table = output().locator('table').first();
			assert.equal(await table.locator('tbody tr').count(), users.length);
			const pane = (await output().boundingBox())!;
			const rows = (await table.boundingBox())!;
			const height = rows.y + rows.height + 16 - pane.y;
			await editor.pictures(join(folder(), 'preview'), { ...pane, height });
			await editor.closeNode();
			await editor.page.setViewportSize({ width: 1440, height: 900 });
		});

		it('messages of the same name can be told apart in the list', async () => {
			const { admin, appId } = stage().sandbox;
			for (const [id, campaignName, created] of [
				['4810110001000021', 'Newsletter', 1_772_409_600],
				['4810110001000022', 'VIP customers', 1_775_088_000],
			] as const) {
				const sale = { name: 'Spring sale', campaignName, created };
				await admin.send('PUT', `/apps/${appId}/messages/${id}`, sale);
			}
			await open('Same name', [
				node('Send Message', LEANPLUM_NODE, 1, [0, 0], { resource: 'message', operation: 'send' }),
			]);
			await editor.openNode('Send Message');
			await editor.part('rlc-input', editor.part('resource-locator-messageId')).click();
			await editor.part('rlc-search').fill('spring sale');
			const found = editor.part('rlc-item').filter({ hasText: 'Spring sale' });
			await found.nth(1).waitFor();
			assert.deepEqual(await found.allInnerTexts(), [
				'Spring sale (Push Notification) · 2026-04-02 · VIP customers · ID 4810110001000022',
				'Spring sale (Push Notification) · 2026-03-02 · Newsletter · ID 4810110001000021',
			]);
			const { x, y, width } = await editor.fields();
			await editor.pictures(join(folder(), 'same-name'), { x, y, width, height: 560 });
		});

		it('the output pane says what became of the rows of a sheet', async () => {
			await open('Google Sheet', [
				...listed(SHEET, 'rows'),
				node('Set Attributes', LEANPLUM_NODE, 1, [660, 0], {
					resource: 'user',
					operation: 'setAttributes',
					userId: '={{ $json.userId }}',
					attributes: rows(
						row('optIn', '={{ $json.optIn }}' as unknown as boolean, 'boolean'),
						row('since', '={{ $json.since }}', 'date'),
						row('city', '={{ $json.city }}'),
						row('plan', '={{ $json.plann }}'),
					),
				}),
			]);
			await execute('Set Attributes');
			await editor.openNode('Set Attributes');
			for (const sentence of [
				'Attribute "plan" was empty in all 1,000 items and was left out. Its expression may have a typo.',
				'Attribute "city" was empty in 100 of 1,000 items and was left out',
				'Attribute "since": 1,000 spreadsheet dates were converted',
			]) {
				await output().getByText(sentence).waitFor();
			}
			await editor.pictures(join(folder(), 'sums'));
			await editor.closeNode();
		});

		it("a marketer's file is imported without touching it", async () => {
			const file = join(stage().folder, '.n8n-files', 'contacts.csv');
			await mkdir(join(file, '..'), { recursive: true });
			await writeFile(file, CONTACTS, 'latin1');
			const importing = (name: string, options: INodeParameters) =>
				node(name, LEANPLUM_NODE, 1, [440, 0], {
					resource: 'import',
					operation: 'importFile',
					userIdColumn: 'Email',
					options: {
						decimalSeparator: ',',
						fieldTypes: {
							row: [
								{ name: 'Opt-in', type: 'boolean' },
								{ name: 'Since', type: 'date' },
							],
						},
						ifRowsFail: 'report',
						skipWrongRows: true,
						...options,
					},
				});
			const source = () => [
				node('Start', 'n8n-nodes-base.manualTrigger', 1, [0, 0]),
				node('Read File', 'n8n-nodes-base.readWriteFile', 1.1, [220, 0], {
					fileSelector: file,
					options: {},
				}),
			];
			await editor.page.setViewportSize({ width: 1440, height: 1300 });
			const noted = `"Email" had spaces around it in 1 of 3 rows, which were removed. "Since": 1 spreadsheet date was converted`;
			for (const [name, options, sentence] of [
				[
					'Preview',
					{ previewOnly: true },
					'Preview: nothing was sent. 1 request, 2 users billed, 1 row with problems',
				],
				['Import', {}, 'Of 3 rows: 2 done, 1 not sent'],
			] as const) {
				await open(name, [...source(), importing(name, options)]);
				await execute(name);
				await editor.openNode(name);
				await output().getByText(`${sentence}. ${noted}`).waitFor();
				await editor.part('radio-button-json', output()).click();
				// Not the input, which names the folder of the file.
				const { x } = await editor.fields();
				await editor.pictures(join(folder(), `csv-${name.toLowerCase()}`), {
					x,
					y: 24,
					width: 1440 - x,
					height: 1252,
				});
				await editor.closeNode();
			}
			const { admin, appId, adminUrl } = stage().sandbox;
			const stored = await admin.user(appId, 'kim@example.com');
			assert.deepEqual(stored?.attributes, {
				'First Name': 'Kim "K"',
				Plan: 'silver €',
				'Opt-in': 'False',
				Since: '2024-05-02',
				Spent: 12,
			});
			const page = await editor.page
				.context()
				.browser()!
				.newPage({ viewport: { width: 1000, height: 620 } });
			await page.goto(adminUrl.replace(/admin$/, `inspector/#/${appId}/users/ann@example.com`));
			await page.getByText('Jürgen').first().waitFor();
			for (const colorScheme of ['dark', 'light'] as const) {
				await page.emulateMedia({ colorScheme });
				await page.screenshot({ path: join(folder(), `csv-stored-${colorScheme}.png`) });
			}
			await page.close();
		});
	});
}
