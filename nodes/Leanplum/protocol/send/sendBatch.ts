import { repeatRuleOf, type RepeatRule } from '../action/call';
import { KEYS, type KeyClass } from '../action/keys';
import { jsonBytes } from '../basics/json';
import { interpret, type CallResult, type Verdict } from '../reply/interpret';
import { isAboutTheCall, isOutage, stopsAllRequests, type Problem } from '../reply/problem';
import type { HttpReply, NoReply } from '../reply/reply';
import { haveSameWords, type CircuitBreaker, type OpenReason } from './circuitBreaker';
import { orderingKeys } from '../plan/planCalls';
import { multiRequest, singleRequest, type LeanplumRequest } from './request';
import { callsToResend, correctResent } from './resend';
import { withRetries, type RetryPolicy, type RetryRequest } from './retry';
import type { TrackedCall } from './trackedCall';
import { CancelledError, type Transport } from './transport';

/** How batches are sent. */
export interface SendOptions {
	readonly parallelRequests: number;
	readonly retry: RetryPolicy;
	/** Whether calls that are not repeatable are sent again after a lost reply all the same. */
	readonly repeatWhenUnknown: boolean;
	/** Whether calls must not be sent again even where Leanplum or the options ask for it. */
	readonly onlyOnce: boolean;
	/** How many batches the run has. */
	readonly batches: number;
}

type Calls = readonly TrackedCall[];

/** A request that was rejected as a whole: its calls, which have no outcome yet, and why. */
interface Rejection {
	readonly calls: Calls;
	readonly problem: Problem;
}

/** Whether a problem speaks against everything that is sent, so that the same may befall other batches. */
function isOfTheRequest({ kind }: Problem): boolean {
	return ['refused', 'refusedElsewhere', 'developmentModeRefused'].includes(kind);
}

/**
 * The second call of a rejected batch that goes alone: the last one for other users than those of all
 * calls before it, so that it may go ahead of them, and so that the two are not refused for one user.
 */
function lastToTryAlone(calls: Calls): number {
	const before = new Set<string>();
	let last = 1;
	for (const [index, { call }] of calls.entries()) {
		const keys = orderingKeys(call);
		if (index > 0 && !keys.some((key) => before.has(key))) last = index;
		for (const key of keys) before.add(key);
	}
	return last;
}

/** Names the key in the problems of a request that Leanplum refused because of it. */
function withKeyLabel(verdict: Verdict, key: KeyClass): Verdict {
	if (verdict.kind === 'batchRejected') return verdict;
	const results = verdict.results.map((result): CallResult => {
		const { outcome } = result;
		if (outcome.status !== 'failed' || outcome.problem.kind !== 'invalidKey') return result;
		const problem = { ...outcome.problem, keyLabel: KEYS[key].label };
		return { ...result, outcome: { status: 'failed', problem } };
	});
	return { kind: 'answered', results };
}

/** Where a rejected batch is halved: in the middle, or by size when it was too large. */
function middleOf(calls: Calls, { httpStatus }: Problem): number {
	if (httpStatus !== 413) return Math.ceil(calls.length / 2);
	const sizes = calls.map(({ call }) => jsonBytes(call.args));
	const half = sizes.reduce((sum, size) => sum + size, 0) / 2;
	let before = 0;
	const middle = sizes.findIndex((size) => (before += size) >= half);
	return Math.min(calls.length - 1, Math.max(1, middle));
}

/** Sends batches until each of their calls has its final outcome. */
export class BatchSender {
	constructor(
		private readonly transport: Transport,
		private readonly breaker: CircuitBreaker,
		private readonly options: SendOptions,
	) {}

	async send(batch: Calls): Promise<void> {
		try {
			const rejection = await this.sendUntilFinal(batch);
			if (rejection) await this.divide(rejection);
			else this.noteRefusedCall(batch);
		} finally {
			// Also where the stop of the execution ended it.
			correctResent(batch);
		}
	}

	/**
	 * @returns the rejection of the whole request, if it was rejected, with the calls that it left without an
	 *   outcome: all, or those of a retry
	 */
	private async sendUntilFinal(batch: Calls): Promise<Rejection | undefined> {
		let pending = batch;
		let rejection: Rejection | undefined;
		const { retry } = this.options;
		await withRetries(this.transport, this.breaker, retry, async (mayRetry, tries) => {
			const reason = await this.breaker.admit(this.transport);
			if (reason) return this.keepBack(pending, reason);
			const answersBefore = this.breaker.answers;
			try {
				const answer = await this.request(pending, tries);
				const rules = pending.map((call) => this.ruleOf(call));
				const verdict = withKeyLabel(interpret(rules, answer), pending[0]!.call.key);
				if (verdict.kind === 'batchRejected') {
					rejection = { calls: pending, problem: verdict.problem };
					return undefined;
				}
				const canRetry = this.note(verdict.results, mayRetry, answersBefore) && mayRetry;
				pending = callsToResend(pending, verdict.results, canRetry);
				return pending.length === 0 ? undefined : this.retryAfter(verdict.results, answer);
			} finally {
				this.breaker.endProbe();
			}
		});
		return rejection;
	}

