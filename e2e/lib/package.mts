import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from './process.mts';

export const PACKAGE_NAME = 'n8n-nodes-leanplum';

/** Node types and credential type as n8n knows them. */
export const LEANPLUM_NODE = `${PACKAGE_NAME}.leanplum`;
export const LEANPLUM_TRIGGER = `${PACKAGE_NAME}.leanplumTrigger`;
export const CREDENTIAL_TYPE = 'leanplumApi';

/**
 * Packs what `npm publish` would send.
 *
 * @param into a folder for the tarball
 * @returns the path of the tarball
 */
export async function packPackage(into: string): Promise<string> {
	await mkdir(into, { recursive: true });
	await run(['npm', 'pack', '--ignore-scripts', '--pack-destination', into], { cwd: resolve('.') });
	const [tarball] = (await readdir(into)).filter((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack made no tarball.');
	return join(into, tarball);
}

/**
 * Installs the packed nodes as n8n documents it for an installation by hand: npm in the folder
 * `.n8n/nodes` of the user folder. As when n8n installs a package itself, peer dependencies are left
 * out, since n8n brings them.
 */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	const options = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	await run(['npm', 'install', ...options, tarball], { cwd: nodes });
}
