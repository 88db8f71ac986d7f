import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { INodeTypeDescription } from 'n8n-workflow';
import { HOW_TOS, NOT_EXECUTED, type HowTo } from '../../testkit/howTos.mts';
import { isOther, otherNode } from '../howTo/others.mts';
import { Reader } from '../howTo/prose.mts';
import { Bench, leanplumForm, nodeTypes, type ChainNode, type Input } from '../howTo/run.mts';
import { templateOf } from '../howTo/template.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { CREDENTIAL_TYPE, LEANPLUM_TRIGGER } from '../lib/package.mts';
import { until } from '../lib/process.mts';
import type { RunView } from '../lib/runView.mts';
import type { Stage } from '../lib/stage.mts';

/** What the nodes before give; the pages speak of all of it. */
const ITEMS = [
	{ user: 'ada', order: 'A-1', total: 19.5, lastSent: '{"plan":"free"}' },
	{ user: 'grace', order: 'A-2', total: 5, lastSent: '{"plan":"free"}' },
];

const FILES = { data: 'user;Plan\nada;gold\ngrace;free\n' };

/** How-tos that other steps of this suite execute, with the step. */
const ELSEWHERE: Readonly<Record<string, string>> = {
	'Add the node': 'editor.mts, by hand in a browser',
	'Sleep until the export is finished': 'sleepingExport.mts, with a restart of n8n',
};

