import type { Pulse } from 'leanplum-sandbox';
import { apps } from './api.mjs';
import { byId, h, replaceContent, syncList, text } from './dom.mjs';
import { count, plural } from './format.mjs';
import { ListPane } from './list-pane.mjs';
import { follow } from './live.mjs';
import { announce, attempt } from './parts.mjs';
import { addressOf, goTo, routeOf, type Route } from './route.mjs';
import type { View } from './view.mjs';
import { VIEWS } from './views.mjs';

/** Between two looks at a list that keeps changing, in milliseconds. */
const REST_MS = 300;

const LIVE = { live: 'Live', lost: 'Not connected' };

/** The page as a whole: which app, which list, which entry, and what is new. */
export class Inspector {
	readonly list = new ListPane();
	#route: Route = { appId: '', view: '' };
	#pulse: Pulse | undefined;
	#unfollow: (() => void) | undefined;
	#drawn = '';
	#refreshing = false;
	#stale = false;

	get appId(): string {
		return this.#route.appId;
	}

	get key(): string | undefined {
		return this.#route.key;
	}

	get view(): View {
		return VIEWS.find(({ name }) => name === this.#route.view) ?? VIEWS[0]!;
	}

	/** Shows what the address says; an address that says nothing becomes that of the first list. */
	async show(): Promise<void> {
		const asked = routeOf(location.hash);
		const before = this.#route;
		const chosen = byId<HTMLSelectElement>('app').value;
		const here = asked.appId !== '' && asked.appId === before.appId && asked.appId === chosen;
		const known = here || (await this.#listApps(asked.appId));
		if (!known || !VIEWS.some(({ name }) => name === asked.view)) {
			await this.#goToFirst(known ? asked.appId : undefined);
			return;
		}
		this.#route = asked;
		const moved = asked.appId !== before.appId || asked.view !== before.view;
		if (moved) byId<HTMLInputElement>('search').value = '';
		if (asked.appId !== before.appId) this.#follow();
		this.#drawFrame();
		document.body.dataset.open = asked.key === undefined ? 'list' : 'detail';
		this.list.select(asked.key);
		await this.search();
		await this.#drawDetail();
	}

	/** Reads the list for what is in the search field. */
	async search(): Promise<void> {
		const query = byId<HTMLInputElement>('search').value.trim();
		await this.list.open(this.appId, this.view, query);
	}

	/** Reads again what is shown; calls that come meanwhile lead to one more time. */
	refresh(): void {
		this.#stale = true;
		if (this.#refreshing) return;
		this.#refreshing = true;
		attempt(async () => {
			try {
				while (this.#stale) {
					this.#stale = false;
					await this.list.refresh();
					await this.#drawDetail();
					await new Promise((resolve) => setTimeout(resolve, REST_MS));
				}
			} finally {
				this.#refreshing = false;
			}
		});
	}

	/** Goes to another list of the same app. */
	goToView(view: string): void {
		goTo({ appId: this.appId, view });
	}

	/** Leaves the details. */
	closeDetail(): void {
		this.goToView(this.view.name);
		this.list.move(0);
	}

	async #goToFirst(appId: string | undefined): Promise<void> {
		const first = appId ?? (await apps())[0]?.appId ?? '';
		location.replace(addressOf({ appId: first, view: VIEWS[0]!.name }));
	}

	/** Fills the choice of apps; tells whether that one is among them. */
	async #listApps(appId: string): Promise<boolean> {
		const known = (await apps()).map((app) => app.appId);
		const select = byId<HTMLSelectElement>('app');
		select.replaceChildren(...known.map((id) => h('option', { value: id }, id)));
		select.value = appId;
		return known.includes(appId);
	}

	#follow(): void {
		this.#unfollow?.();
		this.#pulse = undefined;
		this.#unfollow = follow(this.appId, {
			onPulse: (pulse) => this.#hear(pulse),
			onState: (state) => {
				const live = byId('live');
				live.dataset.state = state;
				if (live.textContent !== LIVE[state]) live.textContent = LIVE[state];
			},
			onGone: () => attempt(() => this.#goToFirst(undefined)),
		});
	}

	#hear(pulse: Pulse): void {
		const before = this.#pulse;
		this.#pulse = pulse;
		const arrived = before ? pulse.counts.sent - before.counts.sent : 0;
		if (arrived > 0) announce(`${plural(arrived, 'message')} sent`, 'good');
		this.#drawFrame();
		this.refresh();
	}

	#drawFrame(): void {
		const { view, appId } = this;
		document.title = `${view.title} · Leanplum sandbox`;
		const items = VIEWS.map(({ name, title, count: counted }) => ({
			name,
			title,
			number: this.#pulse?.counts[counted],
			current: name === view.name,
			appId,
		}));
		syncList(
			byId('nav'),
			items,
			({ name }) => name,
			({ name, title, number, current }) =>
				h(
					'li',
					null,
					h(
						'a',
						{ href: addressOf({ appId, view: name }), 'aria-current': current && 'page' },
						h('span', null, title),
						number !== undefined && h('span', { class: 'count' }, count(number)),
					),
				),
		);
		byId('list-title').textContent = view.title;
		byId<HTMLInputElement>('search').placeholder = `Search ${view.searches}`;
		if (this.#pulse) this.list.summarize(this.#pulse);
	}

	async #drawDetail(): Promise<void> {
		const { appId, key, view } = this;
		const place = byId('detail');
		if (key === undefined) {
			this.#drawn = '';
			replaceContent(place, h('p', { class: 'hint-pane' }, 'Select an entry to see its details.'));
			return;
		}
		const { data, draw } = await view.detail({ appId, key, item: this.list.item(key) });
		if (appId !== this.appId || key !== this.key || view !== this.view) return;
		const here = `${addressOf({ appId, view: view.name, key })} ${text(data)}`;
		if (here === this.#drawn) return;
		const sameEntry = this.#drawn.startsWith(`${addressOf({ appId, view: view.name, key })} `);
		this.#drawn = here;
		replaceContent(place, draw());
		if (!sameEntry) byId('detail-pane').scrollTop = 0;
	}
}
