import type { ItemInput } from '../../operation/itemInput';
import type { TaskTools } from '../../operation/taskTools';
import type { RequestEstimate } from '../../protocol/send/estimate';
import { TaskFailure } from '../../operation/taskFailure';
import type { Call } from '../../protocol/action/call';
import type { Outcome } from '../../protocol/reply/outcome';
import { isAboutTheCall } from '../../protocol/reply/problem';
import { complaintOf, rowsOf, type CsvSettings } from './csvFile';
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
	effort(tools: TaskTools): RequestEstimate {
		return tools.estimate(this.calls);
	}

	get isFull(): boolean {
		return this.rows.length >= PORTION.rows || this.size >= PORTION.size;
	}

	/** @throws TaskFailure when it is of no use to send more */
	async send(tools: TaskTools, tally: Tally): Promise<void> {
		if (this.calls.length === 0) return;
		const outcomes = await tools.sendAll(this.calls);
		outcomes.forEach((outcome, index) => {
			tally.sent(this.rows[index]!, this.calls[index]!, outcome);
		});
		const stop = stopOf(outcomes);
		if (stop) throw new TaskFailure(tools.explain(stop.problem), {}, stop);
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

/** Puts the rows of a file to use, a portion after the other, so that the rows of a user stay in order. */
export async function eachPortion(
	input: ItemInput,
	tools: TaskTools,
	settings: CsvSettings,
	tally: Tally,
	use: (portion: Portion) => Promise<void> | void,
): Promise<void> {
	let portion = new Portion();
	for await (const { number, size, result } of rowsOf(input, tools, settings)) {
		if ('complaints' in result) {
			tally.leftOut(number, complaintOf(result.complaints));
			continue;
		}
		portion.add(number, result.call, size);
		if (!portion.isFull) continue;
		await use(portion);
		portion = new Portion();
	}
	await use(portion);
}
