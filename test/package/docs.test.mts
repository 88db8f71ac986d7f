import { readdirSync, readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { operationsReference } from '../../tools/operationsReference.mts';

const ROOT = resolve(__dirname, '../..');

const PAGES = [
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'sandbox/README.md',
	...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => join('docs', file)),
];

/** The anchor that a heading gets on GitHub. */
function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s-]/gu, '')
		.trim()
		.replace(/\s/g, '-');
}

function anchorsOf(page: string): string[] {
	return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		anchorOf(heading!),
	);
}

describe('The documentation', () => {
	it('has a reference of operations that matches the code', () => {
		// Prettier aligns the columns of tables; what they say must be the same.
		const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
		const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
		expect(plain(page)).toBe(plain(operationsReference()));
	});

	it.each(PAGES)('%s has no dead link', (page) => {
		const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
			([, link]) => link!,
		);
		for (const link of links.filter((target) => !/^https?:/.test(target))) {
			const [file = '', anchor] = link.split('#');
			const target = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file);
			expect([page, link, existsSync(target)]).toEqual([page, link, true]);
			if (anchor)
				expect([page, link, anchorsOf(target)]).toEqual([
					page,
					link,
					expect.arrayContaining([anchor]),
				]);
		}
	});
});
