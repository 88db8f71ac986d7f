import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy with a time-out, as stands in front of every larger n8n. */
export interface Gateway {
	url: string;
	stop(): Promise<void>;
}

/**
 * Starts a gateway that passes requests on and answers 504 when it gets no answer in time.
 *
 * @param port of the server behind it, on the loopback interface
 */
export async function startGateway(port: number, timeoutMs: number): Promise<Gateway> {
	const server = createServer((incoming, response) => {
		const { method, url, headers } = incoming;
		const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
			response.writeHead(answer.statusCode!, answer.headers);
			answer.pipe(response);
		});
		const fail = (status: number) => {
			onward.destroy();
			if (!response.headersSent) response.writeHead(status).end();
		};
		const timer = setTimeout(() => fail(504), timeoutMs);
		onward.on('error', () => fail(502));
		response.on('close', () => clearTimeout(timer));
		incoming.pipe(onward);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
