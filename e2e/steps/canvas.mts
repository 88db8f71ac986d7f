import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { WorkflowFile } from '../lib/api.mts';
import { Editor, WITHOUT_BUTTONS } from '../lib/browser.mts';
import { companion, exampleFile, exampleNames, withCredentials } from '../lib/examples.mts';
import type { Stage } from '../lib/stage.mts';

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** Room for the widest workflow; what is around it is cut off. */
const VIEWPORT = { width: 1600, height: 900 };

/** What other services' credentials need to be stored; nothing is sent there. */
const OTHERS: Record<string, object> = {
	googleBigQueryOAuth2Api: { clientId: 'x', clientSecret: 'x' },
	googleSheetsOAuth2Api: { clientId: 'x', clientSecret: 'x' },
	httpCustomAuth: { json: '{}' },
	httpHeaderAuth: { name: 'Authorization', value: 'Bearer x' },
	hubspotAppToken: { appToken: 'x' },
	openAiApi: { apiKey: 'x' },
	postgres: { host: '127.0.0.1', database: 'crm', user: 'n8n', password: 'x' },
	s3: { endpoint: 'http://127.0.0.1', region: 'x', accessKeyId: 'x', secretAccessKey: 'x' },
	slackApi: { accessToken: 'x' },
	telegramApi: { accessToken: 'x' },
};

/** The workflows that we ship, as a user sees them after the import. */
export async function canvasStep(stage: () => Stage): Promise<void> {
	const names = await exampleNames();
	describe('The example workflows on the canvas, in a browser', () => {
		let editor: Editor;
		const credentials: Record<string, { id: string; name: string }> = {};
		const folder = () => join(process.env.LEANPLUM_PICTURES ?? stage().folder, 'workflows');

		async function imported(name: string): Promise<{ id: string; file: WorkflowFile }> {
			const file = await exampleFile(name);
			const { api } = stage().server;
			return { id: (await api.createWorkflow(withCredentials(file, credentials))).id, file };
		}

		before(async () => {
			const { server, credential } = stage();
			credentials.leanplumApi = credential;
			for (const [type, data] of Object.entries(OTHERS)) {
				credentials[type] = { id: await server.api.createCredential(type, type, data), name: type };
			}
			await mkdir(folder(), { recursive: true });
			editor = await Editor.open(server.url, (await imported(names[0]!)).id);
			await editor.page.setViewportSize(VIEWPORT);
		});
		after(() => editor?.close());

		for (const name of names) {
			it(`${name}: every node is known and has what it needs, and notes explain it`, async () => {
				const { id, file } = await imported(name);
				await editor.page.goto(`${editor.url}/workflow/${id}`);
				const notes = file.nodes.filter(({ type }) => type === STICKY_NOTE);
				assert.ok(notes.length > 0, 'it has a note');
				const shown = editor.page.locator('.vue-flow__node');
				await shown.nth(file.nodes.length - 1).waitFor({ state: 'attached' });
				assert.equal(await shown.count(), file.nodes.length);
				const { toChoose = [] } = await companion(name);
				const lacking = await editor.part('node-issues').count();
				assert.equal(lacking, toChoose.length, 'only what the user chooses is missing');
				await editor.page.keyboard.press('1');
				await editor.settle();
				const path = join(folder(), `${name}.png`);
				const clip = await editor.drawing();
				await editor.page.screenshot({ path, clip, style: WITHOUT_BUTTONS });
			});
		}
	});
}
