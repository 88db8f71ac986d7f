import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that the receiver got. */
export interface Received {
	method: string;
	path: string;
	query: Record<string, string>;
	body: string;
	/** Epoch milliseconds. */
	at: number;
}

/** A server that gets what the sandbox sends by itself. */
export interface Receiver {
	/** Root of the server, without a path. */
	origin: string;
	received: Received[];
	/** Decides the status of each answer, or holds it back by a promise. */
	answer: (count: number) => number | Promise<number>;
	close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString('utf8');
}

/** Starts a receiver on a free port of the loopback interface. */
export async function startReceiver(): Promise<Receiver> {
	const server = createServer((request, response) => {
		void (async () => {
			const url = new URL(request.url ?? '/', 'http://localhost');
			receiver.received.push({
				method: request.method ?? '',
				path: url.pathname,
				query: Object.fromEntries(url.searchParams),
				body: await bodyOf(request),
				at: Date.now(),
			});
			response.statusCode = await receiver.answer(receiver.received.length);
			response.end();
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		origin: `http://127.0.0.1:${port}`,
		received: [],
		answer: () => 200,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return receiver;
}
