import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../basics/loopback.mjs';
import type { World } from '../world/world.mjs';
import { AdminError } from './respond.mjs';

/** Host of a `Host` header or origin without its port; undefined for what is none. */
function hostOf(authority: string | undefined): string | undefined {
	const url = `http://${authority}`;
	return authority !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/**
 * Answers to names of this machine only: the sandbox has no passwords, and gives keys away. A page
 * that has its own name point to this machine (DNS rebinding) says that name as `Host`.
 */
export function keepToThisMachine(server: FastifyInstance): void {
	server.addHook('onRequest', ({ headers: { host } }, _reply, next) => {
		const here = isLoopback(hostOf(host) ?? '');
		next(
			here ? undefined : new AdminError(403, 'Open this at localhost or at a loopback address.'),
		);
	});
}

/** Keeps out browser pages that are not the sandbox's own. Programs do not say where they come from. */
export function keepOtherPagesOut(server: FastifyInstance): void {
	server.addHook('onRequest', ({ headers: { host, origin, ...headers } }, _reply, next) => {
		const site = headers['sec-fetch-site'];
		const elsewhere = site === 'cross-site' || site === 'same-site';
		const foreign = origin !== undefined && origin !== `http://${host}`;
		next(elsewhere || foreign ? new AdminError(403, "Other pages can't use this.") : undefined);
	});
}

/** Notes each change through the admin API. */
export function noteChanges(admin: FastifyInstance, world: World): void {
	admin.addHook('onResponse', ({ method }, _reply, next) => {
		if (method !== 'GET') world.noteChange();
		next();
	});
}
