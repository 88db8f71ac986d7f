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

/** Batches that must follow each other. Different lanes share no user and may be under way at once. */
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
		let users = this.ids.size;
		for (const user of call.users) if (!this.ids.has(user)) users++;
		return users <= limits.users;
	}

	add(index: number, call: PlannedCall): void {
		this.calls.push(index);
		this.bytes += call.bytes;
		for (const user of call.users) this.ids.add(user);
	}
}

/** Cuts linked calls into chunks that fit a request, filling each before the next. */
function cutIntoChunks(
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

/** A chunk and its place in the sequence of its linked calls. */
interface PlacedChunk {
	readonly chunk: Chunk;
	readonly owner: number;
	readonly stage: number;
}

/** Packs chunks into batches; those of different `compartments` never share one. */
function packChunks(
	chunks: readonly PlacedChunk[],
	limits: BatchLimits,
	compartment: (chunk: PlacedChunk) => string,
): PlacedChunk[][] {
	const compartments = new Map<string, PlacedChunk[]>();
	for (const placed of chunks) {
		const key = compartment(placed);
		const members = compartments.get(key);
		if (members) members.push(placed);
		else compartments.set(key, [placed]);
	}
	return [...compartments.values()].flatMap((members) =>
		pack(
			members.map(({ chunk }) => chunk),
			limits,
		).map((bin) => bin.map((position) => members[position]!)),
	);
}

/**
 * Orders batches so that the chunks of each owner come in their sequence.
 *
 * @returns the batches in order, or `undefined` when their packing allows none
 */
function inSequence(
	batches: readonly PlacedChunk[][],
	owners: number,
): PlacedChunk[][] | undefined {
	const sequences: number[][] = Array.from({ length: owners }, () => []);
	batches.forEach((batch, number) => {
		for (const { owner, stage } of batch) {
			// Two chunks of one owner in one batch leave no place for what lies between them.
			sequences[owner]![stage] = number;
		}
	});
	const followers = batches.map((): number[] => []);
	const waitingFor = batches.map(() => 0);
	for (const sequence of sequences) {
		for (let stage = 1; stage < sequence.length; stage++) {
			followers[sequence[stage - 1]!]!.push(sequence[stage]!);
			waitingFor[sequence[stage]!]!++;
		}
	}
	const ready = batches.flatMap((_, number) => (waitingFor[number] === 0 ? [number] : []));
	const ordered: PlacedChunk[][] = [];
	for (const number of ready) {
		ordered.push(batches[number]!);
		for (const follower of followers[number]!) {
			if (--waitingFor[follower]! === 0) ready.push(follower);
		}
	}
	return ordered.length === batches.length ? ordered : undefined;
}

/** Lanes: batches that share an owner, in the given order. */
function lanesOf(batches: readonly PlacedChunk[][], owners: number): Batch[][] {
	const joined = new DisjointSets(batches.length);
	const firstBatchOf = new Array<number | undefined>(owners).fill(undefined);
	batches.forEach((batch, number) => {
		for (const { owner } of batch) {
			const first = firstBatchOf[owner];
			if (first === undefined) firstBatchOf[owner] = number;
			else joined.join(first, number);
		}
	});
	const lanes = new Map<number, Batch[]>();
	batches.forEach((batch, number) => {
		const calls = batch.flatMap(({ chunk }) => chunk.calls).sort((a, b) => a - b);
		const root = joined.find(number);
		const lane = lanes.get(root);
		if (lane) lane.push(calls);
		else lanes.set(root, [calls]);
	});
	return [...lanes.values()];
}

/**
 * Plans the requests for calls given in input order.
 *
 * Leanplum bills each distinct user of each request, refuses a second request for a user while one is
 * in flight, and limits what a request may hold. So linked calls stay together and in order: those
 * that fit one request share it with others; longer ones get consecutive requests in one lane, which
 * take others along where there is room.
 *
 * @returns lanes, the longest first and then by their first call; every call is in exactly one batch
 */
export function plan(calls: readonly PlannedCall[], limits: BatchLimits): Lane[] {
	const linked = linkedCalls(calls);
	const chunks = linked.map((members) => cutIntoChunks(members, calls, limits));
	return lanesOf(batchesOf(chunks, limits), linked.length).sort(
		(a, b) => b.length - a.length || a[0]![0]! - b[0]![0]!,
	);
}

/** The batches for the chunks of linked calls, in an order that keeps each sequence. */
function batchesOf(linked: readonly Chunk[][], limits: BatchLimits): PlacedChunk[][] {
	const chunks = linked.flatMap((sequence, owner) =>
		sequence.map((chunk, stage): PlacedChunk => ({ chunk, owner, stage })),
	);
	const packed = packChunks(chunks, limits, ({ chunk }) => chunk.group);
	// Where users change keys to and fro, the fewest batches may contradict the order of their calls;
	// batches of one stage each never do.
	return (
		inSequence(packed, linked.length) ??
		inSequence(
			packChunks(chunks, limits, ({ chunk, stage }) => `${stage}/${chunk.group}`),
			linked.length,
		)!
	);
}
