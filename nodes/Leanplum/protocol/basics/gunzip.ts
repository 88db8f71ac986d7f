/** A gzip file that cannot be unpacked; the message is the rest of a sentence that starts with the file. */
export class GunzipError extends Error {}

/** A writer of bytes. Its type in the DOM and in Node.js differs. */
interface ByteWriter {
	write(chunk: Uint8Array): Promise<void>;
	close(): Promise<void>;
	abort(reason: unknown): Promise<void>;
}

/** Whether a file starts as gzip files do. */
export function isGzip(head: Uint8Array): boolean {
	return head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08;
}

/** More than files of rows have; without it a few packed bytes could keep n8n busy for hours. */
export const MAX_UNPACKED = 2_000_000_000;

/** Puts the parts that a file comes in together until there are so many bytes, as far as it has them. */
export async function* withHead(
	chunks: AsyncIterable<Uint8Array | string>,
	size: number,
): AsyncGenerator<Uint8Array> {
	let head: Uint8Array[] | undefined = [];
	let length = 0;
	for await (const given of chunks) {
		const chunk = typeof given === 'string' ? Buffer.from(given) : given;
		if (!head) yield chunk;
		else {
			head.push(chunk);
			length += chunk.length;
			if (length < size) continue;
			yield Buffer.concat(head);
			head = undefined;
		}
	}
	if (head) yield Buffer.concat(head);
}

/** The bytes of a file as they come, unpacked if it is a gzip file; see {@link gunzip}. */
export async function* unpackIfGzip(
	chunks: AsyncIterable<Uint8Array | string>,
	maxBytes: number,
): AsyncGenerator<Uint8Array> {
	const all = withHead(chunks, 3);
	const first = await all.next();
	if (first.done) return;
	const whole = (async function* () {
		try {
			yield first.value;
			yield* all;
		} finally {
			await all.return(undefined);
		}
	})();
	yield* isGzip(first.value) ? gunzip(whole, maxBytes) : whole;
}

/**
 * Unpacks a gzip file as it comes. A file may have several parts, one after the other.
 *
 * @param chunks the packed bytes, cut anywhere; what they throw is thrown
 * @param maxBytes how many bytes it may unpack to: a few packed bytes can become any number
 * @throws GunzipError when it is damaged or larger
 */
export async function* gunzip(
	chunks: AsyncIterable<Uint8Array>,
	maxBytes: number,
): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new DecompressionStream('gzip');
	const writer = writable.getWriter() as unknown as ByteWriter;
	const written = write(chunks, writer);
	// What waits for unpacked bytes learns of a failure of their source.
	written.catch(async (error) => await writer.abort(error).catch(() => {}));
	let size = 0;
	let isDamaged = false;
	const unpacked = (readable as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
	try {
		for (;;) {
			const next = await unpacked.next().catch(() => undefined);
			isDamaged = !next;
			if (!next || next.done === true) break;
			size += next.value.length;
			if (size > maxBytes) throw new GunzipError(tooLarge(maxBytes));
			yield next.value;
		}
	} finally {
		await unpacked.return?.();
	}
	await written;
	if (isDamaged) throw new GunzipError('is a damaged gzip file');
}

/** Writes bytes to where they are unpacked; ends early when nobody wants them, or they are damaged. */
async function write(chunks: AsyncIterable<Uint8Array>, writer: ByteWriter): Promise<void> {
	for await (const chunk of chunks) {
		const isWritten = await writer.write(chunk).then(
			() => true,
			() => false,
		);
		if (!isWritten) return;
	}
	await writer.close().catch(() => {});
}

function tooLarge(maxBytes: number): string {
	return `unpacks to more than ${(maxBytes / 1e6).toLocaleString('en-US')} MB. Unpack or split it before this node`;
}
