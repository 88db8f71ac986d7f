import type { IDataObject } from 'n8n-workflow';
import type { Header } from '../../../csv/columns/columns';
import type { CellNote } from '../../../csv/columns/rowReader';
import type { CsvFormat } from '../../../csv/file/csvFile';
import { noteSentence } from '../../../operation/fields/notes';

/** What was made of the cells of a file, by column. */
export class FileNotes {
	private readonly counts = new Map<string, Map<CellNote, number>>();

	add(column: string, note: CellNote): void {
		const counts = this.counts.get(column) ?? new Map<CellNote, number>();
		this.counts.set(column, counts);
		counts.set(note, (counts.get(note) ?? 0) + 1);
	}

	/** In sentences, without their periods. */
	sentences(rows: number): string[] {
		return [...this.counts].flatMap(([column, counts]) =>
			[...counts].map(([note, cells]) => noteSentence(`"${column}"`, note, cells, rows, 'row')!),
		);
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
