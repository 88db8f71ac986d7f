import { gzipSync } from 'node:zlib';
import { GunzipError, unpackIfGzip } from '../../nodes/Leanplum/protocol/basics/gunzip';

async function unpacked(bytes: Uint8Array, chunk: number, maxBytes = 1e6): Promise<string> {
	const chunks = (async function* () {
		for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
	})();
	const parts: Uint8Array[] = [];
	for await (const part of unpackIfGzip(chunks, maxBytes)) parts.push(part);
	return Buffer.concat(parts).toString();
}

const TEXT = '{"a":1}\n'.repeat(1000);

describe('a file that may be packed', () => {
	it.each([1, 2, 7, 100_000])('is unpacked if it is, in chunks of %i bytes', async (chunk) => {
		expect(await unpacked(gzipSync(TEXT), chunk)).toBe(TEXT);
		expect(await unpacked(Buffer.from(TEXT), chunk)).toBe(TEXT);
		expect(await unpacked(Buffer.from(''), chunk)).toBe('');
	});

	it('is not unpacked without end', async () => {
		await expect(unpacked(gzipSync(Buffer.alloc(3_000_000)), 100)).rejects.toThrow(GunzipError);
	});

	it('lets its source end when nobody wants more of it', async () => {
		for (const bytes of [gzipSync(TEXT), Buffer.from(TEXT)]) {
			let isEnded = false;
			const chunks = (async function* () {
				try {
					for (let at = 0; ; at++) yield bytes.subarray(at % bytes.length);
				} finally {
					isEnded = true;
				}
			})();
			for await (const part of unpackIfGzip(chunks, 1e9)) {
				expect(part.length).toBeGreaterThan(0);
				break;
			}
			await new Promise((done) => setTimeout(done, 50));
			expect(isEnded).toBe(true);
		}
	});
});
