import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { RunningSandbox } from '../../testkit/sandboxProcess.mts';
import { withDialects } from './dialects.mts';
import { EXAMPLES } from './examples.mts';
import { examplesIn, fill } from './fill.mts';
import { runExample } from './run.mts';

/** Runs the examples of every page of a folder and writes what comes out into the pages. */
export async function writeExamples(folder: string, sandbox: RunningSandbox): Promise<void> {
	const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
	for (const page of pages.map((file) => join(folder, file))) {
		const before = readFileSync(page, 'utf8');
		const text = withDialects(before);
		const made = new Map<string, string>();
		for (const name of examplesIn(text)) {
			const example = EXAMPLES.find((one) => one.name === name);
			if (example) made.set(name, await runExample(example, sandbox));
		}
		if (made.size === 0 && text === before) continue;
		const options = { ...(await resolveConfig(page)), parser: 'markdown' };
		writeFileSync(page, await format(fill(text, made), options));
	}
}
