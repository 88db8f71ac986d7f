import type { AppIdentity, KeyClass } from '../basics/keys.mjs';
import { KEY_CLASSES } from '../basics/keys.mjs';
import type { Settings } from '../basics/settings.mjs';
import { Jobs } from '../jobs/jobs.mjs';
import type {
	AbTest,
	AndroidChannel,
	Bookmark,
	Campaign,
	Condition,
	Message,
	UnsubscribeCategory,
} from './content.mjs';
import { NOT_MOVING, type Migration } from './migration.mjs';
import type { Outside } from './outside.mjs';
import type { PostbackRule } from './postback-rule.mjs';
import { RecentEvents, type RecentEvent } from './recent-events.mjs';
import type { Session } from './session.mjs';
import type { SyntheticSessions } from './synthetic-sessions.mjs';
import type { CampaignStart, SentMessage } from './sent.mjs';
import type { UploadedFile } from './uploaded-file.mjs';
import { deviceOf, newUser, type User } from './user.mjs';

/** Names of attributes, of events and of states that an app may have (D:api-limits). */
const MAX_NAMES = 500;

/** How a call names its user (D:selecting-a-user). */
export interface UserSelection {
	userId?: string | undefined;
	deviceId?: string | undefined;
}

/** What of an app a snapshot keeps as it is. */
const KEPT = [
	'users',
	'formerSessions',
	'messages',
	'abTests',
	'categories',
	'androidChannels',
	'campaigns',
	'audiences',
	'bookmarks',
	'variables',
	'files',
	'migration',
	'postbacks',
	'developmentDevices',
	'cloudObjects',
	'syntheticSessions',
	'sent',
	'messagesSent',
	'campaignStarts',
] as const;

type Kept = (typeof KEPT)[number];

/** An app as a snapshot keeps it. */
export type AppState = Pick<App, Kept> & {
	recent: readonly RecentEvent[];
	userOfDevice: Map<string, User>;
	exportsOfDay: Map<string, number>;
	names: Record<'attribute' | 'event' | 'state', Set<string>>;
	sequence: number;
};

/** One app with everything in it. */
export class App {
	readonly appId: string;
	readonly identity: AppIdentity;
	/** The number that job ids carry: `export_<number>_<int64>` (recorded). */
	readonly numericId: string;

	readonly users = new Map<string, User>();
	/** The last user seen on each device (D:selecting-a-user: "anonymous or last user"). */
	#userOfDevice = new Map<string, User>();
	/** Sessions of users who were deleted without full erasure; still exported. */
	formerSessions: Session[] = [];

	readonly messages = new Map<string, Message>();
	readonly abTests = new Map<string, AbTest>();
	readonly categories = new Map<string, UnsubscribeCategory>();
	readonly androidChannels = new Map<string, AndroidChannel>();
	readonly campaigns = new Map<string, Campaign>();
	/** By name. */
	readonly audiences = new Map<string, Condition>();
	/** By name. */
	readonly bookmarks = new Map<string, Bookmark>();
	/** Default values of variables, by dotted name. */
	readonly variables = new Map<string, unknown>();
	/** Uploaded files, by name. */
	readonly files = new Map<string, UploadedFile>();
	/** How far the app has moved to CleverTap. */
	migration: Migration = NOT_MOVING;
	readonly postbacks = new Map<string, PostbackRule>();
	/** Devices registered for development. */
	readonly developmentDevices = new Set<string>();
	/** Objects in Google Cloud Storage, by `bucket/name`, for CSV imports. */
	readonly cloudObjects = new Map<string, string>();
	/** Made-up sessions that JSON exports contain besides the real ones. */
	syntheticSessions: SyntheticSessions | undefined;
	readonly jobs: Jobs;

	/** The newest events of all users, for reading back. */
	readonly recentEvents = new RecentEvents();
	/** What sendMessage and startCampaign sent. */
	readonly sent: SentMessage[] = [];
	/** All that sendMessage reported as `messagesSent`. */
	messagesSent = 0;
	/** What startCampaign started. */
	readonly campaignStarts: CampaignStart[] = [];
	#exportsOfDay = new Map<string, number>();

