import { createRequire } from 'node:module';
import type * as CsvParse from 'csv-parse/sync';

const load = createRequire(import.meta.url);

/** The parser of CSV, which most sandboxes never need; so it does not slow down their start. */
const csvParse = () => load('csv-parse/sync') as typeof CsvParse;

/** One line of CSV; cells with commas, quotes or line breaks are quoted. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
	const texts = cells.map((cell) => {
		const text = cell === undefined ? '' : String(cell);
		return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	});
	return `${texts.join(',')}\n`;
}

/** The rows of a CSV text, quoted line breaks included, without blank ones; undefined when it is broken. */
export function parseCsv(text: string): string[][] | undefined {
	const { CsvError, parse } = csvParse();
	try {
		return parse(text, {
			record_delimiter: ['\r\n', '\n', '\r'],
			relax_column_count: true,
			relax_quotes: true,
			skip_records_with_empty_values: true,
		});
	} catch (error) {
		if (error instanceof CsvError) return undefined;
		throw error;
	}
}
