import { createHash } from 'crypto';
import type { Resource, TaskOperation } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import type { RequestFile } from '../../protocol/action/call';
import { additionalFields } from '../shared/additional';
import {
	INPUT_FIELD,
	inputDataField,
	outputFieldOption,
	outputFieldOf,
	refuseUnlessFile,
} from '../shared/binary';
import { toList } from '../shared/namedValues';

/** What Leanplum takes in one upload (OAS). */
const MAX_FILES = 16;
const MAX_BYTES = 50_000_000;

const upload: TaskOperation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload files',
	description: 'Store files in the app, for file variables; a file of the same name is replaced',
	sends: 'uploadFile',
	outputKeys: ['files'],
	offersPreview: true,
	fields: [
		inputDataField({
			placeholder: 'e.g. data, banner',
			description:
				'The names of the input fields that hold the files, separated by commas; at most 16 files and 50 MB',
		}),
		additionalFields({
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. images/banner.png',
			description: 'The name in Leanplum, for a single file; by default the name that the file has',
		}),
	],

	async perform(input, tools) {
		const properties = toList(input.value('binaryPropertyName')).map(
			(name) => input.text(INPUT_FIELD, name) ?? '',
		);
		const fileName = input.text('File Name', input.collection('additionalFields').fileName);
		if (properties.length === 0) input.refuse(INPUT_FIELD, 'is empty');
		if (properties.length > MAX_FILES) {
			input.refuse(INPUT_FIELD, `names more than the ${MAX_FILES} files that Leanplum takes`);
		}
		if (fileName !== undefined && properties.length > 1) {
			input.refuse('File Name', 'can only be given for a single file');
		}
		for (const property of properties) refuseUnlessFile(input, tools, property);
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
			return [{ json: { status: 'preview', requests: 1, files: described } }];
		}
		await tools.call('uploadFile', { data: JSON.stringify(described) }, files);
		return [{ json: { status: 'done', files: described } }];
	},
};

const download: TaskOperation = {
	value: 'download',
	name: 'Download',
	action: 'Download file',
	description: 'Fetch a file of the app',
	sends: 'downloadFile',
	outputKeys: ['fileName', 'mimeType', 'size'],
	fields: [
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. images/banner.png',
			description: 'The name of the file in Leanplum, as file variables hold it',
		},
	],
	options: [outputFieldOption],

	async perform(input, tools) {
		const filename = input.requiredText('File Name', input.value('fileName')) ?? '';
		input.throwIfWrong();
		const file = await tools.openAnswer('downloadFile', { filename });
		const mimeType = file.mimeType ?? 'application/octet-stream';
		const stored = await tools.store(file, filename.split('/').at(-1)!, mimeType);
		return [
			{
				json: { status: 'done', fileName: filename, mimeType, size: file.size },
				binary: { [outputFieldOf(input)]: stored },
			},
		];
	},
};

export const file: Resource = { value: 'file', name: 'File', operations: [download, upload] };
