import type { Outcome } from '../reply/outcome';

/** Whether a call changed, or may have changed, what its user looks like. */
function mayHaveChanged({ status }: Outcome): boolean {
	return status === 'done' || status === 'unknown';
}

/**
 * What became of a change that was done, and was made again behind earlier changes of the same user
 * that came late, so that the last one lasts.
 *
 * @param done what it came to at first
 * @param again what came of making it again
 * @param late what became of the earlier changes that were sent after it
 */
export function overtakenOutcome(done: Outcome, again: Outcome, late: readonly Outcome[]): Outcome {
	if (again.status === 'done') return again;
	if (!late.some(mayHaveChanged)) return done;
	if (again.status !== 'failed') return again;
	// One of them may have replaced it, and nothing put it back.
	return { status: 'unknown', problem: { ...again.problem, kind: 'overtaken' } };
}
