import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { INodeType, IVersionedNodeType } from 'n8n-workflow';

/** The version of n8n-nodes-base that goes with the n8n-core of the repository. */
const PACKAGE = 'n8n-nodes-base@2.41.1';
const INTEGRITY =
	'sha512-qc1lArqFRVpfXvRonHGhdVwmFrGOulIwKie+Hr5AwBzzOAwushvU+Ty3PSJYWs+C1L6FxpAmpAfiCgpjB/ldSQ==';

const CACHE = resolve(
	process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
	'n8n-nodes-leanplum',
);
const INSTALLED = join(CACHE, PACKAGE);

/** Folders in which the nodes find what n8n-core brings, as in n8n, which does it the same way. */
export const NODE_PATH = resolve('node_modules');

/**
 * Puts n8n's own nodes into a cache folder outside the checkout, unless they are there.
 *
 * The package depends on far more than a gigabyte for its 400 nodes. The few that are compared load
 * without that, so only the package itself and what they load (bench/nodes-base) are fetched.
 */
export function installNodesBase(): void {
	if (existsSync(INSTALLED)) return;
	console.error(`Fetching ${PACKAGE} into ${CACHE} (once) …`);
	mkdirSync(CACHE, { recursive: true });
	const folder = mkdtempSync(join(CACHE, 'new-'));
	const npm = (args: string[]) =>
		execFileSync('npm', args, {
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
	try {
		cpSync(resolve('bench/nodes-base'), folder, { recursive: true });
		cpSync(resolve('.npmrc'), join(folder, '.npmrc'));
		npm(['ci', '--no-audit', '--no-fund']);
		const archive = join(folder, npm(['pack', '--silent', PACKAGE]).trim());
		const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
		if (`sha512-${hash}` !== INTEGRITY) throw new Error(`${PACKAGE} is not what it was.`);
		const target = join(folder, 'node_modules/n8n-nodes-base');
		mkdirSync(target);
		execFileSync('tar', ['xzf', archive, '-C', target, '--strip-components', '1']);
		rmSync(archive);
		renameSync(folder, INSTALLED);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Loads one of n8n's own nodes, such as `Set/Set.node.js`. */
export function loadNode(file: string): INodeType | IVersionedNodeType {
	const path = join(INSTALLED, 'node_modules/n8n-nodes-base/dist/nodes', file);
	const module = createRequire(join(dirname(path), 'any.js'))(path) as Record<
		string,
		new () => INodeType | IVersionedNodeType
	>;
	return new (Object.values(module)[0]!)();
}
