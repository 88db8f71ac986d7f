import type { Outcome } from '../protocol/reply/outcome';

/** What became of an item or a row. */
export type Status = Outcome['status'] | 'notSent';

const WORDS: ReadonlyArray<readonly [Status, string]> = [
	['done', 'done'],
	['skipped', 'skipped by Leanplum'],
	['duplicate', 'sent before'],
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
