import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packForNpm } from '../../generate/release/pack.mts';
import { run } from './process.mts';

const OWN_FOLDER = resolve('e2e');
const INSTALLED = join(OWN_FOLDER, 'node_modules', '.lockfile');

/** Installs the libraries that only these tests use, when their lockfile is another than last time. */
export async function installOwnLibraries(): Promise<void> {
	const lockfile = await readFile(join(OWN_FOLDER, 'package-lock.json'), 'utf8');
	if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === lockfile) return;
	await run(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: OWN_FOLDER });
	await writeFile(INSTALLED, lockfile);
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
