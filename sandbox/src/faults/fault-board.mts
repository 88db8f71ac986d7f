import { strikes, type Fault, type FaultKind, type RequestFacts } from './fault.mjs';

/** A fault that waits for requests. */
export interface PendingFault extends Fault {
	faultId: string;
	/** Requests it has struck. */
	struck: number;
}

type Delay = Extract<FaultKind, { kind: 'delay' }>;
/** Any fault but a delay. */
export type Break = Exclude<FaultKind, Delay>;

/** What strikes one request. */
export interface Strike {
	/** All delays that matched, in milliseconds. */
	delayBefore: number;
	delayAfter: number;
	/** The first other fault that matched. */
	fault: Break | undefined;
}

const isDelay = (fault: FaultKind): fault is Delay => fault.kind === 'delay';

/** The faults that were asked for, in order. */
export class FaultBoard {
	#faults: PendingFault[] = [];
	#count = 0;

	add(fault: Fault): string {
		this.#count += 1;
		const faultId = `fault-${this.#count}`;
		this.#faults.push({ ...structuredClone(fault), faultId, struck: 0 });
		return faultId;
	}

	list(): readonly PendingFault[] {
		return this.#faults;
	}

	/** Removes one fault, all of an app, or all. */
	clear(which: { faultId?: string | undefined; appId?: string | undefined } = {}): void {
		this.#faults = this.#faults.filter(
			(fault) =>
				(which.faultId !== undefined && fault.faultId !== which.faultId) ||
				(which.appId !== undefined && fault.appId !== which.appId),
		);
	}

	/** What strikes the download of a file. */
	takeForPath(path: string, appId: string): Strike | undefined {
		const none = new Set<string>();
		return this.take({
			appId,
			path,
			contentType: '',
			actions: none,
			userIds: none,
			actionCount: 0,
		});
	}

	/**
	 * What strikes this request. Delays add up; of the other faults only the first that matches is
	 * used, so that several faults of one time each strike one request after another.
	 */
	take(facts: RequestFacts): Strike | undefined {
		if (this.#faults.length === 0) return undefined;
		const strike: Strike = { delayBefore: 0, delayAfter: 0, fault: undefined };
		for (const pending of this.#faults) {
			const { fault } = pending;
			if (!isDelay(fault) && strike.fault) continue;
			if (!strikes(pending, facts)) continue;
			if (pending.skip > 0) {
				pending.skip -= 1;
				continue;
			}
			pending.struck += 1;
			if (!isDelay(fault)) strike.fault = fault;
			else if (fault.timing === 'before') strike.delayBefore += fault.ms;
			else strike.delayAfter += fault.ms;
		}
		this.#faults = this.#faults.filter(({ times, struck }) => times === null || struck < times);
		return strike;
	}
}
