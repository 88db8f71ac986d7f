import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { chart } from './chart.mts';
import type { Results } from './results.mts';
import { figuresPage } from './table.mts';

const PAGE = 'docs/benchmarks.md';
const PICTURE = 'docs/images/benchmarks.svg';
const BEGIN = '<!-- figures: written by npm run bench -->';
const END = '<!-- end of figures -->';

/** Writes the figures into the page and draws the picture. */
export async function writePage(results: Results): Promise<void> {
	const page = readFileSync(PAGE, 'utf8');
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`${PAGE} has no place for the figures.`);
	}
	const text = `${before}${BEGIN}\n\n${figuresPage(results)}\n\n${END}${after}`;
	const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
	writeFileSync(PAGE, await format(text, options));
	writeFileSync(PICTURE, chart(results));
}
