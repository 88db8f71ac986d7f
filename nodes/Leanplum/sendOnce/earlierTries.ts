import type { IDataObject, IExecuteData, IExecuteFunctions } from 'n8n-workflow';
import { isRepeatable, usersOf } from '../protocol/action/call';
import type { Outcome } from '../protocol/reply/outcome';
import { resentOutcome } from '../protocol/send/resend';
import { statusOf, type ItemResult } from '../operation/result';

type CalledItem = Extract<ItemResult, { kind: 'called' }>;

/** Results by item index. */
type Results = ReadonlyMap<number, ItemResult>;

/** What earlier tries of the same node run came to. */
interface Earlier {
	/** Items that must not be sent again. */
	readonly settled: Results;
	/**
	 * Items that were done and are resent behind an earlier item of the same user, so that the last one
	 * lasts.
	 */
	readonly toResend: Results;
	/** Whether the last try stopped sending, so that this one should see first whether Leanplum answers. */
	readonly wasCutShort: boolean;
}

/** The same with the content of the items that it is about. */
interface Memory extends Earlier {
	readonly contents: readonly IDataObject[];
}

/**
 * n8n's Retry On Fail runs the whole node again when it throws or when its first item failed. Nothing
 * tells the node so, but all tries of a run share one execution-data object, and no other run has it.
 * Keyed weakly by it, the memory ends with the run and is never shared between executions.
 *
 * Tools of an AI agent all get the agent's execution data, for each of their calls; what tells these
 * apart is the node, and that a further try has the very same items.
 */
const memories = new WeakMap<IExecuteData, Map<string, Memory>>();

const NOTHING: Earlier = { settled: new Map(), toResend: new Map(), wasCutShort: false };

const contentsOf = (context: IExecuteFunctions) => context.getInputData().map(({ json }) => json);

/** The results of earlier tries of this node run. */
export function resultsOfEarlierTries(context: IExecuteFunctions): Earlier {
	const memory = memories.get(context.getExecuteData())?.get(context.getNode().id);
	if (!memory) return NOTHING;
	const contents = contentsOf(context);
	const isSameRun =
		contents.length === memory.contents.length &&
		contents.every((content, index) => content === memory.contents[index]);
	return isSameRun ? memory : NOTHING;
}

/**
 * Corrects the results of items that were done in an earlier try and resent in this one.
 *
 * @param items those that this try sent, in their order
 * @param sent what came of each of them
 */
export function mergeResent(
	toResend: Results,
	items: ReadonlyArray<{ readonly itemIndex: number }>,
	sent: readonly ItemResult[],
): readonly ItemResult[] {
	if (toResend.size === 0) return sent;
	const sentBefore = new Map<string, Outcome[]>();
	return sent.map((now, position) => {
		const earlier = toResend.get(items[position]!.itemIndex);
		// Without a call nothing was sent, so what was done before stays.
		if (now.kind !== 'called') return earlier ?? now;
		const users = usersOf(now.call.args);
		const late = users.flatMap((user) => sentBefore.get(user) ?? []);
		for (const user of users) {
			const outcomes = sentBefore.get(user);
			if (outcomes) outcomes.push(now.outcome);
			else sentBefore.set(user, [now.outcome]);
		}
		if (earlier?.kind !== 'called') return now;
		return { ...now, outcome: resentOutcome(earlier.outcome, now.outcome, late) };
	});
}

/** What failed for sure, or was never sent, may be tried again; what may have been done may not. */
function mayBeSentAgain(result: ItemResult): boolean {
	if (result.kind === 'failed' && result.progress === 'begun') return false;
	return MAY_BE_SENT_AGAIN.has(statusOf(result));
}

const MAY_BE_SENT_AGAIN: ReadonlySet<string> = new Set(['failed', 'notSent']);

/** The outcome of the call of an item, if it has one. */
function outcomeIn(result: ItemResult): Outcome | undefined {
	return result.kind === 'performed' ? undefined : result.outcome;
}

/**
 * Whether an item was done and an earlier one of its users comes late, or may have replaced it already.
 *
 * @param late users whose items are sent again
 */
function willBeReplaced({ call, outcome }: CalledItem, late: ReadonlySet<string>): boolean {
	if (!isRepeatable(call)) return false;
	if (outcome.status === 'unknown') return outcome.problem.kind === 'superseded';
	return outcome.status === 'done' && usersOf(call.args).some((user) => late.has(user));
}

/** Remembers which items must not be sent again should n8n run the node once more. */
export function rememberResults(context: IExecuteFunctions, all: readonly ItemResult[]): void {
	if (context.getNode().retryOnFail !== true) return;
	const settled = new Map<number, ItemResult>();
	const toResend = new Map<number, ItemResult>();
	const late = new Set<string>();
	all.forEach((result, index) => {
		const users = result.kind === 'called' ? usersOf(result.call.args) : [];
		const isSuperseded = result.kind === 'called' && willBeReplaced(result, late);
		if (isSuperseded) toResend.set(index, result);
		else if (!mayBeSentAgain(result)) settled.set(index, result);
		if (isSuperseded || mayBeSentAgain(result)) for (const user of users) late.add(user);
	});
	const run = context.getExecuteData();
	const ofRun = memories.get(run) ?? new Map<string, Memory>();
	memories.set(run, ofRun);
	const wasCutShort = all.some((result) => outcomeIn(result)?.status === 'notSent');
	const contents = contentsOf(context);
	ofRun.set(context.getNode().id, { settled, toResend, wasCutShort, contents });
}
