/** Counts over requests to the API, of one app or of all. */
export interface StatsSnapshot {
	requests: number;
	/** TCP connections that carried at least one of the requests. */
	connections: number;
	/** Actions received: items of batches, and requests that are one action themselves. */
	actions: number;
	/** Distinct users looked up in each processed request, summed up: what Leanplum bills. */
	billedUsers: number;
	/** Actions by name. */
	byAction: Record<string, number>;
	/** Requests by the name of their own action (`multi` for batches). */
	requestsByAction: Record<string, number>;
	/** Requests by HTTP status; those that got no reply at all under "none". */
	byStatus: Record<string, number>;
	/** Most requests in progress at once. */
	maxInFlight: number;
	/** Most requests in progress at once for one user. */
	maxInFlightPerUser: number;
	/** Events recorded by `track`. */
	tracked: number;
	/** Messages sent by `sendMessage`: the sum of `messagesSent`. */
	sent: number;
}

const count = (counts: Map<string, number>, name: string): void => {
	counts.set(name, (counts.get(name) ?? 0) + 1);
};

/** Keeps the counts of {@link StatsSnapshot}. */
export class Stats {
	#requests = 0;
	#actions = 0;
	#inFlight = 0;
	#maxInFlight = 0;
	readonly #connections = new Set<number>();
	readonly #byAction = new Map<string, number>();
	readonly #requestsByAction = new Map<string, number>();
	readonly #byStatus = new Map<string, number>();
	billedUsers = 0;
	maxInFlightPerUser = 0;
	tracked = 0;
	sent = 0;
	/** Requests that can be read back. */
	kept = 0;

	get requests(): number {
		return this.#requests;
	}

	begin(action: string, connectionId: number): void {
		this.#requests += 1;
		this.#inFlight += 1;
		this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
		this.#connections.add(connectionId);
		count(this.#requestsByAction, action);
	}

	action(name: string): void {
		this.#actions += 1;
		count(this.#byAction, name);
	}

	end(status: number | undefined): void {
		this.#inFlight -= 1;
		count(this.#byStatus, status === undefined ? 'none' : String(status));
	}

	snapshot(): StatsSnapshot {
		return {
			requests: this.#requests,
			connections: this.#connections.size,
			actions: this.#actions,
			billedUsers: this.billedUsers,
			byAction: Object.fromEntries(this.#byAction),
			requestsByAction: Object.fromEntries(this.#requestsByAction),
			byStatus: Object.fromEntries(this.#byStatus),
			maxInFlight: this.#maxInFlight,
			maxInFlightPerUser: this.maxInFlightPerUser,
			tracked: this.tracked,
			sent: this.sent,
		};
	}
}
