import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxProcess, type SandboxProcess } from '../../testkit/sandboxProcess.mts';
import { leanplumCredential } from './credential.mts';
import { installN8n } from './install.mts';
import { startN8n, type N8nServer } from './n8nServer.mts';
import { CREDENTIAL_TYPE, installPackage } from './package.mts';
import { freePorts } from './ports.mts';
import type { TestedVersion } from './versions.mts';

/** Name of the credential that every stage has. */
export const CREDENTIAL_NAME = 'Leanplum sandbox';

/** An n8n with the packed nodes, its owner and a credential for the sandbox that runs beside it. */
export interface Stage {
	server: N8nServer;
	sandbox: SandboxProcess;
	/** The credential for the sandbox's first app. */
	credential: { id: string; name: string; data: ReturnType<typeof leanplumCredential> };
	/** Folder of everything that n8n writes. */
	folder: string;
	/** Whether the folder was empty; one that was kept has its owner, credential, and workflows. */
	isNew: boolean;
	/** Stops n8n and starts it again on the same port. */
	restart(): Promise<void>;
	/** Stops everything and removes the folder, unless it is to be kept for a look. */
	close(keepFolder?: boolean): Promise<void>;
}

/**
 * Sets up an n8n as its owner does: nodes installed, owner created, credential filled in.
 *
 * @param nodes the packed nodes: a tarball, or name and version in a registry
 * @param port n8n's, if not any free one
 * @param kept a folder of an earlier stage, or for later ones, and the sandbox's port, which its
 *   credential names
 * @param onStep is called with what is done next
 */
export async function openStage(
	{ version, env }: TestedVersion,
	nodes: string,
	port?: number,
	kept?: { folder: string; sandboxPort: number },
	onStep: (step: string) => void = () => undefined,
): Promise<Stage> {
	onStep(`Installing n8n ${version}`);
	const n8n = await installN8n(version);
	const folder = kept?.folder ?? (await mkdtemp(join(tmpdir(), `leanplum-n8n-${version}-`)));
	const isNew = !existsSync(join(folder, '.n8n', 'database.sqlite'));
	onStep('Installing the nodes in n8n');
	await installPackage(nodes, folder);
	const options = { n8n, folder, port: port ?? (await freePorts(1))[0]!, env };
	onStep('Starting the sandbox and n8n');
	const sandbox = await startSandboxProcess(kept ? ['--port', String(kept.sandboxPort)] : []);
	let server: N8nServer;
	try {
		server = await startN8n(options);
	} catch (error) {
		await sandbox.stop();
		throw error;
	}
	const { api } = server;
	const data = leanplumCredential(sandbox.apiUrl, sandbox);
	let id = '';
	if (isNew) {
		await api.createOwner();
		id = await api.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, data);
	}
	return {
		get server() {
			return server;
		},
		sandbox,
		folder,
		isNew,
		credential: { id, name: CREDENTIAL_NAME, data },
		async restart() {
			await server.stop();
			server = await startN8n(options);
			await server.api.login();
		},
		async close(keepFolder = false) {
			await server.stop();
			await sandbox.stop();
			if (!keepFolder) await rm(folder, { recursive: true, force: true });
		},
	};
}
