import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

interface Packed {
	filename: string;
	size: number;
	files: Array<{ path: string }>;
}

describe('The packed package', () => {
	const folder = mkdtempSync(join(tmpdir(), 'leanplum-packed-'));
	const unpacked = join(folder, 'package');
	let packed: Packed;
	let manifest: Record<string, unknown> & { scripts: Record<string, string> };

	beforeAll(() => {
		const [result] = JSON.parse(
			execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
				cwd: ROOT,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			}),
		) as Packed[];
		packed = result!;
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
		expect(packed.size).toBeLessThan(150_000);
	});

	it("loads with n8n's own loader, with its icons, codex and credential", async () => {
		// As in n8n, where the packages that it provides are found beside the installed ones.
		symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
		const script = `
			require('reflect-metadata');
			const { PackageDirectoryLoader } = require('n8n-core');
			(async () => {
				const loader = new PackageDirectoryLoader(${JSON.stringify(unpacked)});
				await loader.loadAll();
				const { nodes, credentials } = loader.types;
				const [node, trigger] = nodes;
				console.log(JSON.stringify({
					nodes: nodes.map(({ name }) => name),
					credentials: credentials.map(({ name }) => name),
					usedBy: loader.known.credentials.leanplumApi.supportedNodes,
					icons: [node.iconUrl, trigger.iconUrl, credentials[0].iconUrl],
					categories: node.codex.categories, alias: node.codex.alias, triggerAlias: trigger.codex.alias,
					fields: node.properties.length,
				}));
			})();`;
		const printed = execFileSync(process.execPath, ['-e', script], {
			cwd: ROOT,
			encoding: 'utf8',
			env: { ...process.env, NODE_ENV: 'production' },
		});
		const loaded = JSON.parse(printed.trim().split('\n').at(-1)!);
		expect(loaded).toMatchObject({
			nodes: ['leanplum', 'leanplumTrigger'],
			credentials: ['leanplumApi'],
			usedBy: ['leanplum', 'leanplumTrigger'],
			categories: expect.arrayContaining(['Marketing & Content']),
			alias: expect.arrayContaining(['push notification', 'CleverTap']),
		});
		expect(loaded.triggerAlias).toContain('webhook');
		for (const icon of loaded.icons) {
			expect(icon).toEqual({
				light: expect.stringMatching(/leanplum\.svg$/),
				dark: expect.stringMatching(/leanplum\.dark\.svg$/),
			});
		}
	});
});
