import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { LeanplumApi } from '../../credentials/LeanplumApi.credentials';
import { operationsReference } from '../../generate/operationsReference.mts';
import { errorsPage } from '../../generate/pages/errors.mts';
import { valuesPage } from '../../generate/pages/values.mts';

const ROOT = resolve(__dirname, '../..');

const inFolder = (folder: string) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
		join(folder, file),
	);

const PAGES = [
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'AGENTS.md',
	'CODE_OF_CONDUCT.md',
	'SECURITY.md',
	'sandbox/README.md',
	'e2e/README.md',
	...inFolder('docs').filter((file) => file.endsWith('.md')),
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** A page without code, in which links are only text. */
const prose = (page: string) =>
	read(page)
		.replace(/^(`{3,})[\s\S]*?^\1/gm, '')
		.replace(/(`+)[^`\n]+\1/g, '');

/** The anchors that the headings of a page get on GitHub; a repeated one is numbered. */
function anchorsOf(page: string): Set<string> {
	const seen = new Map<string, number>();
	const anchors = new Set<string>();
	for (const [, heading] of read(page)
		.replace(/^(`{3,})[\s\S]*?^\1/gm, '')
		.matchAll(/^#+ (.+)$/gm)) {
		const anchor = heading!
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-');
		const before = seen.get(anchor) ?? 0;
		seen.set(anchor, before + 1);
		anchors.add(before === 0 ? anchor : `${anchor}-${before}`);
	}
	return anchors;
}

/** Targets of Markdown links and pictures, of reference links, and of HTML. */
function linksOf(page: string): string[] {
	const text = prose(page);
	return [/\]\(\s*<?([^)\s>]+)/g, /^\[[^\]]+\]:\s*(\S+)/gm, /\b(?:href|src|srcset)="([^"\s]+)/g]
		.flatMap((pattern) => [...text.matchAll(pattern)])
		.map(([, link]) => link!);
}

/** Links inside the repository, as paths from its root, with the anchor. */
function localLinks(page: string): Array<{ link: string; file: string; anchor: string }> {
	return linksOf(page)
		.filter((link) => !/^[a-z]+:/.test(link))
		.map((link) => {
			const [path = '', anchor = ''] = link.split('#');
			const file = path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
			return { link, file, anchor };
		});
}

/** The pages that the nodes and the credential link in the editor. */
const DOCS_BUTTONS = [
	...new Set(
		['nodes/Leanplum/Leanplum.node.json', 'nodes/Leanplum/LeanplumTrigger.node.json']
			.map(read)
			.concat(new LeanplumApi().documentationUrl)
			.flatMap((text) => text.match(/docs\/[\w-]+\.md/g)!),
	),
];

describe('The documentation', () => {
	it('has a reference of operations that matches the code', () => {
		// Prettier aligns the columns of tables; what they say must be the same.
		const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
		expect(plain(read('docs/operations.md'))).toBe(plain(operationsReference()));
	});

	it('has a page on values that matches the cases that the tests run', () => {
		const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
		expect(plain(read('docs/values.md'))).toBe(plain(valuesPage()));
	});

	it('has a page of error messages that matches the code', () => {
		expect(read('docs/errors.md')).toBe(errorsPage());
	});

	it.each(PAGES)('%s has no dead link', (page) => {
		// `../..` leads to the repository's own pages on GitHub, such as its workflow runs.
		const inRepository = localLinks(page).filter(({ file }) => !file.startsWith('..'));
		const dead = inRepository.filter(
			({ file, anchor }) =>
				!existsSync(join(ROOT, file)) ||
				(anchor !== '' && file.endsWith('.md') && !anchorsOf(file).has(anchor)),
		);
		expect(dead).toEqual([]);
	});

	it.each(['docs/architecture.md', 'CONTRIBUTING.md', 'AGENTS.md'])(
		'%s names only files that exist',
		(page) => {
			const named = [
				...read(page).matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:m?ts|json|md)|(?:[\w.-]+\/)+)`/g),
			].map(([, path]) => path!);
			expect(named.length).toBeGreaterThan(0);
			const isThere = (path: string) =>
				['', 'nodes/Leanplum', 'sandbox'].some((folder) => existsSync(join(ROOT, folder, path)));
			expect(named.filter((path) => !isThere(path))).toEqual([]);
		},
	);

	// Whoever takes the name before we publish it would run code on our readers' machines.
	it.each(PAGES.filter((page) => page !== 'CONTRIBUTING.md'))(
		'%s does not run the sandbox from npm, where it is not published yet',
		(page) => {
			expect(read(page)).not.toMatch(/(npx|npm (i|install|exec)) +(-\S+ +)*leanplum-sandbox/);
		},
	);

	it('is linked from the README', () => {
		expect(localLinks('README.md').map(({ file }) => file)).toContain('docs/README.md');
	});

	it.each(DOCS_BUTTONS)('is found from %s, which a Docs button of n8n opens', (first) => {
		const linked = (page: string) => localLinks(page).map(({ file }) => file);
		expect(linked(first)).toEqual(
			expect.arrayContaining(['docs/how-do-i.md', 'docs/errors.md'].filter((one) => one !== first)),
		);
		const found = new Set([first]);
		for (const page of found) {
			for (const file of linked(page)) if (PAGES.includes(file)) found.add(file);
		}
		expect(PAGES.filter((page) => page.startsWith('docs/') && !found.has(page))).toEqual([]);
	});

	it('shows every picture that it has, and none that is heavy', () => {
		const pictures = inFolder('docs/images').filter((file) => file.endsWith('.png'));
		const shown = new Set(PAGES.flatMap((page) => localLinks(page).map(({ file }) => file)));
		expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
		const heavy = pictures.filter((picture) => statSync(join(ROOT, picture)).size > 150_000);
		expect(heavy).toEqual([]);
	});
});
