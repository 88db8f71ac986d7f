import { CsvError } from '../../../csv/file/csvError';
import { formatOf, type CsvFormat, type FormatChoice } from '../../../csv/file/csvFile';
import { csvRows, type CsvRow } from '../../../csv/file/csvRows';
import { ColumnInspector } from '../../../csv/columns/columnType';
import type { ColumnChoice, Complaint, Header } from '../../../csv/columns/columns';
import { readHeader, withType } from '../../../csv/columns/header';
import {
	RowReader,
	type IfEmpty,
	type OnNote,
	type RowResult,
} from '../../../csv/columns/rowReader';
import { WrongInput, type ItemInput } from '../../../operation/fields/itemInput';
import { count } from '../../../operation/statusWords';
import type { TaskTools } from '../../../operation/taskTools';
import type { KeyClass } from '../../../protocol/action/keys';
import { FileNotes } from './fileNotes';

/** What a file is and how it is read. */
export interface CsvSettings {
	/** The binary field that holds it. */
	readonly property: string;
	readonly format: FormatChoice;
	readonly columns: ColumnChoice;
	readonly ifEmpty: IfEmpty;
	/** Whether wrong rows are left out; otherwise nothing is sent. */
	readonly skipWrong: boolean;
}

/** A row of the file after its header. */
export interface FileRow {
	readonly row: CsvRow;
	readonly result: RowResult;
}

/** What is known of a file that can be sent. */
export interface CheckedFile {
	readonly format: CsvFormat;
	/** The cells of its first row. */
	readonly names: readonly string[];
	/** Its columns, with the types that their values show. */
	readonly header: Header;
	readonly rows: number;
	/** The classes of the keys that its rows need. */
	readonly keys: ReadonlySet<KeyClass>;
	readonly notes: FileNotes;
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
		.map(({ column, message }) =>
			column === undefined ? message : `column "${column}" ${message}`,
		)
		.join('; ');
}

/** Notes what keeps a file from being read; other errors go on. */
function noted(error: unknown, input: ItemInput): unknown {
	if (!(error instanceof CsvError)) return error;
	input.refuse(error.row === undefined ? 'The file' : `Row ${error.row}`, error.message);
	return new WrongInput();
}

/** The rows of a file that was checked, as it is read. */
export async function* rowsOf(
	file: CheckedFile,
	tools: TaskTools,
	settings: CsvSettings,
	open = () => tools.openBinary(settings.property),
): AsyncGenerator<FileRow> {
	const reader = new RowReader(file.header, settings.columns.preset, settings.ifEmpty);
	let isFirst = true;
	for await (const row of csvRows(open, file.format)) {
		if (!isFirst) yield { row, result: reader.read(row) };
		isFirst = false;
	}
}

/** Reads a file to find out what it holds, before anything of it is sent. */
class FileCheck {
	private readonly keys = new Set<KeyClass>();
	private readonly inspectors: ReadonlyArray<ColumnInspector | undefined>;
	private readonly notes: FileNotes;
	private readonly reader: RowReader;
	private rows = 0;
	private wrong = 0;

	constructor(
		private readonly input: ItemInput,
		private readonly settings: CsvSettings,
		private readonly names: readonly string[],
		private readonly header: Header,
	) {
		const { columns, ifEmpty } = settings;
		this.inspectors = header.columns.map(({ reader, type }) =>
			reader.typed && type === undefined
				? new ColumnInspector(columns.decimalSeparator, reader.typed)
				: undefined,
		);
		this.notes = new FileNotes();
		const onNote: OnNote = (column, note) => this.notes.add(column.name, note);
		this.reader = new RowReader(header, columns.preset, ifEmpty, onNote);
	}

	take(row: CsvRow): void {
		this.rows++;
		const result = this.reader.read(row);
		if ('complaints' in result) {
			this.wrong++;
			if (this.settings.skipWrong || this.wrong > MAX_WRONG_ROWS) return;
			for (const complaint of result.complaints) {
				this.input.refuse(place(complaint, row.number), complaint.message);
			}
			return;
		}
		if ('nothing' in result) return;
		this.keys.add(result.call.key);
		this.inspectors.forEach((inspector, index) => {
			inspector?.take(row.cells[this.header.columns[index]!.index] ?? '');
		});
	}

	/** @throws WrongInput after noting what keeps the file from being sent */
	result(format: CsvFormat): CheckedFile {
		const { wrong, rows, keys, notes, header, names, input } = this;
		if (wrong > 0 && !this.settings.skipWrong) {
			input.refuse(
				'The file',
				`has ${count(wrong, 'invalid row')}. To import the others, turn on 'Skip Invalid Rows' under Options`,
			);
		}
		const columns = header.columns.map((column, index) => {
			const look = this.inspectors[index]?.look;
			if (!look) return column;
			if (look.localNumber !== undefined) {
				const separator = this.settings.columns.decimalSeparator;
				input.refuse(
					`Column "${column.name}"`,
					separator
						? `can be read in several ways with the Decimal Separator "${separator}", because of "${look.localNumber}". Change the numbers, or add the column to Field Types as Text`
						: `seems to hold numbers with another decimal separator, such as "${look.localNumber}". Select the Decimal Separator, or add the column to Field Types`,
				);
			}
			return withType(column, look.type, this.settings.columns);
		});
		input.throwIfWrong();
		return { format, names, header: { ...header, columns }, rows, keys, notes };
	}
}

/**
 * Reads the whole file before anything of it is sent.
 *
 * @throws WrongInput after noting the first wrong rows, unless they are left out
 */
export async function checkFile(
	input: ItemInput,
	tools: TaskTools,
	settings: CsvSettings,
): Promise<CheckedFile> {
	const open = () => tools.openBinary(settings.property);
	try {
		const format = await formatOf(open, settings.format);
		let check: FileCheck | undefined;
		for await (const row of csvRows(open, format)) {
			if (check) {
				check.take(row);
				continue;
			}
			const { header, complaints } = readHeader(row.cells, settings.columns);
			for (const complaint of complaints) input.refuse(place(complaint), complaint.message);
			input.throwIfWrong();
			check = new FileCheck(input, settings, row.cells, header);
		}
		if (!check) throw new CsvError('is empty. The first row must contain the column names');
		return check.result(format);
	} catch (error) {
		throw noted(error, input);
	}
}
