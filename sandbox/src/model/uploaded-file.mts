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
