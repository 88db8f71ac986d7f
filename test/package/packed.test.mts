import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { packForNpm, type Packed } from '../../generate/release/pack.mts';

const ROOT = resolve(__dirname, '../..');

describe('The packed package', () => {
	const folder = mkdtempSync(join(tmpdir(), 'leanplum-packed-'));
	const unpacked = join(folder, 'package');
	let packed: Packed;
	let manifest: Record<string, unknown> & { scripts: Record<string, string> };

	beforeAll(() => {
		packed = packForNpm(ROOT, folder);
		execFileSync('tar', ['xzf', join(folder, packed.filename), '-C', folder]);
		manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
	});

	afterAll(() => rmSync(folder, { recursive: true }));

	it('depends on nothing but the n8n that loads it', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.optionalDependencies).toBeUndefined();
		expect(manifest.bundledDependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('runs no script when it is installed', () => {
		const forbidden = [
			'preinstall',
			'install',
			'postinstall',
			'prepare',
			'prepublish',
			'preprepare',
			'postprepare',
		];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});

	it('holds the build, the licence and the README, and nothing else', () => {
		const beside = packed.files.map(({ path }) => path).filter((path) => !path.startsWith('dist/'));
		expect(beside.sort()).toEqual(['LICENSE.md', 'README.md', 'package.json']);
		expect(
			packed.files.map(({ path }) => path).filter((path) => /\.(ts|map|test)|sandbox/.test(path)),
		).toEqual([]);
		expect(packed.size).toBeLessThan(204_000);
	});

	it('has no text over several lines, in which the build would change the indentation', () => {
		const code = readdirSync(join(unpacked, 'dist'), { recursive: true, encoding: 'utf8' });
		const longTexts: string[] = [];
		for (const file of code.filter((name) => name.endsWith('.js'))) {
			const text = readFileSync(join(unpacked, 'dist', file), 'utf8');
			const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
			const visit = (node: ts.Node): void => {
				const own = ts.isTemplateLiteralToken(node) ? node.getText(source) : '';
				if (own.includes('\n')) longTexts.push(`${file}: ${own}`);
				ts.forEachChild(node, visit);
			};
			visit(source);
		}
		expect(longTexts).toEqual([]);
	});

	/** Runs a script in which n8n's loader holds the unpacked package; returns what it prints as JSON. */
	function withLoader(name: string, script: string) {
		// As in n8n, where the packages that it provides are found beside the installed ones.
		const modules = join(folder, 'node_modules');
		if (!existsSync(modules)) symlinkSync(join(ROOT, 'node_modules'), modules);
		const whole = `
			require('reflect-metadata');
			const { ${name} } = require('n8n-core');
			const isLoaded = () => Object.keys(require.cache).some((file) => file.startsWith(${JSON.stringify(unpacked)} + '/dist'));
			(async () => {
				const loader = new ${name}(${JSON.stringify(unpacked)});
				await loader.loadAll();
				${script}
			})();`;
		const printed = execFileSync(process.execPath, ['-e', whole], {
			cwd: ROOT,
			encoding: 'utf8',
			env: { ...process.env, NODE_ENV: 'production' },
		});
		return JSON.parse(printed.trim().split('\n').at(-1)!);
	}

	/** What n8n's editor is told of the package. */
	const TOLD = `({
		nodes: loader.types.nodes.map(({ name }) => name),
		credentials: loader.types.credentials.map(({ name }) => name),
		usedBy: loader.known.credentials.leanplumApi.supportedNodes,
		icons: [...loader.types.nodes, ...loader.types.credentials].map(({ iconUrl }) => iconUrl),
		categories: loader.types.nodes[0].codex.categories,
		alias: loader.types.nodes[0].codex.alias,
		version: loader.types.nodes[0].communityNodePackageVersion,
		fields: loader.types.nodes[0].properties,
	})`;

	it.each(['PackageDirectoryLoader', 'LazyPackageDirectoryLoader'])(
		"loads with n8n's own %s, with its icons, codex and credential",
		(name) => {
			const told = withLoader(name, `console.log(JSON.stringify(${TOLD}));`);
			expect(told).toMatchObject({
				nodes: ['leanplum', 'leanplumTrigger'],
				credentials: ['leanplumApi'],
				usedBy: ['leanplum', 'leanplumTrigger'],
				categories: expect.arrayContaining(['Marketing & Content']),
				alias: expect.arrayContaining(['push notification', 'CleverTap']),
				version: manifest.version,
			});
			expect(told.icons).toHaveLength(3);
			for (const icon of told.icons) {
				for (const url of [icon.light, icon.dark]) {
					expect(url).toMatch(/leanplum(\.dark)?\.svg$/);
					// n8n serves it from the package's folder.
					const path = url.replace('icons/n8n-nodes-leanplum/', '');
					expect(existsSync(join(unpacked, path))).toBe(true);
				}
			}
		},
	);

	it('runs no code before the node is first used, and describes it as the code does', () => {
		const { before, after, told, described } = withLoader(
			'LazyPackageDirectoryLoader',
			`const before = isLoaded();
			const told = loader.types.nodes[0].properties;
			const { description } = loader.getNode('leanplum').type;
			const { name } = loader.getCredential('leanplumApi').type;
			console.log(JSON.stringify({ before, after: isLoaded(), told, described: description.properties, name }));`,
		);
		expect(before).toBe(false);
		expect(after).toBe(true);
		expect(told).toEqual(described);
	});
});
