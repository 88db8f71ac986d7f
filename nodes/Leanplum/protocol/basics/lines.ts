/** A line that is too long to be held; the message is the rest of a sentence that starts with the file. */
export class LongLineError extends Error {}

/**
 * Splits bytes that come in chunks into lines of text, whatever the chunks cut through.
 *
 * @param chunks UTF-8
 * @param maxLength how many characters a line may have
 * @returns each line without its end; the last one too when it has none
 * @throws LongLineError when a line has more
 */
export async function* linesOf(
	chunks: AsyncIterable<Uint8Array | string>,
	maxLength: number,
): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	// Pieces of the line that has not ended yet: joined once, for a line may have many thousands.
	let pieces: string[] = [];
	let length = 0;
	for await (const chunk of chunks) {
		const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
		const [first = '', ...others] = text.split('\n');
		pieces.push(first);
		length += first.length;
		for (const next of others) {
			yield withoutReturn(pieces.join(''));
			pieces = [next];
			length = next.length;
		}
		if (length > maxLength) {
			throw new LongLineError(`has a line of more than ${maxLength / 1e6} million characters`);
		}
	}
	const rest = pieces.join('') + decoder.decode();
	if (rest !== '') yield rest;
}

function withoutReturn(line: string): string {
	return line.endsWith('\r') ? line.slice(0, -1) : line;
}
