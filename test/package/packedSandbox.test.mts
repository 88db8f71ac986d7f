import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import { packForNpm } from '../../generate/release/pack.mts';

const SANDBOX = resolve(__dirname, '../../sandbox');

interface Manifest {
	bin: Record<string, string>;
	dependencies: Record<string, string>;
	repository: { url: string };
	license: string;
}

const manifestOf = (folder: string) =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest &
		Record<string, unknown>;

/** The folder of a dependency as the sandbox finds it here. */
function installed(name: string): string {
	const entry = createRequire(join(SANDBOX, 'package.json')).resolve(name);
	const end = entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length;
	return entry.slice(0, end);
}

describe('The packed sandbox', () => {
	const folder = mkdtempSync(join(tmpdir(), 'leanplum-sandbox-packed-'));
	const unpacked = join(folder, 'package');
	let files: string[];
	let child: ChildProcess | undefined;

	beforeAll(() => {
		const packed = packForNpm(SANDBOX, folder);
		files = packed.files.map(({ path }) => path);
		execFileSync('tar', ['xzf', join(folder, packed.filename), '-C', folder]);
		for (const name of Object.keys(manifestOf(unpacked).dependencies)) {
			const link = join(unpacked, 'node_modules', name);
			mkdirSync(dirname(link), { recursive: true });
			symlinkSync(installed(name), link);
		}
	});

	afterAll(() => {
		child?.kill('SIGKILL');
		rmSync(folder, { recursive: true });
	});

	it('holds the build, the page of the inspector, licence and README, and nothing else', () => {
		const beside = files.filter((path) => !path.startsWith('dist/'));
		expect(beside.filter((path) => !path.startsWith('inspector/')).sort()).toEqual([
			'LICENSE.md',
			'README.md',
			'package.json',
		]);
		expect(beside).toContain('inspector/index.html');
		expect(files.filter((path) => !/\.(html|css|svg|md|json|mjs|d\.mts)$/.test(path))).toEqual([]);
		expect(files.filter((path) => /tsconfig|\.test\./.test(path))).toEqual([]);
	});

	it('has the same home and licence as the nodes', () => {
		const root = manifestOf(resolve(SANDBOX, '..'));
		const own = manifestOf(unpacked);
		for (const field of ['license', 'homepage', 'author', 'bugs', 'engines']) {
			expect([field, own[field]]).toEqual([field, root[field]]);
		}
		expect(own.repository).toEqual({ ...root.repository, directory: 'sandbox' });
	});

	it("runs its README's test", () => {
		const readme = readFileSync(join(unpacked, 'README.md'), 'utf8');
		const [, example] = /^```js\n(.+?)^```/ms.exec(readme)!;
		writeFileSync(join(unpacked, 'example.test.mjs'), example!);
		const output = execFileSync(process.execPath, ['--test', 'example.test.mjs'], {
			cwd: unpacked,
			encoding: 'utf8',
		});
		expect(output).toMatch(/^. pass 1$/m);
	});

	it('runs as a command, with API and inspector', async () => {
		const command = join(unpacked, manifestOf(unpacked).bin['leanplum-sandbox']!);
		expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
		child = spawn(process.execPath, [command, '--port', '0', '--json'], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const lines = createInterface({ input: child.stdout! });
		const [line] = (await once(lines, 'line')) as [string];
		const { apiUrl, inspectorUrl, appId, keys } = JSON.parse(line) as {
			apiUrl: string;
			inspectorUrl: string;
			appId: string;
			keys: { production: string };
		};
		const call = await request(apiUrl, {
			method: 'POST',
			body: JSON.stringify({
				...{ appId, clientKey: keys.production, apiVersion: '1.0.6' },
				...{ action: 'track', userId: 'ada', event: 'e' },
			}),
		});
		expect(await call.body.json()).toMatchObject({ response: [{ success: true }] });
		for (const file of ['', 'main.mjs', 'base.css', 'icon.svg']) {
			const { statusCode, body } = await request(inspectorUrl + file);
			await body.dump();
			expect([file, statusCode]).toEqual([file, 200]);
		}
		child.kill('SIGTERM');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});
});
