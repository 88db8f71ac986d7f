import type { IExecuteFunctions } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import { dispatch, type Wire } from '../protocol/send/dispatch';
import { isSurelyUndone, type Outcome } from '../protocol/reply/outcome';
import { stopsAllRequests } from '../protocol/reply/problem';
import type { RunOptions } from '../operation/options';
import { planCalls } from '../protocol/send/planCalls';
import { NOT_SURE, SendOnce, type OnceKeys } from '../sendOnce/sendOnce';

/**
 * What a call comes to whose key another call of this run had before it, or `undefined` when that one
 * surely did nothing, so that this one may be tried.
 */
function outcomeOfRepetition(earlier: Outcome): Outcome | undefined {
	switch (earlier.status) {
		case 'done':
			return { status: 'duplicate' };
		case 'duplicate':
			return earlier;
		case 'unknown':
			return { status: 'duplicate', warning: NOT_SURE };
		case 'failed':
			return stopsAllRequests(earlier.problem) || earlier.problem.kind === 'notRecorded'
				? earlier
				: undefined;
		case 'skipped':
			return isSurelyUndone(earlier) ? undefined : { status: 'duplicate', warning: NOT_SURE };
	}
}

/**
 * Sends calls.
 *
 * @param once the Send Once key of each call; `undefined` without Send Once
 * @returns the outcome of each call, in their order
 */
export async function sendCalls(
	context: IExecuteFunctions,
	calls: readonly Call[],
	wire: Wire,
	options: RunOptions,
	once: OnceKeys | undefined,
): Promise<Outcome[]> {
	if (!once) return await dispatch(calls, planCalls(calls, options), wire, options);

	const { keys, acrossExecutions } = once;
	const outcomes = new Array<Outcome>(calls.length);
	let waiting = [...calls.keys()];
	// Of calls with the same key only the first travels, and the next one if it surely did nothing.
	while (waiting.length > 0) {
		const firsts = new Map<string, number>();
		for (const index of waiting) {
			if (!firsts.has(keys[index]!)) firsts.set(keys[index]!, index);
		}
		const sent = [...firsts.values()];
		const guard = new SendOnce(
			context,
			options.sendOnceScope,
			{ keys: [...firsts.keys()], acrossExecutions },
			wire,
			options.sendOnce !== undefined,
		);
		const ownCalls = sent.map((index) => calls[index]!);
		try {
			const results = await dispatch(ownCalls, planCalls(ownCalls, options), wire, options, guard);
			sent.forEach((index, position) => (outcomes[index] = results[position]!));
		} finally {
			await guard.close();
		}
		waiting = waiting.filter((index) => {
			const first = firsts.get(keys[index]!)!;
			if (first === index) return false;
			const outcome = outcomeOfRepetition(outcomes[first]!);
			if (outcome) outcomes[index] = outcome;
			return outcome === undefined;
		});
	}
	return outcomes;
}
