import { addFixtures } from '../fixtures/add-fixtures.mjs';
import { Downloads } from '../files/downloads.mjs';
import { FileStore } from '../files/file-store.mjs';
import { FaultBoard } from '../faults/fault-board.mjs';
import { DEMO_APP, randomIdentity, type AppIdentity } from '../basics/keys.mjs';
import { DeveloperThrottle } from '../leanplum/developer-throttle.mjs';
import { UserLocks } from '../leanplum/user-locks.mjs';
import { App } from '../model/app.mjs';
import { Outbound } from '../outbound/outbound.mjs';
import { DEFAULT_SETTINGS, type Settings } from '../basics/settings.mjs';
import { Traffic } from '../traffic/traffic.mjs';

/** An app and what the server keeps about its requests. */
export interface Tenant {
	app: App;
	locks: UserLocks;
	throttle: DeveloperThrottle;
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

	/** Makes a new app with random ID and keys. */
	newApp(): App {
		return this.#add(randomIdentity()).app;
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
			return;
		}
		const identity = this.#tenants.get(appId)?.app.identity;
		this.#ofApp.delete(appId);
		if (identity) this.#add(identity);
	}

	/** Stops what would go on by itself. */
	close(): void {
		this.outbound.close();
		for (const { app } of this.#tenants.values()) app.jobs.close();
	}

	#setOwn(appId: string, own: Partial<Settings>): void {
		this.#ofApp.set(appId, { own, effective: { ...this.#common, ...own } });
	}

	#add(identity: AppIdentity): Tenant {
		this.#numericId += 1;
		const settings = (): Settings => this.settingsOf(identity.appId);
		const app = new App(identity, String(this.#numericId), settings, {
			publish: (file) => this.files.publish(file),
			post: (parcel) => this.outbound.post(parcel),
		});
		addFixtures(app);
		const tenant = { app, locks: new UserLocks(), throttle: new DeveloperThrottle() };
		this.#tenants.set(identity.appId, tenant);
		return tenant;
	}
}
