/**
 * Measures this node beside its alternatives and writes docs/benchmarks.md with its picture.
 *
 * Usage: npm run bench [-- --rounds 3]. It takes about half an hour on an otherwise idle machine. With
 * --redraw it measures nothing and writes the page from the figures of the last time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandboxProcess, type SandboxProcess } from '../testkit/sandboxProcess.mts';
import { installNodesBase } from './contenders/nodesBase.mts';
import type { ExportFigures, Figures, LoadingFigures } from './measure/figures.mts';
import { measure, measureExport, measureLoading } from './measure/process.mts';
import { goals } from './report/goals.mts';
import { writePage } from './report/page.mts';
import { keyOf, machine, readResults, writeResults, type Results } from './report/results.mts';
import { medians } from './report/statistics.mts';
import { duration } from './report/table.mts';
import { COMPARISONS, rotated, runsFor, warmUpFor } from './schedule.mts';
import { packed } from './workloads/loading.mts';
import { LINE_BYTES } from './workloads/exports.mts';

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '3' },
		redraw: { type: 'boolean', default: false },
	},
});
const ROUNDS = Number(values.rounds);
const EXPORT_LINES = { file: 1e9 / LINE_BYTES, curl: 1e9 / LINE_BYTES, items: 1_000_000 };
/** Makes V8 collect garbage as soon as the heap has grown by a tenth. */
const SMALL_HEAP = ['--max-semi-space-size=1', '--heap-growing-percent=10'];

/** Repeats a measurement in each round and keeps what it found by name. */
class Collected<Row extends object> {
	private readonly rows = new Map<string, Row[]>();

	add(name: string, row: Row): void {
		const rows = this.rows.get(name) ?? [];
		this.rows.set(name, [...rows, row]);
	}

	medians(): Record<string, Row> {
		const entries = [...this.rows].map(([name, rows]) => [name, medians(rows)]);
		return Object.fromEntries(entries) as Record<string, Row>;
	}
}

function say(round: number, what: string, wallMs: number): void {
	console.log(`round ${round + 1} of ${ROUNDS}  ${what}: ${duration(wallMs)}`);
}

async function measureItems(sandbox: SandboxProcess, items: Collected<Figures>, round: number) {
	for (const { workload, latencyMs, contenders } of COMPARISONS) {
		for (const contender of rotated(contenders, round)) {
			const warmUp = warmUpFor(contender);
			const runs = runsFor(workload, contender);
			const found = await measure({ contender, workload, latencyMs, warmUp, runs, sandbox });
			const name = keyOf(workload, latencyMs, contender);
			for (const figures of found) items.add(name, figures);
			say(round, name, medians(found).wallMs);
		}
	}
	const warmUp = warmUpFor('leanplum');
	const job = {
		contender: 'leanplum',
		workload: 'C',
		latencyMs: 0,
		warmUp,
		runs: 1,
		sandbox,
	} as const;
	const [figures] = await measure(job, SMALL_HEAP);
	items.add('memory', figures!);
}

async function measureExports(
	sandbox: SandboxProcess,
	exports: Collected<ExportFigures>,
	round: number,
) {
	const folder = mkdtempSync(join(tmpdir(), 'leanplum-bench-'));
	try {
		for (const what of rotated(['file', 'curl', 'items'] as const, round)) {
			const figures = await measureExport({ what, lines: EXPORT_LINES[what], folder, sandbox });
			exports.add(what, figures);
			say(round, `export, ${what}`, figures.wallMs);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function measureLoadings(loading: Collected<LoadingFigures>) {
	const { folder, tarballBytes, unpackedBytes, files, remove } = packed();
	try {
		for (let round = 0; round < ROUNDS; round++) {
			const lazy = await measureLoading(folder, 'lazy');
			const whole = await measureLoading(folder, 'whole');
			loading.add('loading', {
				startMs: lazy.startMs,
				firstUseMs: lazy.firstUseMs,
				startWithoutMetadataMs: whole.startMs,
				tarballBytes,
				unpackedBytes,
				files,
			});
		}
	} finally {
		remove();
	}
}

async function measureAll(): Promise<Results> {
	installNodesBase();
	const items = new Collected<Figures>();
	const exports = new Collected<ExportFigures>();
	const loading = new Collected<LoadingFigures>();
	await measureLoadings(loading);
	for (let round = 0; round < ROUNDS; round++) {
		// A new one each time, so that what it remembers does not grow.
		const sandbox = await startSandboxProcess();
		try {
			await measureItems(sandbox, items, round);
			await measureExports(sandbox, exports, round);
		} finally {
			await sandbox.stop();
		}
	}
	const { memory, ...compared } = items.medians();
	return {
		machine: machine(),
		node: process.versions.node,
		rounds: ROUNDS,
		items: compared,
		memory: memory!,
		exports: exports.medians() as Record<'file' | 'curl' | 'items', ExportFigures>,
		loading: loading.medians().loading!,
	};
}

const results = values.redraw ? readResults() : await measureAll();
writeResults(results);
await writePage(results);
for (const { what, target, measured, met } of goals(results)) {
	console.log(`${met ? 'reached' : 'MISSED '}  ${what}: ${measured} (${target})`);
}
