import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXAMPLES } from '../../generate/pages/examples.mts';
import { examplesIn, shownIn, steady } from '../../generate/pages/fill.mts';
import { runExample } from '../../generate/pages/run.mts';
import { TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const DOCS = resolve(__dirname, '../../docs');
const PAGES = readdirSync(DOCS)
	.filter((file) => file.endsWith('.md'))
	.map((file) => ({ file, text: readFileSync(join(DOCS, file), 'utf8') }));

const SHOWN = PAGES.flatMap(({ file, text }) =>
	examplesIn(text).map((name) => ({ file, name, text: shownIn(text, name)! })),
);

describe('The examples of the documentation', () => {
	it.each(SHOWN)('$file shows what comes out of "$name"', async ({ name, text }) => {
		const example = EXAMPLES.find((one) => one.name === name);
		expect(example).toBeDefined();
		expect(steady(text)).toBe(steady(await runExample(example!, testApp.sandbox)));
	});

	it('are all shown, each once', () => {
		expect(SHOWN.map(({ name }) => name).sort()).toEqual(EXAMPLES.map(({ name }) => name).sort());
	});
});
