import { isEmpty, trim } from './blank';
import { accept, EMPTY, LongNumber, Measurement, refuse, type Reading } from './reading';

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const WITH_EXPONENT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+$/;
const WHOLE = /^[+-]?\d+(?:\.0*)?$/;

const EXPECTED = 'must be a number in plain form, such as 1234.5';
const EXPECTED_WHOLE = 'must be a whole number, such as 12';
export const TOO_LONG =
	'has more digits than a number can hold. Send it as text to keep all of them';

/** Whether a whole number is too large to be exact, so that it may already have lost digits. */
export function hasLostDigits(value: number): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}

function fromNumber(value: number): Reading<number> {
	if (!Number.isFinite(value)) return refuse(EXPECTED, value);
	if (hasLostDigits(value)) return refuse(TOO_LONG, value);
	return accept(value + 0);
}

function fromText(text: string, given: unknown): Reading<number> {
	const hasExponent = WITH_EXPONENT.test(text);
	if (!hasExponent && !PLAIN.test(text)) return refuse(EXPECTED, given);
	const value = Number(text);
	// With an exponent it is a measurement, which is never exact to the last digit.
	if (!hasExponent && Math.abs(value) > Number.MAX_SAFE_INTEGER) return refuse(TOO_LONG, given);
	const isBeyond = !Number.isFinite(value) || (value === 0 && /[1-9]/.test(text.split(/e/i)[0]!));
	return isBeyond ? refuse('is too large or too small for a number', given) : accept(value + 0);
}

/**
 * Reads a number. Text must be in plain decimal form or have an exponent: no units, no decimal commas, no
 * thousands separators, no hexadecimal. A whole number that a JavaScript number cannot hold is refused,
 * never rounded, whether it comes as text or was already rounded by who parsed it.
 */
export function readNumber(given: unknown): Reading<number> {
	if (typeof given === 'number') return fromNumber(given);
	if (isEmpty(given)) return EMPTY;
	if (typeof given === 'string') return fromText(trim(given), given);
	if (typeof given === 'bigint') return fromText(String(given), given);
	if (given instanceof Measurement) return accept(given.value);
	return refuse(given instanceof LongNumber ? TOO_LONG : EXPECTED, given);
}

/** Reads a whole number, such as an increment or a count. An exponent is refused: it is not exact. */
export function readWhole(given: unknown): Reading<number> {
	const reading = readNumber(given);
	if (reading.kind !== 'value') {
		return reading.kind === 'refused' && reading.message === EXPECTED
			? refuse(EXPECTED_WHOLE, given)
			: reading;
	}
	const isWhole =
		typeof given === 'string' ? WHOLE.test(trim(given)) : Number.isSafeInteger(reading.value);
	return isWhole ? reading : refuse(EXPECTED_WHOLE, given);
}
