import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../basics/json.mjs';
import { appAction, type Action } from '../leanplum/action.mjs';
import { integer, text } from '../leanplum/arguments.mjs';
import { done, failed, missingArgument, redirected } from '../leanplum/result.mjs';
import { isInvalid, TEXT } from '../leanplum/texts.mjs';
import type { App } from '../model/app.mjs';
import { publishUpload } from '../model/uploaded-file.mjs';

/** Limits of one upload (OAS). */
const MAX_FILES = 16;
const MAX_BYTES = 50 * 1024 * 1024;

/** downloadFile: redirects to the file. */
const downloadFile = appAction({
	name: 'downloadFile',
	key: 'production',
	// OAS: "Must be the only API method in a batch".
	batchable: false,
	args: { filename: text },
	run({ filename }, { app }) {
		const file = app.files.get(filename);
		return file ? redirected(file.url) : failed(404, TEXT.fileNotFound);
	},
});

/** What is said about a file; `size` in bytes, `hash` its MD5. */
const metadataSchema = z.object({
	filename: text,
	size: integer,
	hash: text.optional(),
});

type Metadata = z.output<typeof metadataSchema>;

/** The metadata of all files: `data` as JSON text or natively, else the arguments themselves. */
const dataSchema = z.union([
	z.array(metadataSchema),
	z.string().transform(parseJson).pipe(z.array(metadataSchema)),
]);

function store(app: App, { filename, hash }: Metadata, content: Buffer): void {
	const url = publishUpload(app, { filename, content });
	const md5 = createHash('md5').update(content).digest('hex');
	app.files.set(filename, { filename, content, md5, url, ...(hash === undefined ? {} : { hash }) });
}

/**
 * uploadFile, multipart: several files with `data` and the parts `file0`, `file1`, …, or a single
 * one with `filename`, `size` and the part `file`. A file of the same name is replaced.
 */
const uploadFile = appAction({
	name: 'uploadFile',
	key: 'development',
	batchable: false,
	args: {
		data: dataSchema.optional(),
		filename: text.optional(),
		size: integer.optional(),
		hash: text.optional(),
	},
	run({ data, filename, size, hash }, { app, extras: { parts } }) {
		if (!data && filename === undefined) return missingArgument('filename');
		if (!data && size === undefined) return missingArgument('size');
		const described: Metadata[] = data ?? [{ filename: filename ?? '', size: size ?? 0, hash }];
		const uploads = described.map((metadata, index) => {
			const field = data ? `file${index}` : 'file';
			return { metadata, field, content: parts.find((part) => part.field === field)?.content };
		});
		const missing = uploads.find(({ content }) => content === undefined);
		if (missing) return missingArgument(missing.field);
		if (uploads.some(({ metadata, content }) => metadata.size !== content?.length)) {
			return failed(400, isInvalid('size'));
		}
		const bytes = uploads.reduce((sum, { metadata }) => sum + metadata.size, 0);
		if (uploads.length > MAX_FILES || bytes > MAX_BYTES) return failed(400, TEXT.tooManyFiles);
		for (const { metadata, content } of uploads) {
			if (content) store(app, metadata, content);
		}
		return done();
	},
});

export const FILE_ACTIONS: readonly Action[] = [downloadFile, uploadFile];
