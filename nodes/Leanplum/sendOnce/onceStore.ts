import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether a key counts for one node or for all nodes of the workflow. */
export type OnceScope = 'node' | 'workflow';

type StoreContext = Pick<IExecuteFunctions, 'getNode' | 'getWorkflow' | 'helpers'>;

/** What became of keys that were to be recorded. */
export interface Recorded {
	/** Those that were not there before, each once. */
	readonly fresh: ReadonlySet<string>;
	/** After how many milliseconds no other process can be expected to write over them any more. */
	readonly settleMs: number;
}

/** Within this time everyone has written who began before, where nobody else seems to write. */
const ALONE_SETTLE_MS = 100;
/** The same where others write: a busy worker can take seconds between reading and writing (measured). */
const SHARED_SETTLE_MS = 5_000;
/** How many times longer than here an access may take elsewhere: alone, and where others write. */
const ALONE_FACTOR = 3;
const SHARED_FACTOR = 4;
/** So many accesses of this process tell how slow it is at present. */
const RECENT_ACCESSES = 20;
/** So long others count as present after they wrote, in milliseconds. */
const OTHERS_STAY_MS = 10 * 60_000;
/** The store is cut only when it has grown so far, so that its growth by others is seen. */
const CUT_FROM = 1.1;

/**
 * One place of n8n's de-duplication store, as this process sees it.
 *
 * The store has no lock: it reads all keys, adds or removes some and writes all back, so what another
 * process wrote in between is gone. That other processes write shows in the number of keys, which then is
 * not the one that this process left.
 *
 * Executions of this process take turns, and those that wait to record share one access: what is true of
 * keys that one execution records together is true of them as well.
 */
class OncePlace {
	private lastTurn: Promise<unknown> = Promise.resolve();
	/** How many keys there are unless others wrote; unknown before the first access, or when it fails. */
	private expectedCount: number | undefined;
	private othersWroteAt = -Infinity;
	private recentMs: readonly number[] = [];
	/** The next access that records, for which keys can still be given. */
	private next: { readonly keys: Set<string>; readonly recorded: Promise<Recorded> } | undefined;
	/**
	 * Who of this process noted a key. Should another process write over it, it is new for nobody else
	 * here, until it is noted again.
	 */
	readonly holders = new Map<string, unknown>();

	/** @returns what became of these keys and of those that others record in the same access */
	async record(
		context: StoreContext,
		scope: OnceScope,
		keys: readonly string[],
		maxEntries: number,
	): Promise<Recorded> {
		if (!this.next) {
			const all = new Set<string>();
			const recorded = this.inTurn(async () => {
				this.next = undefined;
				return await this.recordNow(context, scope, [...all], maxEntries);
			});
			this.next = { keys: all, recorded };
		}
		const { next } = this;
		for (const key of keys) next.keys.add(key);
		return await next.recorded;
	}

	private async recordNow(
		context: StoreContext,
		scope: OnceScope,
		keys: readonly string[],
		maxEntries: number,
	): Promise<Recorded> {
		// The first access of a process is slow, so it should be one that writes nothing.
		if (this.recentMs.length === 0) await this.count(context, scope);
		const expected = this.expectedCount;
		const cuts = expected !== undefined && expected > CUT_FROM * maxEntries;
		const started = Date.now();
		const fresh = await this.add(context, scope, keys, cuts ? { maxEntries } : {});
		const tookMs = Date.now() - started;
		this.recentMs = [...this.recentMs, tookMs].slice(-RECENT_ACCESSES);
		const count = await this.count(context, scope);
		const isNew = count === fresh.size;
		if (expected !== undefined && !isNew) {
			const left = expected + fresh.size;
			this.noticeOthers(count, cuts ? Math.min(left, maxEntries) : left);
		}
		this.expectedCount = count;
		return { fresh, settleMs: this.settleMs(tookMs, expected !== undefined || isNew) };
	}

	/** @param keys all of them recorded before */
	async remove(context: StoreContext, scope: OnceScope, keys: readonly string[]): Promise<void> {
		await this.inTurn(async () => {
			await context.helpers.removeProcessed([...keys], scope, { mode: 'entries' });
			const count = await this.count(context, scope);
			if (this.expectedCount !== undefined) {
				this.noticeOthers(count, this.expectedCount - keys.length);
			}
			this.expectedCount = count;
		});
	}

