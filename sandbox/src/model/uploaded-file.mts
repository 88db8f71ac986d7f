import type { Outside } from './outside.mjs';

/** A file for the dashboard's file picker. */
export interface UploadedFile {
	filename: string;
	content: Buffer;
	/** MD5 as the uploader gave it. */
	hash?: string;
	/** MD5 of the content, hexadecimal. */
	md5: string;
	/** Where it can be downloaded. */
	url: string;
}

/** Makes an uploaded file available for download; returns its address. */
export const publishUpload = (
	{ appId, outside }: { appId: string; outside: Outside },
	{ filename, content }: Pick<UploadedFile, 'filename' | 'content'>,
): string =>
	outside.publish({
		appId,
		name: filename,
		contentType: 'application/octet-stream',
		bytes: content.length,
		content: () => [content],
		available: () => true,
	});
