import type { AppIdentity, Page } from 'leanplum-sandbox';

/** A request that the sandbox refused, in its words. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** Newer browsers tell the text of a number; ids of 64 bits would lose digits without it. */
type Reviver = (name: string, value: unknown, context?: { source?: string }) => unknown;

const exact: Reviver = (_name, value, context) => {
	if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
	const source = context?.source ?? '';
	return /^-?\d+$/.test(source) ? BigInt(source) : value;
};

interface Refusal {
	error?: string;
	details?: { path?: (string | number)[]; message?: string }[];
}

function reasonOf({ error, details }: Refusal): string {
	const [detail] = details ?? [];
	if (!detail?.message) return error ?? 'The sandbox gave no reason.';
	const path = detail.path?.join('.') ?? '';
	return path === '' ? detail.message : `${path}: ${detail.message}`;
}

/** Calls the admin API; `path` begins after `/admin`. */
export async function call<Answer>(
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	body?: unknown,
): Promise<Answer> {
	const response = await fetch(`/admin${path}`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	const answer = JSON.parse(text, exact as Parameters<typeof JSON.parse>[1]) as Answer & Refusal;
	if (!response.ok) throw new ApiError(response.status, reasonOf(answer));
	return answer;
}

export const get = <Answer,>(path: string): Promise<Answer> => call('GET', path);

/** Path of an app's routes. */
export const appPath = (appId: string, ...parts: readonly string[]): string =>
	['/apps', appId, ...parts]
		.map((part, index) => (index ? encodeURIComponent(part) : part))
		.join('/');

/** The query of routes for one user; JSON text keeps any ID as it is. */
export const userQuery = (userId: string): string =>
	`?userId=${encodeURIComponent(JSON.stringify(userId))}`;

/** All apps with their keys. */
export const apps = async (): Promise<AppIdentity[]> =>
	(await get<{ apps: AppIdentity[] }>('/apps')).apps;

/** A search, and where in the list to go on. */
export interface Query {
	q: string;
	before?: number | undefined;
}

const PAGE = 100;

/**
 * A page of a long list. The server ends a search after a short while so that it stays free for
 * others; this goes on until the page is full, the list ends, or nobody is interested any more.
 */
export async function browse<Item>(
	appId: string,
	kind: string,
	{ q, before }: Query,
	signal?: AbortSignal,
): Promise<Page<Item>> {
	const items: Item[] = [];
	let next = before;
	do {
		const query = new URLSearchParams({ q, limit: String(PAGE - items.length) });
		if (next !== undefined) query.set('before', String(next));
		const page = await get<Page<Item>>(`${appPath(appId, 'browse', kind)}?${query}`);
		items.push(...page.items);
		next = page.next;
	} while (next !== undefined && items.length < PAGE && signal?.aborted !== true);
	return next === undefined ? { items } : { items, next };
}

/** A short list, all of which the server sends, searched here. */
export async function shortList<Item>(
	path: string,
	field: string,
	{ q }: Query,
): Promise<Page<Item>> {
	const answer = await get<Record<string, Item[]>>(path);
	const words = q.toLowerCase().split(/\s+/).filter(Boolean);
	const items = (answer[field] ?? []).filter((item) => {
		const text = JSON.stringify(Object.values(item as object)).toLowerCase();
		return words.every((word) => text.includes(word));
	});
	return { items: items.reverse() };
}
