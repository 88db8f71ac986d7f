import { isOutage, type Problem } from '../reply/problem';
import type { Transport } from './transport';

/** So many batches in a row are given up before nothing more is sent. */
const GIVEN_UP_BATCHES = 4;

/** So many requests of one call each must be refused in the same words before nothing more is sent. */
const MIN_REFUSED_CALLS = 4;

type Clock = Pick<Transport, 'now' | 'sleep' | 'cancelled'>;

/** Why nothing more is sent. */
export interface OpenReason {
	readonly problem: Problem;
	/** Whether Leanplum refused everything, so that nothing that travelled in a batch was looked at. */
	readonly refusedAll: boolean;
}

/** Two refusals with the same words have the same cause, as far as anybody can tell; numbers don't count. */
function wordsOf({ kind, httpStatus, leanplumMessage = '' }: Problem): string {
	const words = leanplumMessage.split(/\s/).map((word) => (/\d/.test(word) ? 'N' : word));
	return [kind, httpStatus, ...words].join(' ');
}

/**
 * Keeps a run from trying everywhere what failed everywhere. All workers of a run share one.
 *
 * It opens, and nothing more is sent, when four batches in a row were given up without a success between
 * them, when every batch is refused in the same words, or at a problem that every request would meet. A
 * success closes it. Requests also wait here when Leanplum asked everyone to wait.
 */
export class CircuitBreaker {
	private openReason: OpenReason | undefined;
	private givenUp = 0;
	private heldUntil = 0;
	private gotThrough = false;
	private successes = 0;
	private readonly refusals = new Map<string, number>();
	private probe: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

	/** @param mustProbe whether the first request goes alone and shows whether the others may follow */
	constructor(private mustProbe = false) {}

	/**
	 * Begins with calls to the same server that may be for another app. What was wrong with the key or the
	 * calls before says nothing of them, an outage does. A rate limit may be the other app's.
	 */
	beginOthers(): void {
		const problem = this.openReason?.problem;
		const isLimit = problem?.kind === 'rateLimited';
		if (problem && isOutage(problem) && !isLimit) return;
		if (isLimit) this.mustProbe = true;
		this.openReason = undefined;
		this.gotThrough = false;
		this.refusals.clear();
	}

	/** Why nothing more is sent; `undefined` while requests may be sent. */
	get reason(): OpenReason | undefined {
		return this.openReason;
	}

	/** Whether nothing that was sent got through so far. */
	get nothingGotThrough(): boolean {
		return !this.gotThrough;
	}

	/**
	 * Waits until a request may leave.
	 *
	 * @returns why it must not, if it must not
	 */
	async admit(clock: Clock): Promise<OpenReason | undefined> {
		while (!this.openReason && !clock.cancelled()) {
			const left = this.heldUntil - clock.now();
			if (this.probe) await this.probe.ended;
			else if (left > 0) await clock.sleep(left);
			else {
				if (this.mustProbe) this.startProbe();
				break;
			}
		}
		return this.openReason;
	}

	/** Holds every request back for so many milliseconds. */
	holdBack(milliseconds: number, clock: Clock): void {
		this.heldUntil = Math.max(this.heldUntil, clock.now() + milliseconds);
	}

	/** How often Leanplum answered so far. */
	get answers(): number {
		return this.successes;
	}

	/** Leanplum answered, and at least a part of the request was looked at. */
	succeeded(): void {
		this.successes += 1;
		this.openReason = undefined;
		this.givenUp = 0;
		this.mustProbe = false;
		this.gotThrough = true;
	}

	/**
	 * A request failed for no reason of its own.
	 *
	 * @param isFinal whether it is given up
	 * @param answersBefore those when it left; an answer to another one since then speaks against an outage
	 */
	failed(problem: Problem, isFinal: boolean, answersBefore = this.successes): void {
		if (isFinal && answersBefore === this.successes) this.givenUp += 1;
		if (this.mustProbe || this.givenUp >= GIVEN_UP_BATCHES) this.open(problem);
	}

	/** Leanplum refused a batch as a whole, and two of its calls alone, in the same words. */
	refusedBatch(problem: Problem, needed: number): void {
		this.countRefusal(problem, needed);
	}

	/** Leanplum refused a request of one call. */
	refusedCall(problem: Problem, parallelRequests: number): void {
		this.countRefusal(problem, Math.max(MIN_REFUSED_CALLS, parallelRequests));
	}

	/** Every further request would meet this problem. */
	open(problem: Problem, refusedAll = false): void {
		this.openReason ??= { problem, refusedAll };
	}

	/** The request that left came to its end. */
	endProbe(): void {
		this.probe?.end();
		this.probe = undefined;
	}

	private startProbe(): void {
		let end = () => {};
		const ended = new Promise<void>((resolve) => (end = resolve));
		this.probe = { ended, end };
	}

	private countRefusal(problem: Problem, needed: number): void {
		const words = wordsOf(problem);
		const count = (this.refusals.get(words) ?? 0) + 1;
		this.refusals.set(words, count);
		if (!this.gotThrough && count >= needed) this.open(problem, true);
	}
}

/** Whether two problems are put in the same words. */
export function haveSameWords(one: Problem, other: Problem): boolean {
	return wordsOf(one) === wordsOf(other);
}
