import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packForNpm } from '../../generate/release/pack.mts';
import { run } from './process.mts';

/**
 * Installs the libraries that only these tests use, when their lockfile is another than last time.
 *
 * @param folder in `e2e/`, for what only one suite needs
 */
export async function installLibraries(folder = ''): Promise<void> {
	const cwd = resolve('e2e', folder);
	const installed = join(cwd, 'node_modules', '.lockfile');
	const lockfile = await readFile(join(cwd, 'package-lock.json'), 'utf8');
	if (existsSync(installed) && (await readFile(installed, 'utf8')) === lockfile) return;
	await run(['npm', 'ci', '--no-audit', '--no-fund'], { cwd });
	await writeFile(installed, lockfile);
}

/**
 * Builds and packs the nodes.
 *
 * @returns path of the tarball
 */
export async function buildAndPack(): Promise<string> {
	await run(['npm', 'run', 'build']);
	const folder = await mkdtemp(join(tmpdir(), 'leanplum-pack-'));
	return join(folder, packForNpm('.', folder).filename);
}
