import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { ContenderId } from '../contenders/contender.mts';
import type { ExportFigures, Figures, LoadingFigures } from '../measure/figures.mts';
import type { ItemWorkloadId } from '../workloads/index.mts';

const FILE = 'bench/results.json';

/** Everything that one run of the benchmarks found: medians over its rounds. */
export interface Results {
	machine: string;
	node: string;
	rounds: number;
	/** By workload, latency in milliseconds and contender. */
	items: Record<string, Figures>;
	/** This node on C with a heap that is kept small, for what it really needs. */
	memory: Figures;
	exports: Record<'file' | 'curl' | 'items', ExportFigures>;
	loading: LoadingFigures;
}

export function keyOf(workload: ItemWorkloadId, latencyMs: number, contender: ContenderId): string {
	return `${workload}/${latencyMs}/${contender}`;
}

export function machine(): string {
	const processors = cpus();
	return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`;
}

export function readResults(): Results {
	return JSON.parse(readFileSync(FILE, 'utf8')) as Results;
}

export function writeResults(results: Results): void {
	writeFileSync(FILE, `${JSON.stringify(results, null, '\t')}\n`);
}
