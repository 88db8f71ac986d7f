import type { Transport } from '../../nodes/Leanplum/protocol/send/transport';
import type { JsonObject } from '../../nodes/Leanplum/protocol/basics/json';
import type { HttpReply, NoReply } from '../../nodes/Leanplum/protocol/reply/reply';
import type { LeanplumRequest } from '../../nodes/Leanplum/protocol/send/request';
import { failure, replyBody, warned } from './replies.mts';

/** One request as Leanplum saw it. */
export interface Seen {
	request: LeanplumRequest;
	/** Its actions: one, or those of a `multi`. */
	actions: JsonObject[];
	/** When it left, in epoch milliseconds. */
	at: number;
}

/** What happens to a request instead of a plain reply. */
export type RequestFate =
	/** Leanplum answers so and does nothing. */
	| { answer: HttpReply }
	/** The request never leaves. */
	| 'notSent'
	/** The connection breaks before Leanplum gets it, or after Leanplum did it; the sender cannot tell. */
	| 'lostBefore'
	| 'lostAfter';

/** How this Leanplum behaves; without anything, as the real one at its best. */
export interface Behavior {
	/** Decides what happens to a request; nothing in particular without it. */
	fate?: (seen: Seen, number: number) => RequestFate | undefined;
	/** Actions for which Leanplum refuses a whole batch. */
	poison?: (action: JsonObject) => boolean;
	/** What Leanplum answers to an action, `success` without it. */
	element?: (action: JsonObject) => unknown;
	/** How many turns of the event loop a request takes. */
	turns?: (number: number) => number;
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A little Leanplum in memory: it does actions one by one, refuses batches that are too large, and
 * takes note of everything, also of what a sender must never do.
 */
export class LittleLeanplum implements Transport {
	readonly seen: Seen[] = [];
	/** The actions that were done, in order; an action that was done twice is in it twice. */
	readonly done: JsonObject[] = [];
	readonly sleeps: number[] = [];
	/** Users for whom two requests were under way at once. */
	readonly overlaps: string[] = [];
	mostAtOnce = 0;
	clock = Date.UTC(2026, 4, 31);
	isCancelled = false;

	private readonly busy = new Map<string, number>();
	private underWay = 0;

	constructor(private readonly behavior: Behavior = {}) {}

	now = () => this.clock;
	random = () => 0.5;
	cancelled = () => this.isCancelled;

	async sleep(milliseconds: number): Promise<void> {
		this.sleeps.push(milliseconds);
		this.clock += milliseconds;
		await nextTurn();
	}

	async send(request: LeanplumRequest): Promise<HttpReply | NoReply> {
		const isMulti = request.action === 'multi';
		const actions = isMulti
			? (request.body.data as JsonObject[])
			: [{ ...request.body, action: request.action }];
		const seen: Seen = { request, actions, at: this.clock };
		const number = this.seen.push(seen) - 1;
		this.enter(actions);
		const turns = this.behavior.turns?.(number) ?? 1;
		for (let turn = 0; turn < turns; turn++) await nextTurn();
		this.leave(actions);
		this.clock += 50;
		return this.answer(seen, number, isMulti);
	}

	/** The `tag`s of the actions that were done, in order. */
	get doneTags(): unknown[] {
		return this.done.map(({ tag }) => tag);
	}

	private answer(seen: Seen, number: number, isMulti: boolean): HttpReply | NoReply {
		const fate = this.behavior.fate?.(seen, number);
		if (fate === 'notSent') return { sent: false, reason: 'refused' };
		if (fate === 'lostBefore') return { sent: true, reason: 'broken' };
		if (typeof fate === 'object') return fate.answer;
		const reply = this.process(seen, isMulti);
		return fate === 'lostAfter' ? { sent: true, reason: 'timeout' } : reply;
	}

	private process({ request, actions }: Seen, isMulti: boolean): HttpReply {
		const users = new Set(actions.map(({ userId }) => userId));
		if (isMulti && (users.size > 50 || actions.length > 500)) return { status: 403, body: '' };
		if (isMulti && typeof request.body.time !== 'number') {
			return { status: 400, body: replyBody(failure("'time' must be provided")) };
		}
		if (actions.some((action) => this.behavior.poison?.(action))) {
			return { status: 400, body: replyBody(failure('Bad argument')) };
		}
		const elements = actions.map((action) => {
			const element = this.behavior.element?.(action) ?? { success: true };
			const isDone = (element as { success?: boolean; warning?: unknown }).success === true;
			if (isDone && !('warning' in (element as object))) this.done.push(action);
			// Echoed by Leanplum as it came.
			return { ...(element as object), ...(isMulti ? { reqId: action.reqId } : {}) };
		});
		return { status: 200, body: replyBody(...elements) };
	}

	private enter(actions: readonly JsonObject[]): void {
		this.mostAtOnce = Math.max(this.mostAtOnce, ++this.underWay);
		for (const user of new Set(actions.map(({ userId }) => String(userId)))) {
			const count = (this.busy.get(user) ?? 0) + 1;
			this.busy.set(user, count);
			if (count > 1) this.overlaps.push(user);
		}
	}

	private leave(actions: readonly JsonObject[]): void {
		this.underWay--;
		for (const user of new Set(actions.map(({ userId }) => String(userId)))) {
			this.busy.set(user, this.busy.get(user)! - 1);
		}
	}
}

/** What Leanplum says to a user it does not know. */
export const USER_NOT_FOUND = warned('User not found; request skipped.');
