import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { companion, exampleNames, runExample } from '../lib/examples.mts';
import type { Stage } from '../lib/stage.mts';

const DESCRIPTIONS = new URL('../workflows/', import.meta.url);

/** Every workflow in docs/workflows, executed by the server. */
export async function examplesStep(stage: () => Stage, isNewest: boolean): Promise<void> {
	const names = await exampleNames();
	const needs = new Map<string, string | undefined>();
	for (const name of names) needs.set(name, (await companion(name)).needsNewest);
	describe('The example workflows that we ship', () => {
		it(`each of the ${names.length} has a description of what to expect, and no description is left over`, async () => {
			const descriptions = await readdir(DESCRIPTIONS);
			assert.deepEqual(
				descriptions.sort(),
				names.map((name) => `${name}.mts`),
			);
		});

		for (const name of names) {
			if (needs.get(name) && !isNewest) continue;
			it(`${name}: imported and executed by the server; its results and Leanplum's record agree`, () =>
				runExample(name, stage().server.api, stage().sandbox));
		}
	});
}
