/** One line of CSV; cells with commas, quotes or line breaks are quoted. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
	const texts = cells.map((cell) => {
		const text = cell === undefined ? '' : String(cell);
		return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	});
	return `${texts.join(',')}\n`;
}

// A quoted cell, or one without quotes; then a comma, a line break, or the end.
const CELL = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/y;

/** The rows of a CSV text, quoted line breaks included; blank lines are left out. */
export function parseCsv(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	CELL.lastIndex = 0;
	while (CELL.lastIndex < text.length) {
		const cell = CELL.exec(text);
		if (!cell) break;
		row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
		if (cell[3] !== ',') {
			if (row.some((value) => value !== '')) rows.push(row);
			row = [];
		}
	}
	if (row.length > 0) rows.push(row);
	return rows;
}
