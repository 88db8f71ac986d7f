import { trim } from '../../values/blank';

/** Digits as people write them, also of phone numbers: 00123, +49 (170) 12-34, 1.5. */
const DIGITS = /^[+-]?\(?\d[\d .,()/-]*$/;

/**
 * The text of a cell that is marked as text for spreadsheet programs, which would read it as a number:
 * ="00123", or '00123. Other apostrophes are part of the text.
 *
 * @returns `undefined` when it has no such mark
 */
function markedText(cell: string): string | undefined {
	const text = trim(cell);
	if (text.startsWith('="') && text.endsWith('"') && text.length > 2) {
		return text.slice(2, -1).replaceAll('""', '"');
	}
	return text.startsWith("'") && DIGITS.test(text.slice(1)) ? text.slice(1) : undefined;
}

/** Whether a cell can have a mark; asking for one takes longer. */
function mayBeMarked(cell: string): boolean {
	const code = cell.charCodeAt(0);
	return code === 0x3d || code === 0x27 || code <= 0x20 || code >= 0xa0;
}

/** Whether a cell is marked as text. */
export function isMarked(cell: string): boolean {
	return mayBeMarked(cell) && markedText(cell) !== undefined;
}

/** The text of a cell, without a mark. */
export function cellText(cell: string): string {
	return mayBeMarked(cell) ? (markedText(cell) ?? cell) : cell;
}

/** A cell that is read as text whatever stands in the other cells of its column. */
export function markAsText(cell: string): string {
	return isMarked(cell) ? cell : `="${cell.replaceAll('"', '""')}"`;
}
