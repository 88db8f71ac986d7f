import { DIALECTS } from '../../testkit/dialects.mts';

/** What a page has between the marks of the table. */
const PLACE = /(<!-- dialects -->)\n([\s\S]*?)(<!-- \/dialects -->)/;

/** The table of dialects that a page shows. */
export function shownDialects(page: string): string {
	return PLACE.exec(page)?.[2] ?? '';
}

const cell = (text: string) => text.replaceAll('|', '\\|');

/** Who writes which CSV files, and what the node makes of them. */
export function dialectsTable(): string {
	const rows = DIALECTS.map(
		({ writer, written, result }) => `| ${[writer, written, result].map(cell).join(' | ')} |`,
	);
	return ['| Source | Format | Result |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The page with the table of dialects. */
export function withDialects(page: string): string {
	return page.replace(PLACE, `$1\n\n${dialectsTable()}\n\n$3`);
}
