import { isEmpty, trim } from './blank';
import { accept, EMPTY, refuse, type Reading } from './reading';

const WORDS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['yes', true],
	['on', true],
	['1', true],
	['false', false],
	['no', false],
	['off', false],
	['0', false],
]);

const EXPECTED = 'must be true or false, yes or no, on or off, or 1 or 0';

/**
 * Reads yes or no: true/false, yes/no, on/off, 1/0, as boolean, number, or text in any case. That includes
 * "True" and "False", which Leanplum stores for booleans. Nothing else is taken for false.
 */
export function readYesNo(given: unknown): Reading<boolean> {
	if (typeof given === 'boolean') return accept(given);
	if (isEmpty(given)) return EMPTY;
	const word =
		typeof given === 'string' || typeof given === 'number' || typeof given === 'bigint'
			? WORDS.get(trim(String(given)).toLowerCase())
			: undefined;
	return word === undefined ? refuse(EXPECTED, given) : accept(word);
}
