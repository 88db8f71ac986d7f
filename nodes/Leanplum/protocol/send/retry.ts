import type { CircuitBreaker } from './circuitBreaker';
import { CancelledError, type Transport } from './transport';

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
	/** Repetitions after the first try; 0 for none. */
	readonly maxRetries: number;
	/** The wait before the first repetition in milliseconds; each further one is twice as long. */
	readonly baseDelayMs: number;
}

/** Leanplum documents waits of 2, 4, 8 … seconds, each give or take a half (D:responses). */
export const DEFAULT_RETRY: RetryPolicy = { maxRetries: 4, baseDelayMs: 2000 };

/** No single wait is longer, whatever was asked for. */
const MAX_DELAY_MS = 120_000;

/**
 * The wait before a repetition, in milliseconds.
 *
 * @param repetition 1 for the first
 * @param random a number from 0 to 1 that spreads the waits of those who failed together
 * @param askedMs what the server asked for in `Retry-After`, if it did
 */
export function retryDelayMs(
	policy: RetryPolicy,
	repetition: number,
	random: number,
	askedMs = 0,
): number {
	const middle = policy.baseDelayMs * 2 ** (repetition - 1);
	return Math.min(MAX_DELAY_MS, Math.max(middle * (0.5 + random), askedMs));
}

/** Another try is due, after the wait that the server asked for, if it did. */
export interface RetryRequest {
	readonly retryAfterMs?: number;
	/** Whether every other request has to wait as long. */
	readonly holdsBackAll?: boolean;
}

/**
 * Tries until a try is final, and waits between tries.
 *
 * @param attempt makes one try; gets whether another one may follow and which try it is, and asks for
 *   another one unless it is final
 * @throws CancelledError as soon as the user stops the execution
 */
export async function withRetries(
	transport: Omit<Transport, 'send'>,
	breaker: CircuitBreaker,
	policy: RetryPolicy,
	attempt: (mayRetry: boolean, tries: number) => Promise<RetryRequest | undefined>,
): Promise<void> {
	for (let tries = 1; ; tries++) {
		if (transport.cancelled()) throw new CancelledError();
		const again = await attempt(tries <= policy.maxRetries, tries);
		if (!again) return;
		const { retryAfterMs, holdsBackAll } = again;
		const delayMs = retryDelayMs(policy, tries, transport.random(), retryAfterMs);
		if (holdsBackAll) breaker.holdBack(delayMs, transport);
		await transport.sleep(delayMs);
	}
}
