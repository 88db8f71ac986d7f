import fc from 'fast-check';
import { CsvError } from '../../nodes/Leanplum/csv/file/csvError';
import { csvRows } from '../../nodes/Leanplum/csv/file/csvRows';
import type { Encoding } from '../../nodes/Leanplum/csv/file/encoding';
import { isEmpty } from '../../nodes/Leanplum/values/blank';
import { leastCpuTime } from '../cpuTime.mts';

async function* inParts(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
	let from = 0;
	for (const size of sizes) {
		yield bytes.subarray(from, from + size);
		from += size;
	}
	yield bytes.subarray(from);
}

const format = (delimiter: string) => ({
	delimiter,
	encoding: 'UTF-8' as Encoding,
	isGzip: false,
	start: 0,
});

async function rowsIn(text: string, { delimiter = ',', sizes = [] as readonly number[] } = {}) {
	const rows = [];
	const bytes = new TextEncoder().encode(text);
	const file = csvRows(() => inParts(bytes, sizes), format(delimiter));
	for await (const { number, cells, broken } of file)
		rows.push([number, ...(broken ? [{ broken }] : []), ...cells]);
	return rows;
}

/** The rows of a text, which are the same wherever it is cut. */
async function rowsAnywhere(text: string, delimiter?: string) {
	const rows = await rowsIn(text, { delimiter });
	const { length } = new TextEncoder().encode(text);
	const cuts = Array.from({ length }, (_, cut) => [cut]);
	for (const sizes of [...cuts, new Array<number>(length).fill(1)]) {
		expect(await rowsIn(text, { delimiter, sizes })).toEqual(rows);
	}
	return rows;
}

/** A text as it comes back from UTF-8, which has no lone halves of letters. */
const asUtf8 = (text: string) => Buffer.from(text).toString();

const UNCLOSED = { broken: 'has an unclosed quote' };
const TEXT_AFTER = { broken: 'has text after a closing quote' };

