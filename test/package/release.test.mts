import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { LeanplumApi } from '../../credentials/LeanplumApi.credentials';
import { notesOf, withRelease } from '../../generate/release/changelog.mts';
import { npmReadme } from '../../generate/release/npmReadme.mts';
import { fillIn, OWNER_VALUES } from '../../generate/release/owner.mts';

const ROOT = resolve(__dirname, '../..');

describe('The README for npmjs.com', () => {
	const home = { url: 'https://github.com/acme/nodes', tag: '1.2.3', folder: '' };
	const of = (readme: string, folder = '') => npmReadme(readme, { ...home, folder });

	it.each([
		['[a](docs/a.md#part)', '[a](https://github.com/acme/nodes/blob/1.2.3/docs/a.md#part)'],
		['[a]: docs/a.md', '[a]: https://github.com/acme/nodes/blob/1.2.3/docs/a.md'],
		['<a href="docs/a.md">', '<a href="https://github.com/acme/nodes/blob/1.2.3/docs/a.md">'],
		['![a](b.png)', '![a](https://github.com/acme/nodes/raw/1.2.3/b.png)'],
		[
			'<img alt="a" src="b.png">',
			'<img alt="a" src="https://github.com/acme/nodes/raw/1.2.3/b.png">',
		],
		[
			'[![CI](../../actions/ci.yml/badge.svg)](../../actions/ci.yml)',
			'[![CI](https://github.com/acme/nodes/actions/ci.yml/badge.svg)](https://github.com/acme/nodes/actions/ci.yml)',
		],
	])('leads %s to the tag on GitHub', (link, absolute) => {
		expect(of(`See ${link}`.replace('See [a]:', '[a]:'))).toContain(absolute);
	});

	it('counts from the folder of the package', () => {
		expect(of('[a](../b.md)', 'sandbox')).toBe(
			'[a](https://github.com/acme/nodes/blob/1.2.3/b.md)',
		);
	});

	it('leaves alone what is absolute, on the page, or code', () => {
		const page = '[a](https://a.example) [b](#b) `[c](d.md)`\n\n```md\n[e](f.md)\n```\n';
		expect(of(page)).toBe(page);
	});

	it('has the light picture of two, since npmjs.com is never dark', () => {
		const picture =
			'<picture>\n  <source media="(prefers-color-scheme: dark)" srcset="d.png">\n  <img alt="A" src="l.png">\n</picture>';
		expect(of(picture)).toBe('<img alt="A" src="https://github.com/acme/nodes/raw/1.2.3/l.png">');
	});

	it.each(['README.md', 'sandbox/README.md'])('leaves nothing relative in %s', (file) => {
		const page = of(readFileSync(join(ROOT, file), 'utf8')).replace(/```[\s\S]*?```|`[^`]*`/g, '');
		const targets = [...page.matchAll(/\]\(([^)\s]+)|(?:src|srcset|href)="([^"]+)"/g)];
		expect(targets.length).toBeGreaterThan(0);
		for (const [, markdown, html] of targets) expect(markdown ?? html).toMatch(/^(https:|#)/);
		expect(page).not.toContain('<picture>');
	});
});

describe('The changelog', () => {
	const changelog =
		'# Changelog\n\nIntro.\n\n## [Unreleased]\n\n### Added\n\n- New.\n\n## [0.1.0] - 2026-01-02\n\n- Old.\n';

	it('keeps what was written by hand when a version is released', () => {
		const released = withRelease(changelog, '0.2.0', '2026-03-04');
		expect(released).toBe(
			changelog.replace('## [Unreleased]\n', '## [Unreleased]\n\n## [0.2.0] - 2026-03-04\n'),
		);
		expect(notesOf(released, '0.2.0')).toBe('### Added\n\n- New.');
		expect(notesOf(released, '0.1.0')).toBe('- Old.');
	});

	it('refuses a release of nothing, and a version that it has', () => {
		const released = withRelease(changelog, '0.2.0', '2026-03-04');
		expect(() => withRelease(released, '0.3.0', '2026-03-05')).toThrow(
			'no entry under [Unreleased]',
		);
		expect(() => withRelease(changelog, '0.1.0', '2026-03-05')).toThrow('[0.1.0] already');
	});

	it('of this repository can be released', () => {
		const real = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
		expect(real).toMatch(/^## \[Unreleased\]$/m);
	});
});

describe("The owner's values", () => {
	it.each(Object.keys(OWNER_VALUES) as Array<keyof typeof OWNER_VALUES>)(
		'are not filled in when --%s cannot be right',
		(name) => {
			const right = {
				...{ home: 'https://github.com/acme/nodes', account: '@acme/nodes' },
				...{ name: 'Acme', email: 'nodes@acme.test' },
			};
			expect(() => fillIn({ ...right, [name]: '' })).toThrow(`--${name}: "" cannot be right`);
		},
	);
});

describe("n8n's Docs buttons", () => {
	const { homepage } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	const codex = (file: string) =>
		JSON.parse(readFileSync(join(ROOT, 'nodes/Leanplum', file), 'utf8'));

	it.each([
		['the credential', [new LeanplumApi().documentationUrl]],
		...['Leanplum.node.json', 'LeanplumTrigger.node.json'].map((file) => {
			const { primaryDocumentation, credentialDocumentation } = codex(file).resources;
			const links = [...primaryDocumentation, ...credentialDocumentation];
			return [file, links.map(({ url }: { url: string }) => url)] as [string, string[]];
		}),
	])('of %s lead to pages of this package', (_, urls) => {
		expect(urls.length).toBeGreaterThan(0);
		for (const url of urls) {
			const [, page] = url.split(`${homepage}/blob/main/`);
			expect([url, page !== undefined && existsSync(join(ROOT, page))]).toEqual([url, true]);
		}
	});

	it.each(['Leanplum.node.json', 'LeanplumTrigger.node.json'])('%s names the package', (file) => {
		expect(codex(file).node).toBe('n8n-nodes-leanplum');
	});
});

interface Job {
	permissions?: Record<string, string>;
	environment?: string;
	steps: Array<{ uses?: string; run?: string }>;
}

interface Workflow {
	permissions?: Record<string, string>;
	jobs: Record<string, Job>;
}

const WORKFLOWS = join(ROOT, '.github/workflows');

// actionlint, which `npm run lint` runs, knows whether a workflow is valid, but none of these.
describe.each(readdirSync(WORKFLOWS))('The workflow %s', (file) => {
	const text = readFileSync(join(WORKFLOWS, file), 'utf8');
	const workflow = parse(text) as Workflow;
	const jobs = Object.entries(workflow.jobs);

	it('takes every action at a commit, and says which release that is', () => {
		const uses = text.match(/uses: .*/g)!;
		expect(uses.length).toBeGreaterThan(0);
		for (const use of uses)
			expect(use).toMatch(/^uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('says what it may', () => {
		expect(workflow.permissions).toBeDefined();
		for (const [name, { permissions }] of jobs) {
			expect([name, { ...workflow.permissions, ...permissions }]).not.toEqual([name, {}]);
		}
	});

	it('runs no code of the repository or its dependencies where it may publish or write', () => {
		for (const [name, { permissions, environment, steps }] of jobs) {
			if (!Object.values(permissions ?? {}).includes('write')) continue;
			if (permissions!['id-token'] === 'write') expect([name, environment]).toEqual([name, 'npm']);
			expect(steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))).toEqual([]);
			const runs = steps.map(({ run = '' }) => run).join('\n');
			expect(runs).not.toMatch(/npm (ci|install|run|test)|npx/);
		}
	});
});

it('The publish workflow needs the tests before it publishes, and uses what they tested', () => {
	const { jobs } = parse(readFileSync(join(WORKFLOWS, 'publish.yml'), 'utf8')) as {
		jobs: Record<string, Job & { needs?: string[] }>;
	};
	expect(jobs.publish!.needs).toEqual(['test', 'n8n']);
	const runs = (name: string) => jobs[name]!.steps.map(({ run = '' }) => run).join('\n');
	expect(runs('test')).toMatch(
		/npm test[\s\S]*npm run scan[\s\S]*npm run audit[\s\S]*npm run pack:npm -- packed/,
	);
	expect(runs('n8n')).toContain('npm run test:n8n -- --tarball "packed/');
	expect(runs('publish')).toContain('npm publish "./packed/');
});
