import type { WorldSeed } from '../admin/seed.mjs';
import type { MessageEventInput, SyntheticSessionsInput } from '../admin/effects.mjs';
import type { UserSeed, UserView } from '../admin/user-view.mjs';
import type { AppIdentity, KeyClass } from '../basics/keys.mjs';
import type { Settings } from '../basics/settings.mjs';
import type { PendingFault } from '../faults/fault-board.mjs';
import type { FaultInput } from '../faults/fault.mjs';
import type { RecordedDownload } from '../files/downloads.mjs';
import type {
	AbTestInput,
	BookmarkInput,
	CampaignInput,
	CategoryInput,
	Condition,
	MessageInput,
} from '../model/content.mjs';
import type { MigrationInput } from '../model/migration.mjs';
import type { PostbackRule } from '../model/postback-rule.mjs';
import type { CampaignStart, SentMessage } from '../model/sent.mjs';
import type { Delivery } from '../outbound/outbound.mjs';
import type { StatsSnapshot } from '../traffic/stats.mjs';
import type { RecordedRequest } from '../traffic/traffic.mjs';

/** The answer of the admin API to a request it cannot carry out. */
export class AdminRequestError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export interface UploadedFileView {
	filename: string;
	size: number;
	hash?: string;
	md5: string;
	url: string;
}

export interface ActionView {
	name: string;
	key: KeyClass;
	parameters: string[];
	batchable: boolean;
	billable: boolean;
}

const encode = encodeURIComponent;

/** A user's route; JSON text keeps any ID as it is. */
const userPath = (appId: string, userId: string): string =>
	`/apps/${encode(appId)}/user?userId=${encode(JSON.stringify(userId))}`;

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
	constructor(readonly url: string) {}

	/** Any request; the typed methods below are built on it. */
	async send<T>(
		method: 'GET' | 'POST' | 'PUT' | 'DELETE',
		path: string,
		body?: unknown,
	): Promise<T> {
		const json = body === undefined ? undefined : JSON.stringify(body);
		const response = await this.#fetch(method, path, json);
		return (await response.json()) as T;
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
			return await this.send('GET', userPath(appId, userId));
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
		return this.send('PUT', userPath(appId, userId), seed);
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

	async putCampaign(appId: string, id: string, campaign: CampaignInput = {}): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/campaigns/${id}`, campaign);
	}

	async putAudience(appId: string, name: string, condition: Condition): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/audiences/${encode(name)}`, condition);
	}

	async putBookmark(appId: string, name: string, bookmark: BookmarkInput): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/bookmarks/${encode(name)}`, bookmark);
	}

	/** Replaces all variables; groups may be given as objects. */
	async setVars(appId: string, vars: Record<string, unknown>): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/vars`, vars);
	}

	/** Sets how far the app has moved to CleverTap; returns what getMigrateState replies. */
	async putMigration(appId: string, migration: MigrationInput): Promise<Record<string, unknown>> {
		const path = `/apps/${encode(appId)}/migration`;
		return (await this.send<{ reply: Record<string, unknown> }>('PUT', path, migration)).reply;
	}

	/** Puts an object into Google Cloud Storage, for CSV imports. */
	async putCloudObject(appId: string, bucket: string, name: string, text: string): Promise<void> {
		await this.#fetch('PUT', `/apps/${encode(appId)}/gcs/${bucket}/${name}`, text);
	}

	/** Made-up sessions in JSON exports, beside the real ones. */
	async syntheticSessions(appId: string, sessions: SyntheticSessionsInput): Promise<void> {
		await this.send('PUT', `/apps/${encode(appId)}/syntheticSessions`, sessions);
	}

	/** Lets something happen to a message, which triggers postbacks. */
	async messageEvent(appId: string, event: MessageEventInput): Promise<void> {
		await this.send('POST', `/apps/${encode(appId)}/messageEvents`, event);
	}

	async sent(appId: string): Promise<SentMessage[]> {
		const path = `/apps/${encode(appId)}/sent`;
		return (await this.send<{ sent: SentMessage[] }>('GET', path)).sent;
	}

	async campaignStarts(appId: string): Promise<CampaignStart[]> {
		const path = `/apps/${encode(appId)}/campaignStarts`;
		return (await this.send<{ campaignStarts: CampaignStart[] }>('GET', path)).campaignStarts;
	}

	async postbacks(appId: string): Promise<PostbackRule[]> {
		const path = `/apps/${encode(appId)}/postbacks`;
		return (await this.send<{ postbacks: PostbackRule[] }>('GET', path)).postbacks;
	}

	/** Postbacks and export callbacks, with their attempts. */
	async deliveries(appId: string): Promise<Delivery[]> {
		const path = `/apps/${encode(appId)}/deliveries`;
		return (await this.send<{ deliveries: Delivery[] }>('GET', path)).deliveries;
	}

	/** Files uploaded to the app; `md5` is that of the content, `hash` what the uploader said. */
	async files(appId: string): Promise<UploadedFileView[]> {
		const path = `/apps/${encode(appId)}/files`;
		return (await this.send<{ files: UploadedFileView[] }>('GET', path)).files;
	}

	/** Downloads of result files and uploaded files. */
	async downloads(appId?: string): Promise<RecordedDownload[]> {
		const path = `/downloads${queryOf({ appId })}`;
		return (await this.send<{ downloads: RecordedDownload[] }>('GET', path)).downloads;
	}

	/** The actions of the sandbox, with the arguments they know. */
	async catalogue(): Promise<ActionView[]> {
		return (await this.send<{ actions: ActionView[] }>('GET', '/catalogue')).actions;
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

	/** Sets up apps with their content and users, as `--seed` does. */
	async seed(world: WorldSeed): Promise<void> {
		await this.send('POST', '/seed', world);
	}

	/** Everything that the sandbox knows, for {@link load}. */
	async save(): Promise<Uint8Array> {
		return new Uint8Array(await (await this.#fetch('GET', '/snapshot')).arrayBuffer());
	}

	/** Puts the sandbox into the state in which it was saved. */
	async load(snapshot: Uint8Array): Promise<void> {
		await this.#fetch('PUT', '/snapshot', snapshot);
	}

	async #fetch(method: string, path: string, body?: string | Uint8Array): Promise<Response> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			...(body === undefined ? {} : { body }),
		});
		if (response.ok) return response;
		const { error } = (await response.json()) as { error?: string };
		throw new AdminRequestError(response.status, error ?? 'no reason given');
	}
}

/** The admin API of a running sandbox, by its `adminUrl`. */
export const client = (adminUrl: string): AdminClient => new AdminClient(adminUrl);
