import { isLoopback } from '../basics/loopback.mjs';

/** Requests on their way at once. */
const MAX_IN_FLIGHT = 32;
/** Repetitions after a 5xx (OAS addPostback). */
const MAX_RETRIES = 9;

/** One try to deliver. */
export interface DeliveryAttempt {
	/** Epoch milliseconds. */
	at: number;
	/** How long it took, in milliseconds; absent while it is under way. */
	tookMs?: number;
	/** HTTP status; absent when there was no answer. */
	status?: number;
	error?: string;
}

/** A request from the sandbox to somebody: a postback, or the callback of an export. */
export interface Delivery {
	id: number;
	appId: string;
	kind: 'postback' | 'exportCallback';
	url: string;
	/** `waiting` between two attempts. */
	state: 'pending' | 'waiting' | 'delivered' | 'failed';
	attempts: DeliveryAttempt[];
}

/** What is to be delivered, always by POST. */
export interface Parcel {
	appId: string;
	kind: Delivery['kind'];
	url: string;
	/** JSON body; postbacks have none, their data is in the URL (AE:asyncapi). */
	body?: string;
	/** Whether a 5xx is followed by more attempts. */
	retry: boolean;
	/** Milliseconds the receiver may take. */
	timeoutMs: number;
	/** Milliseconds before the first repetition. */
	retryMs: number;
}

/** The sandbox is a toy for one machine: it sends nothing anywhere else. */
const staysHere = (url: string): boolean => URL.canParse(url) && isLoopback(new URL(url).hostname);

/** A login in a URL travels as basic authentication (G:webhook); `fetch` refuses such URLs. */
function withoutLogin(text: string): { address: string; authorization?: string } {
	const url = new URL(text);
	const { username, password } = url;
	if (username === '' && password === '') return { address: text };
	url.username = '';
	url.password = '';
	const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
	return {
		address: url.href,
		authorization: `Basic ${Buffer.from(login).toString('base64')}`,
	};
}

/** Why there was no answer; `fetch` itself only says that it failed. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}

/** Wait before a repetition, in milliseconds: exponential from 1 to 10 times the first (1 h to 10 h). */
const waitBefore = (retry: number, first: number): number =>
	first * 10 ** ((retry - 1) / (MAX_RETRIES - 1));

/** Delivers what Leanplum sends by itself. */
export class Outbound {
	#deliveries: Delivery[] = [];
	#lastId = 0;
	#revision = 0;
	#inFlight = 0;
	readonly #queue: (() => Promise<void>)[] = [];
	readonly #timers = new Set<NodeJS.Timeout>();
	/** What is on its way, to be broken off. */
	readonly #sending = new Set<AbortController>();
	#closed = false;

	/** Grows with every change. */
	get revision(): number {
		return this.#revision;
	}

	/** Sends a parcel when its turn comes. */
	post(parcel: Parcel): void {
		this.#revision += 1;
		this.#lastId += 1;
		const { appId, kind, url } = parcel;
		const delivery: Delivery = {
			id: this.#lastId,
			appId,
			kind,
			url,
			state: 'pending',
			attempts: [],
		};
		this.#deliveries.push(delivery);
		this.#enqueue(() => this.#attempt(parcel, delivery));
	}

	list(appId: string): Delivery[] {
		return this.#deliveries.filter((delivery) => delivery.appId === appId);
	}

	/** Forgets the deliveries of an app, or all, and repeats none of them. */
	clear(appId?: string): void {
		this.#revision += 1;
		this.#deliveries = this.#deliveries.filter((delivery) => {
			const gone = appId === undefined || delivery.appId === appId;
			if (gone) delivery.state = 'failed';
			return !gone;
		});
	}

	/** Stops everything that is on its way. */
	close(): void {
		this.#closed = true;
		for (const sending of this.#sending) sending.abort();
		for (const timer of this.#timers) clearTimeout(timer);
		this.#queue.length = 0;
	}

	#enqueue(task: () => Promise<void>): void {
		this.#queue.push(task);
		this.#next();
	}

	#next(): void {
		if (this.#inFlight >= MAX_IN_FLIGHT) return;
		const task = this.#queue.shift();
		if (!task) return;
		this.#inFlight += 1;
		void task().finally(() => {
			this.#inFlight -= 1;
			this.#next();
		});
	}

	async #attempt(parcel: Parcel, delivery: Delivery): Promise<void> {
		const attempt: DeliveryAttempt = { at: Date.now() };
		delivery.attempts.push(attempt);
		this.#revision += 1;
		if (!staysHere(parcel.url)) {
			attempt.error = 'The sandbox delivers to loopback addresses only.';
		} else {
			try {
				attempt.status = await this.#send(parcel);
			} catch (error) {
				attempt.error = reasonOf(error);
			} finally {
				attempt.tookMs = Date.now() - attempt.at;
			}
		}
		this.#settle(parcel, delivery, attempt.status);
	}

	async #send({ url, body, timeoutMs }: Parcel): Promise<number> {
		// Not AbortSignal.timeout within AbortSignal.any: Node.js 20 may forget such a time-out.
		const sending = new AbortController();
		this.#sending.add(sending);
		const timer = setTimeout(
			() => sending.abort(new Error(`no answer within ${timeoutMs} ms`)),
			timeoutMs,
		);
		const { address, authorization } = withoutLogin(url);
		try {
			const response = await fetch(address, {
				method: 'POST',
				redirect: 'manual',
				signal: sending.signal,
				headers: {
					...(authorization === undefined ? {} : { authorization }),
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				...(body === undefined ? {} : { body }),
			});
			await response.arrayBuffer();
			return response.status;
		} finally {
			clearTimeout(timer);
			this.#sending.delete(sending);
		}
	}

	/** Only a 5xx is tried again, up to nine times (OAS addPostback); then the data is lost. */
	#settle(parcel: Parcel, delivery: Delivery, status = 0): void {
		this.#revision += 1;
		if (status >= 200 && status < 300) {
			delivery.state = 'delivered';
			return;
		}
		const retries = delivery.attempts.length;
		const again = parcel.retry && status >= 500 && retries <= MAX_RETRIES;
		if (!again || this.#closed) {
			delivery.state = 'failed';
			return;
		}
		delivery.state = 'waiting';
		const timer = setTimeout(
			() => {
				this.#timers.delete(timer);
				if (delivery.state === 'waiting') this.#enqueue(() => this.#attempt(parcel, delivery));
			},
			waitBefore(retries, parcel.retryMs),
		);
		this.#timers.add(timer);
	}
}
