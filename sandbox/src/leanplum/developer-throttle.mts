/** Development mode allows one request a second for each user (D:api-limits). */
const INTERVAL_S = 1;

/** Remembers when each user was last in a development mode request. */
export class DeveloperThrottle {
	readonly #last = new Map<string, number>();

	/** Whether a request for these users may run at `now` (epoch seconds); if so, it is noted. */
	admits(users: Iterable<string>, now: number): boolean {
		const names = [...users];
		if (names.some((name) => now - (this.#last.get(name) ?? -Infinity) < INTERVAL_S)) return false;
		for (const name of names) this.#last.set(name, now);
		return true;
	}
}
