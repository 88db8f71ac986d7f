import type { IExecuteFunctions } from 'n8n-workflow';
import type { Call } from '../protocol/call';
import { dispatch, type Wire } from '../protocol/dispatch';
import type { Outcome } from '../protocol/outcome';
import type { RunOptions } from './options';
import { planCalls } from './planCalls';
import { NOT_SURE, SendOnce } from './sendOnce';

/** Of calls with the same key only the first travels; what became of it is true for the others. */
function outcomeOfRepetition(first: Outcome): Outcome {
	switch (first.status) {
		case 'done':
			return { status: 'duplicate' };
		case 'unknown':
			return { status: 'duplicate', warning: NOT_SURE };
		default:
			return first;
	}
}

/**
 * Sends calls.
 *
 * @param keys the Send Once key of each call; `undefined` without Send Once
 * @returns the outcome of each call, in their order
 */
export async function sendCalls(
	context: IExecuteFunctions,
	calls: readonly Call[],
	wire: Wire,
	options: RunOptions,
	keys: readonly string[] | undefined,
): Promise<Outcome[]> {
	if (!keys) return await dispatch(calls, planCalls(calls, options), wire, options);

	const firsts = new Map<string, number>();
	keys.forEach((key, index) => {
		if (!firsts.has(key)) firsts.set(key, index);
	});
	const sent = [...firsts.values()].map((index) => calls[index]!);
	const guard = new SendOnce(
		context,
		options.sendOnceScope,
		[...firsts.keys()],
		options.sendOnce !== undefined,
	);
	const outcomes = await dispatch(sent, planCalls(sent, options), wire, options, guard);
	await guard.close();

	const byKey = new Map([...firsts.keys()].map((key, position) => [key, outcomes[position]!]));
	return keys.map((key, index) => {
		const outcome = byKey.get(key)!;
		return firsts.get(key) === index ? outcome : outcomeOfRepetition(outcome);
	});
}
