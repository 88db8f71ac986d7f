import type {
	AbTestInput,
	AppIdentity,
	CategoryInput,
	FaultInput,
	MessageInput,
	PendingFault,
	RecordedRequest,
	Settings,
	StatsSnapshot,
	UserSeed,
	UserView,
} from 'leanplum-sandbox';
import { Agent, request } from 'undici';

/** The answer of the admin API to a request it cannot carry out. */
export class AdminRequestError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

const encode = encodeURIComponent;

/** Query string of the parameters that have a value. */
function queryOf(parameters: Record<string, string | undefined>): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) query.set(name, value);
	}
	return query.size === 0 ? '' : `?${query}`;
}

/** The sandbox's admin API; sandbox/README.md describes its routes. */
export class AdminClient {
	readonly #agent = new Agent();

	constructor(readonly url: string) {}

	/** Any request; the typed methods below are built on it. */
	async send<T>(
		method: 'GET' | 'POST' | 'PUT' | 'DELETE',
		path: string,
		body?: unknown,
	): Promise<T> {
		const response = await request(`${this.url}${path}`, {
			method,
			dispatcher: this.#agent,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const answer = (await response.body.json()) as T & { error?: string };
		if (response.statusCode >= 400) {
			throw new AdminRequestError(response.statusCode, answer.error ?? 'no reason given');
		}
		return answer;
	}

	newApp(): Promise<AppIdentity> {
		return this.send('POST', '/apps');
	}

	async apps(): Promise<AppIdentity[]> {
		return (await this.send<{ apps: AppIdentity[] }>('GET', '/apps')).apps;
	}

	/** What is stored about a user; undefined when there is no such user. */
	async user(appId: string, userId: string): Promise<UserView | undefined> {
		try {
			return await this.send('GET', `/apps/${encode(appId)}/users/${encode(userId)}`);
		} catch (error) {
			if (error instanceof AdminRequestError && error.status === 404) return undefined;
			throw error;
		}
	}

	async userIds(appId: string): Promise<string[]> {
		return (await this.send<{ userIds: string[] }>('GET', `/apps/${encode(appId)}/users`)).userIds;
	}

	/** Creates bare profiles, each with the device `<userId>-device` if asked for. */
	async seedUsers(
		appId: string,
		userIds: string[],
		options: { withDevice?: boolean } = {},
	): Promise<void> {
		await this.send('POST', `/apps/${encode(appId)}/users`, { userIds, ...options });
	}

	putUser(appId: string, userId: string, seed: UserSeed = {}): Promise<UserView> {
		return this.send('PUT', `/apps/${encode(appId)}/users/${encode(userId)}`, seed);
	}

	async putMessage(appId: string, id: string, message: MessageInput = {}): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/messages/${id}`, message);
	}

	async putAbTest(appId: string, id: string, test: AbTestInput = {}): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/abTests/${id}`, test);
	}

	async putCategory(appId: string, id: string, category: CategoryInput): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/categories/${id}`, category);
	}

	/** Requests received on the API, in order; `action` also finds batches that contain it. */
	async requests(appId?: string, action?: string): Promise<RecordedRequest[]> {
		const path = `/requests${queryOf({ appId, action })}`;
		return (await this.send<{ requests: RecordedRequest[] }>('GET', path)).requests;
	}

	/** Forgets received requests and counts. */
	async clearRequests(appId?: string): Promise<void> {
		await this.send('DELETE', `/requests${queryOf({ appId })}`);
	}

	stats(appId?: string): Promise<StatsSnapshot> {
		return this.send('GET', `/stats${queryOf({ appId })}`);
	}

	/** Makes coming requests fail; returns the fault's id. */
	async fault(fault: FaultInput): Promise<string> {
		return (await this.send<{ faultId: string }>('POST', '/faults', fault)).faultId;
	}

	async faults(): Promise<PendingFault[]> {
		return (await this.send<{ faults: PendingFault[] }>('GET', '/faults')).faults;
	}

	async clearFaults(appId?: string): Promise<void> {
		await this.send('DELETE', `/faults${queryOf({ appId })}`);
	}

	async removeFault(faultId: string): Promise<void> {
		await this.send('DELETE', `/faults/${faultId}`);
	}

	/** Changes settings, of one app or of all. */
	settings(change: Partial<Settings>, appId?: string): Promise<Settings> {
		return this.send('PUT', '/settings', { ...change, ...(appId === undefined ? {} : { appId }) });
	}

	/** Puts one app, or the whole sandbox, back to its first state. */
	async reset(appId?: string): Promise<void> {
		await this.send('POST', '/reset', appId === undefined ? {} : { appId });
	}

	/** Closes the connections. */
	async close(): Promise<void> {
		await this.#agent.close();
	}
}
