/**
 * A short form of the benchmarks that fails when the node sends or bills more than it must, loses or
 * doubles items, or has become half as slow again beside the others as bench/results.json says. Only
 * ratios are compared, never times, and the best of several tries counts, since other programs on the
 * machine can only make a try worse.
 *
 * Usage: npm run bench:ci. It takes about a minute.
 */
import { startSandboxProcess, type SandboxProcess } from '../testkit/sandboxProcess.mts';
import type { ContenderId } from './contenders/contender.mts';
import { installNodesBase } from './contenders/nodesBase.mts';
import type { Figures } from './measure/figures.mts';
import { measure } from './measure/process.mts';
import { keyOf, readResults, type Results } from './report/results.mts';
import { LATENCY_MS, warmUpFor } from './schedule.mts';
import { ITEM_WORKLOADS } from './workloads/index.mts';
import { lowerBound } from './workloads/workload.mts';

const WORKLOADS = ['A', 'B', 'D'] as const;
const RUNS = { A: 8, B: 2, D: 8 };
const TRIES = 3;
/** How much worse than committed a ratio may be. */
const TOLERANCE = 1.5;

type WorkloadId = (typeof WORKLOADS)[number];
/** What the short form compares of each contender. */
type Compared = Pick<Figures, 'wallMs' | 'cpuMs'>;

async function runsOf(sandbox: SandboxProcess, workload: WorkloadId, contender: ContenderId) {
	const warmUp = warmUpFor(contender);
	const runs = RUNS[workload];
	return await measure({ contender, workload, latencyMs: LATENCY_MS, warmUp, runs, sandbox });
}

/** The least of each: what else runs on the machine only adds. */
function best(runs: readonly Compared[]): Compared {
	return {
		wallMs: Math.min(...runs.map(({ wallMs }) => wallMs)),
		cpuMs: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
	};
}

/** What is wrong with the effects of a run, whatever the time it took. */
function wrongEffects(workload: WorkloadId, figures: Figures): string[] {
	const bound = lowerBound(ITEM_WORKLOADS[workload]);
	const expected = { ...bound, lost: 0, doubled: 0 };
	return (Object.keys(expected) as Array<keyof typeof expected>)
		.filter((name) => figures[name] !== expected[name])
		.map((name) => `${workload}: ${name} is ${figures[name]} and should be ${expected[name]}`);
}

interface Ratios {
	toLimit: number;
	toEngine: number;
}

function ratios(own: Compared, limit: Compared, engine: Compared): Ratios {
	return { toLimit: own.wallMs / limit.wallMs, toEngine: own.cpuMs / engine.cpuMs };
}

function committed(results: Results, workload: WorkloadId): Ratios {
	const figures = (id: ContenderId) => results.items[keyOf(workload, LATENCY_MS, id)]!;
	return ratios(figures('leanplum'), figures('limit'), figures('editFields'));
}

/** What is wrong with one workload. */
async function check(sandbox: SandboxProcess, workload: WorkloadId, results: Results) {
	const allowed = committed(results, workload);
	let least: Ratios = { toLimit: Infinity, toEngine: Infinity };
	const isFine = () =>
		least.toLimit <= allowed.toLimit * TOLERANCE && least.toEngine <= allowed.toEngine * TOLERANCE;
	for (let tries = 0; tries < TRIES && !isFine(); tries++) {
		const own = await runsOf(sandbox, workload, 'leanplum');
		const wrong = own.flatMap((figures) => wrongEffects(workload, figures));
		if (wrong.length > 0) return wrong;
		const limit = best(await runsOf(sandbox, workload, 'limit'));
		const engine = best(await runsOf(sandbox, workload, 'editFields'));
		const found = ratios(best(own), limit, engine);
		least = {
			toLimit: Math.min(least.toLimit, found.toLimit),
			toEngine: Math.min(least.toEngine, found.toEngine),
		};
	}
	const said = `time ${least.toLimit.toFixed(2)} × the limit's (committed ${allowed.toLimit.toFixed(2)}), CPU ${least.toEngine.toFixed(2)} × Edit Fields' (committed ${allowed.toEngine.toFixed(2)})`;
	console.log(`${workload}: requests, billing and items as they must be; ${said}`);
	return isFine() ? [] : [`${workload}: more than ${TOLERANCE} × worse than committed: ${said}`];
}

installNodesBase();
const results = readResults();
const sandbox = await startSandboxProcess();
try {
	for (const workload of WORKLOADS) {
		for (const problem of await check(sandbox, workload, results)) {
			console.error(`FAIL ${problem}`);
			process.exitCode = 1;
		}
	}
} finally {
	await sandbox.stop();
}
