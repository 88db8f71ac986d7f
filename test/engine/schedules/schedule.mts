import fc from 'fast-check';
import type { FaultInput } from 'leanplum-sandbox';

type Kind = FaultInput['fault'];

/** One item: something done to a user. */
export interface ScheduledItem {
	user: string;
	/** An event and an increment must not be done twice; a set attribute may. */
	does: 'track' | 'set' | 'increment';
	/** Its Send Once key, where the schedule has Send Once. */
	key: number;
}

/** How far Send Once reaches. */
export type SendOnceReach = 'execution' | 'executions';

/** Everything that comes together in one run of the node. */
export interface Schedule {
	items: ScheduledItem[];
	/** With it, all items are events. */
	sendOnce: SendOnceReach | undefined;
	faults: FaultInput[];
	latencyMs: number;
	shareRequests: boolean;
	parallelRequests: number;
	maxRetries: number;
	retryOnFail: boolean;
}

/** Leanplum refuses everything for this user, at any time. */
export const REFUSED_USER = 'refused';
/** Leanplum does not know this user, and is told not to create it. */
export const UNKNOWN_USER = 'unknown';
/** This user asked for not to be processed. */
export const BLOCKED_USER = 'blocked';

const ORDINARY = ['user-1', 'user-2', 'user-3', 'user-4'];

/** What Leanplum says of an action that is worth another try. */
export const BUSY = 'Request failed due to concurrent requests to the same profile ID';

const users = fc.oneof(
	{ weight: 12, arbitrary: fc.constantFrom(...ORDINARY) },
	{ weight: 1, arbitrary: fc.constantFrom(REFUSED_USER, UNKNOWN_USER, BLOCKED_USER) },
);

/** At most so many, because increments are told apart by their powers of two. */
const MAX_ITEMS = 30;

const items = fc.array(
	fc.record({
		user: users,
		does: fc.constantFrom('track', 'set', 'increment'),
		// Some keys come up several times, most of them once.
		key: fc.nat({ max: 2 * MAX_ITEMS }),
	}),
	{ minLength: 1, maxLength: MAX_ITEMS, size: 'max' },
) as fc.Arbitrary<ScheduledItem[]>;

const kinds: fc.Arbitrary<Kind> = fc.oneof(
	fc.record({
		kind: fc.constant('status' as const),
		status: fc.constantFrom(408, 429, 500, 503),
	}),
	fc.constant<Kind>({ kind: 'html502' }),
	fc.record({
		kind: fc.constant('drop' as const),
		when: fc.constantFrom('before', 'during', 'after'),
		reset: fc.boolean(),
	}),
	fc.constantFrom<Kind>(
		{ kind: 'truncate' },
		{ kind: 'invalidJson' },
		{ kind: 'emptyResponse' },
		{ kind: 'stripReqId' },
		{ kind: 'migrateState' },
		{ kind: 'slowDrip', bytesPerSecond: 50_000 },
	),
	// In another order and without `reqId` nobody can tell whose result is whose.
	fc.constant<Kind>({ kind: 'reorder', withReqId: true }),
	// One error without `reqId` for two actions may be about the request.
	fc.constant<Kind>({ kind: 'tooFew', withReqId: true }),
	fc.record({ kind: fc.constant('tooMany' as const), withReqId: fc.boolean() }),
	fc.record({
		kind: fc.constant('itemError' as const),
		userId: fc.constantFrom(...ORDINARY),
		message: fc.constant(BUSY),
	}),
	fc.record({
		kind: fc.constant('delay' as const),
		ms: fc.integer({ min: 1, max: 12 }),
		timing: fc.constantFrom('before', 'after'),
	}),
);

/** What ends everything, now and then. */
const endings = fc.constantFrom<Kind>(
	{ kind: 'endpointMismatch', apiHost: 'api.example.com' },
	{ kind: 'redirect', location: 'https://example.com/' },
);

/** What lasts from some request on: Leanplum is down, or a firewall or a disabled app refuses everything. */
const lasting: fc.Arbitrary<FaultInput> = fc.record({
	fault: fc.oneof(
		fc.record({
			kind: fc.constant('status' as const),
			status: fc.constantFrom(429, 500, 503, 402, 403),
		}),
		fc.constant<Kind>({ kind: 'drop', when: 'before', reset: true }),
	),
	skip: fc.nat({ max: 5 }),
	times: fc.constant(null),
});

const faults: fc.Arbitrary<FaultInput[]> = fc
	.record({
		passing: fc.array(
			fc.record({
				fault: fc.oneof({ weight: 30, arbitrary: kinds }, { weight: 1, arbitrary: endings }),
				skip: fc.nat({ max: 3 }),
				times: fc.integer({ min: 1, max: 2 }),
			}),
			{ maxLength: 6 },
		),
		lasting: fc.oneof(
			{ weight: 2, arbitrary: fc.constant(undefined) },
			{ weight: 1, arbitrary: lasting },
		),
		wholeBatch: fc.boolean(),
	})
	.map(({ passing, lasting, wholeBatch }) => [
		// First, so that no other fault lets this user through.
		{
			match: { batchContainsUserId: REFUSED_USER },
			times: null,
			fault: wholeBatch
				? { kind: 'batchRefused', status: 400, message: 'No', whenUserId: REFUSED_USER }
				: { kind: 'itemError', userId: REFUSED_USER, message: 'No' },
		},
		...passing,
		...(lasting ? [lasting] : []),
	]);

/** Items, users, faults and latencies together. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
	items,
	sendOnce: fc.oneof(
		{ weight: 2, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.constantFrom<SendOnceReach[]>('execution', 'executions') },
	),
	faults,
	latencyMs: fc.nat({ max: 4 }),
	shareRequests: fc.boolean(),
	parallelRequests: fc.integer({ min: 1, max: 5 }),
	maxRetries: fc.nat({ max: 4 }),
	retryOnFail: fc.boolean(),
});
