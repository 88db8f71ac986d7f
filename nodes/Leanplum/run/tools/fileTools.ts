import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { TaskFailure } from '../../operation/taskFailure';
import type { TaskTools } from '../../operation/taskTools';
import { readFile, unreadable } from '../../transport/readFile';

/** The size of a stored file in bytes. What a server says of it may be that of a packed one. */
async function sizeOf({ helpers }: IExecuteFunctions, { id, data }: IBinaryData): Promise<number> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	return (await helpers.getBinaryMetadata(id)).fileSize;
}

/** A download ended before the end of its file. */
export function brokenOff(file: string): TaskFailure {
	return new TaskFailure({
		message: 'The download was interrupted',
		description: `Run the workflow again. The file is available for 24 hours after the export is finished. File: ${file}`,
		failure: { cause: 'temporarily-unavailable' },
	});
}

/** The tools to read the files of an item and to store files in n8n. */
export function fileTools(
	context: IExecuteFunctions,
	itemIndex: number,
	cancelled: () => boolean,
): Pick<
	TaskTools,
	'binaryProperties' | 'openBinary' | 'reopenBinary' | 'readBinary' | 'storeBytes' | 'store'
> {
	const { binary = {} } = context.getInputData()[itemIndex]!;
	return {
		binaryProperties: Object.keys(binary),
		openBinary: (property) => readFile(context, itemIndex, property, cancelled),

		reopenBinary: (property) => readFile(context, itemIndex, property, () => false),

		async readBinary(property) {
			try {
				const info = context.helpers.assertBinaryData(itemIndex, property);
				return { info, bytes: await context.helpers.getBinaryDataBuffer(itemIndex, property) };
			} catch {
				throw unreadable();
			}
		},

		storeBytes: async (bytes, fileName, mimeType) =>
			await context.helpers.prepareBinaryData(bytes, fileName, mimeType),

		async store(file, fileName, mimeType) {
			try {
				const binary = await context.helpers.prepareBinaryData(file.stream, fileName, mimeType);
				return { binary, size: await sizeOf(context, binary) };
			} catch {
				throw brokenOff(fileName);
			}
		},
	};
}
