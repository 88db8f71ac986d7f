import type { HttpReply, NoReply } from '../../nodes/Leanplum/protocol/reply/reply';
import type { LeanplumRequest } from '../../nodes/Leanplum/protocol/send/request';
import type { Transport } from '../../nodes/Leanplum/protocol/send/transport';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What the server answers, after how many milliseconds. */
export interface Answer {
	readonly reply: HttpReply | NoReply;
	readonly afterMs: number;
}

/** A server behind a clock that jumps from one event to the next, so that hours take no time. */
export class VirtualServer implements Transport {
	clock = 0;
	readonly sent: Array<{ at: number; request: LeanplumRequest }> = [];
	private readonly timers: Array<{ at: number; ring: () => void }> = [];

	/** @param answer what it answers to the request of that number, the first being 0 */
	constructor(private readonly answer: (request: LeanplumRequest, number: number) => Answer) {}

	now = () => this.clock;
	random = () => 0.5;
	cancelled = () => false;

	async sleep(milliseconds: number): Promise<void> {
		await new Promise<void>((ring) => this.timers.push({ at: this.clock + milliseconds, ring }));
	}

	async send(request: LeanplumRequest): Promise<HttpReply | NoReply> {
		const number = this.sent.push({ at: this.clock, request }) - 1;
		const { reply, afterMs } = this.answer(request, number);
		await this.sleep(afterMs);
		return reply;
	}

	/** Lets the time go by until the work is done. */
	async run<Result>(work: Promise<Result>): Promise<Result> {
		let isDone = false;
		const done = work.finally(() => (isDone = true));
		done.catch(() => undefined);
		while (!isDone) {
			for (let turns = 0; turns < 5; turns++) await turn();
			const next = Math.min(...this.timers.map(({ at }) => at));
			if (!Number.isFinite(next)) continue;
			this.clock = next;
			const due = this.timers.filter(({ at }) => at <= next);
			for (const timer of due) this.timers.splice(this.timers.indexOf(timer), 1);
			for (const { ring } of due) ring();
		}
		return await done;
	}
}
