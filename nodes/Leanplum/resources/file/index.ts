import { createHash } from 'crypto';
import type { Resource, TaskOperation } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import type { RequestFile } from '../../protocol/action/call';
import { textField } from '../../operation/fields/fieldKinds';
import { additionalFields } from '../shared/fields/additional';
import { inputDataField, outputFieldOption, refuseUnlessFile } from '../shared/binary';

/** What Leanplum takes in one upload (OAS). */
const MAX_FILES = 16;
const MAX_BYTES = 50_000_000;

const filesField = inputDataField({
	placeholder: 'e.g. data, banner',
	description:
		'Comma-separated names of the input fields that contain the files. Max 16 files and 50 MB.',
});

const nameInLeanplum = textField('File Name', 'fileName', {
	placeholder: 'e.g. images/banner.png',
	description: "The file's name in Leanplum. Only for a single file. Defaults to its current name.",
});

const upload: TaskOperation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload files',
	description:
		'Upload files to use in file variables. Existing files with the same name are replaced.',
	sends: 'uploadFile',
	outputKeys: ['files'],
	offersPreview: true,
	fields: [filesField, additionalFields(nameInLeanplum)],

	async perform(input, tools) {
		const properties = filesField.require(input) ?? [];
		const fileName = nameInLeanplum.read(input.inside('additionalFields'));
		if (properties.length > MAX_FILES) {
			filesField.refuse(input, `can name up to ${MAX_FILES} files, but names ${properties.length}`);
		}
		if (fileName !== undefined && properties.length > 1) {
			nameInLeanplum.refuse(input, 'can only be given for a single file');
		}
		for (const property of properties) refuseUnlessFile(filesField, input, tools, property);
		input.throwIfWrong();

		const files: RequestFile[] = [];
		const described: Array<{ filename: string; size: number; hash: string }> = [];
		let bytesInAll = 0;
		for (const [position, property] of properties.entries()) {
			const { bytes, info } = await tools.readBinary(property);
			const name = fileName ?? info.fileName ?? property;
			bytesInAll += bytes.length;
			files.push({ part: `file${position}`, fileName: name, mimeType: info.mimeType, bytes });
			described.push({
				filename: name,
				size: bytes.length,
				hash: createHash('md5').update(bytes).digest('hex'),
			});
		}
		if (bytesInAll > MAX_BYTES) {
			throw new TaskFailure(
				{
					message: 'The files are larger than the 50 MB that Leanplum takes in one upload',
					description: 'Nothing was sent for this item. Upload fewer files per item.',
					failure: { cause: 'configuration-invalid' },
				},
				{},
				undefined,
				'nothingSent',
			);
		}
		if (tools.previewOnly) {
			return [{ json: { status: 'preview', files: described, preview: { requests: 1 } } }];
		}
		await tools.call('uploadFile', { data: JSON.stringify(described) }, files);
		return [{ json: { status: 'done', files: described } }];
	},
};

const fileToDownload = textField('File Name', 'fileName', {
	required: true,
	placeholder: 'e.g. images/banner.png',
	description: "The file's name in Leanplum, as in file variables",
});

const download: TaskOperation = {
	value: 'download',
	name: 'Download',
	action: 'Download file',
	description: 'Download a file stored in your Leanplum app',
	sends: 'downloadFile',
	outputKeys: ['fileName', 'mimeType', 'size'],
	fields: [fileToDownload],
	options: [outputFieldOption],

	async perform(input, tools) {
		const filename = fileToDownload.require(input) ?? '';
		const property = outputFieldOption.readOrDefault(input.inside('options'));
		input.throwIfWrong();
		const file = await tools.openAnswer('downloadFile', { filename });
		const mimeType = file.mimeType ?? 'application/octet-stream';
		const { binary, size } = await tools.store(file, filename.split('/').at(-1)!, mimeType);
		return [
			{
				json: { status: 'done', fileName: filename, mimeType, size },
				binary: { [property]: binary },
			},
		];
	},
};

export const file: Resource = { value: 'file', name: 'File', operations: [download, upload] };