/** What the how-tos on the pages say, done in n8n in their order. */
export function writtenSteps(stage: () => Stage): void {
	describe('The how-tos of the docs, done as written', { concurrency: 8 }, () => {
		let types: INodeTypeDescription[];
		let table: Awaited<ReturnType<typeof dataTable>>;
		before(async () => {
			types = await nodeTypes(stage().server.api);
			table = await dataTable();
		});

		async function reader(title: string) {
			const { sandbox, server } = stage();
			const { api } = server;
			const app = await sandbox.admin.newApp();
			await sandbox.admin.settings({ jobPendingMs: 20, jobRunningMs: 20 }, app.appId);
			const name = `Leanplum of ${title}`;
			const secret = 'a-secret-of-the-tests-with-40-characters';
			const data = { ...leanplumCredential(sandbox.apiUrl, app), webhookSecret: secret };
			const id = await api.createCredential(name, CREDENTIAL_TYPE, data);
			const credential = { id, name };
			const bench = new Bench(api, title);
			const written = new Reader(async (label) => {
				if (isOther(label)) return { name: label, labels: [], codes: [] };
				if (label === 'Leanplum Trigger')
					return leanplumForm(api, types, credential, LEANPLUM_TRIGGER);
				const [resource, operation, ...others] = label.split(' → ');
				if (operation === undefined || others.length > 0) return undefined;
				const form = leanplumForm(api, types, credential);
				if (!form.has('Resource', resource!)) return undefined;
				await form.fill(['Resource'], `_${resource}_`);
				await form.fill(['Operation'], `_${operation}_`);
				return form;
			});
			const chain = (): ChainNode[] =>
				written.nodes.map((node, index) => {
					const name = `Node ${index + 1}`;
					const credentials = { [CREDENTIAL_TYPE]: credential };
					if ('codes' in node) {
						const { parameters, ...other } = otherNode(node, table.id);
						const url = String(parameters.url).replace(
							'https://api.leanplum.com/api',
							sandbox.apiUrl,
						);
						return { name, ...other, credentials, parameters: { ...parameters, url } };
					}
					const type = node.description.name;
					return {
						name,
						type,
						parameters: node.parameters as ChainNode['parameters'],
						credentials,
					};
				});
			return { api, app, bench, chain, secret, written };
		}

		/** A data table with a row for each item. */
		async function dataTable() {
			const { api } = stage().server;
			const project = await api.send<{ id: string }>('GET', '/projects/personal');
			const tables = `/projects/${project.id}/data-tables`;
			const columns = ['user', 'lastSent'].map((name) => ({ name, type: 'string' }));
			const name = `Sent ${crypto.randomUUID()}`;
			const { id } = await api.send<{ id: string }>('POST', tables, { name, columns });
			const data = ITEMS.map(({ user }) => ({ user, lastSent: '' }));
			await api.send('POST', `${tables}/${id}/insert`, { data, returnType: 'count' });
			return {
				id,
				rows: async () =>
					(await api.send<{ data: Array<Record<string, string>> }>('GET', `${tables}/${id}/rows`))
						.data,
			};
		}

		/** Every item must have got what the page promises; done, if it promises nothing. */
		function assertDone(run: RunView, chain: ChainNode[], step: string): void {
			assert.equal(run.status, 'success', run.error?.message);
			const [, promised] = /status `(\w+)`/.exec(step) ?? [];
			const isPreview = chain.some(({ parameters }) =>
				JSON.stringify(parameters).includes('"previewOnly":true'),
			);
			for (const { name, type } of chain) {
				const items = run.json(name);
				const why = run.hints(name);
				assert.ok(items.length > 0 || why.length > 0, `${name} returns items, or says why not`);
				if (type && !type.includes('leanplum')) continue;
				for (const { status = 'done' } of items) {
					assert.equal(status, promised ?? (isPreview ? 'preview' : 'done'), name);
				}
			}
		}

		async function doSteps({ title, steps }: HowTo): Promise<void> {
			const { bench, chain, written } = await reader(title);
			const usesFile = steps.some((step) => step.includes('Import CSV File'));
			const input: Input = usesFile ? { files: FILES } : { items: ITEMS };
			const run = async (step: string) => {
				await written.finish();
				assertDone(await bench.run(input, ...chain()), chain(), step);
			};
			let hasRun = false;
			for (const step of steps) {
				await written.read(step);
				if (!/\brun the (node|workflow)\b/i.test(step)) continue;
				if (/\btwice\b/.test(step)) await run('');
				await run(step);
				hasRun = true;
			}
			if (!hasRun) await run('');
			if (title === 'Only what changed') {
				for (const { lastSent } of await table.rows()) assert.match(lastSent!, /^\{.*\}$/);
			}
		}

		async function doTrigger({ title, steps }: HowTo): Promise<void> {
			const { sandbox } = stage();
			const { api, app, chain, secret, written } = await reader(title);
			await written.read(steps.join('\n'));
			await written.finish();
			const [trigger] = chain();
			const webhookId = crypto.randomUUID();
			const node = { ...trigger!, id: 'trigger', typeVersion: 1, position: [0, 0], webhookId };
			const workflow = await api.createWorkflow({
				name: title,
				nodes: [node as never],
				connections: {},
			});
			const happens = { userId: 'ada', messageId: '4810110001000001', event: 'Open' } as const;
			const count = async () => (await api.executions(workflow.id)).length;
			if (steps.some((step) => step.includes('Listen for test event'))) {
				await api.listen(workflow, trigger!.name);
				await sandbox.admin.messageEvent(app.appId, happens);
				await until('The test event arrives', async () => (await count()) === 1);
			}
			const before = await count();
			await api.activate(workflow);
			const path = steps.map((step) => /`https:.*\/webhook\/…(.*)=YOUR_SECRET`/.exec(step)?.[1]);
			const [own] = path.filter(Boolean);
			if (own) {
				const url = `${api.url}/webhook/${webhookId}${own}=${secret}`;
				const body = JSON.stringify({ userId: 'ada' });
				const headers = { 'content-type': 'application/json' };
				assert.equal((await fetch(url, { method: 'POST', headers, body })).status, 200);
			} else await sandbox.admin.messageEvent(app.appId, happens);
			await until('The workflow starts', async () => (await count()) > before);
			await api.deactivate(workflow.id);
		}

		it('each one is done here, by another step, or is listed as not executed', () => {
			const titles = HOW_TOS.map(({ title }) => title);
			const listed = [...Object.keys(ELSEWHERE), ...Object.keys(NOT_EXECUTED)];
			assert.deepEqual(
				listed.filter((title) => !titles.includes(title)),
				[],
			);
		});

		for (const howTo of HOW_TOS) {
			const { page, title, steps } = howTo;
			if (title in NOT_EXECUTED || title in ELSEWHERE) continue;
			it(`${page}: ${title}`, async () => {
				const text = steps.join('\n');
				const isTemplate = /^(Start with|Import|Connect).*template|start with the template:/m.test(
					text,
				);
				if (isTemplate) await templateOf(text);
				else if (text.includes('**Leanplum Trigger**')) await doTrigger(howTo);
				else await doSteps(howTo);
			});
		}
	});
}
