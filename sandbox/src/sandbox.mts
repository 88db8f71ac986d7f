import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import './actions/all.mjs';
import { applySeed, worldSeedSchema, type WorldSeed } from './admin/seed.mjs';
import { addAdminRoutes } from './admin/admin-routes.mjs';
import { addFileRoutes } from './http/files-route.mjs';
import { addApiRoutes } from './http/api-route.mjs';
import { addBrowseRoutes } from './inspect/browse-routes.mjs';
import { addLiveRoute } from './inspect/live-route.mjs';
import { listenOnLoopback } from './http/listen.mjs';
import { addInspectorPage } from './inspect/page-route.mjs';
import { DEMO_APP, type AppIdentity } from './basics/keys.mjs';
import type { Settings } from './basics/settings.mjs';
import { World } from './world/world.mjs';

const MEBIBYTE = 1024 * 1024;

export interface SandboxOptions {
	/** TCP port; 0, the default, takes any that is free. */
	port?: number;
	/** Extra time before each API reply, in milliseconds. */
	latencyMs?: number;
	/** Other settings to start with; the admin API changes them later. */
	settings?: Partial<Settings>;
	/** Apps with their content and users to begin with, and after each reset. */
	seed?: WorldSeed;
}

/** A running sandbox. */
export interface Sandbox {
	/** The API endpoint, for the "API URL" of a credential. */
	url: string;
	/** Root of the server, without a path. */
	origin: string;
	/** Root of the admin API. */
	adminUrl: string;
	/** The page that shows what happens. */
	inspectorUrl: string;
	/** The first app of the seed, or the app that is always there, with its four keys. */
	app: AppIdentity;
	close(): Promise<void>;
}

function buildServer(world: World): FastifyInstance {
	const server = Fastify({
		bodyLimit: 64 * MEBIBYTE,
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 10_000 },
	});
	// Leanplum reads bodies by what they look like more than by what they are called, so they
	// arrive raw; only multipart, which can carry large files, is read as it comes.
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, ready) => {
		ready(null, body);
	});
	void server.register(multipart, {
		limits: { fileSize: 64 * MEBIBYTE, fieldSize: 64 * MEBIBYTE, files: 64, parts: 1000 },
	});
	addApiRoutes(server, world);
	addFileRoutes(server, world);
	addAdminRoutes(server, world, [addBrowseRoutes, addLiveRoute]);
	addInspectorPage(server);
	return server;
}

/** Starts a local Leanplum on the loopback interface. Its state is in memory. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, latencyMs, settings, seed } = options;
	const world = new World({ ...settings, ...(latencyMs !== undefined && { latencyMs }) });
	let first = DEMO_APP.appId;
	if (seed !== undefined) {
		const read = worldSeedSchema.parse(seed);
		world.onReset = (appId) => applySeed(world, read, appId);
		applySeed(world, read);
		first = read.apps[0]?.appId ?? first;
	}
	const { origin, close } = await listenOnLoopback(() => buildServer(world), port);
	world.files.origin = origin;
	return {
		url: `${origin}/api`,
		origin,
		adminUrl: `${origin}/admin`,
		inspectorUrl: `${origin}/inspector/`,
		app: world.tenant(first)?.app.identity ?? DEMO_APP,
		async close() {
			world.close();
			await close();
		},
	};
}
