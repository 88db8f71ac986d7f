import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { integerField, numberField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { TaskItem } from '../../operation/operation';
import { TaskFailure } from '../../operation/taskFailure';
import type { TaskTools } from '../../operation/taskTools';
import { isObject, parseJson, withIdsAsText } from '../../protocol/basics/json';
import { outputFieldOption } from '../shared/binary';
import { limitFields, limitOf } from '../shared/list';
import { jobJson } from './jobAnswer';
import { partsOf } from './parts';

/** Ways in which the files of an export come out. */
export const FILES: INodePropertyOptions = {
	name: 'Files',
	value: 'files',
	description: "One item per file. Files are streamed, so they don't fill n8n's memory.",
};
export const ITEMS: INodePropertyOptions = {
	name: 'Items',
	value: 'items',
	description: 'One item per line, for exports in JSON and of users',
};

type Output = 'files' | 'items';

interface DownloadSettings {
	readonly output: Output;
	/** How many lines come out at most, and how many are passed over first. */
	readonly limit: number;
	readonly skip: number;
	/** The field that takes a file. */
	readonly property: string;
	/** Larger files are split; 0 for no limit. */
	readonly maxBytes: number;
}

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
	{ property, maxBytes }: DownloadSettings,
	tools: TaskTools,
	urls: readonly string[],
	jobId: string,
): Promise<TaskItem[]> {
	const items: TaskItem[] = [];
	for (const url of urls) {
		for await (const { file, part } of partsOf(tools, url, maxBytes)) {
			const fileName = part === undefined ? nameOf(url) : `${nameOf(url)}.part${part}`;
			const { binary, size } = await tools.store(
				file,
				fileName,
				file.mimeType ?? MIME_TYPES[fileName.endsWith('.csv') ? 'csv' : 'json']!,
			);
			items.push({
				json: { status: 'done', jobId, fileName, size },
				binary: { [property]: binary },
			});
		}
	}
	return items;
}

function unreadable(url: string, line: number): TaskItem {
	return {
		json: { file: nameOf(url), line },
		failure: {
			message: `Couldn't read line ${line} of ${nameOf(url)}`,
			description: "The line isn't valid JSON. Other lines aren't affected.",
		},
	};
}

async function asItems(
	{ limit, skip }: DownloadSettings,
	tools: TaskTools,
	urls: readonly string[],
	jobId: string,
): Promise<TaskItem[]> {
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
						message: 'CSV exports can only be downloaded as files',
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
		"Splits larger files at line breaks. Enter 0 for no limit. If n8n stores files in its database, files can't exceed 512 MB, so set it to 500, for example.",
});

const skipLines = integerField('Skip Lines', 'skipLines', {
	typeOptions: { minValue: 0 },
	description:
		'How many lines to skip, for example 10000 when you read a large export in runs of 10,000 lines',
});

/** Return All and Limit, for items. */
export const limitOfItems = (shown: Readonly<Record<string, string[]>> = {}) =>
	limitFields.map((field) =>
		field.with({
			displayOptions: {
				show: { ...field.property.displayOptions?.show, ...shown, output: ['items'] },
			},
		}),
	);

export const downloadOptions = [maxFileSize, outputFieldOption, skipLines];

/** Reads how the files of an export are to come out; what is wrong is noted. */
export function downloadSettings(input: ItemInput, output: Output): DownloadSettings {
	const options = input.inside('options');
	return {
		output,
		limit: output === 'items' ? limitOf(input) : Infinity,
		skip: skipLines.readOrDefault(options),
		property: outputFieldOption.readOrDefault(options),
		maxBytes: maxFileSize.readOrDefault(options) * 1_000_000,
	};
}

/**
 * Fetches the files of a finished export. A report comes with the answer itself; other results without
 * files hold no lines.
 */
export async function download(
	settings: DownloadSettings,
	tools: TaskTools,
	answer: IDataObject,
	jobId: string,
): Promise<TaskItem[]> {
	// A single one may come without a list.
	const urls = [answer.files ?? []]
		.flat()
		.map(String)
		.filter((url) => url !== '');
	if (urls.length === 0) {
		const isReport = answer.data !== undefined;
		return settings.output === 'items' && !isReport ? [] : [{ json: jobJson(answer, jobId) }];
	}
	return await (settings.output === 'items' ? asItems : asFiles)(settings, tools, urls, jobId);
}
