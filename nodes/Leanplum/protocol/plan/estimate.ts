import { usersOf, type Call } from '../action/call';
import { planCalls, type PlanOptions } from './planCalls';

/** What sending calls would take. */
export interface RequestEstimate {
	readonly requests: number;
	/** Users whom Leanplum would bill, each once for each request that it is in. */
	readonly billedUsers: number;
}

/** Whom Leanplum bills for a request: each user in it once (D:billing). */
export function billedUsers(calls: readonly Call[]): number {
	const billed = calls.filter(({ spec }) => spec.billed);
	return new Set(billed.map(({ args }) => usersOf(args)[0])).size;
}

/** What sending calls would take. */
export function estimate(calls: readonly Call[], options: PlanOptions): RequestEstimate {
	const batches = planCalls(calls, options).flat();
	const billed = batches.map(billedUsers);
	return { requests: batches.length, billedUsers: billed.reduce((sum, users) => sum + users, 0) };
}
