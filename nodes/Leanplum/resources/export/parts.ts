import type { OpenFile, TaskTools } from '../../operation/taskTools';

/** How far before a cut the end of a line is looked for; sessions are some kilobytes each. */
const SEARCH_BYTES = 1_000_000;
const NEWLINE = 10;

export interface Part {
	readonly file: OpenFile;
	/** 1 for the first part, when the file is cut at all. */
	readonly part?: number;
}

/** Whether a file is packed, so that it has no lines to end at. */
function isPacked(url: string): boolean {
	return URL.canParse(url) && new URL(url).pathname.endsWith('.gz');
}

/** The position behind the last line end before `end`. */
async function behindLastLine(tools: TaskTools, url: string, start: number, end: number) {
	const from = Math.max(start, end - SEARCH_BYTES);
	let position = from;
	let cut = end;
	for await (const piece of tools.bytes(url, { from, to: end - 1 })) {
		const chunk = Buffer.from(piece as Uint8Array);
		const last = chunk.lastIndexOf(NEWLINE);
		if (last >= 0) cut = position + last + 1;
		position += chunk.length;
	}
	return cut;
}

/**
 * Opens a file whole, or in parts of at most `maxBytes` that end where a line ends.
 *
 * Parts are fetched one by one with HTTP ranges, so that none is held in memory; a server without
 * ranges gives the whole file.
 */
export async function* partsOf(
	tools: TaskTools,
	url: string,
	maxBytes: number,
): AsyncGenerator<Part> {
	if (maxBytes <= 0 || isPacked(url)) {
		yield { file: await tools.openUrl(url) };
		return;
	}
	const probe = await tools.openUrl(url, { from: 0, to: maxBytes - 1 });
	if (probe.partial && probe.size === undefined) {
		probe.stream.destroy();
		yield { file: await tools.openUrl(url) };
		return;
	}
	const whole = probe.size ?? 0;
	if (!probe.partial || whole <= maxBytes) {
		yield { file: probe };
		return;
	}
	probe.stream.destroy();
	for (let start = 0, part = 1; start < whole; part++) {
		const limit = Math.min(whole, start + maxBytes);
		const end = limit === whole ? whole : await behindLastLine(tools, url, start, limit);
		const file = await tools.openUrl(url, { from: start, to: end - 1 });
		yield { file, part };
		start = end;
	}
}
