import type { Call } from '../action/call';
import type { Outcome } from '../reply/outcome';
import type { CircuitBreaker } from './circuitBreaker';
import type { CallLane } from '../plan/planCalls';
import { BatchSender } from './sendBatch';
import type { RetryPolicy } from './retry';
import { CUT_OFF, TrackedCall } from './trackedCall';
import { CancelledError, type Transport } from './transport';

/** How calls are sent. */
export interface DispatchOptions {
	/** How many requests may be under way at once. */
	readonly parallelRequests: number;
	readonly retry: RetryPolicy;
	/** Whether calls that are not repeatable are sent again after a lost reply all the same. */
	readonly repeatWhenUnknown: boolean;
}

/** What requests go through: the way to Leanplum, and what stops them when all of them fail. */
export interface Connection {
	readonly transport: Transport;
	readonly breaker: CircuitBreaker;
}

/** Keeps calls from being sent that were sent before. */
export interface Guard {
	/** Whether calls must not be sent again even where Leanplum or the options ask for it. */
	readonly onlyOnce: boolean;
	/**
	 * Asked once about calls that are about to be sent for the first time.
	 *
	 * @returns the outcomes of those that must not be sent
	 */
	admit(calls: readonly Call[]): Promise<ReadonlyMap<Call, Outcome>>;
	/** Told the outcomes of calls that were admitted. */
	report(outcomes: ReadonlyMap<Call, Outcome>): Promise<void>;
}

/** The batches of lanes in the order in which {@link dispatch} sends them if each takes as long. */
export function sendingOrder(
	lanes: readonly CallLane[],
	parallelRequests: number,
): ReadonlyArray<readonly Call[]> {
	/** How many batches each worker has taken. */
	const taken = new Array<number>(Math.max(1, parallelRequests)).fill(0);
	const turns = lanes.flatMap((lane) => {
		const first = Math.min(...taken);
		taken[taken.indexOf(first)] = first + lane.length;
		return lane.map((batch, index) => ({ batch, turn: first + index }));
	});
	return turns.sort((a, b) => a.turn - b.turn).map(({ batch }) => batch);
}

/** What the guard is told of a call that the stop of the execution kept from leaving. */
const NEVER_SENT: Outcome = { status: 'failed', problem: { kind: 'unreachable' } };

/** The outcome of each call; after a stop those that were never sent have none. */
function outcomesOf(calls: readonly TrackedCall[]): ReadonlyMap<Call, Outcome> {
	const outcomes = new Map<Call, Outcome>();
	for (const { call, outcome, mayHaveBeenDone } of calls) {
		const known = outcome ?? (mayHaveBeenDone ? CUT_OFF : undefined);
		if (known) outcomes.set(call, known);
	}
	return outcomes;
}

/** Sends those calls of a batch that the guard admits, and tells it what became of them. */
async function admitAndSend(
	batch: readonly TrackedCall[],
	sender: BatchSender,
	guard: Guard,
	{ transport, breaker }: Connection,
): Promise<void> {
	if (transport.cancelled()) throw new CancelledError();
	// What is not sent need not be noted.
	if (breaker.reason) return await sender.send(batch);
	const refused = await guard.admit(batch.map(({ call }) => call));
	const admitted = batch.filter((tracked) => {
		const outcome = refused.get(tracked.call);
		if (outcome) tracked.finish(outcome);
		return !outcome;
	});
	if (admitted.length === 0) {
		if (transport.cancelled()) throw new CancelledError();
		return;
	}
	try {
		await sender.send(admitted);
	} finally {
		const known = admitted.filter(({ mayHaveBeenDone }) => !mayHaveBeenDone);
		await guard.report(new Map(known.map(({ call, outcome }) => [call, outcome ?? NEVER_SENT])));
	}
}

/**
 * Sends calls along their lanes and finds out what became of each.
 *
 * @param lanes the plan for them; a batch of one travels as itself, others in JSON `multi`
 * @param guard says which calls were sent before
 * @returns the outcome of each call
 * @throws CancelledError as soon as the user stops the execution
 */
export async function dispatch(
	lanes: readonly CallLane[],
	connection: Connection,
	options: DispatchOptions,
	guard?: Guard,
): Promise<ReadonlyMap<Call, Outcome>> {
	const tracked = lanes.map((lane) =>
		lane.map((batch) => batch.map((call) => new TrackedCall(call))),
	);
	const sender = new BatchSender(connection.transport, connection.breaker, {
		...options,
		onlyOnce: guard?.onlyOnce === true,
		batches: lanes.flat().length,
	});
	const waiting = tracked.values();
	const work = async () => {
		for (const lane of waiting) {
			for (const batch of lane) {
				if (guard) await admitAndSend(batch, sender, guard, connection);
				else await sender.send(batch);
			}
		}
	};
	const workers = Math.max(1, Math.min(options.parallelRequests, lanes.length));
	const ended = await Promise.allSettled(Array.from({ length: workers }, work));
	for (const worker of ended) {
		if (worker.status === 'fulfilled') continue;
		const isStop = worker.reason instanceof CancelledError;
		throw isStop ? new CancelledError(outcomesOf(tracked.flat(2))) : worker.reason;
	}
	return outcomesOf(tracked.flat(2));
}
