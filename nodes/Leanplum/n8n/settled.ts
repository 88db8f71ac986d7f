import type { IExecuteData, IExecuteFunctions } from 'n8n-workflow';
import { isRepeatable, usersOf } from '../protocol/call';
import type { Outcome } from '../protocol/outcome';
import { overtakenOutcome } from '../protocol/overtaken';
import { statusOf, type ItemResult } from './result';

/** Results by item index. */
type Results = ReadonlyMap<number, ItemResult>;

/** What earlier tries of the same node run came to. */
interface Earlier {
	/** Items that must not be sent again. */
	readonly settled: Results;
	/**
	 * Items that were done and are made again behind an earlier item of the same user, so that the
	 * last one lasts.
	 */
	readonly madeAgain: Results;
}

/**
 * n8n's Retry On Fail runs the whole node again when it throws or when its first item failed. Nothing
 * tells the node so, but all tries of a run share one execution-data object, and no other run has it.
 * Keyed weakly by it, the memory ends with the run and is never shared between executions.
 */
const results = new WeakMap<IExecuteData, Earlier>();

const NOTHING: Earlier = { settled: new Map(), madeAgain: new Map() };

/** Results of earlier tries. */
export function before(context: IExecuteFunctions): Earlier {
	return results.get(context.getExecuteData()) ?? NOTHING;
}

/**
 * Corrects what items came to that were done in an earlier try and made again in this one.
 *
 * @param sent what came of the items of this try, by item index and in its order
 */
export function inAll(madeAgain: Results, sent: Results): Results {
	const corrected = new Map(sent);
	const sentBefore = new Map<string, Outcome[]>();
	for (const [index, now] of sent) {
		const earlier = madeAgain.get(index);
		// Without a call nothing was sent, so what was done before stays.
		if (now.kind !== 'called') {
			if (earlier) corrected.set(index, earlier);
			continue;
		}
		const users = usersOf(now.call.args);
		if (earlier?.kind === 'called') {
			const late = users.flatMap((user) => sentBefore.get(user) ?? []);
			const outcome = overtakenOutcome(earlier.outcome, now.outcome, late);
			corrected.set(index, { ...now, outcome });
		}
		for (const user of users) {
			const outcomes = sentBefore.get(user);
			if (outcomes) outcomes.push(now.outcome);
			else sentBefore.set(user, [now.outcome]);
		}
	}
	return corrected;
}

/**
 * What failed for sure, or was never sent, may be tried again, and so may a change that was replaced;
 * what may have been done may not.
 */
function mayBeSentAgain(result: ItemResult): boolean {
	if (result.kind === 'failed' && result.progress === 'begun') return false;
	if (result.kind === 'called' && result.outcome.status === 'unknown') {
		return result.outcome.problem.kind === 'overtaken';
	}
	return MAY_BE_SENT_AGAIN.has(statusOf(result));
}

const MAY_BE_SENT_AGAIN: ReadonlySet<string> = new Set(['failed', 'notSent']);

/** Remembers which items must not be sent again should n8n run the node once more. */
export function rememberSettled(context: IExecuteFunctions, all: readonly ItemResult[]): void {
	if (context.getNode().retryOnFail !== true) return;
	const settled = new Map<number, ItemResult>();
	const madeAgain = new Map<number, ItemResult>();
	const late = new Set<string>();
	all.forEach((result, index) => {
		const users = result.kind === 'called' ? usersOf(result.call.args) : [];
		const overtaken =
			result.kind === 'called' &&
			result.outcome.status === 'done' &&
			isRepeatable(result.call) &&
			users.some((user) => late.has(user));
		if (overtaken) madeAgain.set(index, result);
		else if (!mayBeSentAgain(result)) settled.set(index, result);
		if (overtaken || mayBeSentAgain(result)) for (const user of users) late.add(user);
	});
	results.set(context.getExecuteData(), { settled, madeAgain });
}
