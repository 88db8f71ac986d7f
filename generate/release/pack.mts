import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { homeOf, npmReadme, type Manifest } from './npmReadme.mts';

/** What npm says of a tarball. */
export interface Packed {
	filename: string;
	/** In bytes. */
	size: number;
	entryCount: number;
	files: Array<{ path: string }>;
}

function npmPack(cwd: string, ...options: string[]): Packed {
	const [packed] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--ignore-scripts', ...options], {
			cwd,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	) as Packed[];
	return packed!;
}

/**
 * Packs a built package as it is published: what npm takes of its folder, with the README for
 * npmjs.com. The folder stays as it is.
 *
 * @param folder with the package.json
 * @param into gets the tarball
 */
export function packForNpm(folder: string, into: string): Packed {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
	const stage = mkdtempSync(join(tmpdir(), 'leanplum-stage-'));
	try {
		for (const { path } of npmPack(folder, '--dry-run').files) {
			mkdirSync(dirname(join(stage, path)), { recursive: true });
			cpSync(join(folder, path), join(stage, path));
		}
		const readme = readFileSync(join(folder, 'README.md'), 'utf8');
		writeFileSync(join(stage, 'README.md'), npmReadme(readme, homeOf(manifest)));
		mkdirSync(into, { recursive: true });
		return npmPack(stage, '--pack-destination', resolve(into));
	} finally {
		rmSync(stage, { recursive: true });
	}
}
