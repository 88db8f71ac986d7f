/** Loaded by `npm run mutation` only: properties are tried less often there, because they run for each change. */
import type * as FastCheck from 'fast-check';

const MOST_TRIES = 40;

jest.mock('fast-check', () => {
	const actual = jest.requireActual<typeof FastCheck>('fast-check');
	const assert: typeof FastCheck.assert = (property, { numRuns = MOST_TRIES, ...rest } = {}) =>
		actual.assert(property, { ...rest, numRuns: Math.min(numRuns, MOST_TRIES) }) as never;
	return { __esModule: true, ...actual, assert, default: { ...actual.default, assert } };
});
