import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import {
	companion,
	exampleFile,
	exampleNames,
	runExample,
	withCredentials,
} from '../lib/examples.mts';
import { LEANPLUM_NODE } from '../lib/package.mts';
import { needsOf, playable } from '../lib/playable.mts';
import type { Stage } from '../lib/stage.mts';

const DESCRIPTIONS = new URL('../workflows/', import.meta.url);

/** Every workflow in docs/workflows, executed by the server. */
export async function examplesStep(stage: () => Stage, isNewest: boolean): Promise<void> {
	const names = await exampleNames();
	const needs = new Map<string, string | undefined>();
	const waiting: string[] = [];
	for (const name of names) {
		const { needsNewest, waits } = await companion(name);
		needs.set(name, needsNewest);
		if (waits) waiting.push(name);
	}
	const begun = new Map<string, Promise<void>>();
	const runIt = (name: string) => runExample(name, stage().server.api, stage().sandbox);
	describe('The example workflows that we ship', () => {
		it(`each of the ${names.length} has a description of what to expect, and no description is left over`, async () => {
			const descriptions = await readdir(DESCRIPTIONS);
			assert.deepEqual(
				descriptions.sort(),
				names.map((name) => `${name}.mts`),
			);
		});

		before(() => {
			for (const name of waiting) {
				const run = runIt(name);
				// Its own test tells of a failure.
				run.catch(() => undefined);
				begun.set(name, run);
			}
		});

		const click = isNewest ? it : it.skip;
		click('those that `npm run editor` calls ready run with a click', async () => {
			const { server, credential } = stage();
			const ready = [];
			for (const name of names) {
				const file = await exampleFile(name);
				if (needsOf(file).length > 0) continue;
				ready.push(name);
				const shown = withCredentials(await playable(name, file), { leanplumApi: credential });
				const workflow = await server.api.createWorkflow(shown);
				const trigger = file.nodes.find(({ type }) => /[tT]rigger$|\.webhook$/.test(type))!;
				const run = await server.api.finished(await server.api.run(workflow, trigger.name));
				assert.equal(run.status, 'success', `${name}: ${run.error?.message}`);
				const last = file.nodes.filter(({ type }) => type === LEANPLUM_NODE).at(-1)!;
				assert.ok(run.json(last.name).length > 0, `${name}: ${last.name} returns items`);
			}
			assert.ok(ready.length >= 5, ready.join());
		});

		for (const name of names) {
			if (needs.get(name) && !isNewest) continue;
			it(`${name}: imported and executed by the server; its results and Leanplum's record agree`, () =>
				begun.get(name) ?? runIt(name));
		}
	});
}
