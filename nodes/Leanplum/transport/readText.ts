import type { FileStream } from '../operation/taskTools';
import type { NoReply } from '../protocol/reply/reply';
import { brokenReply } from './noReply';

/**
 * Reads the body of a response as text.
 *
 * @param signal ends the reading, and with it the download
 * @param maxBytes a longer body is not read to its end
 * @returns the text, or why there is none
 */
export async function readText(
	body: unknown,
	signal: AbortSignal,
	maxBytes: number,
): Promise<string | NoReply> {
	const stream = body as FileStream;
	const chunks: Buffer[] = [];
	let bytes = 0;
	const stop = () => stream.destroy();
	signal.addEventListener('abort', stop, { once: true });
	try {
		for await (const chunk of stream as AsyncIterable<Buffer | string>) {
			const part = Buffer.from(chunk as string);
			bytes += part.length;
			if (bytes > maxBytes) {
				const detail = `the response is longer than ${maxBytes / 1_000_000} MB`;
				return { sent: true, reason: 'broken', detail };
			}
			chunks.push(part);
		}
		if (signal.aborted) return { sent: true, reason: 'broken' };
		// Without the mark that some servers put in front, with which it would be no JSON.
		return new TextDecoder().decode(Buffer.concat(chunks));
	} catch (error) {
		return brokenReply(error);
	} finally {
		signal.removeEventListener('abort', stop);
		stream.destroy();
	}
}
