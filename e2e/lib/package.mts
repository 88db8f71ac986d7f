import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './process.mts';

export const PACKAGE_NAME = 'n8n-nodes-leanplum';

/** Node types and credential type as n8n knows them. */
export const LEANPLUM_NODE = `${PACKAGE_NAME}.leanplum`;
export const LEANPLUM_TRIGGER = `${PACKAGE_NAME}.leanplumTrigger`;
export const CREDENTIAL_TYPE = 'leanplumApi';

/**
 * Installs the packed nodes as n8n documents it for an installation by hand: npm in the folder
 * `.n8n/nodes` of the user folder. As when n8n installs a package itself, peer dependencies are left
 * out, since n8n brings them.
 *
 * @param spec what npm is to install: a tarball, or name and version in a registry
 */
export async function installPackage(spec: string, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	const options = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	await run(['npm', 'install', ...options, spec], { cwd: nodes });
}
