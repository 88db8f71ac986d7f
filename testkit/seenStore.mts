import { DataDeduplicationService } from 'n8n-core';
import {
	sleep,
	type DeduplicationItemTypes,
	type DeduplicationScope,
	type ICheckProcessedContextData,
	type ICheckProcessedOptions,
	type IDataDeduplicator,
	type IDeduplicationOutput,
} from 'n8n-workflow';

/** How long the database takes to read or write, in milliseconds; long enough for two to get in each other's way. */
const ACCESS_MS = 2;

/**
 * n8n's de-duplication store without its database: like it, it reads all keys of a context, and later
 * writes all of them back, so that two who do so at once lose keys.
 */
export class SeenStore implements IDataDeduplicator {
	readonly #rows = new Map<string, readonly DeduplicationItemTypes[]>();

	static #shared: Promise<SeenStore> | undefined;

	/** The one store of this process, which n8n's engine uses from the first call on. */
	static async shared(): Promise<SeenStore> {
		this.#shared ??= (async () => {
			const store = new SeenStore();
			await DataDeduplicationService.init(store);
			return store;
		})();
		return await this.#shared;
	}

	/** So many accesses work before `failures` counts. */
	works = 0;
	/** So many further accesses fail, as when n8n's database is down. */
	failures = 0;
	/** How long an access takes, in milliseconds. */
	accessMs = ACCESS_MS;

	/** How often keys were recorded. */
	recordings = 0;

	/** A key that another process records in the moment in which this one makes a row, so that n8n refuses it. */
	rival: string | undefined;

	/** Every key that is stored, in whatever scope. */
	get keys(): DeduplicationItemTypes[] {
		return [...this.#rows.values()].flat();
	}

	clear(): void {
		this.works = 0;
		this.failures = 0;
		this.accessMs = ACCESS_MS;
		this.rival = undefined;
		this.recordings = 0;
		this.#rows.clear();
	}

	/** Another process, which has read every row by now, adds a key and writes them back so much later. */
	async writeFromElsewhere(key: string, afterMs: number): Promise<void> {
		const read = [...this.#rows];
		await sleep(afterMs);
		for (const [row, keys] of read) this.#rows.set(row, [...keys, key]);
	}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		this.recordings += 1;
		const row = this.#row(scope, contextData);
		const known = await this.#read(row);
		const fresh = items.filter((item) => !known.includes(item));
		await this.#write(row, [...known, ...fresh].slice(maxEntries ? -maxEntries : 0));
		return { new: fresh, processed: items.filter((item) => known.includes(item)) };
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		const row = this.#row(scope, contextData);
		const known = await this.#read(row);
		await this.#write(
			row,
			known.filter((item) => !items.includes(item)),
		);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		this.#rows.delete(this.#row(scope, contextData));
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.#read(this.#row(scope, contextData))).length;
	}

	#row(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
		return scope === 'node' ? `${workflow.id} n:${node?.id}` : workflow.id;
	}

	async #read(row: string): Promise<readonly DeduplicationItemTypes[]> {
		await sleep(this.accessMs);
		if (this.works > 0) this.works -= 1;
		else if (this.failures > 0) {
			this.failures -= 1;
			throw new Error('The database is down');
		}
		return this.#rows.get(row) ?? [];
	}

	async #write(row: string, items: readonly DeduplicationItemTypes[]): Promise<void> {
		await sleep(this.accessMs);
		if (this.rival && !this.#rows.has(row)) {
			this.#rows.set(row, [this.rival]);
			throw new Error('duplicate key value violates unique constraint');
		}
		this.#rows.set(row, items);
	}
}
