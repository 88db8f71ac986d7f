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
 */
export async function openStage(
	{ version, env }: TestedVersion,
	nodes: string,
	port?: number,
): Promise<Stage> {
	const n8n = await installN8n(version);
	const folder = await mkdtemp(join(tmpdir(), `leanplum-n8n-${version}-`));
	await installPackage(nodes, folder);
	const options = { n8n, folder, port: port ?? (await freePorts(1))[0]!, env };
	const sandbox = await startSandboxProcess();
	let server: N8nServer;
	try {
		server = await startN8n(options);
	} catch (error) {
		await sandbox.stop();
		throw error;
	}
	const { api } = server;
	await api.createOwner();
	const data = leanplumCredential(sandbox.apiUrl, sandbox);
	const id = await api.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, data);
	return {
		get server() {
			return server;
		},
		sandbox,
		folder,
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