	/**
	 * Finds the culprits of a rejected batch, so that they do not take the others down.
	 *
	 * The first call and the last one for other users go alone. When they are refused in the same words, the
	 * cause may lie in none of the calls; the breaker counts such batches. Else the rest is halved until the
	 * culprits stand alone. The halves follow each other, so that the calls of one user stay in order.
	 */
	private async divide({ calls, problem }: Rejection): Promise<void> {
		const last = lastToTryAlone(calls);
		const alone = [calls[0]!, calls[last]!];
		for (const call of alone) await this.sendUntilFinal([call]);
		const rest = calls.filter((call) => !alone.includes(call));
		const areRefusedAlike = alone.every(
			({ outcome }) => outcome?.status === 'failed' && haveSameWords(outcome.problem, problem),
		);
		if (!areRefusedAlike) {
			const wasLookedAt = alone.some(
				({ outcome }) => outcome?.status === 'failed' && isAboutTheCall(outcome.problem),
			);
			if (wasLookedAt) this.breaker.succeeded();
		} else if (isOfTheRequest(problem)) {
			const { parallelRequests, batches } = this.options;
			this.breaker.refusedBatch(problem, Math.min(parallelRequests, batches));
		}
		const mayBeAll = areRefusedAlike && this.breaker.nothingGotThrough;
		await this.sendHalves({ calls: rest, problem }, mayBeAll);
	}

	/** @param mayBeAll whether the cause may lie in none of the calls, so that halves are looked at alike */
	private async sendHalves({ calls, problem }: Rejection, mayBeAll: boolean): Promise<void> {
		if (calls.length === 0) return;
		const middle = calls.length === 1 ? 1 : middleOf(calls, problem);
		for (const half of [calls.slice(0, middle), calls.slice(middle)]) {
			if (half.length === 0) continue;
			const again = await this.sendUntilFinal(half);
			if (!again) continue;
			if (mayBeAll && this.breaker.nothingGotThrough) await this.divide(again);
			else await this.sendHalves(again, false);
		}
	}

	private async request(pending: Calls, tries: number) {
		for (const call of pending) call.inFlight = true;
		const answer = await this.transport.send({ ...this.requestFor(pending), tries });
		if (this.transport.cancelled()) throw new CancelledError();
		for (const call of pending) {
			call.inFlight = false;
			call.wasSent = true;
		}
		return answer;
	}

	private requestFor(pending: Calls): LeanplumRequest {
		const calls = pending.map(({ call }) => call);
		return calls.length === 1
			? singleRequest(calls[0]!)
			: multiRequest(calls, this.transport.now() / 1000);
	}

	private ruleOf({ call }: TrackedCall): RepeatRule {
		const { onlyOnce, repeatWhenUnknown } = this.options;
		if (onlyOnce) return 'ifNotBegun';
		return repeatWhenUnknown ? 'always' : repeatRuleOf(call);
	}

	/** Finishes calls that must not be sent any more. */
	private keepBack(calls: Calls, { problem, refusedAll }: OpenReason): undefined {
		for (const call of calls) {
			const wasTried = call.wasSent && !refusedAll;
			call.finish(
				wasTried
					? { status: 'failed', problem }
					: { status: 'notSent', problem: { ...problem, wasNotSent: true } },
			);
		}
	}

	/**
	 * Tells the breaker how a request fared.
	 *
	 * @returns whether another try makes sense
	 */
	private note(results: readonly CallResult[], mayRetry: boolean, answersBefore: number): boolean {
		const problems = results
			.map(({ outcome }) => ('problem' in outcome ? outcome.problem : undefined))
			.filter((problem) => problem !== undefined);
		const final = results.filter(({ retry }) => !retry || !mayRetry);
		for (const { outcome } of final) {
			if (outcome.status === 'failed' && stopsAllRequests(outcome.problem)) {
				this.breaker.open(outcome.problem);
			}
		}
		const isAnswered =
			problems.length < results.length ||
			(results.length > 1 &&
				problems.some((problem) => !isOutage(problem) && !stopsAllRequests(problem))) ||
			problems.some((problem) => isAboutTheCall(problem) && !isOfTheRequest(problem));
		if (isAnswered) this.breaker.succeeded();
		else if (problems.every(isOutage)) {
			this.breaker.failed(problems[0]!, final.length > 0, answersBefore);
		}
		return !this.breaker.reason;
	}

	/** A batch of one call that was refused counts as a refused batch. */
	private noteRefusedCall([call, ...others]: Calls): void {
		const outcome = call?.outcome;
		if (others.length > 0 || outcome?.status !== 'failed' || !isOfTheRequest(outcome.problem))
			return;
		this.breaker.refusedCall(outcome.problem, this.options.parallelRequests);
	}

	private retryAfter(results: readonly CallResult[], answer: HttpReply | NoReply): RetryRequest {
		const retryAfterMs = 'status' in answer ? answer.retryAfterMs : undefined;
		const isForAll = results.every(
			({ outcome }) => 'problem' in outcome && isOutage(outcome.problem),
		);
		const isLimited = results.some(
			({ outcome }) => 'problem' in outcome && outcome.problem.kind === 'rateLimited',
		);
		return {
			retryAfterMs,
			holdsBackAll: isForAll && (isLimited || retryAfterMs !== undefined),
		};
	}
}
