import { z } from 'zod';
import { AdminError } from '../admin/respond.mjs';
import { wordsOf } from './mentions.mjs';

/** How long one search may keep the server from other requests, in milliseconds. */
const SEARCH_MS = 25;

const querySchema = z.object({
	q: z.string().default(''),
	before: z.coerce.number().int().min(0).optional(),
	limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Which part of a list is asked for. */
export type PageQuery = z.output<typeof querySchema>;

/** The query string of a route that gives a page. */
export function readPageQuery(query: unknown): PageQuery {
	const parsed = querySchema.safeParse(query);
	if (parsed.success) return parsed.data;
	throw new AdminError(400, 'The query is not what this route takes.', parsed.error.issues);
}

/** A part of a list, newest first. */
export interface Page<View> {
	items: View[];
	/**
	 * `before` of the page that follows; absent at the end. A page can hold fewer than `limit`
	 * entries, or none, and still have a next one: a search stops after a while and goes on there.
	 */
	next?: number;
}

/** What of a list belongs to a page, and how it is shown. */
export interface Listed<Entry, View> {
	entries: readonly Entry[];
	/** Entries that are for the asker at all; all of them by default. */
	admits?: (entry: Entry) => boolean;
	/** Whether an entry mentions a word, given in lower case. */
	mentions: (entry: Entry, word: string) => boolean;
	show: (entry: Entry, index: number) => View;
}

/** Goes through a list from its newest end until a page is full or the time is up. */
export function pageOf<Entry, View>(
	{ entries, admits, mentions, show }: Listed<Entry, View>,
	{ q, before = entries.length, limit }: PageQuery,
): Page<View> {
	const words = wordsOf(q);
	const deadline = performance.now() + SEARCH_MS;
	const items: View[] = [];
	for (let index = Math.min(before, entries.length) - 1; index >= 0; index--) {
		const entry = entries[index]!;
		if (admits && !admits(entry)) continue;
		if (words.every((word) => mentions(entry, word))) items.push(show(entry, index));
		const full = items.length >= limit || (words.length > 0 && performance.now() > deadline);
		if (full && index > 0) return { items, next: index };
	}
	return { items };
}
