import { usersOf, type Call } from '../action/call';
import { jsonBytes } from '../basics/json';
import { MULTI_LIMITS, plan, SINGLE_LIMITS } from './plan';

/** Batches of calls that must follow each other, as {@link plan} makes them. */
export type CallLane = ReadonlyArray<readonly Call[]>;

/** What of a run's options decides how calls travel. */
export interface PlanOptions {
	/** Whether items may share requests. */
	readonly batching: boolean;
}

/** The ordering key of all changes to the app itself; no ID of a user or device is empty. */
const APP_KEY = '';

/**
 * Calls with a common ordering key are sent in input order and never at once: those of one user; and
 * all changes to the app itself, so that the last item wins.
 */
export function orderingKeys(call: Call): string[] {
	const changesApp = call.spec.subject === 'none' && call.spec.verb === 'POST';
	const users = usersOf(call.args);
	return users.length === 0 && changesApp ? [APP_KEY] : users;
}

/** With whom a call may share a request: those with the same key, or nobody. */
function groupOf({ key, spec }: Call, index: number): string {
	return spec.batch === 'proven' ? key : `${key} ${index}`;
}

/** The requests in which calls travel: as few as Leanplum's rules allow. */
export function planCalls(calls: readonly Call[], options: PlanOptions): CallLane[] {
	const someShare = calls.some(({ spec }) => spec.batch === 'proven');
	const lanes = plan(
		calls.map((call, index) => ({
			users: orderingKeys(call),
			bytes: jsonBytes(call.args),
			group: groupOf(call, index),
		})),
		options.batching && someShare ? MULTI_LIMITS : SINGLE_LIMITS,
	);
	return lanes.map((lane) => lane.map((batch) => batch.map((index) => calls[index]!)));
}
