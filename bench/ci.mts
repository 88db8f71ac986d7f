/**
 * A short form of the benchmarks that fails when the node sends or bills more than it must, loses or
 * doubles items, or has become twice as slow beside the others as bench/results.json says. Only
 * ratios are compared, never times: the median over rounds in which the contenders take turns. One that is
 * too high is measured anew, since other programs on the machine can make a try worse.
 *
 * Usage: npm run bench:ci. It takes about a minute.
 */
import { startSandboxProcess, type SandboxProcess } from '../testkit/sandboxProcess.mts';
import type { ContenderId } from './contenders/contender.mts';
import { installNodesBase } from './contenders/nodesBase.mts';
import type { Figures } from './measure/figures.mts';
import { startRunner } from './measure/process.mts';
import { keyOf, readResults, type Results } from './report/results.mts';
import { medians } from './report/statistics.mts';
import { LATENCY_MS, rotated, warmUpFor } from './schedule.mts';
import { ITEM_WORKLOADS } from './workloads/index.mts';
import { lowerBound } from './workloads/workload.mts';

const WORKLOADS = ['A', 'B', 'D'] as const;
/** How often all contenders run in turns. */
const ROUNDS = { A: 9, B: 3, D: 9 };
const TRIES = 3;
/** How much worse than committed a ratio may be. */
const TOLERANCE = 2;

type WorkloadId = (typeof WORKLOADS)[number];
/** What the short form compares of each contender. */
type Compared = Pick<Figures, 'wallMs' | 'cpuMs'>;

/** The node did something else than it must; that is never noise. */
class WrongEffects extends Error {}

/** What is wrong with the effects of a run, whatever the time it took. */
function wrongEffects(workload: WorkloadId, figures: Figures): string[] {
	const bound = lowerBound(ITEM_WORKLOADS[workload]);
	const expected = { ...bound, lost: 0, doubled: 0 };
	return (Object.keys(expected) as Array<keyof typeof expected>)
		.filter((name) => figures[name] !== expected[name])
		.map((name) => `${name} is ${figures[name]} and should be ${expected[name]}`);
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

/**
 * The contenders side by side, in turns, so that whatever else the machine does slows all of them.
 *
 * @throws WrongEffects as soon as one run of the node has wrong effects
 */
async function measured(sandbox: SandboxProcess, workload: WorkloadId): Promise<Ratios> {
	const start = async (contender: ContenderId) => ({
		contender,
		runner: await startRunner({
			contender,
			workload,
			latencyMs: LATENCY_MS,
			warmUp: warmUpFor(contender),
			sandbox,
		}),
	});
	const runners = [await start('leanplum'), await start('limit'), await start('editFields')];
	try {
		const found: Ratios[] = [];
		for (let round = 0; round < ROUNDS[workload]; round++) {
			const figures: Partial<Record<ContenderId, Figures>> = {};
			for (const { contender, runner } of rotated(runners, round)) {
				figures[contender] = await runner.run();
			}
			const { leanplum, limit, editFields } = figures;
			const wrong = wrongEffects(workload, leanplum!);
			if (wrong.length > 0) throw new WrongEffects(wrong.join('; '));
			found.push(ratios(leanplum!, limit!, editFields!));
		}
		return medians(found);
	} finally {
		for (const { runner } of runners) runner.stop();
	}
}

/** What is wrong with one workload, if anything. */
async function check(sandbox: SandboxProcess, workload: WorkloadId, results: Results) {
	const allowed = committed(results, workload);
	const isFine = ({ toLimit, toEngine }: Ratios) =>
		toLimit <= allowed.toLimit * TOLERANCE && toEngine <= allowed.toEngine * TOLERANCE;
	for (let tries = 1; ; tries++) {
		const found = await measured(sandbox, workload);
		const said = `time ${found.toLimit.toFixed(2)} × the limit's (committed ${allowed.toLimit.toFixed(2)}), CPU ${found.toEngine.toFixed(2)} × Edit Fields' (committed ${allowed.toEngine.toFixed(2)})`;
		console.log(`${workload}: requests, billing and items as they must be; ${said}`);
		if (isFine(found)) return undefined;
		if (tries === TRIES)
			return `more than ${TOLERANCE} × worse than committed, ${TRIES} times: ${said}`;
	}
}

installNodesBase();
const results = readResults();
const sandbox = await startSandboxProcess();
try {
	for (const workload of WORKLOADS) {
		const problem = await check(sandbox, workload, results).catch((error: unknown) => {
			if (error instanceof WrongEffects) return error.message;
			throw error;
		});
		if (problem === undefined) continue;
		console.error(`FAIL ${workload}: ${problem}`);
		process.exitCode = 1;
	}
} finally {
	await sandbox.stop();
}
