import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxProcess, type SandboxProcess } from '../../testkit/sandboxProcess.mts';
import { startGateway, type Gateway } from './gateway.mts';
import { installN8n } from './install.mts';
import { startN8n, type N8nServer } from './n8nServer.mts';
import { installPackage } from './package.mts';
import { freePorts } from './ports.mts';
import { startPostgres, type Postgres } from './postgres.mts';
import { startRedis } from './redis.mts';
import type { RunningProcess } from './process.mts';
import type { TestedVersion } from './versions.mts';

/** An n8n of several processes, as larger installations run it. */
export interface Cluster {
	/** Editor, API, schedules; runs nothing itself. */
	main: N8nServer;
	/** Takes requests to production webhooks and puts them into the queue. */
	webhooks: N8nServer;
	/** Take executions from the queue. */
	workers: N8nServer[];
	postgres: Postgres;
	sandbox: SandboxProcess;
	/** Folder of everything that they write. */
	folder: string;
	/** Starts a new worker for each that is dead, as a container platform does. */
	replaceDeadWorkers(): Promise<void>;
	close(): Promise<void>;
}

const WORKERS = 2;
/** Executions that a worker has under way at once. */
export const CONCURRENCY = 5;

/**
 * How long the gateway in front of the webhook processor waits: shorter than Leanplum (30 seconds), so
 * that Leanplum gets an error for what a dead worker leaves unanswered. n8n itself answers later.
 */
const GATEWAY_TIMEOUT_MS = 20_000;

/** Starts PostgreSQL, Redis, a sandbox, and n8n: one main, one webhook processor, two workers. */
export async function openCluster(
	{ version, env }: TestedVersion,
	tarball: string,
): Promise<Cluster> {
	const n8n = await installN8n(version);
	const folder = await mkdtemp(join(tmpdir(), `leanplum-queue-${version}-`));
	// Not within the other, through which the system user of PostgreSQL may not go.
	const database = await mkdtemp(join(tmpdir(), 'leanplum-postgres-'));
	const [postgresPort, redisPort, mainPort, webhookPort, ...workerPorts] = await freePorts(
		4 + WORKERS,
	);
	const running: (RunningProcess | SandboxProcess | Gateway)[] = [];
	const close = async () => {
		for (const one of running.reverse()) await one.stop();
		for (const path of [folder, database]) await rm(path, { recursive: true, force: true });
	};
	try {
		const postgres = await startPostgres(database, postgresPort!);
		running.push(postgres);
		const redis = await startRedis(join(folder, 'redis'), redisPort!);
		running.push(redis);
		const sandbox = await startSandboxProcess();
		running.push(sandbox);
		const gateway = await startGateway(webhookPort!, GATEWAY_TIMEOUT_MS);
		running.push(gateway);

		/** Each process is a machine of its own: its own folder with the nodes in it. */
		const process = async (name: string, command: string[], port: number) => {
			const home = join(folder, name);
			await installPackage(tarball, home);
			const server = await startN8n({
				n8n,
				folder: home,
				name,
				command,
				port,
				env: {
					...env,
					...postgres.env,
					...redis.env,
					// With "debug" each expression of each item would be a line.
					N8N_LOG_LEVEL: 'info',
					// Its other engine for expressions sets up a sandbox for each execution, which takes most
					// of the time of a short one.
					N8N_EXPRESSION_ENGINE: 'legacy',
					EXECUTIONS_MODE: 'queue',
					OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
					N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
					WEBHOOK_URL: `${gateway.url}/`,
					// A dead worker is noticed sooner than by default (up to one and a half minutes), but a
					// busy one on a slow machine is not taken for dead.
					QUEUE_WORKER_LOCK_DURATION: '20000',
					QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
					QUEUE_WORKER_STALLED_INTERVAL: '5000',
				},
			});
			running.push(server);
			return server;
		};
		const main = await process('main', ['start'], mainPort!);
		await main.api.createOwner();
		const worker = (index: number) =>
			process(
				`worker-${index + 1}`,
				['worker', `--concurrency=${CONCURRENCY}`],
				workerPorts[index]!,
			);
		const [webhooks, ...workers] = await Promise.all([
			process('webhooks', ['webhook'], webhookPort!),
			...workerPorts.map((_, index) => worker(index)),
		]);
		const replaceDeadWorkers = async () => {
			for (const [index, { running: isRunning }] of workers.entries()) {
				if (!isRunning()) workers[index] = await worker(index);
			}
		};
		return {
			main,
			webhooks: webhooks!,
			workers,
			postgres,
			sandbox,
			folder,
			replaceDeadWorkers,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
