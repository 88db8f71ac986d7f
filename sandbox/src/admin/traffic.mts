import type { FastifyInstance } from 'fastify';
import { faultSchema } from '../faults/fault.mjs';
import type { World } from '../world/world.mjs';
import { parseBody } from './respond.mjs';

type Filter = { appId?: string; action?: string };

/** Reading back what was received, and making requests fail. */
export function addTrafficRoutes(admin: FastifyInstance, world: World): void {
	admin.get<{ Querystring: Filter }>('/requests', ({ query }) => ({
		requests: world.traffic.requests(query),
	}));
	admin.delete<{ Querystring: Filter }>('/requests', ({ query }) => {
		world.traffic.clear(query.appId);
		return {};
	});
	admin.get<{ Querystring: Filter }>('/stats', ({ query }) => world.traffic.snapshot(query.appId));

	admin.get('/faults', () => ({ faults: world.faults.list() }));
	admin.post('/faults', ({ body }) => ({
		faultId: world.faults.add(parseBody(faultSchema, body)),
	}));
	admin.delete<{ Querystring: { appId?: string } }>('/faults', ({ query }) => {
		world.faults.clear({ appId: query.appId });
		return {};
	});
	admin.delete<{ Params: { faultId: string } }>('/faults/:faultId', ({ params }) => {
		world.faults.clear(params);
		return {};
	});
}
