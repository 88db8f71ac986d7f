import { addFixtures } from '../fixtures/add-fixtures.mjs';
import { Downloads } from '../files/downloads.mjs';
import { FileStore } from '../files/file-store.mjs';
import { FaultBoard } from '../faults/fault-board.mjs';
import { DEMO_APP, randomIdentity, type AppIdentity } from '../basics/keys.mjs';
import { DeveloperThrottle } from '../leanplum/developer-throttle.mjs';
import { UserLocks } from '../leanplum/user-locks.mjs';
import { App, type AppState } from '../model/app.mjs';
import { publishUpload } from '../model/uploaded-file.mjs';
import { Outbound } from '../outbound/outbound.mjs';
import { DEFAULT_SETTINGS, type Settings } from '../basics/settings.mjs';
import { Traffic } from '../traffic/traffic.mjs';

/** An app and what the server keeps about its requests. */
export interface Tenant {
	app: App;
	locks: UserLocks;
	throttle: DeveloperThrottle;
}

/** Changes whenever what a snapshot holds does. */
const SNAPSHOT_VERSION = 1;

/** A sandbox as a snapshot keeps it. */
export interface WorldState {
	version: number;
	settings: Settings;
	apps: {
		identity: AppIdentity;
		numericId: string;
		settings: Partial<Settings> | undefined;
		state: AppState;
	}[];
}

/** All that one sandbox holds, in memory. */
export class World {
	readonly faults = new FaultBoard();
	readonly traffic = new Traffic();
	readonly files = new FileStore();
	readonly downloads = new Downloads();
	readonly outbound = new Outbound();
	readonly #tenants = new Map<string, Tenant>();
	#common: Settings;
	/** Settings that differ from the common ones, and what comes of both. */
	readonly #ofApp = new Map<string, { own: Partial<Settings>; effective: Settings }>();
	#changes = 0;
	#numericId = 4_810_110_000_000_000;

	constructor(readonly initial: Partial<Settings> = {}) {
		this.#common = { ...DEFAULT_SETTINGS, ...initial };
		this.#add(DEMO_APP);
	}

	/** Makes a new app, with random ID and keys where none are given; it replaces one of that ID. */
	newApp(identity: Partial<AppIdentity> = {}, fixtures = true): App {
		const random = randomIdentity();
		const keys = { ...random.keys, ...identity.keys };
		return this.#add({ ...random, ...identity, keys }, fixtures).app;
	}

	/** Called after each reset with what was reset, so that seeds can be sown again. */
	onReset: (appId: string | undefined) => void = () => undefined;

	/** All that a snapshot keeps: apps with their settings. Requests, jobs and faults are not part. */
	save(): WorldState {
		const apps = [...this.#tenants.values()].map(({ app }) => ({
			identity: app.identity,
			numericId: app.numericId,
			settings: this.#ofApp.get(app.appId)?.own,
			state: app.save(),
		}));
		return { version: SNAPSHOT_VERSION, settings: this.#common, apps };
	}

	/**
	 * Becomes what was saved.
	 * @throws RangeError when another version of the sandbox has saved it
	 */
	load(saved: WorldState): void {
		if (saved.version !== SNAPSHOT_VERSION) throw new RangeError('unknown version');
		this.reset();
		this.#tenants.clear();
		this.#common = { ...DEFAULT_SETTINGS, ...saved.settings };
		for (const { identity, numericId, settings, state } of saved.apps) {
			if (settings) this.#setOwn(identity.appId, settings);
			const { app } = this.#add(identity, false, numericId);
			app.load(state);
			for (const file of app.files.values()) file.url = publishUpload(app, file);
		}
	}

	/** Notes that the admin API has changed something. */
	noteChange(): void {
		this.#changes += 1;
	}

	/** Grows with every change, whoever made it. */
	get revision(): number {
		return this.#changes + this.traffic.revision + this.outbound.revision;
	}

	tenant(appId: string): Tenant | undefined {
		return this.#tenants.get(appId);
	}

	tenants(): Iterable<Tenant> {
		return this.#tenants.values();
	}

	/** The settings of an app: its own where it has any, else those of all apps. */
	settingsOf(appId: string): Settings {
		return this.#ofApp.get(appId)?.effective ?? this.#common;
	}

	/** Changes settings, of one app or of all; an app's own settings stay its own. */
	changeSettings(change: Partial<Settings>, appId?: string): Settings {
		if (appId === undefined) {
			this.#common = { ...this.#common, ...change };
			for (const [id, { own }] of this.#ofApp) this.#setOwn(id, own);
			return this.#common;
		}
		this.#setOwn(appId, { ...this.#ofApp.get(appId)?.own, ...change });
		return this.settingsOf(appId);
	}

	/** Puts one app back to its first state; without an app everything, so that others are gone. */
	reset(appId?: string): void {
		this.faults.clear(appId === undefined ? {} : { appId });
		this.traffic.clear(appId);
		this.files.clear(appId);
		this.downloads.clear(appId);
		this.outbound.clear(appId);
		for (const { app } of this.#tenants.values()) {
			if (appId === undefined || app.appId === appId) app.jobs.close();
		}
		if (appId === undefined) {
			this.#tenants.clear();
			this.#ofApp.clear();
			this.#common = { ...DEFAULT_SETTINGS, ...this.initial };
			this.#add(DEMO_APP);
		} else {
			const identity = this.#tenants.get(appId)?.app.identity;
			this.#ofApp.delete(appId);
			if (identity) this.#add(identity);
		}
		this.onReset(appId);
	}

	/** Stops what would go on by itself. */
	close(): void {
		this.outbound.close();
		for (const { app } of this.#tenants.values()) app.jobs.close();
	}

	#nextNumericId(): string {
		this.#numericId += 1;
		return String(this.#numericId);
	}

	#setOwn(appId: string, own: Partial<Settings>): void {
		this.#ofApp.set(appId, { own, effective: { ...this.#common, ...own } });
	}

	#add(identity: AppIdentity, fixtures = true, numericId = this.#nextNumericId()): Tenant {
		const settings = (): Settings => this.settingsOf(identity.appId);
		const app = new App(identity, numericId, settings, {
			publish: (file) => this.files.publish(file),
			post: (parcel) => this.outbound.post(parcel),
		});
		if (fixtures) addFixtures(app);
		const tenant = { app, locks: new UserLocks(), throttle: new DeveloperThrottle() };
		this.#tenants.set(identity.appId, tenant);
		return tenant;
	}
}
