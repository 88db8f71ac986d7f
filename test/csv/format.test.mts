import { gzipSync } from 'node:zlib';
import { CsvError } from '../../nodes/Leanplum/csv/file/csvError';
import { formatOf, type FormatChoice } from '../../nodes/Leanplum/csv/file/csvFile';
import {
	EncodingCheck,
	encodingShownBy,
	type Encoding,
} from '../../nodes/Leanplum/csv/file/encoding';
import { csvRows } from '../../nodes/Leanplum/csv/file/csvRows';
import { csvLine, csvStart } from '../../nodes/Leanplum/csv/file/writeCsv';
import { gunzip, GunzipError } from '../../nodes/Leanplum/protocol/basics/gunzip';

/** Opens a file in parts of a size. */
const opener = (bytes: Uint8Array, size = 5000) =>
	async function* () {
		for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
	};

async function read(bytes: Uint8Array, choice: FormatChoice = {}, size?: number) {
	const open = opener(bytes, size);
	const format = await formatOf(open, choice);
	const rows = [];
	for await (const { cells } of csvRows(open, format)) rows.push(cells);
	return { ...format, rows };
}

const utf8 = (text: string) => Buffer.from(text);

/** The same text in another encoding, byte by byte. */
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('The encoding of a CSV file', () => {
	it('is Windows-1252 when it is not UTF-8, with all of its characters', async () => {
		const high = Buffer.from(
			Array.from({ length: 128 }, (_, index) => 128 + index).filter(
				(byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
			),
		);
		const expected =
			'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ' +
			Array.from({ length: 96 }, (_, index) => String.fromCharCode(160 + index)).join('');
		const file = Buffer.concat([utf8('a;b\n'), high, utf8(';x\n')]);
		// The bytes in their order look like no UTF-8.
		const { encoding, rows } = await read(file, { encoding: 'Windows-1252' });
		expect(encoding).toBe('Windows-1252');
		expect(rows).toEqual([
			['a', 'b'],
			[expected, 'x'],
		]);
		const price = await read(latin1('a;b\n5 \x80;\x84K\xf6ln\x93\n'));
		expect(price.rows[1]).toEqual(['5 €', '„Köln“']);
	});

	it.each<[string, Buffer]>([
		['UTF-16 little-endian with a mark', Buffer.from('\ufeffa,b\nä,漢\n', 'utf16le')],
		['UTF-16 little-endian', Buffer.from('a,b\nä,漢\n', 'utf16le')],
		['UTF-16 big-endian with a mark', utf16be('\ufeffa,b\nä,漢\n')],
		['UTF-16 big-endian', utf16be('a,b\nä,漢\n')],
		['UTF-8 with a mark', utf8('\ufeffa,b\nä,漢\n')],
		['UTF-8', utf8('a,b\nä,漢\n')],
	])('is found: %s', async (_what, file) => {
		for (const size of [1, 3, 5000]) {
			const { rows } = await read(file, {}, size);
			expect(rows).toEqual([
				['a', 'b'],
				['ä', '漢'],
			]);
		}
	});

	it.each<[string, Buffer, string]>([
		[
			'UTF-8 after Windows-1252',
			Buffer.concat([latin1('a,b\n\xe4,x\n'), utf8('ä,y\n')]),
			'is partly UTF-8 and partly not',
		],
		[
			'Windows-1252 after UTF-8',
			Buffer.concat([utf8('a,b\nä,x\n'), latin1('\xe4,y\n')]),
			'is partly UTF-8 and partly not, around line 3',
		],
		['half a letter at the end', Buffer.from([0x61, 0x0a, 0xc3]), 'has bytes'],
		[
			'what stands for nothing in Windows-1252',
			latin1('a,b\n\xff\x81,x\n'),
			'that are not valid in Windows-1252',
		],
		['zeros in text', utf8('a,b\n\0x,y\0z,\0\n'), 'is not text but a binary file'],
	])('is not guessed: %s', async (_what, file, message) => {
		if (message === 'has bytes') {
			// A single letter of Windows-1252.
			expect((await read(file)).rows).toEqual([['a'], ['Ã']]);
			return;
		}
		await expect(read(file)).rejects.toThrow(message);
	});

	it.each<[Buffer, Buffer, Encoding | undefined, string]>([
		[latin1('a,b\n\xe4,x\n'), utf8('1,2\n3,ä\n'), undefined, 'is partly UTF-8 and partly not'],
		[latin1('a,b\n\xe4,x\n'), utf8('1,2\n3,Á\n'), undefined, 'is partly UTF-8 and partly not'],
		[utf8('a,b\nä,\n'), latin1('1,2\n3,\xe4\n'), undefined, 'is partly UTF-8 and partly not'],
		[utf8('a,b\n1,2\n'), latin1('1,2\n3,\xe4\n'), 'UTF-8', 'not valid in UTF-8'],
		[utf8('a,b\n1,2\n'), latin1('1,2\n3,\x81\n'), 'Windows-1252', 'not valid in Windows-1252'],
		[
			Buffer.from('\ufeffa\n1\n', 'utf16le'),
			Buffer.from('1\n\ud800x', 'utf16le'),
			undefined,
			'not valid in UTF-16LE',
		],
	])('is wrong around a line: %j %j %s', (first, then, encoding, message) => {
		const check = new EncodingCheck(first, encoding);
		check.take(first);
		const end = () => {
			check.take(then);
			check.take();
		};
		expect(end).toThrow(new RegExp(`(?=.*around line 4)(?=.*${message})`));
	});

	it('is none in a file with a zero after a long text', async () => {
		const file = utf8(`a\n${'x\n'.repeat(9000)}\0`);
		await expect(read(file)).rejects.toThrow('is not text but a binary file');
	});

	it('is wrong around a line of a long file', async () => {
		const file = [latin1('a,b\n\xe4,x\n'), utf8('y,z\n'.repeat(9000)), utf8('ä,y\n')];
		await expect(read(Buffer.concat(file))).rejects.toThrow(
			'is partly UTF-8 and partly not, around line 9,003',
		);
	});

	it.each<[number[], Encoding | undefined]>([
		[[0xef, 0xbb, 0xbf], 'UTF-8'],
		[[0xff, 0xfe], 'UTF-16LE'],
		[[0xfe, 0xff], 'UTF-16BE'],
		...[
			[0xef, 0xbb, 0x41],
			[0xef, 0x41, 0xbf],
			[0x41, 0xbb, 0xbf],
			[0xff, 0x41],
			[0x41, 0xfe],
			[0xfe, 0x41],
			[0x41, 0xff],
			[],
		].map((head): [number[], undefined] => [head, undefined]),
		[[0x41, 0], 'UTF-16LE'],
		[[0, 0x41], 'UTF-16BE'],
		[[...Array<number[]>(9).fill([0x41, 0]).flat(), 0], 'UTF-16LE'],
		[[...Array<number[]>(9).fill([0, 0x41]).flat(), 0x41, 0], 'UTF-16BE'],
	])('is shown by the bytes %j: %s', (head, encoding) => {
		expect(encodingShownBy(Uint8Array.from(head))).toBe(encoding);
	});

	it.each([[[0x41, 0]], [[0, 0x41]]])('is not shown by as few zeros as in %j', (pair) => {
		const other = [...pair].reverse();
		const head = [...Array<number[]>(8).fill(pair).flat(), ...other];
		expect(() => encodingShownBy(Uint8Array.from(head))).toThrow('a binary file');
	});

	it('of an empty file is UTF-8', async () => {
		expect(await read(utf8(''))).toEqual({
			isGzip: false,
			encoding: 'UTF-8',
			delimiter: ',',
			start: 0,
			rows: [],
		});
	});

	it('is what the user says, except against a byte order mark', async () => {
		const file = utf8('a\nÃ¤\n');
		expect((await read(file, { encoding: 'UTF-8' })).rows[1]).toEqual(['Ã¤']);
		expect((await read(utf8('a\nä\n'), { encoding: 'Windows-1252' })).rows[1]).toEqual(['Ã¤']);
		expect((await read(utf8('\ufeffa\nä\n'), { encoding: 'Windows-1252' })).rows[1]).toEqual(['ä']);
		await expect(read(latin1('a\n\xe4\n'), { encoding: 'UTF-8' })).rejects.toThrow(
			'has bytes around line 2 that are not valid in UTF-8',
		);
	});
});

describe('The delimiter of a CSV file', () => {
	it.each<[string, string]>([
		['userId,a\n1,2\n', ','],
		['userId;a\n1;"2,5"\n2;3,5\n', ';'],
		['userId\ta\n1\t2\n', '\t'],
		['userId|a\n1|2\n', '|'],
		['Name, first;Plan\nAnn;gold\n', ';'],
		['"a;b",c\n1,2\n', ','],
		['a;b;\n1;2;\n', ';'],
		['userId\n1\n', ','],
		['a,b\nx;y,z\n', ','],
		['sep=^\na^b\n', '^'],
		['"sep=;"\r\na;b\r\n', ';'],
		['userId;a', ';'],
		['\n ;\na;b\n1;2\n', ';'],
		['a;b;c,d\n1;2;3,4\n', ';'],
		['Name;Plan;Note, long\nann;gold;x\nbo;free\n', ';'],
		['a;b,c\n1;"2"x,3\n4;5\n', ';'],
		['a;b;c,d\n1;"2"x;3,4\n5,6\n', ','],
		['a;b;c,d\n"x,y\nx,y\nx,y";1;2\n', ';'],
		['a;b;c,d\n1;2,3\n4;5,6\n', ';'],
		['a;b;c,d\n1;2;3,4;\n', ';'],
		['a;b,c\n1;2;3,4\n', ','],
		['a;b;c,d\n1,5;;\n', ';'],
	])('of %j is %j', async (text, delimiter) => {
		for (const size of [1, 5000]) {
			expect((await read(utf8(text), {}, size)).delimiter).toBe(delimiter);
		}
	});

	it('shows in a long file, whose sample ends within a row', async () => {
		for (const cell of [`n,${'x'.repeat(40_000)}`, `"${'x,y\n'.repeat(10_000)}"`]) {
			const row = `${cell};1;2\n`;
			expect((await read(utf8(`a;b;c,d\n${row}${row}`))).delimiter).toBe(';');
		}
	});

	it('is not guessed', async () => {
		await expect(read(utf8('a,b;c\n'))).rejects.toThrow(
			'can be read with the delimiter Comma or Semicolon. Select the Delimiter under Options',
		);
		await expect(read(utf8('sep=;\na;b\n'), { delimiter: ',' })).rejects.toThrow(
			'has the first line "sep=;", but Delimiter is Comma',
		);
		for (const text of ['a,b;c\n', 'sep=;\na,b;c\n']) {
			expect((await read(utf8(text), { delimiter: ';' })).rows).toEqual([['a,b', 'c']]);
		}
	});
});

describe('A file that is not CSV', () => {
	it.each<[string, Buffer]>([
		['a ZIP archive', utf8('PK\x03\x04contacts.csv')],
		[
			'an OpenDocument spreadsheet',
			utf8('PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
		],
		['a Word document', utf8('PK\x03\x04[Content_Types].xml word/document.xml')],
		['an HTML page', utf8('\ufeff<!-- saved --><html>')],
		['an HTML page', Buffer.from('\ufeff<html>', 'utf16le')],
		['an Excel workbook (XML)', utf8('<?xml version="1.0"?>\n<Workbook>')],
		['an XML file', utf8('<?xml version="1.0"?>\n<users>')],
		['a JSON file', utf8('[{"userId": "ann"}]')],
		['a JSON file', utf8('{"userId": "ann"}\n{"userId": "bo"}')],
		['an image', latin1('\x89PNG\r\n')],
	])('is called %s', async (name, file) => {
		await expect(read(file)).rejects.toThrow(`is ${name}, not a CSV file. `);
		await expect(read(gzipSync(file))).rejects.toThrow(`is ${name}, not a CSV file. `);
	});

	it('is told from CSV by its start only', async () => {
		expect((await read(utf8('userId,[note]\nann,<html>\n'))).rows[1]).toEqual(['ann', '<html>']);
	});
});

describe('A gzip file', () => {
	const packed = (text: string) => gzipSync(utf8(text));

	async function unpack(bytes: Uint8Array, maxBytes = 1e6, size = 7) {
		let text = '';
		for await (const chunk of gunzip(opener(bytes, size)(), maxBytes)) text += Buffer.from(chunk);
		return text;
	}

	it('is unpacked, also in several parts', async () => {
		const file = Buffer.concat([packed('a,b\n'), packed('1,2\n')]);
		expect(await unpack(file)).toBe('a,b\n1,2\n');
		expect(await read(file, {}, 1)).toMatchObject({
			isGzip: true,
			rows: [
				['a', 'b'],
				['1', '2'],
			],
		});
	});

	it('is unpacked up to a bound', async () => {
		const bomb = gzipSync(Buffer.alloc(3_000_000));
		await expect(unpack(bomb, 1e6, 5000)).rejects.toEqual(
			new GunzipError('unpacks to more than 1 MB. Unpack or split it before this node'),
		);
	});

	it.each([
		['cut', packed('a,b\n1,2\n').subarray(0, -6)],
		['damaged', Buffer.concat([packed('a,b\n').subarray(0, 12), Buffer.alloc(20, 7)])],
	])('that is %s is called damaged', async (_what, file) => {
		await expect(unpack(file)).rejects.toThrow('is a damaged gzip file');
		await expect(read(file)).rejects.toThrow(CsvError);
	});

	it('passes on what its source throws', async () => {
		async function* failing() {
			yield packed('a,b\n').subarray(0, 8);
			throw new RangeError('from the source');
		}
		await expect(async () => {
			for await (const chunk of gunzip(failing(), 1e6)) void chunk;
		}).rejects.toThrow(RangeError);
	});

	it('is read no further when nobody wants it', async () => {
		let closed = false;
		async function* source() {
			try {
				for (;;) yield packed('x'.repeat(100_000));
			} finally {
				closed = true;
			}
		}
		for await (const chunk of gunzip(source(), 1e9)) {
			void chunk;
			break;
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(closed).toBe(true);
	});
});

describe('A row that is written', () => {
	it('has quotes where it needs them', () => {
		const cells = ['a', 'b c', ' x', 'y\u00a0', 'q"q', '1,2', '3;4', '\n', ''];
		expect(csvLine(cells, { delimiter: ',', start: 0 })).toBe(
			'a,b c," x","y\u00a0","q""q","1,2",3;4,"\n",\r\n',
		);
	});

	it.each([',', ';', '\t', '|', '^'])(
		'is read as it was, with the delimiter %j',
		async (delimiter) => {
			const rows = [
				['userId', 'a, b', 'c'],
				['x"y', ' z ', '="00123"'],
				['one\r\ntwo', `a${delimiter}b`, ''],
			];
			const dialect = { delimiter, start: 0 };
			const text = csvStart(dialect) + rows.map((row) => csvLine(row, dialect)).join('');
			expect((await read(utf8(text))).rows).toEqual(rows);
		},
	);
});
