import { createRequire } from 'node:module';
import type * as LosslessJson from 'lossless-json';

const load = createRequire(import.meta.url);

/** The parser of long numbers, loaded with the first of them, so that it does not slow down the start. */
const losslessJson = () => load('lossless-json') as typeof LosslessJson;

/** No whole number that is exact as a JavaScript number has more than 16 digits. */
const MAYBE_LARGE = /\d{16}/;
const WHOLE = /^-?\d+$/;

const EXACT = {
	parseNumber: (digits: string) =>
		WHOLE.test(digits) ? plainWhole(BigInt(digits)) : Number(digits),
	// The last one counts, as in JSON.parse.
	onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue,
};

/**
 * The value of a JSON text in which whole numbers beyond 2^53 are `bigint`, with every digit; all
 * others are ordinary numbers.
 * @throws SyntaxError when it is no JSON
 */
export function parseExactly(text: string): unknown {
	return MAYBE_LARGE.test(text)
		? losslessJson().parse(text, null, EXACT)
		: (JSON.parse(text) as unknown);
}

/** A whole number as an ordinary one where that is exact. */
export const plainWhole = (value: bigint): number | bigint =>
	Number.isSafeInteger(Number(value)) ? Number(value) : value;
