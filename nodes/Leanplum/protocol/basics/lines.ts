/**
 * Splits bytes that come in chunks into lines of text, whatever the chunks cut through.
 *
 * @param chunks UTF-8
 * @returns each line without its end; the last one too when it has none
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of chunks) {
		rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
		const lines = rest.split('\n');
		rest = lines.pop()!;
		for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
	}
	rest += decoder.decode();
	if (rest !== '') yield rest;
}
