import type { IExecuteFunctions } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import type { Guard } from '../protocol/send/dispatch';
import type { Transport } from '../protocol/send/transport';
import { isSurelyUndone, type Outcome } from '../protocol/reply/outcome';
import type { RunOptions } from '../operation/runOptions';
import type { OnceKeys } from './onceKeys';
import { OnceStore, type Recorded } from './onceStore';

/** So many keys are noted at most of which the store does not say yet whether they were sent. */
const MAX_OPEN = 2_000;
/** Keys are noted ahead when there is room for so many, so that few accesses to the store do. */
const MIN_AHEAD = 1_000;
/** Two are kept for each call: that it is sent, and that it was done. */
const MAX_REMEMBERED = 100_000;
const MAX_CONFIRMATIONS = 20;
/** An execution that n8n runs again stays in its process, so for its keys a short wait is enough. */
const EXECUTION_SETTLE_MS = 300;

/** What is said of a call that was noted, but not noted as done. */
export const NOT_SURE =
	"An earlier attempt to send this item didn't finish, so it may already have been sent. Check in Leanplum.";

/** Nothing that a user gives as a key can begin like this. */
const finishedMark = (key: string) => `leanplum done ${key}`;

/** Calls whose keys are noted together. */
interface Note {
	readonly calls: readonly Call[];
	/** Keys of them that were not in the store before, and that this run has not taken back. */
	fresh: ReadonlySet<string>;
	/** Ends when `fresh` is known and the store knows what this run took back. */
	recorded: Promise<void>;
	/** The outcomes of those that must not be sent, as soon as the others may be sent. */
	refusals: Promise<ReadonlyMap<Call, Outcome>>;
}

/**
 * Sends each key once: notes it in n8n's de-duplication store before the call leaves, and takes it back
 * when Leanplum surely did nothing.
 *
 * The store has no lock, see {@link OnceStore}. A key that another worker wrote over is found missing and
 * noted again, and nothing is sent before its key stayed for long enough. Not each request waits for that:
 * the keys of the next ones are noted while it does. After a crash nobody can tell keys that were noted
 * ahead from those of requests under way, so they are at most {@link MAX_OPEN}. What was done goes into
 * the store together with the next keys.
 */
export class SendOnce implements Guard {
	/** What is to be noted at the next occasion. */
	private finished: string[] = [];
	/** Batches without a note, by their first call. */
	private readonly upcoming: Map<Call, readonly Call[]>;
	/** By the first call of each batch. */
	private readonly notes = new Map<Call, Note>();
	/** Calls with a note whose outcome is not known. */
	private readonly open = new Set<Call>();
	private readonly admitted = new Set<Call>();
	private isClosed = false;
	private readonly store: OnceStore;

	/** Whether the user asked for it. */
	readonly onlyOnce: boolean;

	/**
	 * @param once the key of each call; those of the calls to admit are all different
	 * @param batches those that will ask to be admitted, about in the order in which they will
	 */
	constructor(
		context: IExecuteFunctions,
		{ sendOnce, sendOnceScope }: Pick<RunOptions, 'sendOnce' | 'sendOnceScope'>,
		private readonly once: OnceKeys,
		private readonly transport: Pick<Transport, 'sleep' | 'cancelled'>,
		batches: ReadonlyArray<readonly Call[]>,
	) {
		this.onlyOnce = sendOnce !== undefined;
		this.store = new OnceStore(context, sendOnceScope, MAX_REMEMBERED);
		this.upcoming = new Map(batches.map((batch) => [batch[0]!, batch]));
	}

	async admit(batch: readonly Call[]): Promise<ReadonlyMap<Call, Outcome>> {
		const refusals = await (this.notes.get(batch[0]!) ?? this.note(batch)).refusals;
		for (const call of batch) if (!refusals.has(call)) this.admitted.add(call);
		this.noteAhead();
		return refusals;
	}

	async report(outcomes: ReadonlyMap<Call, Outcome>): Promise<void> {
		const undone: string[] = [];
		for (const [call, outcome] of outcomes) {
			const key = this.onceKeyOf(call);
			this.open.delete(call);
			if (isSurelyUndone(outcome)) undone.push(key);
			// What may have been done stays noted: also should another worker have written over it since.
			else this.finished.push(key, ...(outcome.status === 'done' ? [finishedMark(key)] : []));
		}
		await this.release(undone);
		this.noteAhead();
	}

	/**
	 * Takes back what was noted ahead and not sent, and notes what was done; without the latter, a later
	 * duplicate is reported as not quite sure.
	 */
	async close(): Promise<void> {
		this.isClosed = true;
		const notes = [...new Set(this.notes.values())];
		await Promise.all(notes.map(async ({ recorded }) => await recorded));
		const isLeft = (call: Call) => this.open.has(call) && !this.admitted.has(call);
		await this.release(
			notes.flatMap(({ calls, fresh }) =>
				this.keysOf(calls.filter(isLeft)).filter((key) => fresh.has(key)),
			),
		);
		await this.store.record(this.takeFinished()).catch(() => undefined);
		this.store.letGo(notes.flatMap(({ fresh }) => [...fresh]));
	}

