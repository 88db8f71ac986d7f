/** A row of a CSV file that holds something. */
export interface CsvRow {
	/** Its number as a spreadsheet program shows it: the first row is 1, blank ones count. */
	readonly number: number;
	readonly cells: readonly string[];
}

/** What keeps a CSV file from being read any further. */
export class CsvError extends Error {
	constructor(
		/** The number of the row, as in `CsvRow`. */
		readonly row: number,
		/** What is wrong, as the rest of a sentence that begins with the row. */
		message: string,
	) {
		super(message);
	}
}

/** More characters than any row needs; without it a quote that is not closed would fill the memory. */
const MAX_ROW_LENGTH = 1_000_000;

/** Splits a text that comes in parts into rows (RFC 4180). */
class Splitter {
	private row = 1;
	private cells: string[] = [];
	private cell = '';
	private length = 0;
	/** Where in a cell the text before ended; `closed` is behind a quote that may be doubled. */
	private place: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
	private afterReturn = false;

	constructor(private readonly delimiter: string) {}

	get rowNumber(): number {
		return this.row;
	}

	*read(text: string): Generator<CsvRow> {
		let at = 0;
		while (at < text.length) {
			if (this.place === 'quoted') {
				at = this.readQuoted(text, at);
				continue;
			}
			const character = text[at]!;
			const isSecondHalf = this.afterReturn && character === '\n';
			this.afterReturn = character === '\r';
			if (isSecondHalf) at++;
			else if (character === '\n' || character === '\r') {
				at++;
				const row = this.endRow();
				if (row) yield row;
			} else at = this.readOutside(text, at);
		}
	}

	*end(): Generator<CsvRow> {
		if (this.place === 'quoted') throw new CsvError(this.row, 'has a quote that is not closed');
		const row = this.endRow();
		if (row) yield row;
	}

	/** Reads up to the next quote. */
	private readQuoted(text: string, from: number): number {
		const quote = text.indexOf('"', from);
		const end = quote < 0 ? text.length : quote;
		this.take(text.slice(from, end));
		if (quote >= 0) this.place = 'closed';
		return end + 1;
	}

	/** Reads a delimiter, an opening or doubled quote, or text up to the end of the cell. */
	private readOutside(text: string, from: number): number {
		const character = text[from]!;
		if (character === this.delimiter) {
			this.endCell();
			return from + 1;
		}
		if (character === '"' && this.place !== 'plain') {
			if (this.place === 'closed') this.take('"');
			this.place = 'quoted';
			return from + 1;
		}
		if (this.place === 'closed') {
			throw new CsvError(this.row, 'has text behind a closing quote');
		}
		this.place = 'plain';
		let end = from + 1;
		while (end < text.length && !this.endsPlainText(text[end]!)) end++;
		this.take(text.slice(from, end));
		return end;
	}

	private endsPlainText(character: string): boolean {
		return character === this.delimiter || character === '\n' || character === '\r';
	}

	private take(text: string): void {
		this.cell += text;
		this.grow(text.length);
	}

	private grow(characters: number): void {
		this.length += characters;
		if (this.length > MAX_ROW_LENGTH) {
			throw new CsvError(
				this.row,
				`is longer than ${MAX_ROW_LENGTH.toLocaleString('en-US')} characters, as when a quote is not closed`,
			);
		}
	}

	private endCell(): void {
		this.cells.push(this.cell);
		this.cell = '';
		this.place = 'start';
		this.grow(1);
	}

	private endRow(): CsvRow | undefined {
		this.endCell();
		const { row: number, cells } = this;
		this.row++;
		this.cells = [];
		this.length = 0;
		return cells.some((cell) => cell !== '') ? { number, cells } : undefined;
	}
}

/**
 * The rows of a CSV file, read as it comes, so that no more than a row is held. Blank rows are left
 * out, and a byte order mark is passed over.
 *
 * @param chunks UTF-8, cut anywhere
 * @throws CsvError for what is no UTF-8, a quote that is not closed, or text behind a closing quote
 */
export async function* csvRows(
	chunks: AsyncIterable<Uint8Array>,
	delimiter: string,
): AsyncGenerator<CsvRow> {
	const splitter = new Splitter(delimiter);
	const decoder = new TextDecoder('utf-8', { fatal: true });
	const decode = (chunk?: Uint8Array) => {
		try {
			return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
		} catch {
			throw notUtf8(splitter.rowNumber);
		}
	};
	for await (const chunk of chunks) yield* splitter.read(decode(chunk));
	yield* splitter.read(decode());
	yield* splitter.end();
}

function notUtf8(row: number): CsvError {
	return new CsvError(row, 'or one soon after it is not UTF-8: save the file as CSV UTF-8');
}
