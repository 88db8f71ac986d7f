import type { CallOperation, TaskItem, TaskOperation } from '../../operation/operation';
import type { TaskTools } from '../../operation/taskTools';
import { TaskFailure } from '../../operation/taskFailure';
import { integerField, numberField, textField } from '../../operation/fieldKinds';
import type { ItemInput } from '../../operation/itemInput';
import { createCall } from '../../protocol/action/call';
import { isObject, parseJson, withIdsAsText } from '../../protocol/basics/json';
import { outputFieldOption } from '../shared/binary';
import { limitFields, limitOf } from '../shared/list';
import { jobJson, stateOf } from './job';
import { partsOf } from './parts';

const jobIdField = textField('Job ID', 'jobId', {
	required: true,
	placeholder: 'e.g. export_4727756026281984_2904941266315269120',
	description: 'The ID that the start of the export returned',
});

const jobIdOf = (input: ItemInput) => jobIdField.require(input)?.trim() ?? '';

export const getResults: CallOperation = {
	value: 'getResults',
	name: 'Get Results',
	action: 'Get results of export',
	description: 'Read the state of an export and where its files are',
	sends: 'getExportResults',
	outputKeys: ['jobId', 'state', 'files', 'numBytes', 'numSessions'],
	fields: [jobIdField],
	prepare(input) {
		const jobId = jobIdOf(input);
		return {
			call: createCall('getExportResults', { jobId }),
			// The state of the job is what counts, so no status of the request stands beside it.
			toOutput: (answer) => [{ ...answer, jobId, state: stateOf(answer) }],
		};
	},
};

const MIME_TYPES: Readonly<Record<string, string>> = {
	json: 'application/x-ndjson',
	csv: 'text/csv',
};

/** The last part of a file's address, which is its name. */
function nameOf(url: string): string {
	const name = new URL(url).pathname.split('/').at(-1) ?? 'export';
	try {
		return decodeURIComponent(name);
	} catch {
		// A percent sign that stands for itself.
		return name;
	}
}

async function asFiles(
	input: ItemInput,
	tools: TaskTools,
	urls: readonly string[],
	jobId: string,
): Promise<TaskItem[]> {
	const options = input.inside('options');
	const property = outputFieldOption.readOrDefault(options);
	const megabytes = maxFileSize.readOrDefault(options);
	input.throwIfWrong();
	const items: TaskItem[] = [];
	for (const url of urls) {
		for await (const { file, part, size } of partsOf(tools, url, megabytes * 1_000_000)) {
			const fileName = part === undefined ? nameOf(url) : `${nameOf(url)}.part${part}`;
			const stored = await tools.store(
				file,
				fileName,
				file.mimeType ?? MIME_TYPES[fileName.endsWith('.csv') ? 'csv' : 'json']!,
			);
			items.push({
				json: { status: 'done', jobId, fileName, size },
				binary: { [property]: stored },
			});
		}
	}
	return items;
}

function unreadable(url: string, line: number): TaskItem {
	return {
		json: { file: nameOf(url), line },
		failure: {
			message: `Line ${line} of ${nameOf(url)} cannot be read`,
			description: "The line isn't valid JSON. The other lines are not affected.",
		},
	};
}

async function asItems(
	input: ItemInput,
	tools: TaskTools,
	urls: readonly string[],
	jobId: string,
): Promise<TaskItem[]> {
	const limit = limitOf(input);
	const skip = skipLines.readOrDefault(input.inside('options'));
	input.throwIfWrong();
	// Exports of users are lists of ids; only raw data is JSON (OAS).
	const isUserList = jobId.startsWith('export_users_');
	const items: TaskItem[] = [];
	let seen = 0;
	for (const url of urls) {
		let line = 0;
		for await (const text of tools.lines(url)) {
			line++;
			if (text === '' || seen++ < skip) continue;
			const parsed = isUserList ? { line: text } : parseJson(text);
			if (line === 1 && !isObject(parsed) && text.includes(',') && !text.startsWith('{')) {
				throw new TaskFailure(
					{
						message: 'This export is in CSV, which can only be downloaded as files',
						description: 'Set Output to Files, or start the export in the format JSON.',
						failure: { cause: 'configuration-invalid' },
					},
					{ jobId },
				);
			}
			items.push(
				isObject(parsed)
					? { json: withIdsAsText(parsed) as TaskItem['json'] }
					: unreadable(url, line),
			);
			if (items.length >= limit) return items;
		}
	}
	return items;
}

const maxFileSize = numberField('Max File Size (MB)', 'maxFileSize', {
	typeOptions: { minValue: 0 },
	description:
		'Larger files are cut at line ends into several; 0 for no limit. An n8n that keeps files in its database takes at most 512 MB a file, so set for example 500 there.',
});

const skipLines = integerField('Skip Lines', 'skipLines', {
	typeOptions: { minValue: 0 },
	description:
		'How many lines to pass over first, to read a large export in several runs: for example 10000 in the second run of 10,000 lines each',
});

export const downloadResults: TaskOperation = {
	value: 'downloadResults',
	name: 'Download Results',
	action: 'Download results of export',
	description: 'Fetch the files of a finished export, as files or as one item for each line',
	sends: 'getExportResults',
	outputKeys: ['jobId', 'fileName', 'size'],
	fields: [
		jobIdField,
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			noDataExpression: true,
			required: true,
			default: 'files',
			description: 'What to make of the export',
			options: [
				{
					name: 'Files',
					value: 'files',
					description: 'One item for each file; the files are not held in memory',
				},
				{
					name: 'Items',
					value: 'items',
					description: 'One item for each line, for exports in JSON and of users',
				},
			],
		},
		...limitFields.map((field) =>
			field.with({
				displayOptions: { show: { ...field.property.displayOptions?.show, output: ['items'] } },
			}),
		),
	],
	options: [maxFileSize, outputFieldOption, skipLines],

	async perform(input, tools) {
		const jobId = jobIdOf(input);
		input.throwIfWrong();
		const answer = await tools.call('getExportResults', { jobId });
		const state = stateOf(answer);
		if (state !== 'FINISHED') {
			throw new TaskFailure(
				{
					message: `The export has not finished: its state is ${state}`,
					description:
						'Wait and try again, or let the operation that starts the export wait for it.',
				},
				{ jobId, state },
			);
		}
		const urls = Array.isArray(answer.files) ? answer.files.map(String) : [];
		const wantsItems = input.value('output') === 'items';
		// Reports come with the answer itself; other results without files hold no lines.
		if (urls.length === 0) {
			const isReport = answer.data !== undefined;
			return wantsItems && !isReport ? [] : [{ json: jobJson(answer, jobId) }];
		}
		return input.value('output') === 'items'
			? await asItems(input, tools, urls, jobId)
			: await asFiles(input, tools, urls, jobId);
	},
};
