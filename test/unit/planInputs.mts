import fc from 'fast-check';
import type { BatchLimits, Piece } from '../../nodes/Leanplum/protocol/plan/pack';
import {
	MULTI_LIMITS,
	type Batch,
	type Lane,
	type PlannedCall,
} from '../../nodes/Leanplum/protocol/plan/plan';

/** What a planner is asked: calls in input order and the limits of a request. */
export interface PlanInput {
	calls: PlannedCall[];
	limits: BatchLimits;
}

const SMALL_LIMITS: readonly BatchLimits[] = [
	{ users: 3, actions: 5, bytes: 100 },
	{ users: 3, actions: 2, bytes: 1000 },
	{ users: 4, actions: 50, bytes: 60 },
];

/** A call of the given users; nothing else about it matters. */
export function callOf(users: string | readonly string[], bytes = 100, group = 'production') {
	return { users: typeof users === 'string' ? [users] : users, bytes, group };
}

/** Up to three ids, as a call with userId, deviceId and newUserId has, out of few, so that calls link. */
const linkedIds = fc.oneof(
	{ weight: 6, arbitrary: fc.tuple(fc.nat({ max: 11 })) },
	{ weight: 2, arbitrary: fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 })) },
	{
		weight: 1,
		arbitrary: fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 }), fc.nat({ max: 11 })),
	},
	{ weight: 1, arbitrary: fc.constant([]) },
);

function bytesUpTo(limit: number) {
	return fc.oneof(
		{ weight: 6, arbitrary: fc.integer({ min: 2, max: Math.ceil(limit / 10) }) },
		{ weight: 2, arbitrary: fc.integer({ min: 2, max: limit }) },
		// Larger than a request may be.
		{ weight: 1, arbitrary: fc.integer({ min: limit, max: limit * 2 }) },
	);
}

const groups = fc.oneof(
	{ weight: 5, arbitrary: fc.constant('production') },
	{ weight: 1, arbitrary: fc.constant('development') },
);

/** Few calls under small limits, with all sorts of links, sizes and keys. */
const crowdedInput: fc.Arbitrary<PlanInput> = fc.constantFrom(...SMALL_LIMITS).chain((limits) =>
	fc.record({
		limits: fc.constant(limits),
		calls: fc.array(
			fc.record({
				users: linkedIds.map((ids) => [...new Set(ids.map((id) => `user-${id}`))]),
				bytes: bytesUpTo(limits.bytes),
				group: groups,
			}),
			{ maxLength: 40 },
		),
	}),
);

/** Calls of heavy and light users, mixed, under Leanplum's limits. */
const heavyInput: fc.Arbitrary<PlanInput> = fc
	.record({
		heavy: fc.array(fc.integer({ min: 300, max: 1300 }), { maxLength: 3 }),
		light: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 120 }),
		bytes: fc.constantFrom(100, 1500, 3000),
		seed: fc.nat(),
	})
	.map(({ heavy, light, bytes, seed }) => {
		const users = [...heavy, ...light].flatMap((count, user) =>
			new Array<string>(count).fill(`user-${user}`),
		);
		return {
			limits: MULTI_LIMITS,
			calls: shuffled(users, seed).map((user) => callOf(user, bytes)),
		};
	});

/** Anything that a planner may be asked. */
export const planInputs: fc.Arbitrary<PlanInput> = fc.oneof(
	{ weight: 30, arbitrary: crowdedInput },
	{ weight: 1, arbitrary: heavyInput },
);

/** The same values in another, reproducible order. */
export function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
	let state = seed + 1;
	const random = () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
	return values
		.map((value) => ({ value, key: random() }))
		.sort((a, b) => a.key - b.key)
		.map(({ value }) => value);
}

/**
 * Calls that must not be separated because they share a user, directly or through others: found by
 * walking from call to call, in the order of their first calls.
 */
export function linkedGroups(calls: readonly PlannedCall[]): number[][] {
	const callsOf = new Map<string, number[]>();
	calls.forEach(({ users }, index) => {
		for (const user of users) {
			if (!callsOf.get(user)?.push(index)) callsOf.set(user, [index]);
		}
	});
	const seen = new Set<number>();
	const visited = new Set<string>();
	const found: number[][] = [];
	calls.forEach((_, start) => {
		if (seen.has(start)) return;
		const members: number[] = [];
		const frontier = [start];
		seen.add(start);
		for (let index = frontier.pop(); index !== undefined; index = frontier.pop()) {
			members.push(index);
			for (const user of calls[index]!.users) {
				if (visited.has(user)) continue;
				visited.add(user);
				for (const next of callsOf.get(user)!) {
					if (seen.has(next)) continue;
					seen.add(next);
					frontier.push(next);
				}
			}
		}
		found.push(members.sort((a, b) => a - b));
	});
	return found;
}

/** What calls need of a request together. */
export function sizeOf(indices: readonly number[], calls: readonly PlannedCall[]) {
	return {
		users: new Set(indices.flatMap((index) => calls[index]!.users)).size,
		actions: indices.length,
		bytes: indices.reduce((sum, index) => sum + calls[index]!.bytes, 0),
		groups: new Set(indices.map((index) => calls[index]!.group)).size,
	};
}

/** Whether calls may travel in one request. */
export function fitTogether(indices: readonly number[], { calls, limits }: PlanInput): boolean {
	const { users, actions, bytes, groups } = sizeOf(indices, calls);
	return (
		groups === 1 && users <= limits.users && actions <= limits.actions && bytes <= limits.bytes
	);
}

export function batchesOf(lanes: readonly Lane[]): Batch[] {
	return lanes.flat();
}

/** How many batches each group of calls is spread over. */
export function spreadOf(groups: readonly number[][], lanes: readonly Lane[]): number[] {
	const batchOf = new Map<number, Batch>();
	for (const batch of batchesOf(lanes)) {
		for (const index of batch) batchOf.set(index, batch);
	}
	return groups.map((members) => new Set(members.map((index) => batchOf.get(index))).size);
}

/**
 * What first fit guarantees whatever the pieces: no two of its requests could be one, so any two
 * together need more than the whole of some quantity.
 */
export function firstFitGuarantee(pieces: readonly Piece[], limits: BatchLimits): number {
	const shares = pieces.reduce(
		(sum, piece) =>
			sum +
			piece.users / limits.users +
			piece.actions / limits.actions +
			piece.bytes / limits.bytes,
		0,
	);
	return Math.max(1, Math.ceil(2 * shares));
}
