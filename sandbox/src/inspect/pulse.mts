import type { App } from '../model/app.mjs';
import type { Tenant, World } from '../world/world.mjs';
import type { StatsSnapshot } from '../traffic/stats.mjs';

/** How much there is of each kind, and whether anything has changed. */
export interface Pulse {
	/** Differs after every change. */
	revision: string;
	counts: {
		requests: number;
		users: number;
		events: number;
		sent: number;
		messages: number;
		jobs: number;
		postbacks: number;
		deliveries: number;
		faults: number;
	};
	stats: StatsSnapshot;
}

/** Requests that the list of an app shows: its own, and those that named no app that there is. */
function requestsShown(world: World, app: App): number {
	let sum = 0;
	for (const [appId, requests] of world.traffic.keptByApp()) {
		if (appId === app.appId || !world.tenant(appId)) sum += requests;
	}
	return sum;
}

/** The state of an app in a few numbers, cheap enough to be asked for several times a second. */
export function pulseOf(world: World, { app }: Tenant): Pulse {
	const stats = world.traffic.snapshot(app.appId);
	const jobs = app.jobs.list().map(({ state }) => state);
	const faults = world.faults.list().filter(({ appId }) => (appId ?? app.appId) === app.appId);
	const struck = faults.reduce((sum, fault) => sum + fault.struck, 0);
	return {
		revision: [world.revision, struck, jobs.join('')].join('-'),
		counts: {
			requests: requestsShown(world, app),
			users: app.users.size,
			events: app.recentEvents.list.length,
			sent: app.sent.length,
			messages: app.messages.size,
			jobs: jobs.length,
			postbacks: app.postbacks.size,
			deliveries: world.outbound.list(app.appId).length,
			faults: faults.length,
		},
		stats,
	};
}
