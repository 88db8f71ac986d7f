import { randomBytes } from 'node:crypto';

/** No whole number that is exact as a JavaScript number has more than 16 digits. */
const MAYBE_LARGE = /\d{16}/;
/** What matters in JSON for telling texts from numbers: escapes, quotation marks, numbers. */
const TOKEN = /\\[^]|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^-?(?:0|[1-9]\d*)$/;

// JSON.parse rounds large numbers before anybody sees their digits, so they are handed to it as
// marked texts. The random part keeps a caller's text from passing as a number.
const MARK = `int:${randomBytes(8).toString('hex')}:`;

/** The JSON text with its large whole numbers as marked texts. */
function marked(text: string): string {
	let inText = false;
	return text.replace(TOKEN, (token) => {
		if (token === '"') inText = !inText;
		const large = !inText && WHOLE.test(token) && !Number.isSafeInteger(Number(token));
		return large ? `"${MARK}${token}"` : token;
	});
}

/**
 * The value of a JSON text in which whole numbers beyond 2^53 are `bigint`, with every digit; all
 * others are ordinary numbers.
 * @throws SyntaxError when it is no JSON
 */
export function parseExactly(text: string): unknown {
	if (!MAYBE_LARGE.test(text)) return JSON.parse(text) as unknown;
	return JSON.parse(marked(text), (_name, value: unknown) =>
		typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
	) as unknown;
}

/** A whole number as an ordinary one where that is exact. */
export const plainWhole = (value: bigint): number | bigint =>
	Number.isSafeInteger(Number(value)) ? Number(value) : value;
