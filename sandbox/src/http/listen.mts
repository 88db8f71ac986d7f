import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Free ports that are tried until one is free for both. */
const ATTEMPTS = 10;

const isError = (error: unknown, ...codes: string[]): boolean =>
	error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** Serves the same on the IPv6 loopback address; undefined on a machine that has none. */
async function serveIpv6(server: FastifyInstance, port: number): Promise<Server | undefined> {
	const second = createServer((request, response) => server.routing(request, response));
	try {
		await new Promise<void>((resolve, reject) => {
			second.once('error', reject).listen({ host: '::1', port }, resolve);
		});
		return second;
	} catch (error) {
		if (isError(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) return undefined;
		throw error;
	}
}

/**
 * Listens on both loopback addresses, as `localhost` can mean either. Returns the root of the server,
 * and what closes it.
 *
 * @throws an error with the code EADDRINUSE when the port is taken on one of them
 */
export async function listenOnLoopback(
	build: () => FastifyInstance,
	port: number,
): Promise<{ origin: string; close: () => Promise<void> }> {
	for (let attempt = 1; ; attempt++) {
		const server = build();
		const origin = await server.listen({ host: '127.0.0.1', port });
		try {
			const taken = (server.server.address() as AddressInfo).port;
			const second = await serveIpv6(server, taken);
			return {
				origin,
				async close() {
					second?.close();
					second?.closeAllConnections();
					await server.close();
				},
			};
		} catch (error) {
			await server.close();
			if (port !== 0 || attempt === ATTEMPTS || !isError(error, 'EADDRINUSE')) throw error;
		}
	}
}
