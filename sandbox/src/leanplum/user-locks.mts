/** A request's hold on its users. */
export interface Hold {
	/** Gives the users free again; absent when the request was refused. */
	release: (() => void) | undefined;
	/** Most requests in progress for one of the users, this one counted even if refused. */
	inFlight: number;
}

/**
 * Which users are in requests at the moment. Leanplum carries out one request at a time for each
 * profile and refuses others meanwhile ("strict device locking", D:responses).
 */
export class UserLocks {
	readonly #inFlight = new Map<string, number>();

	/** Takes the users of a request; with `strict`, none of them when one is taken already. */
	acquire(names: ReadonlySet<string>, strict: boolean): Hold {
		let inFlight = 0;
		for (const name of names) inFlight = Math.max(inFlight, (this.#inFlight.get(name) ?? 0) + 1);
		if (strict && inFlight > 1) return { release: undefined, inFlight };
		for (const name of names) this.#inFlight.set(name, (this.#inFlight.get(name) ?? 0) + 1);
		return { release: () => this.#release(names), inFlight };
	}

	#release(names: ReadonlySet<string>): void {
		for (const name of names) {
			const rest = (this.#inFlight.get(name) ?? 0) - 1;
			if (rest > 0) this.#inFlight.set(name, rest);
			else this.#inFlight.delete(name);
		}
	}
}
