import type { TaskTools } from '../../../operation/taskTools';
import type { RequestEstimate } from '../../../protocol/plan/estimate';
import { TaskFailure } from '../../../operation/taskFailure';
import type { Call } from '../../../protocol/action/call';
import type { Outcome } from '../../../protocol/reply/outcome';
import { CancelledError } from '../../../protocol/send/transport';
import { isAboutTheCall } from '../../../protocol/reply/problem';
import { complaintOf, rowsOf, type CheckedFile, type CsvSettings } from './fileRows';
import type { RowsToRepeat } from './rowsToRepeat';
import type { Tally } from './tally';

/** How much of a file is held and planned at a time: rows, and characters in them. */
const PORTION = { rows: 5000, size: 8_000_000 };

/** Rows that are sent together. */
export class Portion {
	private readonly rows: number[] = [];
	private readonly calls: Call[] = [];
	private size = 0;

	add(row: number, call: Call, size: number): void {
		this.rows.push(row);
		this.calls.push(call);
		this.size += size;
	}

	/** What sending it would take. */
	estimate(tools: TaskTools): RequestEstimate {
		return tools.estimate(this.calls);
	}

	get isFull(): boolean {
		return this.rows.length >= PORTION.rows || this.size >= PORTION.size;
	}

	/** @throws TaskFailure when it is of no use to send more */
	async send(tools: TaskTools, tally: Tally, toRepeat: RowsToRepeat): Promise<void> {
		if (this.calls.length === 0) return;
		const sending = tools.sendAll(this.calls);
		const stopped = await sending.then(
			() => undefined,
			(error) => (error instanceof CancelledError ? error : undefined),
		);
		const outcomes = stopped?.outcomes ?? (await sending);
		this.note(outcomes, tally, toRepeat);
		if (stopped) throw new CancelledError();
		const stop = stopOf([...outcomes.values()]);
		if (stop) throw new TaskFailure(tools.explain(stop.problem), {}, stop);
	}

	private note(outcomes: ReadonlyMap<Call, Outcome>, tally: Tally, toRepeat: RowsToRepeat): void {
		this.calls.forEach((call, index) => {
			const [row, outcome] = [this.rows[index]!, outcomes.get(call)];
			// Without an outcome it was not sent, like the rows after it.
			if (outcome) tally.sent(row, call, outcome);
			toRepeat.sent(row, call, outcome);
		});
	}
}

type Unsuccessful = Extract<Outcome, { status: 'failed' | 'notSent' | 'unknown' }>;

/** Rows that were not sent, because of what others met: the failure of those. */
function failedBefore({ problem }: Unsuccessful): Unsuccessful {
	return { status: 'failed', problem: { ...problem, wasNotSent: undefined } };
}

/** What keeps rows from being done, whatever they say; `undefined` when sending more makes sense. */
function stopOf(outcomes: readonly Outcome[]): Unsuccessful | undefined {
	const unsuccessful = outcomes.filter((outcome) => 'problem' in outcome);
	const noneGotThrough =
		unsuccessful.length === outcomes.length &&
		!unsuccessful.some(({ problem }) => isAboutTheCall(problem));
	const notSent = unsuccessful.find(({ status }) => status === 'notSent');
	if (!noneGotThrough && !notSent) return undefined;
	const tried = unsuccessful.find(({ status }) => status !== 'notSent');
	return noneGotThrough && tried ? tried : notSent && failedBefore(notSent);
}

/** Uses the rows of a file, a portion after the other, so that the rows of a user stay in order. */
export async function eachPortion(
	file: CheckedFile,
	tools: TaskTools,
	settings: CsvSettings,
	tally: Tally,
	use: (portion: Portion) => Promise<void> | void,
): Promise<void> {
	let portion = new Portion();
	for await (const { row, result } of rowsOf(file, tools, settings)) {
		if ('complaints' in result) {
			tally.wrong(row.number, complaintOf(result.complaints));
			continue;
		}
		if ('nothing' in result) {
			tally.nothing(row.number, result.nothing);
			continue;
		}
		const size = row.cells.reduce((sum, cell) => sum + cell.length, 0);
		portion.add(row.number, result.call, size);
		if (!portion.isFull) continue;
		await use(portion);
		portion = new Portion();
	}
	await use(portion);
}
