import fc from 'fast-check';
import { CsvError, csvRows } from '../../nodes/Leanplum/csv/csv';

async function* inParts(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
	let from = 0;
	for (const size of sizes) {
		yield bytes.subarray(from, from + size);
		from += size;
	}
	yield bytes.subarray(from);
}

async function rowsIn(
	content: string | Uint8Array,
	{ delimiter = ',', sizes = [] as readonly number[] } = {},
) {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
	const rows = [];
	for await (const { number, cells } of csvRows(inParts(bytes, sizes), delimiter)) {
		rows.push([number, ...cells]);
	}
	return rows;
}

async function errorOf(content: string | Uint8Array): Promise<[number, string]> {
	try {
		await rowsIn(content);
	} catch (error) {
		expect(error).toBeInstanceOf(CsvError);
		return [(error as CsvError).row, (error as CsvError).message];
	}
	throw new Error('no error');
}

/** A text as it comes back from UTF-8, which has no lone halves of letters. */
const asUtf8 = (text: string) => Buffer.from(text).toString();

describe('The rows of a CSV file', () => {
	it.each([
		['line feeds', 'a,b\nc,d\n'],
		['carriage returns and line feeds', 'a,b\r\nc,d\r\n'],
		['carriage returns', 'a,b\rc,d\r'],
		['no line break at the end', 'a,b\nc,d'],
		['quotes', '"a","b"\n"c","d"\n'],
		['a byte order mark', '\ufeffa,b\nc,d\n'],
	])('are read with %s', async (_what, text) => {
		expect(await rowsIn(text)).toEqual([
			[1, 'a', 'b'],
			[2, 'c', 'd'],
		]);
	});

	it('hold delimiters, line breaks and doubled quotes within quotes', async () => {
		expect(await rowsIn('"a,b","say ""hi""","one\r\ntwo\n"\nx,"",z')).toEqual([
			[1, 'a,b', 'say "hi"', 'one\r\ntwo\n'],
			[2, 'x', '', 'z'],
		]);
	});

	it('keep quotes within a cell that does not begin with one', async () => {
		expect(await rowsIn('5" disk,{"a":1}\n')).toEqual([[1, '5" disk', '{"a":1}']]);
	});

	it('keep such quotes wherever the file is cut', async () => {
		for (let size = 1; size < 8; size++) {
			expect(await rowsIn('5" "disk",x\n', { sizes: [size] })).toEqual([[1, '5" "disk"', 'x']]);
		}
	});

	it('are numbered with the blank ones, which are left out', async () => {
		expect(await rowsIn('\na\r\n\r\n,,\n""\nb\n\n')).toEqual([
			[2, 'a'],
			[6, 'b'],
		]);
	});

	it('count once when they have line breaks in them', async () => {
		expect(await rowsIn('"1\n2\n3"\nb')).toEqual([
			[1, '1\n2\n3'],
			[2, 'b'],
		]);
	});

	it('are none in an empty file', async () => {
		expect(await rowsIn('')).toEqual([]);
		expect(await rowsIn('\ufeff')).toEqual([]);
	});

	it.each([';', '\t'])('may be divided by %j', async (delimiter) => {
		expect(await rowsIn(`a${delimiter}"b${delimiter}"${delimiter}1,5\n`, { delimiter })).toEqual([
			[1, 'a', `b${delimiter}`, '1,5'],
		]);
	});

	it('come out as they went in, wherever the file is cut', async () => {
		const cell = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 8 }),
			fc.string({ unit: fc.constantFrom(',', '"', '\r', '\n', ' ', 'ä', '🦊', 'x'), maxLength: 8 }),
		);
		const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
		const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
		const mayStayBare = (text: string) => !/[",\r\n]/.test(text);
		await fc.assert(
			fc.asyncProperty(
				table,
				fc.constantFrom('\n', '\r\n', '\r'),
				fc.boolean(),
				fc.array(fc.nat({ max: 7 }), { maxLength: 40 }),
				async (rows, lineBreak, quoteAll, sizes) => {
					const text = rows
						.map((cells) =>
							cells
								.map((value) => (quoteAll || !mayStayBare(value) ? quoted(value) : value))
								.join(','),
						)
						.join(lineBreak);
					// A byte order mark in front would be taken for that of the file.
					fc.pre(!text.startsWith('\ufeff'));
					const expected = rows
						.map((cells, index) => [index + 1, ...cells])
						.filter(([, ...cells]) => cells.some((value) => value !== ''));
					expect(await rowsIn(text, { sizes })).toEqual(
						expected.map((cells) =>
							cells.map((value) => (typeof value === 'string' ? asUtf8(value) : value)),
						),
					);
				},
			),
		);
	});

	it('name the row with a quote that is not closed', async () => {
		expect(await errorOf('a\n"b\nc\n')).toEqual([2, 'has a quote that is not closed']);
	});

	it('name the row with a quote that is not closed before they fill the memory', async () => {
		async function* endless() {
			yield new TextEncoder().encode('a\n"');
			for (;;) yield new Uint8Array(100_000).fill(120);
		}
		await expect(async () => {
			for await (const row of csvRows(endless(), ',')) void row;
		}).rejects.toMatchObject({
			row: 2,
			message: 'is longer than 1,000,000 characters, as when a quote is not closed',
		});
	});

	it('name the row with text behind a closing quote', async () => {
		expect(await errorOf('a\n"b"c\n')).toEqual([2, 'has text behind a closing quote']);
	});

	it.each([
		['a letter of another encoding', [0x61, 0x0a, 0xe4, 0x0a]],
		['UTF-16', [0xff, 0xfe, 0x61, 0x00]],
		['half a letter at the end', [0x61, 0x0a, 0xc3]],
	])('say where they are not UTF-8: %s', async (_what, bytes) => {
		expect(await errorOf(Uint8Array.from(bytes))).toEqual([
			expect.any(Number),
			expect.stringContaining('is not UTF-8'),
		]);
	});
});
