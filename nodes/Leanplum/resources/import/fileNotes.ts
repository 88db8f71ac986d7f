import type { IDataObject } from 'n8n-workflow';
import type { Header } from '../../csv/columns/columns';
import type { Note } from '../../values/reading';
import type { CsvFormat } from '../../csv/file/csvFile';
import { count } from '../../operation/statusWords';

/** What was made of the cells of a file, by column. */
export class FileNotes {
	private readonly counts = new Map<string, Map<Note | 'empty', number>>();

	add(column: string, note: Note | 'empty'): void {
		const counts = this.counts.get(column) ?? new Map<Note | 'empty', number>();
		this.counts.set(column, counts);
		counts.set(note, (counts.get(note) ?? 0) + 1);
	}

	/** In sentences, without their periods. */
	sentences(rows: number): string[] {
		return [...this.counts].flatMap(([column, counts]) =>
			[...counts].map(([note, cells]) => sentence(column, note, cells, rows)),
		);
	}
}

function sentence(column: string, note: Note | 'empty', cells: number, rows: number): string {
	switch (note) {
		case 'empty':
			return `"${column}" was empty in ${cells.toLocaleString('en-US')} of ${count(rows, 'row')} and was left out`;
		case 'trimmed':
			return `"${column}" had spaces around ${count(cells, 'value')}, which were removed`;
		case 'spreadsheetDate':
			return `"${column}": ${count(cells, 'spreadsheet date')} converted`;
	}
}

/** How a file was read: its encoding and delimiter, and what each column became. */
export function readingOf({ encoding, delimiter }: CsvFormat, header: Header): IDataObject {
	return {
		encoding,
		delimiter,
		columns: [
			...header.columns.map(({ name, path, type }) => ({
				column: name,
				becomes: path.join('.'),
				...(type === undefined ? {} : { type: type === 'string' ? 'text' : type }),
			})),
			...header.unused.map((column) => ({ column, becomes: null })),
		],
	};
}
