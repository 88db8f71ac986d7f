import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { NODE_PATH } from '../contenders/nodesBase.mts';
import type { ExportFigures, ExportJob, Figures, Job } from './figures.mts';

const execute = promisify(execFile);

// At the level silent, n8n puts each debug line together before it drops it; at others it doesn't.
const ENV = { ...process.env, NODE_PATH, NODE_ENV: 'production', N8N_LOG_LEVEL: 'error' };

async function child<Result>(args: string[]): Promise<Result> {
	const { stdout } = await execute(process.execPath, args, { env: ENV, maxBuffer: 64e6 });
	return JSON.parse(stdout.trim().split('\n').at(-1)!) as Result;
}

const TYPESCRIPT = ['--import', 'tsx', '--expose-gc'];

/** A contender in a process of its own, which is warm and runs its workload when it is told to. */
export interface Runner {
	run(): Promise<Figures>;
	stop(): void;
}

/** Starts the process of a contender; it ends with `stop()`, and by itself when we end. */
export async function startRunner(job: Job, nodeOptions: string[] = []): Promise<Runner> {
	const started = fork('bench/measure/child.mts', [JSON.stringify(job)], {
		execArgv: [...TYPESCRIPT, ...nodeOptions],
		env: ENV,
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const ended = once(started, 'exit').then(([code]) => {
		throw new Error(`The process of ${job.contender} ended with ${code}.`);
	});
	ended.catch(() => undefined);
	const message = async () => (await Promise.race([once(started, 'message'), ended]))[0] as Figures;
	await message();
	return {
		async run() {
			started.send('run');
			return await message();
		},
		stop: () => started.disconnect(),
	};
}

/** Runs a contender so many times in a process of its own. */
export async function measure(
	job: Job & { runs: number },
	nodeOptions: string[] = [],
): Promise<Figures[]> {
	const runner = await startRunner(job, nodeOptions);
	const figures: Figures[] = [];
	for (let round = 0; round < job.runs; round++) figures.push(await runner.run());
	runner.stop();
	return figures;
}

/** Downloads an export in a process of its own. */
export async function measureExport(job: ExportJob): Promise<ExportFigures> {
	return await child([...TYPESCRIPT, 'bench/measure/exportChild.mts', JSON.stringify(job)]);
}

/** Loads an unpacked package in a process of its own; milliseconds. */
export async function measureLoading(
	folder: string,
	how: 'lazy' | 'whole',
): Promise<{ startMs: number; firstUseMs: number }> {
	return await child(['bench/measure/loadingChild.cjs', folder, how]);
}