describe('The rows of a CSV file', () => {
	it.each([
		['line feeds', 'a,b\nc,d\n'],
		['carriage returns and line feeds', 'a,b\r\nc,d\r\n'],
		['carriage returns', 'a,b\rc,d\r'],
		['no line break at the end', 'a,b\nc,d'],
		['quotes', '"a","b"\n"c","d"\n'],
		['a byte order mark', '\ufeffa,b\nc,d\n'],
	])('are read with %s', async (_what, text) => {
		expect(await rowsAnywhere(text)).toEqual([
			[1, 'a', 'b'],
			[2, 'c', 'd'],
		]);
	});

	it('hold delimiters, line breaks and doubled quotes within quotes', async () => {
		expect(await rowsAnywhere('"a,b","say ""hi""","one\r\ntwo\n"\nx,"",z')).toEqual([
			[1, 'a,b', 'say "hi"', 'one\r\ntwo\n'],
			[2, 'x', '', 'z'],
		]);
	});

	it('keep quotes within a cell that does not begin with one', async () => {
		expect(await rowsIn('5" disk,{"a":1}\n')).toEqual([[1, '5" disk', '{"a":1}']]);
	});

	it('keep such quotes wherever the file is cut', async () => {
		expect(await rowsAnywhere('5" "disk",x\n')).toEqual([[1, '5" "disk"', 'x']]);
	});

	it('have up to a million characters', async () => {
		const row = (length: number) => `${'x'.repeat(length - 1)}\n`;
		const rows = await rowsIn(`a\n${row(1_000_000)}${row(1_000_001)}b\n`);
		expect(rows.map(([number, cell]) => [number, typeof cell])).toEqual([
			[1, 'string'],
			[2, 'string'],
			[3, 'object'],
			[4, 'string'],
		]);
	});

	it('are numbered with the blank ones, which are left out', async () => {
		expect(await rowsAnywhere('\na\r\n\r\n,,\n""\nb\n\n')).toEqual([
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
						.filter(([, ...cells]) => cells.some((value) => !isEmpty(value)));
					expect(await rowsIn(text, { sizes })).toEqual(
						expected.map((cells) =>
							cells.map((value) => (typeof value === 'string' ? asUtf8(value) : value)),
						),
					);
				},
			),
		);
	});

	it.each(['a\n', '"a"\n', 'a\r\n', 'a\rb', '"a"\rb', 'a\n"b"x\nc'])(
		'are given before more of the file is read than %j',
		async (start) => {
			async function* source() {
				yield new TextEncoder().encode(start);
				throw new Error('was asked for more');
			}
			const rows = csvRows(source, format(','));
			expect((await rows.next()).value).toEqual({ number: 1, cells: ['a'] });
			if (start.includes('x')) expect((await rows.next()).value).toMatchObject(TEXT_AFTER);
			await rows.return(undefined);
		},
	);

	it('may have blanks around quotes', async () => {
		const row = ' "a,b" ,\t"c"\t, d \n';
		expect(await rowsAnywhere(row)).toEqual([[1, 'a,b', 'c', ' d ']]);
		expect(await rowsIn('\ufeff"a,b"\u200b,\u2060"c"\n')).toEqual([[1, 'a,b', 'c']]);
		expect(await rowsIn('"a"\t\t"b"', { delimiter: '\t' })).toEqual([[1, 'a', '', 'b']]);
	});

	it('may have cells that are marked as text', async () => {
		expect(await rowsAnywhere('="00123",="a,b"\n"=""7""",=1\n')).toEqual([
			[1, '="00123"', '="a,b"'],
			[2, '="7"', '=1'],
		]);
	});

	it('are left out when they have blanks only', async () => {
		expect(await rowsIn('a,b\n , \nc,d')).toEqual([
			[1, 'a', 'b'],
			[3, 'c', 'd'],
		]);
	});

	describe('with a broken quote', () => {
		const HEADER = 'id,note,plan';
		const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');
		const header = [1, 'id', 'note', 'plan'];

		it.each<[string, string[], unknown[]]>([
			[
				'that is never closed',
				['1,"kim,gold', '2,lee,gold', '3,may,gold'],
				[
					[2, UNCLOSED],
					[3, '2', 'lee', 'gold'],
					[4, '3', 'may', 'gold'],
				],
			],
			[
				'that text follows',
				['1,"kim"x,gold', '2,lee,gold'],
				[
					[2, TEXT_AFTER],
					[3, '2', 'lee', 'gold'],
				],
			],
			[
				'before rows with good quotes',
				['1,"kim,gold', '2,lee,gold', '3,"a, ""b""\nc",gold', '4,x,y'],
				[
					[2, TEXT_AFTER],
					[3, '2', 'lee', 'gold'],
					[4, '3', 'a, "b"\nc', 'gold'],
					[5, '4', 'x', 'y'],
				],
			],
			[
				'in a text of several lines, which are no rows',
				['1,"Dear kim,', 'you are gold,', 'aren\'t "you?",gold', '2,lee,gold'],
				[
					[2, TEXT_AFTER],
					[3, '2', 'lee', 'gold'],
				],
			],
			[
				'in a text whose last line has as many cells as a row',
				['1,"Dear kim', 'a,b" x,c', '2,lee,gold'],
				[
					[2, TEXT_AFTER],
					[3, '2', 'lee', 'gold'],
				],
			],
			[
				'that is never closed, with lines of another width after it',
				['1,"kim,gold', '2,lee', '3,may,gold', '4,ann,gold'],
				[
					[2, UNCLOSED],
					[3, { broken: 'follows a row with a broken quote and has another number of cells' }],
					[4, '3', 'may', 'gold'],
					[5, '4', 'ann', 'gold'],
				],
			],
			[
				'that is never closed, with lines of another width after good ones',
				['1,"kim,gold', '2,lee,gold', '3,may'],
				[
					[2, UNCLOSED],
					[3, '2', 'lee', 'gold'],
					[4, { broken: 'follows a row with a broken quote and has another number of cells' }],
				],
			],
			[
				'in a text of several lines, before a row of another width',
				['1,"Dear kim,\r', 'you are gold,\r', 'aren\'t "you?",gold\r', '2,lee\r'],
				[
					[2, TEXT_AFTER],
					[3, '2', 'lee'],
				],
			],
			[
				'before a row of the usual width, after a row of another',
				['1,kim', '2,"lee,gold', '3,may,gold'],
				[
					[2, '1', 'kim'],
					[3, UNCLOSED],
					[4, '3', 'may', 'gold'],
				],
			],
			[
				'before a row whose quote is broken too',
				['1,"kim,gold', '2,lee,gold', '""x,may,gold', '4,"ann",gold'],
				[
					[2, TEXT_AFTER],
					[3, '2', 'lee', 'gold'],
					[4, TEXT_AFTER],
					[5, '4', 'ann', 'gold'],
				],
			],
			[
				'twice',
				['1,"kim,gold', '2,"lee,gold', '3,may,gold'],
				[
					[2, TEXT_AFTER],
					[3, UNCLOSED],
					[4, '3', 'may', 'gold'],
				],
			],
		])('cost no other rows: %s', async (_what, lines, expected) => {
			expect(await rowsAnywhere(file(...lines))).toEqual([header, ...expected]);
		});

		it.each([
			['2,"lee",gold'],
			['2, "lee",gold'],
			['2,\t\u00a0 "lee",gold'],
			['"2",lee,gold'],
			['2,="lee",gold'],
			['2,  ="lee",gold'],
		])('costs no row before the quotes of %j', async (line) => {
			const [, , ...rows] = await rowsAnywhere(file('1,"kim,gold', line, '3,may,gold'));
			expect(rows).toEqual([
				[3, '2', line.includes('=') ? '="lee"' : 'lee', 'gold'],
				[4, '3', 'may', 'gold'],
			]);
			const [, , ...afterBlank] = await rowsAnywhere(file('1,"kim,gold', '', line));
			expect(afterBlank.map(([number]) => number)).toEqual([4]);
		});

		it('costs no row of a file without a line break at its end', async () => {
			expect(await rowsAnywhere(file('1,"kim,gold', '2,lee,gold').trimEnd())).toEqual([
				header,
				[2, UNCLOSED],
				[3, '2', 'lee', 'gold'],
			]);
		});

		it('makes the rest of a row that is too long no row', async () => {
			const text = `a,b\n1,"${'x'.repeat(1_000_000)}`;
			const rows = await rowsIn(`${text}x",y,z\n1,2\n3\n`, { sizes: [text.length] });
			expect(rows.slice(2)).toEqual([
				[3, { broken: 'follows a row with a broken quote and has another number of cells' }],
				[4, '1', '2'],
				[5, '3'],
			]);
		});

		it('costs no row of a file with tabs', async () => {
			const text = 'id\tnote\n1\t"kim\n2\t"lee"\n3\t ="may"\n';
			expect(await rowsAnywhere(text, '\t')).toEqual([
				[1, 'id', 'note'],
				[2, TEXT_AFTER],
				[3, '2', 'lee'],
				[4, '3', '="may"'],
			]);
			for (const before of ['  ', '  =']) {
				const rows = await rowsAnywhere(`id\tnote\n1\t"kim\n2\t${before}"lee"\n`, '\t');
				expect(rows.slice(1)).toEqual([
					[2, TEXT_AFTER],
					[3, '2', before.includes('=') ? '="lee"' : 'lee'],
				]);
			}
		});

		it.each([
			[['1,"kim,gold', '2,say "hi",gold']],
			[['1,"kim,gold', '2,= x"hi",gold']],
			[['1,"Dear kim', 'hello', 'you', '2,lee,gold', '3,"x",y']],
		])('costs the lines of its cell: %j', async (lines) => {
			const rows = await rowsAnywhere(file(...lines, '4,may,gold'));
			expect(rows).toEqual([header, [2, TEXT_AFTER], [3, '4', 'may', 'gold']]);
		});

		it('cost no other rows of a long file', async () => {
			const long = 'k'.repeat(1000);
			const rows = Array.from({ length: 1200 }, (_, index) => `${index},${long},gold`);
			for (const [note, broken] of [
				[`"${long}`, expect.stringContaining('is longer than 1,000,000 characters')],
				['"kim"x', TEXT_AFTER.broken],
			]) {
				rows[5] = `5,${note},gold`;
				const found = await rowsIn(file(...rows));
				expect(found).toHaveLength(1201);
				expect(found.filter((row) => typeof row[1] === 'object')).toEqual([[7, { broken }]]);
			}
		});

		it('do not fill the memory', async () => {
			async function* endless() {
				yield new TextEncoder().encode('"a"\n"');
				for (;;) yield new Uint8Array(100_000).fill(120);
			}
			const rows = csvRows(endless, format(','));
			expect((await rows.next()).value).toMatchObject({ number: 1 });
			expect((await rows.next()).value).toMatchObject({
				number: 2,
				broken: expect.stringContaining('is longer than 1,000,000 characters'),
			});
			expect((await rows.next()).value).toMatchObject({ number: 3, broken: expect.anything() });
			await rows.return(undefined);
		});

		it('keep the file from being read in the first row', async () => {
			await expect(rowsIn('a,"b\nc,d\n')).rejects.toEqual(new CsvError(UNCLOSED.broken, 1));
			await expect(rowsIn('\n,\na,"b\nc,d\n')).rejects.toEqual(new CsvError(UNCLOSED.broken, 3));
		});
	});

	it('take time in proportion to their length, whatever the quotes', async () => {
		const time = async (text: string) => await leastCpuTime(() => rowsIn(text));
		for (const line of ['a,"b\n', 'a,b""c\n', '"""\n', '"', ',"x\ny""z\n', 'a,b\r']) {
			const text = `a,b\n${line.repeat(10_000)}`;
			const [short, long] = [await time(text), await time(text + text.slice(4))];
			expect([line, long < 6 * Math.max(short, 20)]).toEqual([line, true]);
		}
	});
});
