import assert from 'node:assert/strict';
import type { UserView } from 'leanplum-sandbox';
import {
	BLOCKED_USER,
	BUSY,
	REFUSED_USER,
	UNKNOWN_USER,
	type Schedule,
	type ScheduledItem,
} from './schedule.mts';

/** What became of the items of a schedule. */
export interface Observed {
	/** What the node says of each item. */
	statuses: string[];
	/** What is stored about each user in the end. */
	users: Map<string, UserView | undefined>;
}

type Indexed = ScheduledItem & { index: number; status: string };

const ENDS_ALL = new Set(['endpointMismatch', 'redirect']);

/** The statuses that an item may have, whatever happens on the way. */
function possible({ user }: ScheduledItem, { faults }: Schedule): string[] {
	// A refused user's items that never went alone are not sent once everything is refused.
	const reached = [REFUSED_USER, BLOCKED_USER].includes(user)
		? ['failed', 'notSent']
		: user === UNKNOWN_USER
			? ['skipped']
			: ['done'];
	const passing = faults.slice(1).map(({ fault }) => fault.kind);
	if (passing.length === 0) return reached;
	const canEnd = passing.some((kind) => ENDS_ALL.has(kind) || kind !== 'delay');
	return canEnd ? [...reached, 'failed', 'unknown', 'notSent'] : reached;
}

/** How the items of a second run may come out, in which nothing goes wrong any more. */
function possibleAgain({ user }: ScheduledItem): string[] {
	if (user === BLOCKED_USER) return ['failed', 'notSent', 'duplicate'];
	return [user === UNKNOWN_USER ? 'skipped' : 'done', 'duplicate'];
}

/** Which increments are in a sum of powers of two; none of them may be in it twice. */
function incrementsIn(sum: unknown, own: readonly Indexed[]): Set<number> {
	let rest = Number(sum ?? 0);
	const found = new Set<number>();
	for (const { index } of own.filter(({ does }) => does === 'increment').reverse()) {
		if (rest < 2 ** index) continue;
		rest -= 2 ** index;
		found.add(index);
	}
	assert.equal(rest, 0, `${String(sum)} is not a sum of increments that were sent`);
	return found;
}

function tagsOf(view: UserView | undefined): number[] {
	return (view?.tracked ?? []).map(({ params }) => Number(params?.tag));
}

/** That exactly what was done is stored, each once, and nothing that was not; `unknown` may be either. */
function assertStored(own: readonly Indexed[], stored: ReadonlySet<number>, what: string): void {
	for (const { does, index, status } of own) {
		if (does !== what) continue;
		const said = `item ${index} (${what}) came out as ${status}`;
		if (status === 'done') assert.ok(stored.has(index), `${said} and is not stored`);
		else if (status !== 'unknown') assert.ok(!stored.has(index), `${said} and is stored`);
	}
}

/** The values that an attribute may end with when each item that was done set it to its number. */
function lastSet(own: readonly Indexed[]): unknown[] {
	const sets = own.filter(({ does }) => does === 'set');
	const lastDone = sets.filter(({ status }) => status === 'done').at(-1)?.index;
	const open = sets.filter(({ index, status }) => status === 'unknown' && index > (lastDone ?? -1));
	return [lastDone, ...open.map(({ index }) => index)];
}

function assertUser(own: readonly Indexed[], view: UserView | undefined, inOrder: boolean): void {
	const tags = tagsOf(view);
	assert.equal(new Set(tags).size, tags.length, `events were recorded twice: ${tags.join(', ')}`);
	assertStored(own, new Set(tags), 'track');
	assertStored(own, incrementsIn(view?.attributes.sum, own), 'increment');
	const last = view?.attributes.last;
	assert.ok(lastSet(own).includes(last), `the attribute ends with ${String(last)}`);
	if (inOrder)
		assert.deepEqual(
			tags,
			tags.toSorted((a, b) => a - b),
		);
}

/** Compares what the node says and what Leanplum stored with what can be true. */
export function assertTrue(schedule: Schedule, { statuses, users }: Observed): void {
	const items = schedule.items.map((item, index) => ({
		...item,
		...(schedule.sendOnce ? { does: 'track' as const } : {}),
		index,
		status: statuses[index]!,
	}));
	for (const item of items) {
		const allowed = possible(item, schedule);
		assert.ok(allowed.includes(item.status), `item ${item.index} came out as ${item.status}`);
	}
	// What failed for the moment comes later than what was behind it.
	const comesLate = schedule.faults.some(
		({ fault }) => 'message' in fault && fault.message === BUSY,
	);
	const inOrder = !comesLate && !schedule.retryOnFail;
	for (const [user, view] of users) {
		assertUser(
			items.filter((item) => item.user === user),
			view,
			inOrder,
		);
	}
}

/**
 * That of all items of one key at most one is stored over all runs, that each that counts as a duplicate
 * has one that was sent, and that the second run sent what the first one had not.
 */
export function assertEachKeyOnce(
	schedule: Schedule,
	runs: readonly string[][],
	users: ReadonlyMap<string, UserView | undefined>,
): void {
	const stored = new Set([...users.values()].flatMap(tagsOf));
	const items = runs.flatMap((statuses, run) =>
		schedule.items.map((item, index) => ({
			...item,
			does: 'track' as const,
			run,
			index: run * statuses.length + index,
			status: statuses[index]!,
		})),
	);
	for (const item of items) {
		const allowed =
			item.run === 0 ? [...possible(item, schedule), 'duplicate'] : possibleAgain(item);
		assert.ok(allowed.includes(item.status), `item ${item.index} came out as ${item.status}`);
	}
	assertStored(items, stored, 'track');
	for (const key of new Set(items.map((item) => item.key))) {
		const own = items.filter((item) => item.key === key);
		const sent = own.filter(({ index }) => stored.has(index));
		assert.ok(sent.length <= 1, `key ${key} was sent ${sent.length} times`);
		const counts = own.some(({ status }) => ['done', 'unknown'].includes(status));
		assert.ok(counts || own.every(({ status }) => status !== 'duplicate'), `key ${key} got lost`);
	}
}
