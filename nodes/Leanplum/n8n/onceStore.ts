import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether a key counts for one node or for all nodes of the workflow. */
export type OnceScope = 'node' | 'workflow';

type StoreContext = Pick<IExecuteFunctions, 'getNode' | 'getWorkflow' | 'helpers'>;

/**
 * n8n's store reads all keys, adds some and writes all back. Two that do so at once lose keys, so
 * executions in one process take turns.
 */
const turns = new Map<string, Promise<unknown>>();

async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
	const before = turns.get(name) ?? Promise.resolve();
	const mine = before.then(work, work);
	turns.set(name, mine);
	try {
		return await mine;
	} finally {
		if (turns.get(name) === mine) turns.delete(name);
	}
}

function nameOf(context: StoreContext, scope: OnceScope): string {
	const workflow = context.getWorkflow().id;
	return scope === 'node' ? `${workflow}/${context.getNode().id}` : `${workflow}`;
}

/** What became of keys that were to be recorded. */
export interface Recorded {
	/** Those that were not there before. */
	readonly fresh: ReadonlySet<string>;
	/** How long the store took, in milliseconds, without the wait for a turn. */
	readonly tookMs: number;
}

/**
 * Records keys in n8n's de-duplication store.
 *
 * @param maxEntries how many keys are kept; the oldest go first
 * @returns those that were not there before, each once, and how long the store took
 */
export async function recordOnce(
	context: StoreContext,
	scope: OnceScope,
	keys: readonly string[],
	maxEntries: number,
): Promise<Recorded> {
	const distinct = [...new Set(keys)];
	if (distinct.length === 0) return { fresh: new Set(), tookMs: 0 };
	return await inTurn(nameOf(context, scope), async () => {
		const started = Date.now();
		const options = { mode: 'entries' as const, maxEntries };
		const result = await context.helpers.checkProcessedAndRecord(distinct, scope, options);
		return { fresh: new Set(result.new.map(String)), tookMs: Date.now() - started };
	});
}

/** Removes keys from the store, so that they count as new again. */
export async function forget(
	context: StoreContext,
	scope: OnceScope,
	keys: readonly string[],
): Promise<void> {
	if (keys.length === 0) return;
	await inTurn(
		nameOf(context, scope),
		async () => await context.helpers.removeProcessed([...keys], scope, { mode: 'entries' }),
	);
}
