import { usersOf, type Call } from '../action/call';
import { jsonBytes } from '../basics/json';
import { MULTI_LIMITS, plan, SINGLE_LIMITS, type Lane } from './plan';

/** What of a run's options decides how calls travel. */
export interface PlanOptions {
	/** Whether items may share requests. */
	readonly batching: boolean;
}

/**
 * What a call must not overlap with: its users; or, when it changes the app itself, all other such
 * changes, so that the last item wins.
 */
function linksOf(call: Call): string[] {
	const changesApp = call.spec.subject === 'none' && call.spec.verb === 'POST';
	const users = usersOf(call.args);
	return users.length === 0 && changesApp ? ['the app'] : users;
}

/** With whom a call may share a request: those with the same key, or nobody. */
function groupOf({ key, spec }: Call, index: number): string {
	return spec.batch === 'proven' ? key : `${key} ${index}`;
}

/** The requests in which calls travel: as few as Leanplum's rules allow. */
export function planCalls(calls: readonly Call[], options: PlanOptions): Lane[] {
	const someShare = calls.some(({ spec }) => spec.batch === 'proven');
	return plan(
		calls.map((call, index) => ({
			users: linksOf(call),
			bytes: jsonBytes(call.args),
			group: groupOf(call, index),
		})),
		options.batching && someShare ? MULTI_LIMITS : SINGLE_LIMITS,
	);
}
