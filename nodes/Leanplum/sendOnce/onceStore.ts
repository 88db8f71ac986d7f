import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether a key counts for one node or for all nodes of the workflow. */
export type OnceScope = 'node' | 'workflow';

type StoreContext = Pick<IExecuteFunctions, 'getNode' | 'getWorkflow' | 'helpers'>;

/** What became of keys that were to be recorded. */
export interface Recorded {
	/** Those that were not there before. */
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
 * process wrote in between is gone. Executions of this process take turns. That other processes write
 * shows in the number of keys, which then is not the one that this process left.
 */
class OncePlace {
	private lastTurn: Promise<unknown> = Promise.resolve();
	/** How many keys there are unless others wrote; unknown before the first access, or when it fails. */
	private expectedCount: number | undefined;
	private othersWroteAt = -Infinity;
	private recentMs: readonly number[] = [];

	async record(
		context: StoreContext,
		scope: OnceScope,
		keys: readonly string[],
		maxEntries: number,
	): Promise<Recorded> {
		return await this.inTurn(async () => {
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
		});
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

/**
 * Records keys in n8n's de-duplication store.
 *
 * @param maxEntries how many keys are kept at least; the oldest go first
 * @returns those that were not there before, each once
 */
export async function recordOnce(
	context: StoreContext,
	scope: OnceScope,
	keys: readonly string[],
	maxEntries: number,
): Promise<Recorded> {
	const distinct = [...new Set(keys)];
	if (distinct.length === 0) return { fresh: new Set(), settleMs: 0 };
	return await placeOf(context, scope).record(context, scope, distinct, maxEntries);
}

/** Removes keys, which were recorded before, from the store, so that they count as new again. */
export async function forget(
	context: StoreContext,
	scope: OnceScope,
	keys: readonly string[],
): Promise<void> {
	if (keys.length > 0) await placeOf(context, scope).remove(context, scope, keys);
}