	private async add(
		context: StoreContext,
		scope: OnceScope,
		keys: readonly string[],
		limit: { maxEntries?: number },
	): Promise<Set<string>> {
		const { checkProcessedAndRecord } = context.helpers;
		const ask = async () =>
			await checkProcessedAndRecord([...keys], scope, { mode: 'entries', ...limit });
		const result = await ask().catch(async (error: unknown) => {
			// Of two processes that make the place at once n8n refuses one, which then finds it made.
			if (this.expectedCount !== undefined || !(await this.count(context, scope))) throw error;
			return await ask();
		});
		return new Set(result.new.map(String));
	}

	/** @param isKnown whether this process knows what the place held before */
	private settleMs(tookMs: number, isKnown: boolean): number {
		if (isKnown && Date.now() - this.othersWroteAt >= OTHERS_STAY_MS) {
			return Math.max(ALONE_SETTLE_MS, ALONE_FACTOR * tookMs);
		}
		return Math.max(SHARED_SETTLE_MS, SHARED_FACTOR * Math.max(...this.recentMs));
	}

	private noticeOthers(count: number | undefined, expected: number): void {
		if (count !== undefined && count !== expected) this.othersWroteAt = Date.now();
	}

	/** What was recorded stays recorded where only the count fails, so it fails nothing. */
	private async count({ helpers }: StoreContext, scope: OnceScope): Promise<number | undefined> {
		return await helpers.getProcessedDataCount(scope, { mode: 'entries' }).catch(() => undefined);
	}

	private async inTurn<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.lastTurn.then(work, work);
		this.lastTurn = mine;
		return await mine;
	}
}

const places = new Map<string, OncePlace>();

function placeOf(context: StoreContext, scope: OnceScope): OncePlace {
	const workflow = context.getWorkflow().id;
	const name = scope === 'node' ? `${workflow}/${context.getNode().id}` : `${workflow}`;
	const place = places.get(name) ?? new OncePlace();
	places.set(name, place);
	return place;
}

/** Keys in n8n's de-duplication store, as one run sees them. */
export class OnceStore {
	private readonly place: OncePlace;

	/** @param maxEntries how many keys are kept at least; the oldest go first */
	constructor(
		private readonly context: StoreContext,
		private readonly scope: OnceScope,
		private readonly maxEntries: number,
	) {
		this.place = placeOf(context, scope);
	}

	/** Records keys. */
	async record(keys: readonly string[]): Promise<Recorded> {
		if (keys.length === 0) return { fresh: new Set(), settleMs: 0 };
		const recorded = await this.place.record(this.context, this.scope, keys, this.maxEntries);
		return { ...recorded, fresh: new Set(keys.filter((key) => recorded.fresh.has(key))) };
	}

	/**
	 * Records keys that only one run may find new, which keeps them until it lets them go.
	 *
	 * @param others are recorded in the same access, and not in what is returned
	 */
	async note(keys: readonly string[], others: readonly string[]): Promise<Recorded> {
		const { holders } = this.place;
		const mine = new Set(keys.filter((key) => !holders.has(key)));
		for (const key of mine) holders.set(key, this);
		let fresh: ReadonlySet<string> = new Set();
		try {
			const recorded = await this.record([...mine, ...others]);
			fresh = new Set([...mine].filter((key) => recorded.fresh.has(key)));
			return { fresh, settleMs: recorded.settleMs };
		} finally {
			this.letGo([...mine].filter((key) => !fresh.has(key)));
		}
	}

	/** Removes keys, which were recorded before, from the store, so that they count as new again. */
	async forget(keys: readonly string[]): Promise<void> {
		if (keys.length === 0) return;
		await this.place.remove(this.context, this.scope, keys);
		this.letGo(keys);
	}

	/** Leaves it to the store alone whether keys are new. */
	letGo(keys: Iterable<string>): void {
		const { holders } = this.place;
		for (const key of keys) if (holders.get(key) === this) holders.delete(key);
	}
}
