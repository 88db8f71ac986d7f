import { type BatchLimits, type Piece, pack } from './pack';

/** What the planner needs to know of a call. */
export interface PlannedCall {
	/** The ids of the users and devices that it touches; none for a call on the app itself. */
	readonly users: readonly string[];
	/** Its size as JSON. */
	readonly bytes: number;
	/** Only calls of one group share a request: those with the same key, for a key is per request. */
	readonly group: string;
}

/** Calls that travel in one request, as indices into the planned calls, in their order. */
export type Batch = readonly number[];

/** Batches that must follow each other. Different lanes share no user and may fly at once. */
export type Lane = readonly Batch[];

/** Leanplum's limits for JSON `multi` (D:multi-json) and a bound on the body that it never stated. */
export const MULTI_LIMITS: BatchLimits = { users: 50, actions: 500, bytes: 1_000_000 };

/** One call a request. */
export const SINGLE_LIMITS: BatchLimits = {
	users: Number.POSITIVE_INFINITY,
	actions: 1,
	bytes: Number.POSITIVE_INFINITY,
};

class DisjointSets {
	private readonly parents: number[];

	constructor(size: number) {
		this.parents = Array.from({ length: size }, (_, index) => index);
	}

	find(element: number): number {
		let root = element;
		while (this.parents[root] !== root) root = this.parents[root]!;
		// Shortening the path keeps later look-ups constant in practice.
		for (let next = element; next !== root; ) {
			const parent = this.parents[next]!;
			this.parents[next] = root;
			next = parent;
		}
		return root;
	}

	/** The smaller root stays, so that a set is known by its first element. */
	join(a: number, b: number): void {
		const first = this.find(a);
		const second = this.find(b);
		if (first < second) this.parents[second] = first;
		else this.parents[first] = second;
	}
}

/** Groups of calls that touch a common user, directly or through others; each in input order. */
function linkedCalls(calls: readonly PlannedCall[]): number[][] {
	const sets = new DisjointSets(calls.length);
	const firstCallOf = new Map<string, number>();
	calls.forEach((call, index) => {
		for (const user of call.users) {
			const first = firstCallOf.get(user);
			if (first === undefined) firstCallOf.set(user, index);
			else sets.join(first, index);
		}
	});
	const linked = new Map<number, number[]>();
	calls.forEach((_, index) => {
		const root = sets.find(index);
		const members = linked.get(root);
		if (members) members.push(index);
		else linked.set(root, [index]);
	});
	return [...linked.values()];
}

/** Consecutive calls that share a request, and their size. */
class Chunk implements Piece {
	readonly calls: number[] = [];
	readonly ids = new Set<string>();
	bytes = 0;

	constructor(readonly group: string) {}

	get users(): number {
		return this.ids.size;
	}

	get actions(): number {
		return this.calls.length;
	}

	takes(call: PlannedCall, limits: BatchLimits): boolean {
		if (this.calls.length === 0) return true;
		if (call.group !== this.group || this.actions + 1 > limits.actions) return false;
		if (this.bytes + call.bytes > limits.bytes) return false;
		const added = call.users.filter((user) => !this.ids.has(user)).length;
		return this.ids.size + added <= limits.users;
	}

	add(index: number, call: PlannedCall): void {
		this.calls.push(index);
		this.bytes += call.bytes;
		for (const user of call.users) this.ids.add(user);
	}
}

/** Cuts linked calls into chunks that fit a request; nearly always one. */
function cut(
	members: readonly number[],
	calls: readonly PlannedCall[],
	limits: BatchLimits,
): Chunk[] {
	const chunks: Chunk[] = [];
	let chunk: Chunk | undefined;
	for (const index of members) {
		const call = calls[index]!;
		if (!chunk?.takes(call, limits)) {
			chunk = new Chunk(call.group);
			chunks.push(chunk);
		}
		chunk.add(index, call);
	}
	return chunks;
}

/**
 * Plans the requests for calls given in input order.
 *
 * Leanplum bills each distinct user of each request, refuses a second request for a user while one is
 * in flight, and limits what a request may hold. So linked calls stay together and in order: those
 * that fit one request share it with others; longer ones get consecutive requests of their own in one
 * lane, of which the last may take others along.
 *
 * @returns lanes, the longest first and then by their first call; every call is in exactly one batch
 */
export function plan(calls: readonly PlannedCall[], limits: BatchLimits): Lane[] {
	const cuts = linkedCalls(calls).map((members) => cut(members, calls, limits));

	const batches: number[][] = [];
	// The batches of each group of linked calls, which must stay in one lane in this order.
	const sequences: number[][] = cuts.map((chunks) =>
		chunks.slice(0, -1).map((chunk) => batches.push(chunk.calls) - 1),
	);

	const packable = new Map<string, Array<{ chunk: Chunk; owner: number }>>();
	cuts.forEach((chunks, owner) => {
		const chunk = chunks.at(-1)!;
		const sameGroup = packable.get(chunk.group);
		if (sameGroup) sameGroup.push({ chunk, owner });
		else packable.set(chunk.group, [{ chunk, owner }]);
	});
	for (const entries of packable.values()) {
		for (const bin of pack(
			entries.map(({ chunk }) => chunk),
			limits,
		)) {
			const together = bin.map((position) => entries[position]!);
			const batch = together.flatMap(({ chunk }) => chunk.calls).sort((a, b) => a - b);
			const number = batches.push(batch) - 1;
			for (const { owner } of together) sequences[owner]!.push(number);
		}
	}

	const joined = new DisjointSets(batches.length);
	for (const sequence of sequences) {
		for (const batch of sequence) joined.join(sequence[0]!, batch);
	}
	const lanes = new Map<number, Batch[]>();
	// Shared batches were numbered after all batches of their own, so number order is a valid order.
	batches.forEach((batch, number) => {
		const root = joined.find(number);
		const lane = lanes.get(root);
		if (lane) lane.push(batch);
		else lanes.set(root, [batch]);
	});
	return [...lanes.values()].sort((a, b) => b.length - a.length || a[0]![0]! - b[0]![0]!);
}
