import type { KeyClass } from '../basics/keys.mjs';
import type { Outcome } from '../leanplum/result.mjs';
import { Stats, type StatsSnapshot } from './stats.mjs';

/** One action of a received request. */
export interface RecordedAction {
	action: string;
	/** As text; raw values are in `args`. */
	userId?: string;
	deviceId?: string;
	reqId?: string;
	/** Everything received for the action but appId, clientKey, apiVersion, action and reqId. */
	args: Record<string, unknown>;
	/** `notProcessed` when the request was refused or broken off before this action's turn. */
	outcome: Outcome | 'notProcessed';
	warning?: string;
	error?: string;
}

/** One request to the API. Keys are masked. */
export interface RecordedRequest {
	id: number;
	appId: string;
	/** Epoch milliseconds on the machine's clock. */
	receivedAt: number;
	/** Milliseconds until the reply was complete; absent while the request is in progress. */
	durationMs?: number;
	method: string;
	path: string;
	query: Record<string, string>;
	keyInUrl: boolean;
	contentType: string;
	bodyBytes: number;
	/** The request's own action. */
	action: string;
	/** Class of the key it came with; absent when the key is none of the app's. */
	keyClass?: KeyClass;
	/** Absent while in progress, and when no status was sent. */
	status?: number;
	/** Number of the TCP connection it came over. */
	connectionId: number;
	/** Arguments of a multi itself: `time`, `devMode` and so on, without `data`. */
	batchArgs: Record<string, unknown>;
	actions: RecordedAction[];
	/** Distinct users that its actions name. */
	distinctUsers: number;
	/** Whether its actions were carried out, at least in part. */
	processed: boolean;
	/** Broken off by a fault, and when. */
	dropped?: 'before' | 'during' | 'after';
}

/** Everything received on the API. */
export class Traffic {
	#requests: RecordedRequest[] = [];
	#lastId = 0;
	#byApp = new Map<string, Stats>();
	#total = new Stats();
	#revision = 0;

	/** Grows with every change. */
	get revision(): number {
		return this.#revision;
	}

	/** All that is kept, oldest first. */
	get kept(): readonly RecordedRequest[] {
		return this.#requests;
	}

	/** The counts of one app. */
	statsOf(appId: string): Stats {
		let stats = this.#byApp.get(appId);
		if (!stats) {
			stats = new Stats();
			this.#byApp.set(appId, stats);
		}
		return stats;
	}

	/** A number for the next request. */
	nextId(): number {
		this.#lastId += 1;
		return this.#lastId;
	}

	/** Notes that a request has come in; with `keep` it can be read back later. */
	begin(request: RecordedRequest, actions: readonly string[], keep: boolean): void {
		this.#revision += 1;
		if (keep) this.#requests.push(request);
		for (const stats of this.#both(request)) {
			stats.begin(request.action, request.connectionId);
			if (keep) stats.kept += 1;
			for (const action of actions) stats.action(action);
		}
	}

	/** Notes that its reply is complete. */
	end(request: RecordedRequest): void {
		this.#revision += 1;
		request.durationMs = Date.now() - request.receivedAt;
		for (const stats of this.#both(request)) stats.end(request.status);
	}

	/** Adds to the counts that are not about requests as such. */
	add(
		request: RecordedRequest,
		counts: { billedUsers: number; tracked: number; sent: number },
	): void {
		for (const stats of this.#both(request)) {
			stats.billedUsers += counts.billedUsers;
			stats.tracked += counts.tracked;
			stats.sent += counts.sent;
		}
	}

	/** Notes how many requests are in progress for one user. */
	notePerUser(request: RecordedRequest, inFlight: number): void {
		for (const stats of this.#both(request)) {
			stats.maxInFlightPerUser = Math.max(stats.maxInFlightPerUser, inFlight);
		}
	}

	requests(filter: { appId?: string | undefined; action?: string | undefined }): RecordedRequest[] {
		const { appId, action } = filter;
		return this.#requests.filter(
			(request) =>
				(appId === undefined || request.appId === appId) &&
				(action === undefined ||
					request.action === action ||
					request.actions.some((item) => item.action === action)),
		);
	}

	/** Counts of one app, or of all. */
	snapshot(appId?: string): StatsSnapshot {
		const stats = appId === undefined ? this.#total : (this.#byApp.get(appId) ?? new Stats());
		return stats.snapshot();
	}

	/** App IDs that requests have named, whether or not there is such an app, with how many are kept. */
	*keptByApp(): Generator<[appId: string, requests: number]> {
		for (const [appId, stats] of this.#byApp) yield [appId, stats.kept];
	}

	/** Forgets requests and counts, of one app or of all. */
	clear(appId?: string): void {
		this.#revision += 1;
		this.#requests =
			appId === undefined ? [] : this.#requests.filter((request) => request.appId !== appId);
		if (appId === undefined) {
			this.#byApp = new Map();
			this.#total = new Stats();
		} else {
			this.#byApp.delete(appId);
		}
	}

	#both({ appId }: RecordedRequest): [Stats, Stats] {
		return [this.#total, this.statsOf(appId)];
	}
}
