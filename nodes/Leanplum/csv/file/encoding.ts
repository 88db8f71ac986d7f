import { CsvError } from './csvError';

/**
 * The characters of the bytes 0x80 to 0x9f; a replacement character where a byte stands for none. The
 * node has this table because older Node.js versions decode Windows-1252 as Latin-1.
 */
const HIGH = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Decodes Windows-1252; bytes that stand for no character become U+FFFD. */
function decodeWindows1252(bytes: Uint8Array): string {
	// All other bytes are the same in Latin-1.
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		.toString('latin1')
		.replace(/[\x80-\x9f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80]!);
}

/** How the characters of a file are written. */
export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252';

/** Turns bytes, cut anywhere, into text; without bytes, what is left at the end. Throws what it cannot decode. */
export type Decode = (chunk?: Uint8Array) => string;

/** Makes the decoder of a file. A byte order mark is left out. */
export function decoderOf(encoding: Encoding): Decode {
	if (encoding === 'Windows-1252') return (chunk) => (chunk ? decodeWindows1252(chunk) : '');
	const decoder = new TextDecoder(encoding, { fatal: true });
	return (chunk) => (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
}

/**
 * The encoding that the start of a file shows: by a byte order mark, or by the zeros that UTF-16 has in
 * every other byte of a delimiter or line end.
 *
 * @throws CsvError for zeros that are not those of UTF-16
 */
export function encodingShownBy(head: Uint8Array): Encoding | undefined {
	const [first, second, third] = head;
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'UTF-8';
	if (first === 0xff && second === 0xfe) return 'UTF-16LE';
	if (first === 0xfe && second === 0xff) return 'UTF-16BE';
	const zeros = [0, 0];
	head.forEach((byte, index) => {
		if (byte === 0) zeros[index % 2]!++;
	});
	const [even, odd] = zeros as [number, number];
	if (even === 0 && odd === 0) return undefined;
	if (odd > even * 8) return 'UTF-16LE';
	if (even > odd * 8) return 'UTF-16BE';
	throw new CsvError('is not text but a binary file. Export the data as CSV');
}

/**
 * Characters of UTF-8, byte by byte. Left out are those that are words in Windows-1252 too: an "ß" before
 * a quotation mark, and an accented letter before a no-break space.
 */
const UTF8_CHARACTER =
	/\xc3\xa0|[\xc2-\xde][\x80-\x9f\xa1-\xbf]|[\xe1-\xef][\x80-\x9f\xa1-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}/;

/** Bytes that stand for nothing in Windows-1252. */
const NO_CHARACTER = /[\0\x81\x8d\x8f\x90\x9d]/;

const NO_ASCII = /[^ -~\s]/;

const CHOOSE = 'Save it as CSV UTF-8, or select its Encoding under Options';

/**
 * Finds out the encoding of a whole file, which it is given chunk by chunk. Text that is not UTF-8 is
 * taken for Windows-1252, in which Excel saves CSV files by default, unless part of it is UTF-8.
 */
export class EncodingCheck {
	private readonly decode: Decode;
	private encoding: Encoding;
	private lines = 1;
	private hasUtf8 = false;

	/**
	 * @param head the first bytes of the file
	 * @param chosen what the user says; a byte order mark says better
	 * @throws CsvError for what is not text
	 */
	constructor(
		head: Uint8Array,
		private readonly chosen: Encoding | undefined,
	) {
		this.encoding = encodingShownBy(head) ?? chosen ?? 'UTF-8';
		this.decode = decoderOf(this.encoding);
	}

	/** @throws CsvError for what is not text, or not in the chosen encoding */
	take(chunk?: Uint8Array): void {
		if (this.encoding === 'Windows-1252') return this.takeWindows1252(chunk);
		const text = this.decoded(chunk);
		if (text !== undefined) {
			if (text.includes('\0')) throw new CsvError('is not text but a binary file');
			this.hasUtf8 ||= NO_ASCII.test(text);
			this.lines += text.split('\n').length - 1;
			return;
		}
		const before = new TextDecoder(this.encoding).decode(chunk).split('\ufffd')[0]!;
		const canBeOther = this.encoding === 'UTF-8' && this.chosen === undefined;
		if (!canBeOther || this.hasUtf8 || NO_ASCII.test(before)) {
			this.lines += before.split('\n').length - 1;
			throw this.notIn(this.encoding);
		}
		this.encoding = 'Windows-1252';
		this.takeWindows1252(chunk);
	}

	private decoded(chunk?: Uint8Array): string | undefined {
		try {
			return this.decode(chunk);
		} catch {
			return undefined;
		}
	}

	get result(): Encoding {
		return this.encoding;
	}

	private takeWindows1252(chunk: Uint8Array | undefined): void {
		if (!chunk) return;
		const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
		const isUnclear = this.chosen === undefined;
		const wrong = (isUnclear && UTF8_CHARACTER.exec(text)) || NO_CHARACTER.exec(text);
		if (wrong) {
			this.lines += text.slice(0, wrong.index).split('\n').length - 1;
			throw this.notIn(
				NO_CHARACTER.test(wrong[0]) && wrong[0].length === 1 ? this.encoding : 'UTF-8',
			);
		}
		this.lines += text.split('\n').length - 1;
	}

	private notIn(encoding: Encoding): CsvError {
		const where = `around line ${this.lines.toLocaleString('en-US')}`;
		if (encoding === 'UTF-8' && this.chosen === undefined) {
			return new CsvError(`is partly UTF-8 and partly not, ${where}. ${CHOOSE}`);
		}
		return new CsvError(`has bytes ${where} that are not valid in ${encoding}. ${CHOOSE}`);
	}
}
