import { isRepeatable, usersOf, type Call } from '../action/call';
import { interpret, type CallResult } from '../reply/interpret';
import { isUserNotFound, type Outcome } from '../reply/outcome';
import { overtakenOutcome } from './overtaken';
import type { Lane } from './plan';
import { isAboutTheCall, stopsAllRequests, type Problem } from '../reply/problem';
import type { HttpReply, NoReply } from '../reply/reply';
import { multiRequest, singleRequest, type LeanplumRequest } from './request';
import { retryDelayMs, type RetryPolicy } from './retry';

/** The world outside: what a dispatch needs of it. */
export interface Wire {
	/** Sends one request. Never throws for what the network or Leanplum do. */
	send(request: LeanplumRequest): Promise<HttpReply | NoReply>;
	/** Waits; ends early when the execution is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	/** The present in epoch milliseconds. */
	now(): number;
	/** A random number from 0 to 1. */
	random(): number;
	/** Whether the user stopped the execution. */
	cancelled(): boolean;
}

export interface DispatchOptions {
	/** How many lanes fly at once. */
	readonly parallelRequests: number;
	readonly retry: RetryPolicy;
	/** Whether calls that are not repeatable are sent again after a lost reply all the same. */
	readonly repeatWhenUnknown: boolean;
}

/** Keeps calls from being sent that were sent before. */
export interface Guard {
	/** Whether calls must not be sent again even where Leanplum or the options ask for it. */
	readonly onlyOnce: boolean;
	/**
	 * Asked once about calls that are about to be sent for the first time.
	 *
	 * @returns the outcomes of those that must not be sent
	 */
	admit(indices: readonly number[]): Promise<ReadonlyMap<number, Outcome>>;
	/** Told what became of calls that were admitted. */
	conclude(outcomes: ReadonlyMap<number, Outcome>): Promise<void>;
}

/** The execution was stopped; calls in flight may have been done. */
export class CancelledError extends Error {
	constructor() {
		super('The execution was stopped');
	}
}

/** What is said to the guard of a call that the stop of the execution kept from leaving. */
const NEVER_SENT: Outcome = { status: 'failed', problem: { kind: 'unreachable' } };

const REMOVED_BEFORE =
	'The first reply was lost, and when it was repeated nothing was left to remove';

/** One dispatch: its state lives as long as the calls of one node run. */
class Dispatch {
	private readonly outcomes: Outcome[];
	/** A problem that every request would meet; once it is known, nothing more is sent. */
	private stop: Problem | undefined;
	/** What kept the reply from coming, of calls that are sent again because nobody knows more. */
	private readonly lost = new Map<number, Problem>();
	/** What was done once and is made again behind an earlier call that came late. */
	private readonly done = new Map<number, Outcome>();
	/** What was sent more than once. */
	private readonly sentAgain = new Set<number>();
	/** What is under way, or was when the execution was stopped. */
	private readonly inFlight = new Set<number>();

	constructor(
		private readonly calls: readonly Call[],
		private readonly wire: Wire,
		private readonly options: DispatchOptions,
		private readonly guard: Guard | undefined,
	) {
		this.outcomes = new Array<Outcome>(calls.length);
	}

	async run(lanes: readonly Lane[]): Promise<Outcome[]> {
		const waiting = lanes.values();
		const fly = async () => {
			for (const lane of waiting) {
				for (const batch of lane) await this.settleGuarded(batch);
			}
		};
		const wings = Math.max(1, Math.min(this.options.parallelRequests, lanes.length));
		const flown = await Promise.allSettled(Array.from({ length: wings }, fly));
		for (const wing of flown) if (wing.status === 'rejected') throw wing.reason;
		return this.outcomes;
	}

	/** Sends those of the calls that were not sent before. */
	private async settleGuarded(batch: readonly number[]): Promise<void> {
		if (!this.guard) return await this.settleBatch(batch);
		if (this.wire.cancelled()) throw new CancelledError();
		const refused = await this.guard.admit(batch);
		for (const [index, outcome] of refused) this.outcomes[index] = outcome;
		const admitted = batch.filter((index) => !refused.has(index));
		if (admitted.length === 0) {
			if (this.wire.cancelled()) throw new CancelledError();
			return;
		}
		try {
			await this.settleBatch(admitted);
		} finally {
			const known = admitted.filter((index) => !this.mayHaveBeenDone(index));
			const outcomes = known.map((index) => [index, this.outcomes[index] ?? NEVER_SENT] as const);
			await this.guard.conclude(new Map(outcomes));
		}
	}

	/** Whether a call was under way when the execution was stopped, or an earlier reply to it is lost. */
	private mayHaveBeenDone(index: number): boolean {
		if (this.outcomes[index]) return false;
		return this.inFlight.has(index) || this.lost.has(index);
	}

	/** Sends a batch until each of its calls has its final outcome. */
	private async settleBatch(batch: readonly number[]): Promise<void> {
		await this.settle(batch);
		const madeAgain = batch.filter((index) => this.done.has(index));
		const settled = madeAgain.map((index) => {
			const late = batch.filter(
				(other) => other < index && this.sentAgain.has(other) && this.shareUsers(index, other),
			);
			return overtakenOutcome(
				this.done.get(index)!,
				this.outcomes[index]!,
				late.map((other) => this.outcomes[other]!),
			);
		});
		madeAgain.forEach((index, position) => (this.outcomes[index] = settled[position]!));
	}