	/** Notes the next batches when there is room for some. */
	private noteAhead(): void {
		const [next] = this.upcoming.values();
		if (next && !this.isClosed && this.open.size <= MAX_OPEN - MIN_AHEAD) this.note(next);
	}

	/** Notes a batch, and as many of the next ones as there is room for. */
	private note(first: readonly Call[]): Note {
		const batches: Array<readonly Call[]> = [];
		for (const batch of [first, ...this.upcoming.values()]) {
			if (batch === first && batches.length > 0) continue;
			if (batches.length > 0 && this.open.size + batch.length > MAX_OPEN) break;
			batches.push(batch);
			for (const call of batch) this.open.add(call);
		}
		const note: Note = {
			calls: batches.flat(),
			fresh: new Set(),
			recorded: Promise.resolve(),
			refusals: Promise.resolve(new Map()),
		};
		for (const batch of batches) {
			this.upcoming.delete(batch[0]!);
			this.notes.set(batch[0]!, note);
		}
		note.refusals = this.refusalsAmong(note);
		return note;
	}

	/** Records the keys of calls and waits until those that may be sent are safe. Never throws. */
	private async refusalsAmong(note: Note): Promise<ReadonlyMap<Call, Outcome>> {
		const refusals = new Map<Call, Outcome>();
		try {
			const lookingUp = this.lookUp(note);
			note.recorded = lookingUp.then(
				() => undefined,
				() => undefined,
			);
			const { recorded, finished } = await lookingUp;
			for (const call of note.calls) {
				const key = this.onceKeyOf(call);
				if (recorded.fresh.has(key)) continue;
				const sure = finished.has(key);
				refusals.set(call, { status: 'duplicate', ...(sure ? {} : { warning: NOT_SURE }) });
			}
			await this.confirm([...recorded.fresh], recorded);
		} catch {
			// Nothing has left, so nothing may stay noted.
			if (!this.isClosed) note.recorded = this.takeBack(note);
			await note.recorded;
			// Of the reason nothing is known that would help.
			const outcome: Outcome = { status: 'failed', problem: { kind: 'notRecorded' } };
			for (const call of note.calls) refusals.set(call, outcome);
		}
		for (const call of refusals.keys()) this.open.delete(call);
		return refusals;
	}

	/** Records the keys of calls, and finds out which of the others were noted as done. */
	private async lookUp(note: Note): Promise<{ recorded: Recorded; finished: Set<string> }> {
		const keys = this.keysOf(note.calls);
		const recorded = await this.store.note(keys, this.takeFinished());
		note.fresh = recorded.fresh;
		return {
			recorded,
			finished: await this.finishedAmong(keys.filter((key) => !recorded.fresh.has(key))),
		};
	}

	private async takeBack(note: Note): Promise<void> {
		const keys = [...note.fresh];
		note.fresh = new Set();
		await this.release(keys);
	}

	/** A key that stays by mistake only keeps the call from being sent again. */
	private async release(keys: readonly string[]): Promise<void> {
		await this.store.forget(keys).catch(() => undefined);
	}

	/** Waits until keys are safe from being written over by others who read before. */
	private async confirm(keys: readonly string[], recorded: Recorded): Promise<void> {
		if (keys.length === 0) return;
		let stayedMs = 0;
		let settleMs = this.settleMs(recorded);
		for (let tries = 0; tries < MAX_CONFIRMATIONS; tries++) {
			await this.transport.sleep(settleMs - stayedMs);
			if (this.isClosed || this.transport.cancelled()) throw new Error('The execution was stopped');
			const again = await this.store.record(keys);
			stayedMs = again.fresh.size === 0 ? settleMs : 0;
			settleMs = Math.max(this.settleMs(again), stayedMs);
			// An access that took a little longer is no reason to wait on, but one that others disturbed is.
			if (settleMs < 2 * stayedMs) return;
		}
		throw new Error('The store is too busy');
	}

	private settleMs({ settleMs }: Recorded): number {
		return this.once.acrossExecutions ? settleMs : Math.min(settleMs, EXECUTION_SETTLE_MS);
	}

	private async finishedAmong(keys: readonly string[]): Promise<Set<string>> {
		// Asking writes, so what was not there is taken out again.
		const missing = (await this.store.record(keys.map(finishedMark))).fresh;
		await this.store.forget([...missing]);
		return new Set(keys.filter((key) => !missing.has(finishedMark(key))));
	}

	private takeFinished(): string[] {
		const taken = this.finished;
		this.finished = [];
		return taken;
	}

	private keysOf(calls: readonly Call[]): string[] {
		return calls.map((call) => this.onceKeyOf(call));
	}

	private onceKeyOf(call: Call): string {
		return this.once.keys.get(call)!;
	}
}
