import type { IBinaryData } from 'n8n-workflow';
import { markAsText } from '../../../csv/columns/cell';
import { looksLikeText } from '../../../csv/columns/columnType';
import { csvLine, csvStart } from '../../../csv/file/writeCsv';
import type { TaskTools } from '../../../operation/taskTools';
import { usersOf, type Call } from '../../../protocol/action/call';
import { isUntried, type Outcome } from '../../../protocol/reply/outcome';
import { rowsOf, type CheckedFile, type CsvSettings } from './fileRows';

/** More than n8n should hold in memory; the file that was imported is there still. */
const MAX_BYTES = 100_000_000;

/** The rows of a file that Leanplum certainly did not do, though nothing is wrong with them. */
export class RowsToRepeat {
	/** The last row that was sent, or was to be sent. */
	private reached = 0;
	private readonly rows = new Map<number, Call>();
	/** The rows above by user, to find those that a later row of the user replaces. */
	private readonly rowsOfUser = new Map<string, number[]>();

	/** Notes the outcome of a row; without one it was not sent. */
	sent(row: number, call: Call, outcome: Outcome | undefined): void {
		this.reached = Math.max(this.reached, row);
		if (!outcome || isUntried(outcome)) {
			this.rows.set(row, call);
			for (const user of usersOf(call.args)) {
				this.rowsOfUser.set(user, [...(this.rowsOfUser.get(user) ?? []), row]);
			}
		} else if (this.rows.size > 0) this.dropReplaced(call);
	}

	/** Setting an older value again would replace the newer one. */
	private dropReplaced({ args, spec }: Call): void {
		for (const user of usersOf(args)) {
			for (const row of this.rowsOfUser.get(user) ?? []) {
				if (this.rows.get(row)?.spec.repeatable && spec.repeatable) this.rows.delete(row);
			}
		}
	}

	/**
	 * Makes a CSV file of these rows and of those after the last that was sent, with the header of the
	 * imported file: importing it with the same settings is the second run.
	 *
	 * @returns `undefined` when there are none, or far too many
	 */
	async file(
		file: CheckedFile,
		tools: TaskTools,
		settings: CsvSettings,
	): Promise<{ rows: number; binary: IBinaryData } | undefined> {
		const chunks = [Buffer.from(csvStart(file.format) + csvLine(file.names, file.format))];
		const textColumns = file.header.columns.filter(({ type }) => type === 'string');
		const open = () => tools.reopenBinary(settings.property);
		let rows = 0;
		let bytes = 0;
		for await (const { row, result } of rowsOf(file, tools, settings, open)) {
			if (!('call' in result)) continue;
			if (row.number <= this.reached && !this.rows.has(row.number)) continue;
			const cells = [...row.cells];
			for (const { index } of textColumns) {
				// Among other rows it might look like a column of numbers.
				const cell = cells[index] ?? '';
				if (!looksLikeText(cell)) cells[index] = markAsText(cell);
			}
			const line = Buffer.from(csvLine(cells, file.format));
			chunks.push(line);
			rows++;
			bytes += line.length;
			if (bytes > MAX_BYTES) return undefined;
		}
		if (rows === 0) return undefined;
		const binary = await tools.storeBytes(Buffer.concat(chunks), 'rows-not-sent.csv', 'text/csv');
		return { rows, binary };
	}
}
