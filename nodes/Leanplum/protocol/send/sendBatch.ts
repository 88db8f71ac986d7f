import { isRepeatable, type Call } from '../action/call';
import { interpret, type CallResult } from '../reply/interpret';
import type { Outcome } from '../reply/outcome';
import { stopsAllRequests, type Problem } from '../reply/problem';
import { multiRequest, singleRequest, type LeanplumRequest } from './request';
import { callsToResend, correctResent } from './resend';
import { withRetries, type RetryPolicy } from './retry';
import type { TrackedCall } from './trackedCall';
import { CancelledError, type Transport } from './transport';

/** How batches are sent. */
export interface SendOptions {
	readonly retry: RetryPolicy;
	/** Whether calls that are not repeatable are sent again after a lost reply all the same. */
	readonly repeatWhenUnknown: boolean;
	/** Whether calls must not be sent again even where Leanplum or the options ask for it. */
	readonly onlyOnce: boolean;
}

/** Sends the batches of one run. */
export class BatchSender {
	/** A problem that every request would meet; once it is known, nothing more is sent. */
	private stop: Problem | undefined;

	constructor(
		private readonly transport: Transport,
		private readonly options: SendOptions,
	) {}

	/** Sends a batch until each of its calls has its final outcome. */
	async send(batch: readonly TrackedCall[]): Promise<void> {
		await this.sendUntilFinal(batch);
		correctResent(batch);
	}

	private async sendUntilFinal(batch: readonly TrackedCall[]): Promise<void> {
		let pending = batch;
		let rejected = false;
		await withRetries(this.transport, this.options.retry, async (mayRetry) => {
			if (this.stop) return this.finish(pending, { status: 'failed', problem: this.stop });
			const answer = await this.request(pending);
			const traits = pending.map(({ call }) => this.traitsOf(call));
			const verdict = interpret(traits, answer);
			rejected = verdict.kind === 'batchRejected';
			if (verdict.kind === 'batchRejected') return undefined;
			this.noteStop(verdict.results.filter(({ retry }) => !retry || !mayRetry));
			pending = callsToResend(pending, verdict.results, mayRetry);
			if (pending.length === 0) return undefined;
			return 'status' in answer ? { retryAfterMs: answer.retryAfterMs } : {};
		});
		if (!rejected) return;
		// One culprit must not take the others down: halve until it stands alone. The halves follow each
		// other, so that the calls of one user stay in order.
		const middle = Math.ceil(pending.length / 2);
		await this.sendUntilFinal(pending.slice(0, middle));
		await this.sendUntilFinal(pending.slice(middle));
	}

	private async request(pending: readonly TrackedCall[]) {
		for (const call of pending) call.inFlight = true;
		const answer = await this.transport.send(this.requestFor(pending));
		if (this.transport.cancelled()) throw new CancelledError();
		for (const call of pending) call.inFlight = false;
		return answer;
	}

	private requestFor(pending: readonly TrackedCall[]): LeanplumRequest {
		const calls = pending.map(({ call }) => call);
		return calls.length === 1
			? singleRequest(calls[0]!)
			: multiRequest(calls, this.transport.now() / 1000);
	}

	private traitsOf(call: Call) {
		const { onlyOnce, repeatWhenUnknown } = this.options;
		return { repeatable: !onlyOnce && (repeatWhenUnknown || isRepeatable(call)), onlyOnce };
	}

	private finish(calls: readonly TrackedCall[], outcome: Outcome): undefined {
		for (const call of calls) call.finish(outcome);
	}

	private noteStop(finalResults: readonly CallResult[]): void {
		for (const { outcome } of finalResults) {
			if (outcome.status === 'failed' && stopsAllRequests(outcome.problem)) {
				this.stop ??= outcome.problem;
			}
		}
	}
}
