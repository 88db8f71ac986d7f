import type { ContenderId } from './contenders/contender.mts';
import type { ItemWorkloadId } from './workloads/index.mts';

/** One comparison: contenders side by side on a workload, with a fixed time added to each answer. */
export interface Comparison {
	workload: ItemWorkloadId;
	latencyMs: number;
	contenders: readonly ContenderId[];
}

/** The latency of the goals, in milliseconds: that of an API in the same part of the world. */
export const LATENCY_MS = 50;

const ALL: readonly ContenderId[] = [
	'leanplum',
	'http',
	'httpInLoop',
	'limit',
	'helper',
	'editFields',
];
// One request at a time would take ten minutes; and a hundred thousand connections at once, or that
// long a sequence, are nothing that anybody would wait for.
const WITHOUT_LOOP = ALL.filter((id) => id !== 'httpInLoop');
const WITHOUT_HTTP = WITHOUT_LOOP.filter((id) => id !== 'http');
const withoutEngine = (contenders: readonly ContenderId[]) =>
	contenders.filter((id) => id !== 'editFields');

/** What is compared. Edit Fields sends nothing, so it runs at one latency only. */
export const COMPARISONS: readonly Comparison[] = [
	{ workload: 'A', latencyMs: 0, contenders: withoutEngine(ALL) },
	{ workload: 'A', latencyMs: LATENCY_MS, contenders: ALL },
	{ workload: 'B', latencyMs: 0, contenders: withoutEngine(WITHOUT_HTTP) },
	{ workload: 'B', latencyMs: LATENCY_MS, contenders: WITHOUT_LOOP },
	{ workload: 'C', latencyMs: 0, contenders: withoutEngine(WITHOUT_HTTP) },
	{ workload: 'C', latencyMs: LATENCY_MS, contenders: WITHOUT_HTTP },
	{ workload: 'D', latencyMs: 0, contenders: withoutEngine(ALL) },
	{ workload: 'D', latencyMs: LATENCY_MS, contenders: ALL },
	{ workload: 'small', latencyMs: 0, contenders: ['leanplum'] },
	{ workload: 'computed', latencyMs: LATENCY_MS, contenders: ['leanplum', 'editFields'] },
];

/** Runs before those that count, so that code is compiled as in an n8n that has run for a while. */
export function warmUpFor(contender: ContenderId): { runs: number; items: number } {
	if (contender === 'httpInLoop') return { runs: 1, items: 100 };
	return { runs: contender === 'http' ? 2 : 8, items: 1_000 };
}

/** Runs in one process of what takes seconds or less, by workload. */
const RUNS: Readonly<Record<ItemWorkloadId, number>> = {
	A: 5,
	B: 3,
	C: 2,
	D: 5,
	small: 5,
	computed: 5,
};

/**
 * Measured runs in one process. What takes a fraction of a second is disturbed by anything that
 * happens meanwhile, so there are several; what takes far longer runs once in each round.
 */
export function runsFor(workload: ItemWorkloadId, contender: ContenderId): number {
	const takesLong =
		contender.startsWith('http') || (workload === 'C' && contender === 'editFields');
	return takesLong ? 1 : RUNS[workload];
}

/** The contenders in another order in each round, so that none always follows the same one. */
export function rotated<Entry>(entries: readonly Entry[], round: number): Entry[] {
	const first = round % entries.length;
	return [...entries.slice(first), ...entries.slice(0, first)];
}
