import { deserialize, serialize } from 'node:v8';
import type { FastifyInstance } from 'fastify';
import type { World, WorldState } from '../world/world.mjs';
import { AdminError, parseBody } from './respond.mjs';
import { applySeed, worldSeedSchema } from './seed.mjs';

function stateIn(body: unknown): WorldState {
	try {
		if (Buffer.isBuffer(body)) return deserialize(body) as WorldState;
	} catch {
		// Told below, as for a body that is not there.
	}
	throw new AdminError(400, 'The body must be a snapshot.');
}

/** Seeds and snapshots of the whole sandbox. */
export function addStateRoutes(admin: FastifyInstance, world: World): void {
	admin.post('/seed', ({ body }) => {
		const seed = parseBody(worldSeedSchema, body);
		applySeed(world, seed);
		return { appIds: seed.apps.map(({ appId }) => appId) };
	});
	admin.get('/snapshot', (_request, reply) =>
		reply.type('application/octet-stream').send(serialize(world.save())),
	);
	admin.put('/snapshot', ({ body }) => {
		const state = stateIn(body);
		try {
			world.load(state);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			throw new AdminError(400, 'Another version of the sandbox has saved this snapshot.');
		}
		return {};
	});
}
