import { DELIMITERS, type Dialect } from './dialect';

/** What a file starts with: the mark of UTF-8 and, where nobody would guess it, the delimiter. */
export function csvStart({ delimiter }: Dialect): string {
	const isKnown = (DELIMITERS as readonly string[]).includes(delimiter);
	return `\ufeff${isKnown ? '' : `sep=${delimiter}\r\n`}`;
}

/** A row of a CSV file, with its line break. */
export function csvLine(cells: readonly string[], { delimiter }: Dialect): string {
	const quoted = cells.map((cell) =>
		/["\r\n]/.test(cell) || cell.includes(delimiter) || cell.trim() !== cell
			? `"${cell.replaceAll('"', '""')}"`
			: cell,
	);
	return `${quoted.join(delimiter)}\r\n`;
}
