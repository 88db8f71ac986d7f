import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventsOf, TRACK, World } from './world.mts';

const world = World.forThisFile();
const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

/** A server that answers as told instead of Leanplum. */
async function serverThat(answer: (response: ServerResponse, request: IncomingMessage) => void) {
	const server: Server = createServer((request, response) => answer(response, request));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
	return {
		server,
		credential: { ...world.credential, apiUrl },
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

describe('A reply without end', () => {
	it('is no longer downloaded once its time is over', async () => {
		let written = 0;
		const closed = { at: 0 };
		const { credential, close } = await serverThat((response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			const chunk = Buffer.alloc(65_536, ' ');
			const write = () => {
				while (!response.destroyed) {
					written += chunk.length;
					if (!response.write(chunk)) return void response.once('drain', write);
				}
			};
			response.on('close', () => (closed.at = Date.now()));
			write();
		});
		const { json } = await world.run(
			{ ...TRACK, options: { timeout: 100, maxRetries: 0 } },
			eventsOf(['ada']),
			{ credential, ...CONTINUE },
		);
		expect(json).toMatchObject([{ error: { status: 'unknown' } }]);
		await new Promise((resolve) => setTimeout(resolve, 100));
		const afterwards = written;
		await new Promise((resolve) => setTimeout(resolve, 300));
		await close();
		expect(closed.at).toBeGreaterThan(0);
		expect(written).toBe(afterwards);
	});
});

describe('A proxy that wants a login', () => {
	it('is named, and nothing was sent to Leanplum', async () => {
		const { credential, close } = await serverThat((response) => {
			response.writeHead(407).end('<html>Proxy Authentication Required</html>');
		});
		const { json } = await world.run(TRACK, eventsOf(['ada', 'eve']), { credential, ...CONTINUE });
		await close();
		expect(json[0]).toMatchObject({
			error: { status: 'failed', message: expect.stringMatching(/^A proxy/) },
		});
	});
});
