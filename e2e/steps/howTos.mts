import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { before, describe, it } from 'node:test';
import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';
import type { Setting } from '../../generate/pages/example.mts';
import { EXAMPLES } from '../../generate/pages/examples.mts';
import { steady } from '../../generate/pages/fill.mts';
import { shownExamples, type ShownExample } from '../howTo/page.mts';
import { Bench, leanplumForm, nodeTypes, type Credential, type Input } from '../howTo/run.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';
import type { Stage } from '../lib/stage.mts';

const DOCS = resolve('docs');

const PAGES = readdirSync(DOCS).filter((page) => page.endsWith('.md'));

/** Exports of the sandbox are ready soon, in milliseconds. */
const SOON = { jobPendingMs: 20, jobRunningMs: 20 };

/** What the pages show, filled in and run in n8n as a reader does. */
export function howTosStep(stage: () => Stage): void {
	describe(
		'The examples of the docs, filled in by their labels and run as written',
		{ concurrency: 8 },
		() => {
			let types: INodeTypeDescription[];
			before(async () => {
				types = await nodeTypes(stage().server.api);
			});

			async function check(shown: ShownExample): Promise<void> {
				const { sandbox, server } = stage();
				const { api } = server;
				const known = EXAMPLES.find(({ name }) => name === shown.name)!;
				const app = await sandbox.admin.newApp();
				await sandbox.admin.settings(SOON, app.appId);
				const credentialWith = async (changed: object): Promise<Credential> => {
					const data = { ...leanplumCredential(sandbox.apiUrl, app), ...changed };
					const name = `Leanplum of ${shown.name}`;
					return { id: await api.createCredential(name, CREDENTIAL_TYPE, data), name };
				};
				const credential = await credentialWith({});
				const bench = new Bench(api, shown.name);
				const run = async (parameters: object, input: Input, settings = {}, used = credential) =>
					await bench.run(input, {
						name: 'Leanplum',
						parameters: parameters as Record<string, unknown>,
						credentials: { [CREDENTIAL_TYPE]: used },
						...settings,
					});
				const setting: Setting = {
					admin: sandbox.admin,
					appId: app.appId,
					run: async (parameters, items) =>
						(await run(parameters, { items })).json('Leanplum') as IDataObject[],
				};
				await known.prepare?.(setting);
				// What comes from a node before, such as the ID of an export.
				const before = await known.values?.(setting);

				const form = leanplumForm(api, types, credential);
				const settings: Record<string, string> = {};
				for (const { path, text } of shown.fields) {
					const [resource, operation] = path[0]!.split(' → ');
					if (text === '') {
						await form.fill(['Resource'], `_${resource}_`);
						await form.fill(['Operation'], `_${operation}_`);
					} else if (path[0] === 'Settings') {
						assert.deepEqual([path[1], text], ['On Error', '_Continue_']);
						settings.onError = 'continueRegularOutput';
					} else await form.fill(path, text);
				}
				assert.deepEqual(form.missing(), [], 'required fields that the page leaves out');

				const files = Object.fromEntries(
					Object.keys(known.files ?? {}).map((name) => [name, shown.file ?? known.files![name]!]),
				);
				const items = shown.input ?? (before ? [before] : undefined);
				const used = known.credential ? await credentialWith(known.credential) : credential;
				const done = await run(form.parameters, { items, files }, settings, used);
				assert.equal(done.status, 'success', done.error?.message);
				const output = done.json('Leanplum');
				assert.equal(output.length, shown.output.length + shown.more, 'items');
				const text = (items: unknown) => steady(JSON.stringify(items));
				assert.equal(text(output.slice(0, shown.output.length)), text(shown.output));
				assert.deepEqual(done.hints('Leanplum').map(steady), shown.hints.map(steady));
			}

			for (const page of PAGES) {
				const examples = shownExamples(resolve(DOCS, page));
				if (examples.length === 0) continue;
				it(`${page}: ${examples.length} examples`, async () => {
					const wrong = await Promise.all(
						examples.map(async (one) => {
							const problem = await check(one).then(
								() => undefined,
								(error: Error) => error.message,
							);
							return problem === undefined ? [] : [`${one.name}: ${problem}`];
						}),
					);
					assert.equal(wrong.flat().join('\n\n'), '');
				});
			}
		},
	);
}
