import { deflateRawSync, gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';

/** A kind of file that people have, as a file made by its rules, and what the node makes of it. */
export interface Dialect {
	/** Who writes it. */
	readonly writer: string;
	/** How it is written. */
	readonly written: string;
	/** What the node makes of it. */
	readonly result: string;
	readonly file: Buffer;
	/** Options of the import. */
	readonly options?: INodeParameters;
	/** The attributes of each user after the import. */
	readonly users?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** Members of the output. */
	readonly output?: Readonly<Record<string, unknown>>;
	/** Why nothing is imported. */
	readonly error?: string;
}

const utf8 = (text: string) => Buffer.from(text);
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** A ZIP archive with files, which is what an XLSX workbook is. */
function zip(files: Readonly<Record<string, string>>): Buffer {
	const locals: Buffer[] = [];
	const entries: Buffer[] = [];
	let offset = 0;
	for (const [name, content] of Object.entries(files)) {
		const data = deflateRawSync(Buffer.from(content));
		const fields = Buffer.alloc(26);
		fields.writeUInt16LE(20, 0);
		fields.writeUInt16LE(8, 4);
		fields.writeUInt32LE(data.length, 14);
		fields.writeUInt32LE(content.length, 18);
		fields.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([utf8('PK\x03\x04'), fields, utf8(name), data]);
		locals.push(local);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		entries.push(
			Buffer.concat([utf8('PK\x01\x02'), Buffer.from([20, 0]), fields, rest, utf8(name)]),
		);
		offset += local.length;
	}
	return Buffer.concat([...locals, ...entries, utf8('PK\x05\x06'), Buffer.alloc(18)]);
}

const ANN_AND_BO = { ann: { Plan: 'gold' }, bo: { Plan: 'silver' } };

/** The files that people have. */
export const DIALECTS: readonly Dialect[] = [
	{
		writer: 'Google Sheets, HubSpot, most web apps',
		written: 'Commas, UTF-8, CRLF',
		result: 'Read without changes',
		file: utf8('User ID,Plan\r\nann,gold\r\nbo,silver\r\n'),
		users: ANN_AND_BO,
		output: { encoding: 'UTF-8', delimiter: ',' },
	},
	{
		writer: 'Excel, "CSV UTF-8"',
		written: 'A byte order mark before the first name',
		result: 'The mark is removed',
		file: utf8('\ufeffuser_id,Plan\r\nann,gold\r\nbo,silver\r\n'),
		users: ANN_AND_BO,
	},
	{
		writer: 'Excel where the comma is in numbers, "CSV"',
		written: 'Semicolons, Windows-1252',
		result: 'The delimiter and the encoding are found',
		file: latin1('UserID;Town;Note\r\nann;K\xf6ln;5 \x80 \x93now\x94\r\n'),
		users: { ann: { Town: 'Köln', Note: '5 € “now”' } },
		output: { encoding: 'Windows-1252', delimiter: ';' },
	},
	{
		writer: 'Excel, "Unicode Text"',
		written: 'Tabs, UTF-16 with a byte order mark',
		result: 'The delimiter and the encoding are found',
		file: utf16('\ufeffuserId\tTown\r\nann\tKöln\r\n'),
		users: { ann: { Town: 'Köln' } },
		output: { encoding: 'UTF-16LE', delimiter: '\t' },
	},
	{
		writer: 'Database tools on Windows',
		written: 'UTF-16 without a byte order mark',
		result: 'The encoding is found',
		file: utf16('userId,Town\r\nann,Köln\r\n'),
		users: { ann: { Town: 'Köln' } },
		output: { encoding: 'UTF-16LE' },
	},
	{
		writer: 'Programs that write for Excel',
		written: 'A first line `sep=;`',
		result: 'Taken as the delimiter. The next row names the columns.',
		file: utf8('sep=;\r\nuserId;Plan\r\nann;gold\r\nbo;silver\r\n'),
		users: ANN_AND_BO,
		output: { delimiter: ';', rows: 2 },
	},
	{
		writer: 'Excel, after empty columns were edited',
		written: 'A delimiter after the last cell of every row',
		result: 'Empty cells after the last column are ignored',
		file: utf8('userId;Plan\r\nann;gold;\r\nbo;silver;\r\n'),
		users: ANN_AND_BO,
	},
	{
		writer: 'Banks, old databases',
		written: 'Pipes',
		result: 'The delimiter is found',
		file: utf8('userId|Plan\nann|gold\nbo|silver\n'),
		users: ANN_AND_BO,
		output: { delimiter: '|' },
	},
	{
		writer: 'Typed by people',
		written: 'Blanks after commas and around quotes',
		result: 'Blanks around quotes and IDs are removed',
		file: utf8('userId, Plan\n ann , "gold, old"\n bo ,"silver"\t\n'),
		users: { ann: { Plan: 'gold, old' }, bo: { Plan: 'silver' } },
	},
	{
		writer: 'Salesforce, programs that write for Excel',
		written: 'Text marked as text: `="00123"` or `\'00123`',
		result: 'The text without the mark',
		file: utf8('userId,Postcode,Code\nann,="00123",\'00123\nbo,"=""04109""",\'7\n'),
		users: { ann: { Postcode: '00123', Code: '00123' }, bo: { Postcode: '04109', Code: '7' } },
	},
	{
		writer: 'Old Macs',
		written: 'Lines that end with CR',
		result: 'Read without changes',
		file: utf8('userId,Plan\rann,gold\rbo,silver\r'),
		users: ANN_AND_BO,
	},
	{
		writer: 'Copied from chats and web pages',
		written: 'Zero-width characters in names and IDs',
		result: 'They are removed',
		file: utf8('\u200buserId\u200b,\u2060Plan\nann\u200b,gold\nbo,silver\n'),
		users: ANN_AND_BO,
	},
	{
		writer: 'Data exports and warehouses',
		written: 'Compressed with gzip',
		result: 'Unpacked while it is read, up to 2 GB',
		file: gzipSync('userId,Plan\nann,gold\nbo,silver\n'),
		users: ANN_AND_BO,
	},
	{
		writer: 'All of them',
		written: 'Columns of numbers, TRUE and FALSE, and lists in brackets',
		result: 'Numbers, true or false, and lists, if all values of the column are. Text if not.',
		file: utf8(
			'userId,Points,Newsletter,Tags,Code\nann,120,TRUE,"[a, b]",7\nbo,9.5,false,[c],007\n',
		),
		users: {
			ann: { Points: 120, Newsletter: 'True', Tags: ['a', 'b'], Code: '7' },
			bo: { Points: 9.5, Newsletter: 'False', Tags: ['c'], Code: '007' },
		},
	},
	{
		writer: 'Spreadsheets where the comma is in numbers',
		written: 'Decimal commas, with **Decimal Separator** set to Comma',
		result: 'Numbers',
		file: utf8('userId;Spent\nann;9,5\nbo;1.234,56\n'),
		options: { decimalSeparator: ',' },
		users: { ann: { Spent: 9.5 }, bo: { Spent: 1234.56 } },
	},
	{
		writer: 'Spreadsheets where the comma is in numbers',
		written: 'Decimal commas, without a **Decimal Separator**',
		result: 'Nothing is sent. The error names the column and a value.',
		file: utf8('userId;Spent\nann;9,5\nbo;12\n'),
		error: 'Column "Spent" seems to hold numbers with another decimal separator, such as "9,5"',
	},
	{
		writer: 'Programs that forget to double quotes',
		written: 'A quote that is never closed, with **Skip Invalid Rows** on',
		result: 'Its row is wrong. The rows after it are imported.',
		file: utf8('userId,Note,Plan\nx,"12 inch,gold\nann,ok,gold\nbo,ok,silver\n'),
		options: { skipWrongRows: true, ifRowsFail: 'report' },
		users: { ann: { Note: 'ok', Plan: 'gold' }, bo: { Note: 'ok', Plan: 'silver' } },
		output: { rows: 3, done: 2, notSent: 1 },
	},
	{
		writer: 'CRM exports',
		written: 'Rows with only an ID, comment lines, blank rows',
		result: 'Not sent and not billed. The output lists them. Blank rows are ignored.',
		file: utf8('userId,Plan\nann,gold\n\n,,\nbo,silver\nkim,\n# exported on Monday\n'),
		users: ANN_AND_BO,
		output: { rows: 4, done: 2, notSent: 2 },
	},
	{
		writer: 'Excel',
		written: 'A workbook (XLSX)',
		result: 'Nothing is sent. The error names it and the Extract from File node.',
		file: zip({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' }),
		error: 'The file is an Excel workbook (XLSX), not a CSV file',
	},
	{
		writer: 'Old Excel',
		written: 'A workbook (XLS)',
		result: 'The same',
		file: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
		error: 'The file is an Excel workbook (XLS) or another Office document, not a CSV file',
	},
	{
		writer: 'Reports',
		written: 'A PDF',
		result: 'Nothing is sent. The error names it.',
		file: latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n'),
		error: 'The file is a PDF, not a CSV file',
	},
	{
		writer: 'A download that ended at a login page',
		written: 'An HTML page',
		result: 'Nothing is sent. The error names it and the download.',
		file: utf8('\n<!DOCTYPE html>\n<html lang="en"><body>Sign in</body></html>'),
		error: 'The file is an HTML page, not a CSV file',
	},
];
