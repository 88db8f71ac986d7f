import { parseCsv } from '../basics/csv.mjs';
import { setNested } from '../basics/json.mjs';

/**
 * The value of a cell: `[a, b]` is a list (G: import csv), a number in its plain form is one, all
 * else is text. So "007" stays what it is.
 */
function cellValue(cell: string): unknown {
	const inner = /^\s*\[(.*)\]\s*$/s.exec(cell)?.[1];
	if (inner !== undefined) {
		return inner.trim() === '' ? [] : inner.split(',').map((entry) => cellValue(entry.trim()));
	}
	return cell !== '' && String(Number(cell)) === cell && Number.isFinite(Number(cell))
		? Number(cell)
		: cell;
}

/**
 * The arguments of each row of a CSV import: the header names arguments, nested ones with dots, and
 * empty cells are left out. Rows without an `action` column get the default one.
 * @returns undefined when the text is no CSV
 */
export function csvCalls(
	text: string,
	defaultAction: string | undefined,
): Record<string, unknown>[] | undefined {
	const table = parseCsv(text);
	if (!table) return undefined;
	const [header = [], ...rows] = table;
	return rows.map((row) => {
		const args: Record<string, unknown> = {};
		if (defaultAction !== undefined) args.action = defaultAction;
		header.forEach((name, column) => {
			const cell = row[column] ?? '';
			if (cell !== '') setNested(args, name, cellValue(cell));
		});
		return args;
	});
}
