import type { FastifyInstance } from 'fastify';
import type { World } from '../world/world.mjs';
import { AdminError } from './respond.mjs';

/**
 * Lets browsers use the admin API from the inspector only. The sandbox has no passwords, and a page
 * from elsewhere could otherwise change it behind the back of whoever has it open. Programs send no
 * such header.
 */
export function guard(admin: FastifyInstance, world: World): void {
	admin.addHook('onRequest', (request, _reply, next) => {
		const site = request.headers['sec-fetch-site'];
		const elsewhere = site === 'cross-site' || site === 'same-site';
		next(elsewhere ? new AdminError(403, 'Pages from elsewhere may not use this.') : undefined);
	});
	admin.addHook('onResponse', ({ method }, _reply, next) => {
		if (method !== 'GET') world.noteChange();
		next();
	});
}
