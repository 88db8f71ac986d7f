import { isEmpty } from '../../values/blank';
import { csvText, type CsvFormat, type OpenFile } from './csvFile';
import { CsvError } from './csvError';
import { Scanner } from './scan';

/** A row of a CSV file that holds something. */
export interface CsvRow {
	/** Its number as a spreadsheet program shows it: the first row is 1, blank ones count. */
	readonly number: number;
	readonly cells: readonly string[];
	/** What keeps the row from being read, as the rest of a sentence that starts with it. */
	readonly broken?: string;
}

/** More characters than any row needs; without it a quote that is not closed would fill the memory. */
const MAX_ROW_LENGTH = 1_000_000;

const TOO_LONG = `is longer than ${MAX_ROW_LENGTH.toLocaleString('en-US')} characters, as after a quote that is not closed`;
const AFTER_BROKEN = 'follows a row with a broken quote and has another number of cells';

/** Finds the rows of a text that comes in parts. */
class RowFinder {
	private number = 0;
	private text = '';
	private at = 0;
	/** How much text there must be before it makes sense to look again. */
	private wanted = 0;
	/** How many cells the first row has, and the last good one. */
	private widths: readonly number[] = [];
	/** Up to here rows must have a usual width, because a broken quote may have been text in a cell. */
	private doubtfulTo = 0;

	constructor(private readonly delimiter: string) {}

	*read(part: string, isLast: boolean): Generator<CsvRow> {
		this.text = this.text.slice(this.at) + part;
		this.doubtfulTo -= this.at;
		this.at = 0;
		if (this.text.length < this.wanted && !isLast) return;
		const scanner = new Scanner(this.text, this.delimiter, !isLast);
		while (this.at < this.text.length) {
			const from = this.at;
			const scan = scanner.scan(from);
			const length = (scan.kind === 'row' ? scan.end : this.text.length) - from;
			if (scan.kind === 'row' && length <= MAX_ROW_LENGTH) {
				this.at = scan.end;
				yield* this.row(scan.cells, from);
			} else if (
				scan.kind === 'broken' &&
				(isLast || scanner.lineEnd(scan.at) < this.text.length - 1)
			) {
				yield this.broken(scanner, scan.message, scan.at);
			} else if (length > MAX_ROW_LENGTH) {
				yield this.broken(scanner, TOO_LONG, this.text.length);
			} else {
				// Looking twice as far each time keeps long rows from being searched again and again.
				this.wanted = 2 * length;
				return;
			}
		}
	}

	private *row(cells: readonly string[], from: number): Generator<CsvRow> {
		const number = ++this.number;
		if (cells.every((cell) => isEmpty(cell))) return;
		const isDoubtful = from < this.doubtfulTo;
		if (isDoubtful && !this.fits(cells)) {
			yield { number, cells: [], broken: AFTER_BROKEN };
			return;
		}
		if (this.doubtfulTo === Number.POSITIVE_INFINITY) this.doubtfulTo = 0;
		this.widths = [this.widths[0] ?? cells.length, cells.length];
		yield { number, cells };
	}

	private fits(cells: readonly string[]): boolean {
		return this.widths.includes(cells.length);
	}

	/**
	 * Goes on behind a broken quote. What it swallowed are either lines of one cell, or rows that have
	 * nothing to do with it: rows, when most of them have as many cells as the others.
	 *
	 * @param at where it showed that the quote is broken
	 */
	private broken(scanner: Scanner, message: string, at: number): CsvRow {
		const number = ++this.number;
		if (this.widths.length === 0) throw new CsvError(message, number);
		const end = scanner.afterLine(scanner.lineEnd(at));
		const second = scanner.afterLine(scanner.lineEnd(this.at));
		if (!this.areRows(second, at)) this.at = end;
		else {
			this.at = second;
			this.doubtfulTo = end;
		}
		// What comes next may be the rest of a long row.
		if (this.at > this.text.length) this.doubtfulTo = Number.POSITIVE_INFINITY;
		return { number, cells: [], broken: message };
	}

	/** Whether the lines from a place up to a broken quote are rows, and the quote starts a cell of one. */
	private areRows(from: number, quote: number): boolean {
		const text = this.text.slice(from, quote);
		const lines = text.split(/\r\n|\r|\n/);
		const last = lines.pop()!;
		if (quote < this.text.length && !startsCell(last, this.delimiter)) return false;
		const fitting = lines.filter((line) => {
			const scan = new Scanner(line, this.delimiter, false).scan(0);
			return line === '' || (scan.kind === 'row' && this.fits(scan.cells));
		});
		return 2 * fitting.length >= lines.length;
	}
}

/** Whether a quote after the start of a line would start a cell. */
function startsCell(before: string, delimiter: string): boolean {
	const text = before.replace(delimiter === '\t' ? /[ \u00a0]*=?$/ : /[ \t\u00a0]*=?$/, '');
	return text === '' || text.endsWith(delimiter);
}

/**
 * The rows of a CSV file, read as it comes, so that little more than a row is held. Blank rows are left
 * out. A row with a broken quote is told, and the rows after it are read.
 *
 * @throws CsvError when the first row has a broken quote
 */
export async function* csvRows(open: OpenFile, format: CsvFormat): AsyncGenerator<CsvRow> {
	const finder = new RowFinder(format.delimiter);
	for await (const text of csvText(open, format)) yield* finder.read(text, false);
	yield* finder.read('', true);
}
