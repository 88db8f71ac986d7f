import { CsvError } from './csvError';
import { Scanner } from './scan';

/** The delimiters that files are tried with. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** How a file separates its cells. */
export interface Dialect {
	readonly delimiter: string;
	/** Where its first row starts: after a line such as "sep=;", by which a file tells its delimiter. */
	readonly start: number;
}

/** How many characters and rows at the start of a file tell its delimiter. */
export const SAMPLE = { length: 65_536, rows: 50 };

const SEP_LINE = /^\s*"?sep=([^"\r\n])"?[^\S\r\n\t]*(?:\r\n|\r|\n|$)/i;

const names: Readonly<Record<string, string>> = {
	',': 'Comma',
	';': 'Semicolon',
	'\t': 'Tab',
	'|': 'Pipe',
};

const isBlank = (cell: string) => cell.trim() === '';

function sampleRows(text: string, delimiter: string, isCut: boolean): string[][] {
	const scanner = new Scanner(text, delimiter, isCut);
	const rows: string[][] = [];
	for (let at = 0; at < text.length && rows.length < SAMPLE.rows; ) {
		const scan = scanner.scan(at);
		if (scan.kind === 'open') break;
		if (scan.kind === 'row' && !scan.cells.every(isBlank)) rows.push(scan.cells);
		at = scan.kind === 'row' ? scan.end : scanner.afterLine(scanner.lineEnd(at));
	}
	return rows;
}

/** How many cells a row has without empty ones at its end. */
function width(cells: readonly string[]): number {
	return cells.findLastIndex((cell) => !isBlank(cell)) + 1;
}

interface Candidate {
	readonly delimiter: string;
	readonly columns: number;
	/** The share of rows that have as many cells as the first, or one more that is empty. */
	readonly fit: number;
}

function candidate(text: string, delimiter: string, isCut: boolean): Candidate {
	const rows = sampleRows(text, delimiter, isCut);
	const [header = [], ...others] = rows;
	const fitting = others.filter(
		(cells) =>
			cells.length === header.length || (width(cells) > 1 && width(cells) <= header.length),
	);
	const fit = others.length === 0 ? 1 : fitting.length / others.length;
	return { delimiter, columns: width(header), fit };
}

/** @throws CsvError when several delimiters are equally likely */
function guess(text: string, isCut: boolean): string {
	const [best, second] = DELIMITERS.map((delimiter) => candidate(text, delimiter, isCut))
		.filter(({ columns }) => columns > 1)
		.sort((a, b) => b.fit - a.fit || b.columns - a.columns);
	if (best && second && best.fit === second.fit && best.columns === second.columns) {
		throw new CsvError(
			`can be read with the delimiter ${names[best.delimiter]} or ${names[second.delimiter]}. Select the Delimiter under Options`,
		);
	}
	// With a single column there is nothing between cells.
	return best?.delimiter ?? ',';
}

/**
 * Finds out how a file separates its cells.
 *
 * @param sample the start of its text
 * @param isCut whether the text goes on behind the sample
 * @param chosen the delimiter that the user says
 * @throws CsvError when that is not clear
 */
export function dialectOf(sample: string, isCut: boolean, chosen: string | undefined): Dialect {
	const line = SEP_LINE.exec(sample);
	if (!line) return { delimiter: chosen ?? guess(sample, isCut), start: 0 };
	const delimiter = line[1]!;
	if (chosen !== undefined && chosen !== delimiter) {
		throw new CsvError(
			`has the first line "sep=${delimiter}", but Delimiter is ${names[chosen] ?? chosen}. Select Automatic`,
		);
	}
	return { delimiter, start: line[0].length };
}
