/** A request's hold on its users. */
export interface Hold {
	/** Gives the users free again; absent when the request was refused. */
	release: (() => void) | undefined;
	/** Most requests in progress or waiting for one of the users, this one counted even if refused. */
	inFlight: number;
}

/** What happens to a request for a user who is in another one. */
export type Overlap = 'refuse' | 'wait' | 'allow';

interface Waiting {
	names: ReadonlySet<string>;
	go: () => void;
}

/**
 * Which users are in requests at the moment. Leanplum carries out one request at a time for each
 * profile and refuses others meanwhile ("strict device locking", D:responses), or queues them
 * (D:multi-json).
 */
export class UserLocks {
	readonly #inFlight = new Map<string, number>();
	#waiting: Waiting[] = [];

	/** Takes the users of a request: all of them or none. */
	async acquire(names: ReadonlySet<string>, overlap: Overlap): Promise<Hold> {
		const waitingFor = (name: string) => this.#waiting.filter((one) => one.names.has(name)).length;
		let inFlight = 0;
		for (const name of names) {
			inFlight = Math.max(inFlight, (this.#inFlight.get(name) ?? 0) + waitingFor(name) + 1);
		}
		if (inFlight > 1 && overlap === 'refuse') return { release: undefined, inFlight };
		if (inFlight > 1 && overlap === 'wait') {
			await new Promise<void>((go) => this.#waiting.push({ names, go }));
		} else {
			this.#take(names);
		}
		return { release: () => this.#release(names), inFlight };
	}

	#take(names: ReadonlySet<string>): void {
		for (const name of names) this.#inFlight.set(name, (this.#inFlight.get(name) ?? 0) + 1);
	}

	#release(names: ReadonlySet<string>): void {
		for (const name of names) {
			const rest = (this.#inFlight.get(name) ?? 0) - 1;
			if (rest > 0) this.#inFlight.set(name, rest);
			else this.#inFlight.delete(name);
		}
		this.#letGo();
	}

	/** Lets those go whose turn has come: nobody is in their users' requests or waits before them. */
	#letGo(): void {
		const before = new Set<string>();
		this.#waiting = this.#waiting.filter(({ names, go }) => {
			const stays = [...names].some((name) => this.#inFlight.has(name) || before.has(name));
			for (const name of names) before.add(name);
			if (stays) return true;
			this.#take(names);
			go();
			return false;
		});
	}
}
