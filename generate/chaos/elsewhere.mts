import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that is not Leanplum, to which nobody should bring a key. */
export interface Elsewhere {
	url: string;
	/** Everything that it was sent: request line, headers and body of each request. */
	readonly received: string[];
	close(): Promise<void>;
}

/** Starts it on the loopback interface; it answers 404 to everything. */
export async function startElsewhere(): Promise<Elsewhere> {
	const received: string[] = [];
	const server = createServer((request, response) => {
		let text = `${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n`;
		request.setEncoding('utf8');
		request.on('data', (piece: string) => (text += piece));
		request.on('end', () => {
			received.push(text);
			response.writeHead(404).end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere`,
		received,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
