import { ITEM_WORKLOADS } from '../workloads/index.mts';
import { lowerBound } from '../workloads/workload.mts';
import { LATENCY_MS } from '../schedule.mts';
import { keyOf, type Results } from './results.mts';

/** A figure that the node is to reach, and what was measured. */
export interface Goal {
	what: string;
	target: string;
	measured: string;
	met: boolean;
}

const times = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`;

function atMost(what: string, limit: number, measured: number, show = times): Goal {
	return { what, target: `≤ ${show(limit)}`, measured: show(measured), met: measured <= limit };
}

function atLeast(what: string, limit: number, measured: number, show = times): Goal {
	return { what, target: `≥ ${show(limit)}`, measured: show(measured), met: measured >= limit };
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const milliseconds = (value: number) => `${value.toFixed(0)} ms`;

function itemGoals(results: Results, id: 'A' | 'B' | 'C'): Goal[] {
	const figures = (contender: 'leanplum' | 'limit' | 'editFields') =>
		results.items[keyOf(id, LATENCY_MS, contender)]!;
	const own = figures('leanplum');
	const bound = lowerBound(ITEM_WORKLOADS[id]);
	const all = (count: number) => count.toLocaleString('en-US');
	return [
		{
			what: `${id}: requests, users billed`,
			target: `${all(bound.requests)}, ${all(bound.billedUsers)}`,
			measured: `${all(own.requests)}, ${all(own.billedUsers)}`,
			met: own.requests === bound.requests && own.billedUsers === bound.billedUsers,
		},
		{
			what: `${id}: items lost, doubled`,
			target: '0, 0',
			measured: `${own.lost}, ${own.doubled}`,
			met: own.lost === 0 && own.doubled === 0,
		},
		atMost(`${id}: time, of the limit's`, 1.25, own.wallMs / figures('limit').wallMs),
		atMost(`${id}: CPU, of Edit Fields'`, 2, own.cpuMs / figures('editFields').cpuMs),
	];
}

/** All goals, with what a run of the benchmarks says about them. */
export function goals(results: Results): Goal[] {
	const { items, memory, exports, loading } = results;
	const perItem = (id: 'C' | 'small') =>
		items[keyOf(id, 0, 'leanplum')]!.wallMs / ITEM_WORKLOADS[id].items;
	const inLoop = items[keyOf('A', LATENCY_MS, 'httpInLoop')]!;
	const own = items[keyOf('A', LATENCY_MS, 'leanplum')]!;
	const spare = (memory.memoryBytes - memory.heldBytes) / ITEM_WORKLOADS.C.items;
	const throughput = ({ done, wallMs }: { done: number; wallMs: number }) => done / wallMs;
	return [
		...(['A', 'B', 'C'] as const).flatMap((id) => itemGoals(results, id)),
		atMost('Time per item: C, of that of 1,000 items', 1.1, perItem('C') / perItem('small')),
		atMost('C: memory above the items, for each', 1_000, spare, kilobytes),
		atLeast('A: faster than HTTP Request, one at a time', 300, inLoop.wallMs / own.wallMs),
		atLeast("E: throughput, of curl's", 0.8, throughput(exports.file) / throughput(exports.curl)),
		atMost('E: resident memory', 64e6, exports.file.memoryBytes, megabytes),
		atMost("G: n8n's start", 20, loading.startMs, milliseconds),
		atMost('G: tarball', 150_000, loading.tarballBytes, kilobytes),
	];
}
