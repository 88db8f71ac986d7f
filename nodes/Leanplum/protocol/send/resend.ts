import { isRepeatable } from '../action/call';
import type { CallResult } from '../reply/interpret';
import type { Outcome } from '../reply/outcome';
import { orderingKeys } from '../plan/planCalls';
import { CUT_OFF, type TrackedCall } from './trackedCall';

/*
 * The order of one user's calls when some of them are repeated. A repeated call arrives after calls that
 * stood behind it and are done already. So that the last item wins, those are resent behind it where that
 * does no harm; and a call that may have been done is not repeated behind a later one.
 */

/** A call that was still to be resent when the execution was stopped. */
const STOPPED: Outcome = { status: 'notSent', problem: { kind: 'unreachable' } };

function shareUsers(one: TrackedCall, other: TrackedCall): boolean {
	const keys = orderingKeys(one.call);
	return orderingKeys(other.call).some((key) => keys.includes(key));
}

/** The calls behind one in its batch that touch the same users and were done. */
function doneBehind(
	position: number,
	batch: readonly TrackedCall[],
	results: readonly CallResult[],
): TrackedCall[] {
	return batch.filter(
		(other, index) =>
			index > position &&
			results[index]!.outcome.status === 'done' &&
			shareUsers(batch[position]!, other),
	);
}

/**
 * Finishes the calls of a batch whose results are final and picks those to send again, in their order.
 *
 * @param mayRetry whether another try may follow
 */
export function callsToResend(
	batch: readonly TrackedCall[],
	results: readonly CallResult[],
	mayRetry: boolean,
): TrackedCall[] {
	const again = new Set<TrackedCall>();
	results.forEach(({ outcome, retry }, position) => {
		const call = batch[position]!;
		const superseding = retry && mayRetry ? doneBehind(position, batch, results) : [];
		// What may have been done must not be done again behind a later change of the same user.
		const tooLate = outcome.status === 'unknown' && superseding.length > 0;
		if (!retry || !mayRetry || tooLate) {
			call.finish(outcome);
			return;
		}
		again.add(call);
		if (outcome.status === 'unknown') call.lostReply = outcome.problem;
		// What was surely not done comes late; later changes are resent behind it, so that they last.
		for (const later of superseding) {
			if (!isRepeatable(later.call)) continue;
			again.add(later);
			later.outcomeBeforeResend = results[batch.indexOf(later)]!.outcome;
		}
	});
	for (const call of again) {
		call.wasResent = true;
		call.outcome = undefined;
	}
	return batch.filter((call) => again.has(call));
}

/**
 * Corrects the outcomes of calls that were done and then resent behind earlier calls of their users; after
 * a stop of the execution also of those that were still to be resent.
 */
export function correctResent(batch: readonly TrackedCall[]): void {
	if (!batch.some(({ outcomeBeforeResend }) => outcomeBeforeResend)) return;
	const corrected = batch.flatMap((call, position) => {
		const { outcomeBeforeResend: first, outcome: again = STOPPED } = call;
		if (!first || call.mayHaveBeenDone) return [];
		const late = batch
			.slice(0, position)
			.filter((other) => other.wasResent && shareUsers(call, other));
		const lateOutcomes = late.flatMap((other) => {
			if (other.mayHaveBeenDone) return [CUT_OFF];
			return other.outcome ? [other.outcome] : [];
		});
		return [[call, resentOutcome(first, again, lateOutcomes)] as const];
	});
	for (const [call, outcome] of corrected) call.outcome = outcome;
}

/** Whether a call changed, or may have changed, what its user looks like. */
function mayHaveChanged({ status }: Outcome): boolean {
	return status === 'done' || status === 'unknown';
}

/**
 * The outcome of a change that was done, and was resent because earlier changes of the same user were
 * late.
 *
 * @param first its outcome before it was resent
 * @param again its outcome when it was resent
 * @param late the outcomes of the earlier changes that were sent after it
 */
export function resentOutcome(first: Outcome, again: Outcome, late: readonly Outcome[]): Outcome {
	if (again.status === 'done') return again;
	if (!late.some(mayHaveChanged)) return first;
	if (again.status === 'unknown' || again.status === 'duplicate') return again;
	// One of them may have replaced it, and nothing put it back.
	const said =
		again.status === 'skipped'
			? { leanplumMessage: again.warning }
			: { ...again.problem, wasNotSent: undefined };
	return { status: 'unknown', problem: { ...said, kind: 'superseded' } };
}
