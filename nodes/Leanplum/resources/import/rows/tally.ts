import type { IDataObject } from 'n8n-workflow';
import { integerField } from '../../../operation/fields/fieldKinds';
import { count, inWords } from '../../../operation/statusWords';
import type { TaskTools } from '../../../operation/taskTools';
import type { Progress } from '../../../operation/taskFailure';
import type { Call } from '../../../protocol/action/call';
import type { Outcome } from '../../../protocol/reply/outcome';

/** How many of the rows that were not done come out; enough to see what went wrong. */
export const maxFailedRows = integerField('Max Failed Rows', 'maxFailedRows', {
	typeOptions: { minValue: 0 },
	default: 100,
	description:
		'How many failed or skipped rows to list with their reasons, for example 100. Totals always include all rows.',
});

type RowStatus = 'done' | 'skipped' | 'failed' | 'unknown' | 'notSent';

/** What became of the rows of a file. */
export class Tally {
	private readonly counts = { done: 0, skipped: 0, failed: 0, unknown: 0, notSent: 0 };
	private readonly failedRows: IDataObject[] = [];
	/** Rows in which there was nothing to send. */
	private idle = 0;
	/** Why the first row failed. */
	private firstReason: string | undefined;

	constructor(
		/** How many rows the file has. */
		private readonly rows: number,
		/** How many of those that were not done are listed. */
		private readonly limit: number,
		private readonly explain: TaskTools['explain'],
	) {}

	/** Notes a row that is wrong, and was not sent. */
	wrong(row: number, reason: string): void {
		this.note('notSent', { row, status: 'notSent', reason });
		this.firstReason ??= `Row ${row} ${reason}`;
	}

	/** Notes a row in which there is nothing to send. */
	nothing(row: number, reason: string): void {
		this.idle++;
		this.note('notSent', { row, status: 'notSent', reason });
	}

	/** Notes the outcome of a row that was sent. */
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
		const ids = userId === undefined ? { deviceId: String(deviceId) } : { userId: String(userId) };
		this.note(status, { row, ...ids, status, reason });
		if (status !== 'skipped') this.firstReason ??= `Row ${row}: ${reason}`;
	}

	get skipped(): number {
		return this.counts.skipped;
	}

	/** How many rows failed, are unconfirmed, or were not sent though there was something to send. */
	get failures(): number {
		const { failed, unknown, notSent } = this.complete;
		return failed + unknown + notSent - this.idle;
	}

	/** Whether anything was, or may have been, done. */
	get progress(): Progress {
		return this.counts.done + this.counts.unknown > 0 ? 'begun' : 'asked';
	}

	/** The counts, of all rows, and the rows that were not done. */
	get json(): IDataObject {
		return { rows: this.rows, ...this.complete, failedRows: this.failedRows };
	}

	/** Rows with wrong values. */
	get wrongRows(): number {
		return this.counts.notSent - this.idle;
	}

	/** How many rows there are, which of them can't be sent, and why. */
	preview(total: IDataObject): IDataObject {
		const { rows, failedRows, wrongRows, idle: rowsWithNothingToSend } = this;
		return { rows, failedRows, preview: { ...total, wrongRows, rowsWithNothingToSend } };
	}

	/** What became of the rows, in a sentence. */
	get sentence(): string {
		return `Of ${count(this.rows, 'row')}: ${inWords(this.complete)}`;
	}

	/** The sentence, when not all rows were done. */
	get remark(): string | undefined {
		return this.counts.done < this.rows ? this.sentence : undefined;
	}

	/** The first of the failures, in words. */
	get example(): string {
		return this.firstReason ?? '';
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
