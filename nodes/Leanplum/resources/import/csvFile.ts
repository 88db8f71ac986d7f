import { WrongInput, type ItemInput } from '../../operation/itemInput';
import type { TaskTools } from '../../operation/taskTools';
import type { ActionSpec } from '../../protocol/action/catalogue';
import { CsvError, csvRows } from '../../csv/csv';
import { readHeader, type Complaint } from '../../csv/csvHeader';
import { RowReader, type RowResult } from '../../csv/csvRows';
import type { KeyClass } from '../../protocol/action/keys';

/** What a file is and how it is read. */
export interface CsvSettings {
	/** The binary field that holds it. */
	readonly property: string;
	readonly delimiter: string;
	/** The action of rows that name none. */
	readonly preset: ActionSpec | undefined;
	/** Names of columns whose values stay text. */
	readonly textColumns: readonly string[];
	/** Whether wrong rows are left out; otherwise nothing is sent. */
	readonly skipWrong: boolean;
}

/** A row of the file behind its header. */
export interface FileRow {
	readonly number: number;
	/** How many characters it has. */
	readonly size: number;
	readonly result: RowResult;
}

/** More are wrong for the same reasons. */
const MAX_WRONG_ROWS = 5;

function place({ column }: Complaint, row?: number): string {
	const where = column === undefined ? '' : `column "${column}"`;
	if (row === undefined) return where === '' ? 'The file' : `C${where.slice(1)}`;
	return [`Row ${row}`, where].filter(Boolean).join(', ');
}

/** What is wrong with a row, in a sentence. */
export function complaintOf(complaints: readonly Complaint[]): string {
	return complaints
		.map((complaint) => {
			const { column, message } = complaint;
			return column === undefined ? message : `column "${column}" ${message}`;
		})
		.join('; ');
}

function readerFor(
	cells: readonly string[],
	input: ItemInput,
	{ preset, textColumns }: CsvSettings,
): RowReader {
	const { header, complaints } = readHeader(cells, preset, input.timezone);
	for (const complaint of complaints) input.refuse(place(complaint), complaint.message);
	for (const name of textColumns) {
		if (!header.columns.some((column) => column.name === name)) {
			input.refuse(`Text Columns "${name}"`, 'is no column of the file');
		}
	}
	input.throwIfWrong();
	return new RowReader(header, preset, new Set(textColumns));
}

/**
 * The rows of the file, as it is read.
 *
 * @throws WrongInput after noting what is wrong with its header, CsvError when it is no CSV
 */
export async function* rowsOf(
	input: ItemInput,
	tools: TaskTools,
	settings: CsvSettings,
): AsyncGenerator<FileRow> {
	let reader: RowReader | undefined;
	for await (const row of csvRows(tools.openBinary(settings.property), settings.delimiter)) {
		if (!reader) {
			reader = readerFor(row.cells, input, settings);
			continue;
		}
		const size = row.cells.reduce((sum, cell) => sum + cell.length, 0);
		yield { number: row.number, size, result: reader.read(row) };
	}
	if (!reader) {
		input.refuse('The file', 'is empty: its first row must name the columns');
		input.throwIfWrong();
	}
}

/** What is known of a file that can be sent. */
interface CheckedFile {
	readonly rows: number;
	/** The classes of the keys that its rows need. */
	readonly keys: ReadonlySet<KeyClass>;
}

/**
 * Reads the whole file before anything of it is sent.
 *
 * @throws WrongInput after noting the first wrong rows, unless they are to be left out
 */
export async function checkFile(
	input: ItemInput,
	tools: TaskTools,
	settings: CsvSettings,
): Promise<CheckedFile> {
	const keys = new Set<KeyClass>();
	let rows = 0;
	let wrong = 0;
	try {
		for await (const { number, result } of rowsOf(input, tools, settings)) {
			rows++;
			if ('call' in result) {
				keys.add(result.call.key);
				continue;
			}
			wrong++;
			if (settings.skipWrong || wrong > MAX_WRONG_ROWS) continue;
			for (const complaint of result.complaints) {
				input.refuse(place(complaint, number), complaint.message);
			}
		}
	} catch (error) {
		throw noted(error, input);
	}
	if (wrong > 0 && !settings.skipWrong) {
		const many = wrong === 1 ? 'a wrong row' : `${wrong.toLocaleString('en-US')} wrong rows`;
		input.refuse(
			'The file',
			`has ${many}; to import the others, switch on Skip Wrong Rows under Options`,
		);
	}
	input.throwIfWrong();
	return { rows, keys };
}

/** Notes what keeps a file from being read; other errors go on. */
function noted(error: unknown, input: ItemInput): unknown {
	if (!(error instanceof CsvError)) return error;
	input.refuse(`Row ${error.row}`, error.message);
	return new WrongInput();
}
