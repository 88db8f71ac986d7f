import type { Occurrence } from './session.mjs';

/** Events that are kept for reading back; exports have all of them. */
const CAPACITY = 10_000;

/** An event and whose it was. */
export interface RecentEvent {
	userId: string;
	occurrence: Occurrence;
}

/** The newest events of an app, over all users. */
export class RecentEvents {
	#events: RecentEvent[] = [];

	/** The newest ones, oldest first. */
	get list(): readonly RecentEvent[] {
		return this.#events;
	}

	add(userId: string, occurrence: Occurrence): void {
		this.#events.push({ userId, occurrence });
		// Seldom and many at once: taking the first away from an array each time would be slow.
		if (this.#events.length >= 2 * CAPACITY) this.#events = this.#events.slice(-CAPACITY);
	}

	/** Puts events in the place of all. */
	load(events: readonly RecentEvent[]): void {
		this.#events = [...events];
	}

	/** Forgets the events of a user who is erased or replaced. */
	forget(userId: string): void {
		this.#events = this.#events.filter((event) => event.userId !== userId);
	}
}