	#names = {
		attribute: new Set<string>(),
		event: new Set<string>(),
		state: new Set<string>(),
	};
	readonly #keyClasses: ReadonlyMap<string, KeyClass>;
	#sequence = 0;

	constructor(
		identity: AppIdentity,
		numericId: string,
		readonly settings: () => Settings,
		readonly outside: Outside,
	) {
		this.jobs = new Jobs(() => this.now(), settings);
		this.appId = identity.appId;
		this.identity = identity;
		this.numericId = numericId;
		this.#keyClasses = new Map(KEY_CLASSES.map((keyClass) => [identity.keys[keyClass], keyClass]));
	}

	/** The app's clock, in epoch seconds. */
	now(): number {
		return Date.now() / 1000 + this.settings().clockOffsetSeconds;
	}

	/** The class of a key of this app. */
	keyClass(key: string): KeyClass | undefined {
		return this.#keyClasses.get(key);
	}

	/** A running number, from which int64 ids are made. */
	nextSequence(): number {
		this.#sequence += 1;
		return this.#sequence;
	}

	/** Whether a name may be used: at most 500 of a kind, further ones are dropped (D:api-limits). */
	admitsName(kind: 'attribute' | 'event' | 'state', name: string): boolean {
		const names = this.#names[kind];
		if (names.has(name)) return true;
		if (names.size >= MAX_NAMES) return false;
		names.add(name);
		return true;
	}

	/** Counts an export of a kind; false when the day has had as many as Leanplum allows. */
	admitsExport(kind: string, day: string, limit: number): boolean {
		const key = `${kind} ${day}`;
		const count = this.#exportsOfDay.get(key) ?? 0;
		if (count >= limit) return false;
		this.#exportsOfDay.set(key, count + 1);
		return true;
	}

	/** The user a call is for, if known. */
	findUser({ userId, deviceId }: UserSelection): User | undefined {
		if (userId !== undefined) return this.users.get(userId);
		return deviceId === undefined ? undefined : this.#userOfDevice.get(deviceId);
	}

	/** Makes the user a call is for; a device alone makes an anonymous user named like the device. */
	createUser({ userId, deviceId }: UserSelection): User {
		// SDKs name an anonymous user by the device's ID (D:user-ids).
		const anonymous = userId === undefined || userId === deviceId;
		const user = newUser(userId ?? deviceId ?? '', anonymous, this.now());
		this.users.set(user.userId, user);
		if (deviceId !== undefined) this.seeOnDevice(user, deviceId);
		return user;
	}

	/** Notes that the user was seen on the device. */
	seeOnDevice(user: User, deviceId: string): void {
		deviceOf(user, deviceId);
		this.#userOfDevice.set(deviceId, user);
	}

	/** Puts a profile in place, instead of the one with its ID if there is one. */
	putUser(user: User): void {
		const previous = this.users.get(user.userId);
		if (previous) {
			this.removeUser(previous);
			this.recentEvents.forget(user.userId);
		}
		this.users.set(user.userId, user);
		for (const deviceId of user.devices.keys()) {
			this.#userOfDevice.set(deviceId, user);
		}
	}

	/** All that makes up the app, as plain data; jobs and their results are not part of it. */
	save(): AppState {
		const kept = Object.fromEntries(KEPT.map((name) => [name, this[name]])) as Pick<App, Kept>;
		return {
			...kept,
			recent: this.recentEvents.list,
			userOfDevice: this.#userOfDevice,
			exportsOfDay: this.#exportsOfDay,
			names: this.#names,
			sequence: this.#sequence,
		};
	}

	/** Becomes what was saved. */
	load({ recent, userOfDevice, exportsOfDay, names, sequence, ...kept }: AppState): void {
		Object.assign(this, kept);
		this.recentEvents.load(recent);
		this.#userOfDevice = userOfDevice;
		this.#exportsOfDay = exportsOfDay;
		this.#names = names;
		this.#sequence = sequence;
	}

	/** Takes a profile out. */
	removeUser(user: User): void {
		this.users.delete(user.userId);
		for (const deviceId of user.devices.keys()) {
			if (this.#userOfDevice.get(deviceId) === user) {
				this.#userOfDevice.delete(deviceId);
			}
		}
	}
}
