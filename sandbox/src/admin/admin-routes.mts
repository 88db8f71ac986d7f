import type { FastifyInstance } from 'fastify';
import { toJson } from '../basics/int64.mjs';
import { CATALOGUE } from '../leanplum/catalogue.mjs';
import type { World } from '../world/world.mjs';
import { appOf } from './app-of.mjs';
import { addContentRoutes } from './content.mjs';
import { addEffectRoutes } from './effects.mjs';
import { keepOtherPagesOut, keepToThisMachine, noteChanges } from './guard.mjs';
import { expectDescribed, openApi, resetSchema, settingsChangeSchema } from './openapi.mjs';
import { AdminError, parseBody, sendError } from './respond.mjs';
import { addStateRoutes } from './state.mjs';
import { addTrafficRoutes } from './traffic.mjs';
import { addUserRoutes } from './users.mjs';

function addAppRoutes(admin: FastifyInstance, world: World): void {
	admin.get('/apps', () => ({
		apps: [...world.tenants()].map(({ app }) => app.identity),
	}));
	admin.post('/apps', () => world.newApp().identity);
	admin.get('/openapi.json', () => openApi());
	admin.get('/catalogue', () => ({
		actions: [...CATALOGUE.values()].map(({ name, key, parameters, batchable, billable }) => ({
			name,
			key,
			parameters,
			batchable,
			billable,
		})),
	}));
	admin.get<{ Querystring: { appId?: string } }>('/settings', ({ query }) =>
		world.settingsOf(query.appId ?? ''),
	);
	admin.put('/settings', ({ body }) => {
		const { appId, ...change } = parseBody(settingsChangeSchema, body);
		if (appId !== undefined) appOf(world, { appId });
		return world.changeSettings(change, appId);
	});
	admin.post('/reset', ({ body }) => {
		const { appId } = parseBody(resetSchema, body);
		if (appId !== undefined) appOf(world, { appId });
		world.reset(appId);
		return {};
	});
}

/**
 * Adds the admin API: what Leanplum does not have, for tests, demos and benchmarks. `further` are
 * routes of rooms above, which get the same guard.
 */
export function addAdminRoutes(
	server: FastifyInstance,
	world: World,
	further: readonly ((admin: FastifyInstance, world: World) => void)[],
): void {
	void server.register(
		(admin, _options, ready) => {
			admin.setErrorHandler((error, _request, reply) => {
				const known = error instanceof AdminError;
				const message = error instanceof Error ? error.message : String(error);
				return sendError(reply, known ? error : new AdminError(500, message));
			});
			admin.setReplySerializer(toJson);
			const routes = new Set<string>();
			admin.addHook('onRoute', ({ method, routePath }) => {
				const path = routePath.replace(/:(\w+)/g, '{$1}').replace('*', '{name}');
				for (const one of [method].flat()) if (one !== 'HEAD') routes.add(`${one} ${path}`);
			});
			admin.addHook('onReady', () => expectDescribed(routes));
			keepToThisMachine(admin);
			keepOtherPagesOut(admin);
			noteChanges(admin, world);
			addAppRoutes(admin, world);
			addStateRoutes(admin, world);
			addUserRoutes(admin, world);
			addContentRoutes(admin, world);
			addTrafficRoutes(admin, world);
			addEffectRoutes(admin, world);
			for (const add of further) add(admin, world);
			ready();
		},
		{ prefix: '/admin' },
	);
}
