import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the pages, relative to the repository, where npm runs every script. */
export const DOCS = resolve('docs');

export const PAGES = readdirSync(DOCS).filter((page) => page.endsWith('.md'));

export interface HowTo {
	page: string;
	title: string;
	/** The steps, one each; an answer of "How do I …" is one. */
	steps: string[];
}

/** Lists of numbered steps that are no how-tos. */
const NO_HOW_TOS = ['architecture.md', 'leanplum-api.md'];

/** The how-tos that no test executes, with the reason. e2e/README.md lists them. */
export const NOT_EXECUTED: Readonly<Record<string, string>> = {
	'Change your workflows': 'most steps are outside n8n. Tests run the templates it names',
	Steps: 'it changes a workflow that only the reader has',
	'Continue after an outage': 'it needs an outage. `test/engine/` tests that',
};

const ANSWERS = 'how-do-i.md';

function howTosIn(page: string): HowTo[] {
	const text = readFileSync(join(DOCS, page), 'utf8');
	return text
		.split(/^(?=#+ )/m)
		.map((section) => {
			const [heading = '', ...lines] = section.split('\n');
			const title = heading.replace(/^#+ (… |\d\. )?/, '');
			const body = lines.join('\n');
			const steps = page === ANSWERS ? [body] : (body.match(/^\d+\. .*(\n {3,}.*)*/gm) ?? []);
			return { page, title, steps };
		})
		.filter(({ steps, title }) => steps.length > 0 && title !== 'How do I …');
}

/** The how-tos of docs/: lists of numbered steps, and on "How do I …" each answer. */
export const HOW_TOS: readonly HowTo[] = PAGES.filter((page) => !NO_HOW_TOS.includes(page)).flatMap(
	howTosIn,
);
