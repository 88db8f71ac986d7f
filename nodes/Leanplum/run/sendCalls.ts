import type { IExecuteFunctions } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import { dispatch, sendingOrder, type Connection } from '../protocol/send/dispatch';
import { isSurelyUndone, type Outcome } from '../protocol/reply/outcome';
import { stopsAllRequests } from '../protocol/reply/problem';
import type { RunOptions } from '../operation/runOptions';
import { planCalls } from '../protocol/plan/planCalls';
import type { OnceKeys } from '../sendOnce/onceKeys';
import { NOT_SURE, SendOnce } from '../sendOnce/sendOnce';

/**
 * Outcome of a call whose Send Once key an earlier item of this run already used; `undefined` when that
 * one surely did nothing, so that this one may be tried.
 */
function outcomeOfRepetition(earlier: Outcome): Outcome | undefined {
	switch (earlier.status) {
		case 'done':
			return { status: 'duplicate' };
		case 'duplicate':
			return earlier;
		case 'unknown':
			return { status: 'duplicate', warning: NOT_SURE };
		case 'notSent':
			return earlier;
		case 'failed':
			return stopsAllRequests(earlier.problem) || earlier.problem.kind === 'notRecorded'
				? earlier
				: undefined;
		case 'skipped':
			return isSurelyUndone(earlier) ? undefined : { status: 'duplicate', warning: NOT_SURE };
	}
}

/** The first call of each key. */
function firstOfEachKey(
	calls: readonly Call[],
	keys: ReadonlyMap<Call, string>,
): ReadonlyMap<string, Call> {
	const firsts = new Map<string, Call>();
	for (const call of calls) {
		const key = keys.get(call)!;
		if (!firsts.has(key)) firsts.set(key, call);
	}
	return firsts;
}

/**
 * Sends calls.
 *
 * @param once the Send Once key of each call; `undefined` without Send Once
 * @returns the outcome of each call
 */
export async function sendCalls(
	context: IExecuteFunctions,
	calls: readonly Call[],
	connection: Connection,
	options: RunOptions,
	once: OnceKeys | undefined,
): Promise<ReadonlyMap<Call, Outcome>> {
	if (!once) return await dispatch(planCalls(calls, options), connection, options);

	const outcomes = new Map<Call, Outcome>();
	let waiting = calls;
	// Of calls with the same key only the first travels, and the next one if it surely did nothing.
	while (waiting.length > 0) {
		const firsts = firstOfEachKey(waiting, once.keys);
		const lanes = planCalls([...firsts.values()], options);
		const batches = sendingOrder(lanes, options.parallelRequests);
		const guard = new SendOnce(context, options, once, connection.transport, batches);
		try {
			const results = await dispatch(lanes, connection, options, guard);
			for (const [call, outcome] of results) outcomes.set(call, outcome);
		} finally {
			await guard.close();
		}
		waiting = waiting.filter((call) => {
			const first = firsts.get(once.keys.get(call)!)!;
			if (first === call) return false;
			const outcome = outcomeOfRepetition(outcomes.get(first)!);
			if (outcome) outcomes.set(call, outcome);
			return outcome === undefined;
		});
	}
	return outcomes;
}
