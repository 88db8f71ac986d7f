import type { IDataObject } from 'n8n-workflow';
import type { TaskTools } from '../../operation/taskTools';
import { TaskFailure, type Progress } from '../../operation/taskFailure';
import type { Call } from '../../protocol/action/call';
import type { Outcome } from '../../protocol/reply/outcome';

type RowStatus = 'done' | 'skipped' | 'failed' | 'unknown' | 'notSent';

const WORDS: ReadonlyArray<[RowStatus, string]> = [
	['done', 'done'],
	['skipped', 'skipped by Leanplum'],
	['failed', 'failed'],
	['unknown', 'of unknown outcome'],
	['notSent', 'not sent'],
];

/** So many rows, in words. */
export function rowsInWords(rows: number): string {
	return rows === 1 ? '1 row' : `${rows.toLocaleString('en-US')} rows`;
}

/** What became of the rows of a file. */
export class Tally {
	private readonly counts = { done: 0, skipped: 0, failed: 0, unknown: 0, notSent: 0 };
	private readonly failedRows: IDataObject[] = [];

	constructor(
		/** How many rows the file has. */
		private readonly rows: number,
		/** How many of those that were not done are listed. */
		private readonly limit: number,
		private readonly explain: TaskTools['explain'],
	) {}

	/** Notes a row that is wrong and was left out. */
	leftOut(row: number, reason: string): void {
		this.note('notSent', { row, status: 'notSent', reason });
	}

	/** Notes what became of a row that was sent. */
	sent(row: number, { args }: Call, outcome: Outcome): void {
		// Nothing keeps a row from being sent, so none is a duplicate.
		const status = outcome.status === 'duplicate' ? 'done' : outcome.status;
		if (status === 'done') {
			this.counts.done++;
			return;
		}
		const { userId, deviceId } = args;
		const reason =
			'problem' in outcome ? this.explain(outcome.problem).message : (outcome.warning ?? '');
		const whom = userId === undefined ? { deviceId: String(deviceId) } : { userId: String(userId) };
		this.note(status, { row, ...whom, status, reason });
	}

	get skipped(): number {
		return this.counts.skipped;
	}

	/** Whether anything was, or may have been, done. */
	get progress(): Progress {
		return this.counts.done + this.counts.unknown > 0 ? 'begun' : 'asked';
	}

	/** The counts, of all rows, and the rows that were not done. */
	get json(): IDataObject {
		return { rows: this.rows, ...this.complete, failedRows: this.failedRows };
	}

	/** How many rows there are, how many of them are wrong, and which. */
	get wrong(): IDataObject {
		return { rows: this.rows, wrongRows: this.counts.notSent, failedRows: this.failedRows };
	}

	/** What became of the rows, in a sentence. */
	get sentence(): string {
		const parts = WORDS.filter(([status]) => this.complete[status] > 0).map(
			([status, words]) => `${this.complete[status].toLocaleString('en-US')} ${words}`,
		);
		return `Of ${rowsInWords(this.rows)}: ${parts.join(', ')}`;
	}

	/** The sentence, when not all rows were done. */
	get remark(): string | undefined {
		return this.counts.done < this.rows ? this.sentence : undefined;
	}

	/** A failure of the whole import, with what had become of the rows. */
	failure({ explanation, outcome }: Pick<TaskFailure, 'explanation' | 'outcome'>): TaskFailure {
		const { description } = explanation;
		return new TaskFailure(
			{ ...explanation, description: `${description} ${this.sentence}.` },
			this.json,
			outcome,
			this.progress,
		);
	}

	private get complete() {
		const { done, skipped, failed, unknown } = this.counts;
		return { ...this.counts, notSent: this.rows - done - skipped - failed - unknown };
	}

	private note(status: RowStatus, row: IDataObject): void {
		this.counts[status]++;
		if (this.failedRows.length < this.limit) this.failedRows.push(row);
	}
}
