import { CsvError } from './csvError';

/** How many bytes at the start of a file tell what it is. */
export const HEAD = 16_384;

const EXTRACT = 'Read it with the Extract from File node, and import its items';
const SAVE =
	'Save it as CSV UTF-8 in the spreadsheet program, or read it with the Extract from File node';
const UNPACK = 'Unpack it with the Compression node before this node';
const EXPORT = 'Export the data as CSV';

interface FileKind {
	/** What the file is, with its article. */
	readonly name: string;
	/** Characters at its start; each stands for one byte. */
	readonly start: RegExp;
	readonly remedy: string;
}

const ZIP = 'PK[^ -~]{2}[^]*';

/** From the most special to the most general. */
const KINDS: readonly FileKind[] = [
	{ name: 'an Excel workbook (XLSX)', start: new RegExp(`^${ZIP}xl/`), remedy: SAVE },
	{ name: 'a Word document', start: new RegExp(`^${ZIP}word/`), remedy: EXPORT },
	{ name: 'a PowerPoint file', start: new RegExp(`^${ZIP}ppt/`), remedy: EXPORT },
	{ name: 'an Office document', start: new RegExp(`^${ZIP}\\[Content_Types\\]`), remedy: SAVE },
	{ name: 'an OpenDocument spreadsheet', start: new RegExp(`^${ZIP}opendocument`), remedy: SAVE },
	{ name: 'a Numbers spreadsheet', start: new RegExp(`^${ZIP}Index/`), remedy: SAVE },
	{ name: 'a ZIP archive', start: /^PK[^ -~]{2}/, remedy: UNPACK },
	{
		name: 'an Excel workbook (XLS) or another Office document',
		start: /^\xd0\xcf[^ -~]\xe0/,
		remedy: SAVE,
	},
	{ name: 'an Excel workbook (XML)', start: /^\s*<\?xml[^]*<(?:\w+:)?Workbook\b/i, remedy: SAVE },
	{ name: 'a PDF', start: /^\s*%PDF-/, remedy: `${EXPORT}. Tables in a PDF can't be read` },
	{
		name: 'an HTML page',
		start:
			/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|script|style)\b/i,
		remedy: 'Often that is a login or error page. Check the node that downloads the file',
	},
	{ name: 'an XML file', start: /^\s*<\?xml\b/i, remedy: EXTRACT },
	{ name: 'a JSON file', start: /^\s*(?:\{\s*["}]|\[\s*[[{"\]])/, remedy: EXTRACT },
	{ name: 'an RTF document', start: /^\{\\rtf/, remedy: EXPORT },
	{ name: 'an image', start: /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF[^]{4}WEBP)/, remedy: EXPORT },
	{ name: 'a Parquet file', start: /^PAR1/, remedy: EXPORT },
	{
		name: 'a compressed archive',
		start: /^(?:BZh\d|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|\xfd7zXZ|[^]{257}ustar)/,
		remedy: 'Unpack it before this node, or compress it with gzip',
	},
];

/**
 * Refuses files that are known to be something else than CSV.
 *
 * @param head the first bytes, as text with one character for each byte
 * @throws CsvError that names what the file is and what to do
 */
export function refuseOtherKinds(head: string): void {
	// The same text in UTF-16, or after a byte order mark.
	const plain = head.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0/g, '');
	const kind = KINDS.find(({ start }) => start.test(head) || start.test(plain));
	if (kind) throw new CsvError(`is ${kind.name}, not a CSV file. ${kind.remedy}`);
}
