import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { NODE_PATH } from '../contenders/nodesBase.mts';
import type { ExportFigures, ExportJob, Figures, Job } from './figures.mts';

const execute = promisify(execFile);

async function child<Result>(args: string[]): Promise<Result> {
	const { stdout } = await execute(process.execPath, args, {
		env: { ...process.env, NODE_PATH, NODE_ENV: 'production' },
		maxBuffer: 64e6,
	});
	return JSON.parse(stdout.trim().split('\n').at(-1)!) as Result;
}

const TYPESCRIPT = ['--import', 'tsx', '--expose-gc'];

/** Runs a job in a process of its own. */
export async function measure(job: Job, nodeOptions: string[] = []): Promise<Figures[]> {
	const script = 'bench/measure/child.mts';
	return await child([...TYPESCRIPT, ...nodeOptions, script, JSON.stringify(job)]);
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
