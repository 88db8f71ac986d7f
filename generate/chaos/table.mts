import assert from 'node:assert/strict';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import { runCell, type Cell } from './cell.mts';
import { startElsewhere, type Elsewhere } from './elsewhere.mts';
import { troubles, type Trouble } from './faults.mts';
import { workloads } from './workloads.mts';

/** What one trouble comes to in each workload. */
export interface Row {
	readonly trouble: Trouble;
	/** Whether it struck every request rather than one. */
	readonly lasting: boolean;
	/** One for each workload; none where the trouble cannot happen. */
	readonly cells: ReadonlyArray<Cell | undefined>;
}

/** The name of a row and its table. */
export interface PlannedRow {
	readonly name: string;
	readonly lasting: boolean;
}

/** The rows of both tables, in order. */
export function plannedRows(): readonly PlannedRow[] {
	const all = troubles('');
	return [
		...all.map(({ name }) => ({ name, lasting: false })),
		...all.filter(({ onceOnly }) => !onceOnly).map(({ name }) => ({ name, lasting: true })),
	];
}

/** How many rows run at once: those that wait have time-outs, which need a calm machine. */
const AT_ONCE = { quick: 2, waits: 2, heavy: 1 };

/** Keys and what they are sent as: what may never reach another host. */
const KEY = /clientKey|(prod|dev|exp|cro)_[0-9a-f]{40}/;

/** The runs of both tables. */
export class ChaosTable {
	private readonly rows = new Map<string, Promise<() => Row>>();

	private constructor(
		private readonly sandbox: SandboxProcess,
		private readonly elsewhere: Elsewhere,
	) {}

	/** Begins the runs. */
	static async start(sandbox: SandboxProcess): Promise<ChaosTable> {
		const table = new ChaosTable(sandbox, await startElsewhere());
		const all = troubles(table.elsewhere.url);
		let before: Promise<unknown> = Promise.resolve();
		for (const pace of ['quick', 'waits', 'heavy'] as const) {
			const waiting = plannedRows().filter(
				({ name }) => (all.find((trouble) => trouble.name === name)?.pace ?? 'quick') === pace,
			);
			const lanes = Array.from({ length: AT_ONCE[pace] }, () => before);
			waiting.forEach(({ name, lasting }, position) => {
				const lane = position % lanes.length;
				const trouble = all.find((candidate) => candidate.name === name)!;
				const row = lanes[lane]!.then(() => table.run(trouble, lasting));
				const settled = row.then(
					(value) => () => value,
					(error: unknown) => () => {
						throw error;
					},
				);
				table.rows.set(`${name} ${lasting}`, settled);
				lanes[lane] = settled;
			});
			before = Promise.all(lanes);
		}
		return table;
	}

	/** The result of a row, once it is there; throws what a run of it threw. */
	async row({ name, lasting }: PlannedRow): Promise<Row> {
		return (await this.rows.get(`${name} ${lasting}`)!)();
	}

	/** That nothing but the fetching of files, and no key, has gone to another host. */
	assertNoKeyElsewhere(): void {
		for (const text of this.elsewhere.received) {
			assert.doesNotMatch(text, KEY);
			assert.match(text, /^GET /);
		}
		assert.ok(this.elsewhere.received.length > 0, 'no download was redirected');
	}

	close(): Promise<void> {
		return this.elsewhere.close();
	}

	/** Runs all workloads in one trouble, each in an app of its own. */
	private async run(trouble: Trouble, lasting: boolean): Promise<Row> {
		const columns = workloads().map(
			(workload) => () => runCell(this.sandbox, workload, trouble, lasting),
		);
		const cells: Array<Cell | undefined> = [];
		if (trouble.pace === 'heavy') for (const run of columns) cells.push(await run());
		else cells.push(...(await Promise.all(columns.map((run) => run()))));
		return { trouble, lasting, cells };
	}
}
