import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { Explanation } from '../../../operation/explain';
import type { TaskItem } from '../../../operation/operation';
import { count } from '../../../operation/statusWords';
import { TaskFailure } from '../../../operation/taskFailure';
import type { TaskTools } from '../../../operation/taskTools';
import { CancelledError } from '../../../protocol/send/transport';
import { readingOf } from './fileNotes';
import type { CheckedFile, CsvSettings } from './fileRows';
import { eachPortion } from './portions';
import { RowsToRepeat } from './rowsToRepeat';
import { Tally } from './tally';

/** The field of the output item with the file of rows that were not sent. */
const REST_FIELD = 'rowsNotSent';

/** What comes out of an import. */
interface Report {
	readonly json: IDataObject;
	readonly binary?: Record<string, IBinaryData>;
	/** What to do about rows that were not sent. */
	readonly advice: string;
}

/** The import of one file. */
export class ImportRun {
	private readonly tally: Tally;
	private readonly toRepeat = new RowsToRepeat();

	constructor(
		private readonly file: CheckedFile,
		private readonly tools: TaskTools,
		private readonly settings: CsvSettings,
		/** How many of the rows that were not done are listed. */
		limit: number,
	) {
		this.tally = new Tally(file.rows, limit, tools.explain);
	}

	/**
	 * Sends the rows.
	 *
	 * @param reportsFailures whether rows that failed leave the item successful
	 * @throws TaskFailure when rows failed, or nothing could be done
	 */
	async perform(reportsFailures: boolean): Promise<TaskItem> {
		const { tally, tools, file } = this;
		const stop = await this.send();
		const report = await this.report();
		const { json, binary, advice } = report;
		if (stop === 'cancelled') {
			const failure = {
				message: 'The execution was stopped',
				description: `${tally.sentence}.${advice}`,
			};
			return { json, ...(binary ? { binary } : {}), failure };
		}
		const canReport = reportsFailures && (!stop || tally.progress === 'begun');
		if (stop && !canReport) throw this.failure(stop.explanation, report, stop);
		if (tally.failures > 0 && !canReport) throw this.failure(this.rowsFailed(), report);
		if (tally.skipped > 0 && tools.failSkipped) throw this.failure(this.rowsSkipped(), report);
		const remarks = [
			...(tally.remark === undefined ? [] : [`${tally.remark}${advice && `.${advice}`}`]),
			...file.notes.sentences(file.rows),
		].join('. ');
		return {
			json: { status: 'done', ...json },
			...(binary ? { binary } : {}),
			...(remarks ? { remark: remarks.replace(/\.$/, '') } : {}),
			isSkipped: tally.skipped > 0,
		};
	}

	/** @returns why not all rows were tried, if so */
	private async send(): Promise<TaskFailure | 'cancelled' | undefined> {
		const { file, tools, settings, tally, toRepeat } = this;
		return await eachPortion(file, tools, settings, tally, (portion) =>
			portion.send(tools, tally, toRepeat),
		).then(
			() => undefined,
			async (error) => {
				if (error instanceof TaskFailure) return error;
				if (error instanceof CancelledError) return 'cancelled';
				return await Promise.reject(error);
			},
		);
	}

	private async report(): Promise<Report> {
		const { tally, file, tools, settings } = this;
		const isBegun = tally.progress === 'begun';
		// When nothing was done, the file itself can be imported again.
		const rest = isBegun ? await this.toRepeat.file(file, tools, settings) : undefined;
		const reading = readingOf(file.format, file.header);
		if (!rest) return { json: { ...tally.json, ...reading }, advice: '' };
		return {
			json: { ...tally.json, rowsToImportAgain: rest.rows, ...reading },
			binary: { [REST_FIELD]: rest.binary },
			advice: ` The field ${REST_FIELD} holds a CSV file with ${count(rest.rows, 'row')} to import again.`,
		};
	}

	/** A failure of the import says what had become of the rows. */
	private failure(
		explanation: Explanation,
		{ json, binary, advice }: Report,
		stop?: TaskFailure,
	): TaskFailure {
		const { tally, tools } = this;
		return new TaskFailure(
			{
				...explanation,
				description: `${explanation.description} ${tally.sentence}.${advice}`,
			},
			json,
			stop?.outcome,
			tools.progress === 'nothingSent' ? 'nothingSent' : tally.progress,
			binary,
		);
	}

	private rowsFailed(): Explanation {
		const { failures, example } = this.tally;
		const total = this.file.rows.toLocaleString('en-US');
		return {
			message: `${failures.toLocaleString('en-US')} of ${total} rows failed`,
			description: `${example}. To get the other rows with the reasons, set If Rows Fail to Report Them under Options.`,
		};
	}

	private rowsSkipped(): Explanation {
		return {
			message: `Leanplum skipped ${count(this.tally.skipped, 'row')}`,
			description:
				'Leanplum reported success but did nothing. To continue anyway, set If Leanplum Skips an Item to Mark as Skipped and Continue.',
		};
	}
}
