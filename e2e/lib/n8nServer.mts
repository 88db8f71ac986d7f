import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { N8nApi } from './api.mts';
import type { InstalledN8n } from './install.mts';
import { freePorts } from './ports.mts';
import { start, until, type RunningProcess } from './process.mts';

/** A key of our own, so that processes that share a database can read each other's credentials. */
const ENCRYPTION_KEY = 'n8n-nodes-leanplum-tests';

export interface ServerOptions {
	n8n: InstalledN8n;
	/** A folder for n8n's own files and its log, kept over restarts. */
	folder: string;
	/** Which of n8n's programs; `start` is the whole server. */
	command?: string[];
	port: number;
	/** Environment in addition to what keeps n8n to itself. */
	env?: Record<string, string>;
	/** Names the log file. */
	name?: string;
}

/** A running n8n, or one of the processes that make up a larger one. */
export interface N8nServer extends RunningProcess {
	url: string;
	api: N8nApi;
	/** Everything it wrote since it was started. */
	log(): Promise<string>;
}

/** Nothing but what is named here reaches n8n: it is the same on every machine and calls nobody. */
async function environment(options: ServerOptions): Promise<NodeJS.ProcessEnv> {
	const { n8n, folder, port } = options;
	const [broker] = await freePorts(1);
	return {
		PATH: `${dirname(n8n.node)}:${process.env.PATH}`,
		HOME: folder,
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(broker),
		N8N_LOG_LEVEL: 'debug',
		// Five seconds by the clock otherwise, which an expression on 10,000 items needs on a busy machine.
		N8N_EXPRESSION_ENGINE_TIMEOUT: '60000',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		GENERIC_TIMEZONE: 'Europe/Berlin',
		...options.env,
	};
}

/** Starts n8n and waits until it answers. */
export async function startN8n(options: ServerOptions): Promise<N8nServer> {
	const { n8n, folder, port, command = ['start'], name = 'n8n' } = options;
	await mkdir(folder, { recursive: true });
	const logFile = join(folder, `${name}.log`);
	const written = async () => (existsSync(logFile) ? await readFile(logFile) : Buffer.alloc(0));
	const before = (await written()).length;
	const log = async () => (await written()).subarray(before).toString();
	const server = start([n8n.node, n8n.bin, ...command], {
		log: logFile,
		env: await environment(options),
		cwd: folder,
	});
	const url = `http://127.0.0.1:${port}`;
	const ready = READY[command[0]!]!;
	try {
		await until(
			`n8n ${n8n.version} (${command[0]}) is ready`,
			async () => {
				if (!server.running()) throw new Error('n8n ended while it started.');
				return (await log()).includes(ready);
			},
			{ timeoutMs: 180_000 },
		);
	} catch (error) {
		await server.kill();
		throw new Error(`${(error as Error).message}\n${(await log()).slice(-4_000)}`);
	}
	return { ...server, url, log, api: new N8nApi(url) };
}

/** What each of n8n's programs writes when it can be used. */
const READY: Record<string, string> = {
	start: 'Editor is now accessible',
	worker: 'n8n worker is now ready',
	webhook: 'Webhook listener waiting for requests',
};
