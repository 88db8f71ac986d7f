import { randomBytes } from 'node:crypto';

// JSON.stringify writes a bigint neither as a number nor at all, so an id is written as a marked
// string first and the marks are taken away afterwards. The random part keeps user data from
// passing as an id.
const MARK = `i64:${randomBytes(8).toString('hex')}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/** A 64-bit integer that `toJson` writes as a JSON number with every digit. */
export class Int64 {
	constructor(readonly digits: string) {}

	toJSON(): string {
		return MARK + this.digits;
	}
}

/** JSON.stringify for values with `bigint`, which it refuses; the replacer makes it slower. */
function stringify(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return JSON.stringify(value, (_name, part: unknown) =>
			typeof part === 'bigint' ? MARK + String(part) : part,
		);
	}
}

/**
 * JSON text of a value in which `Int64` ids and `bigint` appear as exact numbers, as Leanplum sends
 * them.
 */
export function toJson(value: unknown): string {
	const text = stringify(value);
	return text.includes(MARK) ? text.replace(MARKED, '$1') : text;
}

/**
 * A 64-bit id from a running number: distinct for distinct numbers and spread over the whole
 * range, so that ids exceed 2^53 and half of them are negative, as in Leanplum's exports (MOZ).
 */
export function int64FromSequence(sequence: number): string {
	return BigInt.asIntN(64, BigInt(sequence) * 0x9e3779b97f4a7c15n).toString();
}
