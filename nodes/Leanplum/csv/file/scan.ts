/** What a place in a text holds, read as a row of CSV. */
export type Scan =
	/** A row; `end` is where the next one starts. */
	| { readonly kind: 'row'; readonly cells: string[]; readonly end: number }
	/** The text ends before the row does. */
	| { readonly kind: 'open' }
	/** A quote at a wrong place; `at` is where that shows. */
	| { readonly kind: 'broken'; readonly message: string; readonly at: number };

/** Blanks and characters that cannot be seen, which pages and chats leave beside quotes. */
const BLANK = /[ \t\u00a0\u200b\u2060\ufeff]/;

const OPEN: Scan = { kind: 'open' };
const UNCLOSED = 'has an unclosed quote';
const TEXT_AFTER_QUOTE = 'has text after a closing quote';

/**
 * Reads rows at places of a text, by the rules of RFC 4180 and those of what people's programs write:
 * lines that end with CR, LF, or both, blanks around quotes, and ="…", by which programs keep
 * spreadsheets from reading a text as a number. That mark stays in the cell; see `cellText`.
 */
export class Scanner {
	/** The next place of each character, so that no part of the text is searched twice. */
	private readonly known = new Map<string, { readonly from: number; readonly place: number }>();

	constructor(
		private readonly text: string,
		private readonly delimiter: string,
		/** Whether more text may follow. */
		private readonly isCut: boolean,
	) {}

	/** Reads the row that starts at a place. */
	scan(from: number): Scan {
		const lineEnd = this.lineEnd(from);
		if (this.next('"', from) > lineEnd) {
			if (this.isOpen(lineEnd)) return OPEN;
			const cells = this.text.slice(from, lineEnd).split(this.delimiter);
			return { kind: 'row', cells, end: this.afterLine(lineEnd) };
		}
		return this.scanQuoted(from);
	}

	/** Where the line that starts at or goes through a place ends; its line break stands there. */
	lineEnd(from: number): number {
		return Math.min(this.next('\n', from), this.next('\r', from), this.text.length);
	}

	/** Where the next line starts. */
	afterLine(lineEnd: number): number {
		return lineEnd + (this.text.startsWith('\r\n', lineEnd) ? 2 : 1);
	}

	/** Where quotes can follow: at or after a place, behind blanks. */
	skipBlanks(from: number): number {
		let at = from;
		while (this.isBlank(this.text.charAt(at))) at++;
		return at;
	}

	private isBlank(character: string): boolean {
		return character !== this.delimiter && BLANK.test(character);
	}

	private isOpen(lineEnd: number): boolean {
		// A "\r" at the end may be half of a line break.
		const isHalf = lineEnd === this.text.length - 1 && this.text[lineEnd] === '\r';
		return this.isCut && (lineEnd >= this.text.length || isHalf);
	}

	private next(character: string, from: number): number {
		const known = this.known.get(character);
		if (known !== undefined && known.from <= from && from <= known.place) return known.place;
		const index = this.text.indexOf(character, from);
		const place = index < 0 ? Number.POSITIVE_INFINITY : index;
		this.known.set(character, { from, place });
		return place;
	}

	private scanQuoted(from: number): Scan {
		const cells: string[] = [];
		for (let at = from; ; at++) {
			const start = this.skipBlanks(at);
			const marked = this.text.startsWith('="', start);
			const quote = marked ? start + 1 : start;
			if (this.text[quote] === '"') {
				const cell = this.quotedCell(quote);
				if ('kind' in cell) return cell;
				cells.push(marked ? `="${cell.value}"` : cell.value);
				at = cell.end;
			} else {
				const end = Math.min(this.lineEnd(at), this.next(this.delimiter, at));
				cells.push(this.text.slice(at, end));
				at = end;
			}
			if (this.text[at] === this.delimiter) continue;
			return this.isOpen(at) ? OPEN : { kind: 'row', cells, end: this.afterLine(at) };
		}
	}

	/** A cell in quotes; `end` is where its delimiter or line break stands. */
	private quotedCell(quote: number): Scan | { value: string; end: number } {
		let value = '';
		for (let from = quote + 1; ; ) {
			const close = this.next('"', from);
			if (close >= this.text.length) {
				if (this.isCut) return OPEN;
				return { kind: 'broken', message: UNCLOSED, at: this.text.length };
			}
			value += this.text.slice(from, close);
			if (this.text[close + 1] !== '"') {
				const end = this.skipBlanks(close + 1);
				const isEnd = this.text[end] === this.delimiter || end === this.lineEnd(close);
				return isEnd ? { value, end } : { kind: 'broken', message: TEXT_AFTER_QUOTE, at: close };
			}
			value += '"';
			from = close + 2;
		}
	}
}