	/** Sends calls until each has an outcome. */
	private async settle(batch: readonly number[]): Promise<void> {
		let pending = batch;
		for (let tries = 1; ; tries++) {
			if (this.wire.cancelled()) throw new CancelledError();
			if (this.stop) return this.conclude(pending, { status: 'failed', problem: this.stop });

			for (const index of pending) this.inFlight.add(index);
			const answer = await this.wire.send(this.requestFor(pending));
			if (this.wire.cancelled()) throw new CancelledError();
			for (const index of pending) this.inFlight.delete(index);
			const verdict = interpret(
				pending.map((index) => ({
					repeatable: this.mayBeRepeated(index),
					onlyOnce: this.guard?.onlyOnce === true,
				})),
				answer,
			);
			if (verdict.kind === 'refusedWhole') {
				// One culprit must not take the others down: halve until it stands alone. The halves
				// follow each other, so that the calls of one user stay in order.
				const middle = Math.ceil(pending.length / 2);
				await this.settle(pending.slice(0, middle));
				await this.settle(pending.slice(middle));
				return;
			}

			const again = this.record(pending, verdict.results, tries <= this.options.retry.maxRetries);
			if (again.length === 0) return;
			pending = again;
			const asked = 'status' in answer ? answer.retryAfterMs : undefined;
			await this.wire.sleep(retryDelayMs(this.options.retry, tries, this.wire.random(), asked));
		}
	}

	/** Whether a call is sent again after a lost reply. */
	private mayBeRepeated(index: number): boolean {
		if (this.guard?.onlyOnce) return false;
		return this.options.repeatWhenUnknown || isRepeatable(this.calls[index]!);
	}

	/** Notes final outcomes and returns the calls that get another try, in their order. */
	private record(
		pending: readonly number[],
		results: readonly CallResult[],
		mayRetry: boolean,
	): number[] {
		const again = new Set<number>();
		results.forEach(({ outcome, retry }, position) => {
			const index = pending[position]!;
			const overtaking = retry && mayRetry ? this.doneAfter(position, pending, results) : [];
			// What may have been done must not be done again behind a later change of the same user.
			const tooLate = outcome.status === 'unknown' && overtaking.length > 0;
			if (!retry || !mayRetry || tooLate) {
				this.conclude([index], outcome);
				return;
			}
			again.add(index);
			if (outcome.status === 'unknown') this.lost.set(index, outcome.problem);
			// What was surely not done comes late; later changes are made again, so that they last.
			for (const later of overtaking) {
				if (!isRepeatable(this.calls[later]!)) continue;
				again.add(later);
				this.done.set(later, results[pending.indexOf(later)]!.outcome);
			}
		});
		for (const index of again) this.sentAgain.add(index);
		return pending.filter((index) => again.has(index));
	}

	private shareUsers(one: number, other: number): boolean {
		const users = usersOf(this.calls[one]!.args);
		return usersOf(this.calls[other]!.args).some((user) => users.includes(user));
	}

	/** The calls behind one in its batch that touch the same users and were done. */
	private doneAfter(
		position: number,
		pending: readonly number[],
		results: readonly CallResult[],
	): number[] {
		return pending.filter(
			(index, other) =>
				other > position &&
				results[other]!.outcome.status === 'done' &&
				this.shareUsers(pending[position]!, index),
		);
	}

	/**
	 * The outcome of a call of which an earlier reply was lost: it may have been done then, whatever
	 * keeps it from being done now. A removal that finds nothing has achieved what it was to.
	 */
	private inHindsight(index: number, outcome: Outcome): Outcome {
		const problem = this.lost.get(index);
		if (!problem) return outcome;
		const nothingFound =
			isUserNotFound(outcome) ||
			(outcome.status === 'failed' && outcome.problem.kind === 'notFound');
		if (nothingFound && this.calls[index]!.spec.removes) {
			return { status: 'done', reply: { success: true }, warning: REMOVED_BEFORE };
		}
		const saysNothingOfIt = outcome.status === 'failed' && !isAboutTheCall(outcome.problem);
		return saysNothingOfIt ? { status: 'unknown', problem } : outcome;
	}

	private conclude(indices: readonly number[], outcome: Outcome): void {
		if (outcome.status === 'failed' && stopsAllRequests(outcome.problem)) {
			this.stop ??= outcome.problem;
		}
		for (const index of indices) this.outcomes[index] = this.inHindsight(index, outcome);
	}

	private requestFor(indices: readonly number[]): LeanplumRequest {
		const calls = indices.map((index) => this.calls[index]!);
		return calls.length === 1
			? singleRequest(calls[0]!)
			: multiRequest(calls, this.wire.now() / 1000);
	}
}

/**
 * Sends calls along their lanes and finds out what became of each.
 *
 * @param calls in input order
 * @param lanes the plan for them; a batch of one travels as itself, others in JSON `multi`
 * @param guard says which calls were sent before
 * @returns the outcome of each call, in the order of `calls`
 * @throws CancelledError as soon as the user stops the execution
 */
export async function dispatch(
	calls: readonly Call[],
	lanes: readonly Lane[],
	wire: Wire,
	options: DispatchOptions,
	guard?: Guard,
): Promise<Outcome[]> {
	return await new Dispatch(calls, wire, options, guard).run(lanes);
}
