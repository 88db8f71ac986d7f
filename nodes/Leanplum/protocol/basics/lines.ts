/**
 * Splits bytes that come in chunks into lines of text, whatever the chunks cut through.
 *
 * @param chunks UTF-8
 * @returns each line without its end; the last one too when it has none
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	// Pieces of the line that has not ended yet: joined once, for a line may have many thousands.
	let pieces: string[] = [];
	for await (const chunk of chunks) {
		const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
		const [first = '', ...others] = text.split('\n');
		pieces.push(first);
		for (const next of others) {
			yield withoutReturn(pieces.join(''));
			pieces = [next];
		}
	}
	const rest = pieces.join('') + decoder.decode();
	if (rest !== '') yield rest;
}

function withoutReturn(line: string): string {
	return line.endsWith('\r') ? line.slice(0, -1) : line;
}
