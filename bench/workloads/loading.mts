import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The package as npm would serve it, unpacked. */
export interface Package {
	folder: string;
	tarballBytes: number;
	unpackedBytes: number;
	files: number;
	remove(): void;
}

/** Packs the package and unpacks it where it finds what n8n provides. */
export function packed(): Package {
	const parent = mkdtempSync(join(tmpdir(), 'leanplum-bench-'));
	const [result] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--pack-destination', parent], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	) as [{ filename: string; size: number; unpackedSize: number; entryCount: number }];
	execFileSync('tar', ['xzf', join(parent, result.filename), '-C', parent]);
	symlinkSync(resolve('node_modules'), join(parent, 'node_modules'));
	return {
		folder: join(parent, 'package'),
		tarballBytes: result.size,
		unpackedBytes: result.unpackedSize,
		files: result.entryCount,
		remove: () => rmSync(parent, { recursive: true }),
	};
}
