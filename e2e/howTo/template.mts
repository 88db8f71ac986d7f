import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESOURCES } from '../../nodes/Leanplum/resources/index.ts';
import { DOCS } from '../../testkit/howTos.mts';
import { exampleFile } from '../lib/examples.mts';
import { LEANPLUM_NODE, LEANPLUM_TRIGGER } from '../lib/package.mts';

/** Headings of the page of templates, as its links name them. */
function sections(): Map<string, string> {
	const page = readFileSync(join(DOCS, 'workflows/README.md'), 'utf8');
	return new Map(
		page.split(/^(?=## )/m).map((section) => {
			const [heading = ''] = section.split('\n');
			const anchor = heading
				.replace(/^#+ /, '')
				.toLowerCase()
				.replace(/[^\w\s-]/g, '');
			return [anchor.replaceAll(' ', '-'), section];
		}),
	);
}

/**
 * Holds what an answer says about a template against that template, which another step runs: it has
 * the operations and the trigger that the answer names.
 */
export async function templateOf(text: string): Promise<void> {
	const links = [...text.matchAll(/\(workflows\/README\.md#([\w-]+)\)/g)];
	assert.ok(links.length > 0, 'links a template');
	for (const [, anchor] of links) {
		const [, name] = /\(([\w-]+)\.json\)/.exec(sections().get(anchor!) ?? '') ?? [];
		assert.ok(name, `${anchor} has a file`);
		const { nodes } = await exampleFile(name);
		const has = nodes.map(({ type, parameters: { resource, operation } }) => {
			const found = RESOURCES.find(({ value }) => value === resource);
			const chosen = found?.operations.find(({ value }) => value === operation);
			return type.startsWith(LEANPLUM_NODE) && chosen ? `${found!.name} → ${chosen.name}` : type;
		});
		for (const [, named] of text.matchAll(/\*\*(\w[\w ]* → [\w ]+|Leanplum T\w+)\*\*/g)) {
			const type = {
				'Leanplum Trigger': LEANPLUM_TRIGGER,
				'Leanplum Tool': `${LEANPLUM_NODE}Tool`,
			};
			const wanted = type[named as keyof typeof type] ?? named!;
			const tool = nodes.some((node) => node.type === wanted);
			assert.ok(tool || has.includes(wanted), `${name} has no ${named}; it has ${has.join(', ')}`);
		}
	}
}
