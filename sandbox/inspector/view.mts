import type { Page, Pulse } from 'leanplum-sandbox';
import type { Query } from './api.mjs';
import type { Child } from './dom.mjs';

/** What a row of a list shows. */
export interface Row {
	/** A short mark before the title. */
	mark?: Child;
	title: Child;
	/** At the end of the first line. */
	time?: string;
	/** The second line. */
	notes?: Child;
}

/** Where details are shown. */
export interface Place<Item> {
	appId: string;
	key: string;
	/** The entry, when it is among those that the list has read. */
	item: Item | undefined;
}

/** Details of an entry: what they are made of, so that they are drawn anew only when it changes. */
export interface Detail {
	data: unknown;
	draw: () => Child;
}

/** One of the lists. */
export interface View<Item = unknown> {
	name: string;
	title: string;
	/** Which of the counts belongs to it. */
	count: keyof Pulse['counts'];
	/** What an empty list says: how something gets into it. */
	empty: string;
	/** What a search can find. */
	searches: string;
	read: (appId: string, query: Query, signal: AbortSignal) => Promise<Page<Item>>;
	rowKey: (item: Item) => string;
	row: (item: Item) => Row;
	detail: (place: Place<Item>) => Promise<Detail>;
	/** A line of figures above the list. */
	summary?: (pulse: Pulse) => Child;
	/** What can be made here; also by the key N. */
	make?: { label: string; run: (appId: string) => void };
	/** What can be cleared here; also by the key X. */
	clear?: { label: string; run: (appId: string) => Promise<void> };
}
