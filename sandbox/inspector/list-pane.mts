import type { Page, Pulse } from 'leanplum-sandbox';
import { byId, h, replaceContent, syncList, type Child } from './dom.mjs';
import { announce, attempt } from './parts.mjs';
import { addressOf } from './route.mjs';
import type { View } from './view.mjs';

/** Texts as elements of their own, so that there is space between them. */
function apart(notes: Child): Child {
	if (typeof notes === 'string') return h('span', null, notes);
	return Array.isArray(notes) ? notes.map(apart) : notes;
}

/** Ends what is being read and begins anew. */
function insteadOf(reading: AbortController | undefined): AbortController {
	reading?.abort();
	return new AbortController();
}

/** The list of the current view: reads its pages, keeps them current, and moves through its rows. */
export class ListPane {
	readonly #list = byId('list');
	readonly #empty = byId('empty');
	readonly #more = byId<HTMLButtonElement>('more');
	#view: View | undefined;
	#appId = '';
	#query = '';
	#selected: string | undefined;
	#items: unknown[] = [];
	#next: number | undefined;
	#reading: AbortController | undefined;
	#readingOlder: AbortController | undefined;

	constructor() {
		this.#more.addEventListener('click', () => attempt(() => this.#readOlder()));
		this.#list.addEventListener('keydown', (event) => {
			const moves: Record<string, number> = {
				ArrowDown: 1,
				ArrowUp: -1,
				Home: -Infinity,
				End: Infinity,
			};
			const steps = moves[event.key];
			if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
			event.preventDefault();
			this.move(steps);
		});
		this.#list.addEventListener('focusin', () => this.#letOneBeReached());
	}

	/** Shows another list, or another search in it. */
	async open(appId: string, view: View, query: string): Promise<void> {
		const same = view === this.#view && appId === this.#appId;
		if (same && query === this.#query) return;
		this.#view = view;
		this.#appId = appId;
		this.#query = query;
		this.#items = [];
		this.#next = undefined;
		this.#readingOlder?.abort();
		if (!same) this.#list.replaceChildren();
		await this.refresh();
	}

	/** The entry of that key, if it has been read. */
	item(key: string): unknown {
		return this.#items.find((item) => this.#view?.rowKey(item) === key);
	}

	/** Marks the row whose details are shown. */
	select(key: string | undefined): void {
		this.#selected = key;
		for (const link of this.#links()) this.#mark(link);
		this.#letOneBeReached();
	}

	/** Reads the newest page again. Older ones stay when they follow it without a gap. */
	async refresh(): Promise<void> {
		this.#reading = insteadOf(this.#reading);
		const page = await this.#read(undefined, this.#reading);
		const view = this.#view;
		if (!page || !view) return;
		const fresh = new Set(page.items.map(view.rowKey));
		const overlap = this.#items.findLastIndex((item) => fresh.has(view.rowKey(item)));
		const older = overlap < 0 || page.next === undefined ? [] : this.#items.slice(overlap + 1);
		if (older.length === 0) this.#next = page.next;
		this.#items = [...page.items, ...older];
		this.#draw();
	}

	/** Moves the focus by so many rows; goes to the list when it is elsewhere. */
	move(steps: number): void {
		const links = this.#links();
		const current = links.findIndex((link) => link === document.activeElement);
		const marked = links.findIndex((link) => link.tabIndex === 0);
		const wanted = current < 0 ? marked : current + steps;
		links[Math.min(Math.max(wanted, 0), links.length - 1)]?.focus();
	}

	/** The figures above the list. */
	summarize(pulse: Pulse): void {
		replaceContent(byId('summary'), this.#view?.summary?.(pulse));
	}

	async #read(
		before: number | undefined,
		{ signal }: AbortController,
	): Promise<Page<unknown> | undefined> {
		const query = { q: this.#query, before };
		const page = await this.#view?.read(this.#appId, query, signal);
		return signal.aborted ? undefined : page;
	}

	async #readOlder(): Promise<void> {
		const view = this.#view;
		const before = this.#next;
		if (!view || before === undefined) return;
		this.#readingOlder = insteadOf(this.#readingOlder);
		const page = await this.#read(before, this.#readingOlder);
		if (!page) return;
		// When so much arrived meanwhile that the list began anew, others are the next older ones.
		if (this.#next !== before) return await this.#readOlder();
		const known = new Set(this.#items.map(view.rowKey));
		const older = page.items.filter((item) => !known.has(view.rowKey(item)));
		this.#next = page.next;
		this.#items = [...this.#items, ...older];
		this.#draw();
		announce(`${older.length} older ones`);
		this.#links()[this.#items.length - older.length]?.focus();
	}

	#draw(): void {
		const view = this.#view;
		if (!view) return;
		syncList(this.#list, this.#items, view.rowKey, (item) => this.#row(view, item));
		this.#empty.hidden = this.#items.length > 0;
		this.#empty.textContent = this.#query === '' ? view.empty : `No results for “${this.#query}”.`;
		this.#more.hidden = this.#next === undefined;
		this.#letOneBeReached();
	}

	#row(view: View, item: unknown): HTMLElement {
		const { mark, title, time, notes } = view.row(item);
		const key = view.rowKey(item);
		const link = h(
			'a',
			{ class: 'row', href: addressOf({ appId: this.#appId, view: view.name, key }), tabindex: -1 },
			h(
				'span',
				{ class: 'row-head' },
				mark,
				h('span', { class: 'row-title' }, title),
				time !== undefined && h('span', { class: 'row-time' }, time),
			),
			h('span', { class: 'row-notes' }, apart(notes)),
		);
		link.dataset.row = key;
		this.#mark(link);
		return h('li', null, link);
	}

	#links(): HTMLAnchorElement[] {
		return [...this.#list.querySelectorAll<HTMLAnchorElement>('a.row')];
	}

	#mark(link: HTMLAnchorElement): void {
		if (link.dataset.row === this.#selected) link.setAttribute('aria-current', 'true');
		else link.removeAttribute('aria-current');
	}

	/** The Tab key reaches one row; the arrow keys go on from there. */
	#letOneBeReached(): void {
		const links = this.#links();
		const one =
			links.find((link) => link === document.activeElement) ??
			links.find((link) => link.dataset.row === this.#selected) ??
			links[0];
		for (const link of links) link.tabIndex = link === one ? 0 : -1;
	}
}
