/** What an element can hold. Texts only ever become text nodes, so nothing in them is markup. */
export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Listener = (event: Event) => void;
type Properties = Record<string, string | number | boolean | Listener | undefined>;

/** Puts children into an element, after those that are there. */
export function append(parent: Node, ...children: readonly Child[]): void {
	for (const child of children) {
		if (child === false || child === null || child === undefined) continue;
		if (typeof child === 'string' || typeof child === 'number') {
			parent.appendChild(document.createTextNode(String(child)));
		} else if (child instanceof Node) {
			parent.appendChild(child);
		} else {
			append(parent, ...child);
		}
	}
}

/**
 * Makes an element. Properties are attributes (`true` sets an empty one, `false` and `undefined`
 * none), or listeners under names like `onclick`.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	properties: Properties | null = null,
	...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties ?? {})) {
		if (typeof value === 'function') element.addEventListener(name.slice(2), value);
		else if (value === true) element.setAttribute(name, '');
		else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
	}
	append(element, ...children);
	return element;
}

/** The element of the page with that id. */
export function byId<Element extends HTMLElement = HTMLElement>(id: string): Element {
	const element = document.getElementById(id);
	if (!element) throw new Error(`The page has no #${id}.`);
	return element as Element;
}

/** What the elements of a list were made from, so that only those that changed are made anew. */
const made = new WeakMap<Element, string>();

/**
 * Makes a list show items. Elements of items that have not changed stay as they are, with focus and
 * selection; new ones are marked with the class `fresh` when the list had others before.
 */
export function syncList<Item>(
	list: HTMLElement,
	items: readonly Item[],
	rowKey: (item: Item) => string,
	build: (item: Item) => HTMLElement,
): void {
	const existing = new Map<string, HTMLElement>();
	for (const child of list.children) {
		if (child instanceof HTMLElement) existing.set(child.dataset.key ?? '', child);
	}
	const hadOthers = existing.size > 0;
	const wanted = new Set(items.map(rowKey));
	for (const [key, element] of existing) if (!wanted.has(key)) element.remove();
	let place = list.firstElementChild;
	for (const item of items) {
		const key = rowKey(item);
		const signature = text(item);
		let element = existing.get(key);
		if (!element || made.get(element) !== signature) {
			const next = build(item);
			next.dataset.key = key;
			made.set(next, signature);
			if (element) replaceKeepingFocus(element, next);
			else if (hadOthers) next.classList.add('fresh');
			if (element === place) place = next;
			element = next;
		}
		if (element === place) place = element.nextElementSibling;
		else list.insertBefore(element, place);
	}
}

/** Text by which two items can be told apart. */
export const text = (value: unknown): string =>
	JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

function replaceKeepingFocus(old: HTMLElement, next: HTMLElement): void {
	const focused = old.contains(document.activeElement);
	old.replaceWith(next);
	if (focused)
		(next.querySelector<HTMLElement>('a, button') ?? next).focus({ preventScroll: true });
}

/**
 * Replaces what an element holds. Whatever carries the same `data-keep` before and after keeps the
 * focus, and `details` stay open; the place scrolled to stays where it is.
 */
export function replaceContent(parent: HTMLElement, ...children: readonly Child[]): void {
	const kept = (element: Element | null): string | undefined =>
		element instanceof HTMLElement && parent.contains(element) ? element.dataset.keep : undefined;
	const focused = kept(document.activeElement);
	const open = new Set([...parent.querySelectorAll('details[open]')].map(kept));
	const fragment = document.createDocumentFragment();
	append(fragment, ...children);
	for (const details of fragment.querySelectorAll<HTMLDetailsElement>('details[data-keep]')) {
		if (open.has(details.dataset.keep)) details.open = true;
	}
	parent.replaceChildren(fragment);
	if (focused === undefined) return;
	for (const element of parent.querySelectorAll<HTMLElement>('[data-keep]')) {
		if (element.dataset.keep === focused) element.focus({ preventScroll: true });
	}
}
