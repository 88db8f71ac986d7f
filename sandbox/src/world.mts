import { addFixtures } from './fixtures.mjs';
import { FaultBoard } from './faults/fault-board.mjs';
import { DEMO_APP, randomIdentity, type AppIdentity } from './keys.mjs';
import { DeveloperThrottle } from './leanplum/developer-throttle.mjs';
import { UserLocks } from './leanplum/user-locks.mjs';
import { App } from './model/app.mjs';
import { DEFAULT_SETTINGS, type Settings } from './settings.mjs';
import { Traffic } from './traffic/traffic.mjs';

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
	readonly #tenants = new Map<string, Tenant>();
	#common: Settings;
	#ofApp = new Map<string, Partial<Settings>>();
	#numericId = 4_810_110_000_000_000;

	constructor(readonly initial: Partial<Settings> = {}) {
		this.#common = { ...DEFAULT_SETTINGS, ...initial };
		this.#add(DEMO_APP);
	}

	/** Makes a new app with random ID and keys. */
	newApp(): App {
		return this.#add(randomIdentity()).app;
	}

	tenant(appId: string): Tenant | undefined {
		return this.#tenants.get(appId);
	}

	tenants(): Iterable<Tenant> {
		return this.#tenants.values();
	}

	/** The settings of an app: its own where it has any, else those of all apps. */
	settingsOf(appId: string): Settings {
		const own = this.#ofApp.get(appId);
		return own ? { ...this.#common, ...own } : this.#common;
	}

	/** Changes settings, of one app or of all; an app's own settings stay its own. */
	changeSettings(change: Partial<Settings>, appId?: string): Settings {
		if (appId === undefined) {
			this.#common = { ...this.#common, ...change };
			return this.#common;
		}
		this.#ofApp.set(appId, { ...this.#ofApp.get(appId), ...change });
		return this.settingsOf(appId);
	}

	/** Puts one app back to its first state; without an app everything, so that others are gone. */
	reset(appId?: string): void {
		this.faults.clear(appId === undefined ? {} : { appId });
		this.traffic.clear(appId);
		if (appId === undefined) {
			this.#tenants.clear();
			this.#ofApp = new Map();
			this.#common = { ...DEFAULT_SETTINGS, ...this.initial };
			this.#add(DEMO_APP);
			return;
		}
		const identity = this.#tenants.get(appId)?.app.identity;
		this.#ofApp.delete(appId);
		if (identity) this.#add(identity);
	}

	#add(identity: AppIdentity): Tenant {
		this.#numericId += 1;
		const app = new App(identity, String(this.#numericId), () => this.settingsOf(identity.appId));
		addFixtures(app);
		const tenant = { app, locks: new UserLocks(), throttle: new DeveloperThrottle() };
		this.#tenants.set(identity.appId, tenant);
		return tenant;
	}
}
