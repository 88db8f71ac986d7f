import fc from 'fast-check';
import { linesOf } from '../../nodes/Leanplum/protocol/basics/lines';
import { leastCpuTime } from '../cpuTime.mts';

/** The lines of bytes that come in the given chunks. */
async function linesFrom(
	chunks: ReadonlyArray<Uint8Array | string>,
	maxLength = 1e9,
): Promise<string[]> {
	const lines: string[] = [];
	const stream = (async function* () {
		yield* chunks;
	})();
	for await (const line of linesOf(stream, maxLength)) lines.push(line);
	return lines;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('splitting into lines', () => {
	it.each([
		['a\nb\n', ['a', 'b']],
		['a\nb', ['a', 'b']],
		['a\r\nb\r\n', ['a', 'b']],
		['a\n\nb', ['a', '', 'b']],
		['\n', ['']],
		['', []],
		['Grüße\n日本語 😀', ['Grüße', '日本語 😀']],
	])('%j gives %j', async (text, lines) => {
		expect(await linesFrom([bytesOf(text)])).toEqual(lines);
		expect(await linesFrom([text])).toEqual(lines);
	});

	it('gives the same lines wherever the chunks cut, also within a character', async () => {
		const line = fc
			.string({ unit: 'grapheme', maxLength: 8 })
			.filter((text) => !/[\r\n]/.test(text));
		const inputs = fc.record({
			lines: fc.array(line, { minLength: 1, maxLength: 8 }),
			end: fc.constantFrom('\n', '\r\n'),
			sizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
		});
		await fc.assert(
			fc.asyncProperty(inputs, async ({ lines, end, sizes }) => {
				const bytes = bytesOf(lines.map((text) => text + end).join(''));
				const chunks: Uint8Array[] = [];
				for (let at = 0; at < bytes.length; ) {
					const size = sizes[chunks.length % sizes.length]!;
					chunks.push(bytes.subarray(at, at + size));
					at += size;
				}
				expect(await linesFrom(chunks)).toEqual(lines);
			}),
			{ numRuns: 300 },
		);
	});
});

it('refuses a line that is too long, before it is whole', async () => {
	await expect(linesFrom(['a\n12', '34', '5\n'], 3)).rejects.toThrow(
		'has a line of more than 0.000003 million characters',
	);
	expect(await linesFrom(['a\n12', '3\n1', '23'], 3)).toEqual(['a', '123', '123']);
});

it('takes twice as long for twice as long a line', async () => {
	const timeOf = async (megabytes: number) => {
		async function* pieces() {
			for (let piece = 0; piece < megabytes * 64; piece++) yield 'x'.repeat(16_384);
		}
		return await leastCpuTime(async () => {
			for await (const line of linesOf(pieces(), 1e9))
				expect(line.length).toBe(megabytes * 1_048_576);
		});
	};
	const [short, long] = [await timeOf(8), await timeOf(32)];
	// Four times as long; quadratic work would take sixteen times.
	expect(long).toBeLessThan(Math.max(8 * short, 500));
});
