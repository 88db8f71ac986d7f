import { gunzip, GunzipError, isGzip, MAX_UNPACKED, withHead } from '../../protocol/basics/gunzip';
import { CsvError } from './csvError';
import { dialectOf, SAMPLE, type Dialect } from './dialect';
import { decoderOf, EncodingCheck, type Encoding } from './encoding';
import { HEAD, refuseOtherKinds } from './fileKind';

/** The bytes of a file as they come; may be asked for again. */
export type OpenFile = () => AsyncIterable<Uint8Array>;

/** What the user says about a file; what is left out shows in the file. */
export interface FormatChoice {
	readonly delimiter?: string;
	readonly encoding?: Encoding;
}

/** How a file is written. */
export interface CsvFormat extends Dialect {
	readonly isGzip: boolean;
	readonly encoding: Encoding;
}

async function isPacked(open: OpenFile): Promise<boolean> {
	for await (const head of withHead(open(), 3)) return isGzip(head);
	return false;
}

async function* unpacked(open: OpenFile, isGzipFile: boolean): AsyncGenerator<Uint8Array> {
	try {
		yield* isGzipFile ? gunzip(open(), MAX_UNPACKED) : open();
	} catch (error) {
		throw error instanceof GunzipError ? new CsvError(error.message) : error;
	}
}

/**
 * Reads a whole file to find out how it is written.
 *
 * @throws CsvError when it is no CSV file, or can be read in several ways
 */
export async function formatOf(open: OpenFile, choice: FormatChoice): Promise<CsvFormat> {
	const isGzipFile = await isPacked(open);
	let check: EncodingCheck | undefined;
	for await (const chunk of withHead(unpacked(open, isGzipFile), HEAD)) {
		if (!check) {
			const head = chunk.subarray(0, HEAD);
			refuseOtherKinds(Buffer.from(head).toString('latin1'));
			check = new EncodingCheck(head, choice.encoding);
		}
		check.take(chunk);
	}
	check?.take();
	const encoding = check?.result ?? 'UTF-8';
	let sample = '';
	for await (const text of csvText(open, {
		isGzip: isGzipFile,
		encoding,
		delimiter: '',
		start: 0,
	})) {
		sample += text;
		if (sample.length > SAMPLE.length) break;
	}
	const isCut = sample.length > SAMPLE.length;
	return { isGzip: isGzipFile, encoding, ...dialectOf(sample, isCut, choice.delimiter) };
}

/** The text of a file as it comes, from its first row on. */
export async function* csvText(
	open: OpenFile,
	{ isGzip: isGzipFile, encoding, start }: CsvFormat,
): AsyncGenerator<string> {
	const decode = decoderOf(encoding);
	let skip = start;
	for await (const chunk of unpacked(open, isGzipFile)) {
		const text = decode(chunk);
		yield text.slice(skip);
		skip = Math.max(0, skip - text.length);
	}
	yield decode();
}
