import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { CancelledError } from '../protocol/send/transport';
import { TaskFailure } from '../operation/taskFailure';

/** How much of a file is held at a time, in bytes. */
const CHUNK = 131_072;

/** A file that n8n keeps within the item, in parts; others get their turn between them. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let from = 0; from < bytes.length; from += CHUNK) {
		yield bytes.subarray(from, from + CHUNK);
		await sleep(0);
	}
}

/**
 * Reads a binary field of an item as it comes, wherever n8n keeps the file.
 *
 * @throws TaskFailure when it cannot be read, CancelledError as soon as the execution is stopped
 */
export async function* readFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
	cancelled: () => boolean,
): AsyncGenerator<Uint8Array> {
	try {
		const { id } = context.helpers.assertBinaryData(itemIndex, property);
		const chunks =
			id === undefined
				? chunksOf(await context.helpers.getBinaryDataBuffer(itemIndex, property))
				: ((await context.helpers.getBinaryStream(id, CHUNK)) as AsyncIterable<Uint8Array>);
		for await (const chunk of chunks) {
			if (cancelled()) break;
			yield chunk;
		}
	} catch {
		throw unreadable();
	}
	if (cancelled()) throw new CancelledError();
}

/** The failure of an item whose file n8n does not give. */
export function unreadable(): TaskFailure {
	return new TaskFailure({
		message: "Couldn't read the file from n8n's storage",
		description: 'Run the workflow again from the node that makes the file.',
		failure: { cause: 'temporarily-unavailable' },
	});
}
