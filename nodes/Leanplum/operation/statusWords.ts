/**
 * What became of an item or a row:
 *
 * - `done`: Leanplum did it
 * - `unchanged`: nothing had to be sent
 * - `skipped`: Leanplum took it and did nothing
 * - `notFound`: Leanplum does not know the user that the item asks about
 * - `duplicate`: not sent, because it was sent before
 * - `failed`: Leanplum refused it, or a step failed
 * - `unknown`: it was sent, and nothing says whether Leanplum did it
 * - `notSent`: its input is wrong, or another failure came first
 * - `preview`, `invalid`: what would be sent, and what could not be
 */
export type Status =
	| 'done'
	| 'unchanged'
	| 'skipped'
	| 'notFound'
	| 'duplicate'
	| 'failed'
	| 'unknown'
	| 'notSent'
	| 'preview'
	| 'invalid';

const WORDS: ReadonlyArray<readonly [Status, string]> = [
	['done', 'done'],
	['unchanged', 'unchanged'],
	['skipped', 'skipped by Leanplum'],
	['notFound', 'not found'],
	['duplicate', 'already sent'],
	['failed', 'failed'],
	['unknown', 'unconfirmed'],
	['notSent', 'not sent'],
];

/** A number as people write it, with what it counts. */
export function count(number: number, one: string, many = `${one}s`): string {
	return number === 1 ? `1 ${one}` : `${number.toLocaleString('en-US')} ${many}`;
}

/** How many of all had each status, such as "3 done, 1 not sent". */
export function inWords(counts: Readonly<Partial<Record<Status, number>>>): string {
	return WORDS.filter(([status]) => (counts[status] ?? 0) > 0)
		.map(([status, words]) => `${counts[status]!.toLocaleString('en-US')} ${words}`)
		.join(', ');
}
