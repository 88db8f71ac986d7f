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
