import { createCall, type Call } from '../../nodes/Leanplum/protocol/action/call';
import { CircuitBreaker } from '../../nodes/Leanplum/protocol/send/circuitBreaker';
import {
	dispatch,
	type DispatchOptions,
	type Guard,
} from '../../nodes/Leanplum/protocol/send/dispatch';
import { CancelledError } from '../../nodes/Leanplum/protocol/send/transport';
import { interpret } from '../../nodes/Leanplum/protocol/reply/interpret';
import type { Outcome } from '../../nodes/Leanplum/protocol/reply/outcome';
import { DEFAULT_RETRY } from '../../nodes/Leanplum/protocol/send/retry';
import { LittleLeanplum, type Behavior } from './littleLeanplum.mts';
import { failure, replyBody } from './replies.mts';

const OPTIONS: DispatchOptions = {
	parallelRequests: 1,
	retry: DEFAULT_RETRY,
	repeatWhenUnknown: true,
};
const DUPLICATE: Outcome = { status: 'duplicate' };

/** Calls that would be repeated, were it not for the guard. */
const calls = (count: number): Call[] =>
	Array.from({ length: count }, (_, tag) =>
		createCall('setUserAttributes', { userId: `user-${tag}`, tag }),
	);

const tagOf = ({ args }: Call) => Number(args.tag);

/** A guard that knows some calls already, and notes what it is asked and told. */
class Notebook implements Guard {
	readonly asked: number[][] = [];
	readonly told = new Map<number, Outcome>();

	constructor(
		readonly onlyOnce: boolean,
		private readonly known: readonly number[] = [],
	) {}

	async admit(asked: readonly Call[]): Promise<ReadonlyMap<Call, Outcome>> {
		this.asked.push(asked.map(tagOf));
		const known = asked.filter((call) => this.known.includes(tagOf(call)));
		return await Promise.resolve(new Map(known.map((call) => [call, DUPLICATE])));
	}

	async report(outcomes: ReadonlyMap<Call, Outcome>): Promise<void> {
		for (const [call, outcome] of outcomes) this.told.set(tagOf(call), outcome);
		await Promise.resolve();
	}
}

async function send(count: number, guard: Guard, behavior: Behavior = {}) {
	const leanplum = new LittleLeanplum(behavior);
	const outcomes = await dispatch(
		[[calls(count)]],
		{ transport: leanplum, breaker: new CircuitBreaker() },
		OPTIONS,
		guard,
	);
	return { leanplum, statuses: [...outcomes.values()].map(({ status }) => status) };
}

describe('a guard', () => {
	it('is asked once about each request, and told what became of it', async () => {
		const guard = new Notebook(true);
		const { statuses, leanplum } = await send(3, guard);
		expect(statuses).toEqual(['done', 'done', 'done']);
		expect(guard.asked).toEqual([[0, 1, 2]]);
		expect([...guard.told].map(([index, { status }]) => [index, status])).toEqual([
			[0, 'done'],
			[1, 'done'],
			[2, 'done'],
		]);
		expect(leanplum.seen).toHaveLength(1);
	});

	it('keeps what was sent before from being sent, and is told of the others only', async () => {
		const guard = new Notebook(true, [1]);
		const { statuses, leanplum } = await send(3, guard);
		expect(statuses).toEqual(['done', 'duplicate', 'done']);
		expect(leanplum.doneTags).toEqual([0, 2]);
		expect([...guard.told.keys()]).toEqual([0, 2]);
	});

	it('that knows everything leaves nothing to be sent or told', async () => {
		const guard = new Notebook(true, [0, 1]);
		const { statuses, leanplum } = await send(2, guard);
		expect(statuses).toEqual(['duplicate', 'duplicate']);
		expect(leanplum.seen).toEqual([]);
		expect(guard.told.size).toBe(0);
	});

	it('is not asked any more when the execution was stopped', async () => {
		const guard = new Notebook(true);
		const leanplum = new LittleLeanplum();
		leanplum.isCancelled = true;
		await expect(
			dispatch(
				[[calls(1)]],
				{ transport: leanplum, breaker: new CircuitBreaker() },
				OPTIONS,
				guard,
			),
		).rejects.toThrow(new CancelledError());
		expect(guard.asked).toEqual([]);
	});

	it('is told of a call that was done, though it was to be made again when the execution was stopped', async () => {
		const guard = new Notebook(true);
		const leanplum = new LittleLeanplum({
			element: ({ tag }) => (tag === 0 ? failure('Per device rate limit exceeded.') : undefined),
		});
		// The sender waits to do the first one, and the second one once more behind it.
		leanplum.sleep = async () => {
			leanplum.isCancelled = true;
			await Promise.resolve();
		};
		const ofOneUser = [0, 1].map((tag) => createCall('setUserAttributes', { userId: 'ada', tag }));
		await expect(
			dispatch(
				[[ofOneUser]],
				{ transport: leanplum, breaker: new CircuitBreaker() },
				OPTIONS,
				guard,
			),
		).rejects.toThrow(new CancelledError());
		expect(leanplum.doneTags).toEqual([1]);
		expect([0, 1].map((index) => guard.told.get(index)?.status)).toEqual(['failed', 'done']);
	});

	it.each([
		[true, 'unknown', 1],
		[false, 'done', 2],
	])(
		'that allows one try only (%s) decides about a lost reply',
		async (onlyOnce, status, tries) => {
			const fate: Behavior['fate'] = (_, number) => (number === 0 ? 'lostAfter' : undefined);
			const { statuses, leanplum } = await send(1, new Notebook(onlyOnce), { fate });
			expect(statuses).toEqual([status]);
			expect(leanplum.seen).toHaveLength(tries);
		},
	);
});

describe('a server error for what must be done once', () => {
	const answer = (status: number, body = replyBody()) =>
		interpret(['ifNotBegun'], { status, body });

	it.each([500, 502, 504])('%i may hide that it was done', (status) => {
		expect(answer(status)).toMatchObject({
			results: [
				{
					outcome: { status: 'unknown', problem: { kind: 'replyLost', httpStatus: status } },
					retry: false,
				},
			],
		});
	});

	it('503 says that nothing was begun', () => {
		expect(answer(503)).toMatchObject({
			results: [{ outcome: { status: 'failed', problem: { kind: 'unavailable' } }, retry: true }],
		});
	});

	it('does not hide what Leanplum refused', () => {
		const refused = replyBody(failure('No'));
		expect(answer(400, refused)).toMatchObject({
			results: [{ outcome: { status: 'failed', problem: { kind: 'refused' } } }],
		});
	});

	it('is repeated for others', () => {
		expect(interpret(['afterServerError'], { status: 500, body: replyBody() })).toMatchObject({
			results: [{ outcome: { status: 'failed' }, retry: true }],
		});
	});
});
