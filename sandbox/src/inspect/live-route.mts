import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { appOf } from '../admin/app-of.mjs';
import type { World } from '../world/world.mjs';
import { pulseOf } from './pulse.mjs';

/** How often a change is looked for, in milliseconds: what a person takes for "at once". */
const LOOK_MS = 150;
/** A comment goes out this often, in milliseconds, so that a connection that broke is noticed. */
const KEEP_ALIVE_MS = 15_000;

/** Sends a pulse whenever it differs from the last one, until the other side goes away. */
function follow(world: World, appId: string, response: ServerResponse): void {
	let last = '';
	const look = (): void => {
		const tenant = world.tenant(appId);
		const pulse = tenant ? JSON.stringify(pulseOf(world, tenant)) : '';
		if (pulse === last) return;
		last = pulse;
		response.write(tenant ? `event: pulse\ndata: ${pulse}\n\n` : 'event: gone\ndata: {}\n\n');
	};
	look();
	const looking = setInterval(look, LOOK_MS);
	const living = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
	response.once('close', () => {
		clearInterval(looking);
		clearInterval(living);
	});
}

/** Tells of changes as they happen, by Server-Sent Events. */
export function addLiveRoute(admin: FastifyInstance, world: World): void {
	admin.get<{ Querystring: { appId?: string } }>('/live', ({ query }, reply) => {
		const { appId } = appOf(world, { appId: query.appId ?? '' });
		reply.hijack();
		reply.raw.writeHead(200, {
			'content-type': 'text/event-stream; charset=utf-8',
			'cache-control': 'no-store',
			'x-accel-buffering': 'no',
		});
		follow(world, appId, reply.raw);
	});
}
