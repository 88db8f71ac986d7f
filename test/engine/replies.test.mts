import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { eventsOf, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();
const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

/** A server that answers as told instead of Leanplum. */
async function serverThat(answer: (response: ServerResponse, request: IncomingMessage) => void) {
	const server: Server = createServer((request, response) => answer(response, request));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
	return {
		server,
		credential: { ...testApp.credential, apiUrl },
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
		const { json } = await testApp.run(
			{ ...TRACK, options: { timeout: 1000, maxRetries: 0 } },
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

describe('A reply that is not compressed as it says', () => {
	it("can't be read, and no connection was lost", async () => {
		const { credential, close } = await serverThat(async (response, request) => {
			const { done } = await received(request);
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(done);
		});
		const { json } = await testApp.run(TRACK, eventsOf(['ada']), { credential, ...CONTINUE });
		await close();
		expect(json[0]?.error).toMatchObject({
			status: 'unknown',
			message: expect.stringMatching(/: the response couldn't be read$/),
		});
	});
});

describe('A server that breaks off TLS', () => {
	it.each([
		['with an alert', (socket: Socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]))],
		['by saying nothing more', () => undefined],
	])('got nothing, and is asked again: %s', async (_, afterHello) => {
		let connections = 0;
		const server = createTcpServer((socket) => {
			connections++;
			socket.on('error', () => {}).once('data', () => afterHello(socket));
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const apiUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
		const { json } = await testApp.run(
			{ ...TRACK, options: { timeout: 1000, maxRetries: 1, retryDelay: 1 } },
			eventsOf(['ada']),
			{ credential: { ...testApp.credential, apiUrl }, ...CONTINUE },
		);
		server.close();
		expect(json[0]).toMatchObject({
			error: { message: expect.stringContaining('nothing was sent') },
		});
		expect(connections).toBe(2);
	});
});

describe('A proxy that wants a login', () => {
	it('is named, and nothing was sent to Leanplum', async () => {
		const { credential, close } = await serverThat((response) => {
			response.writeHead(407).end('<html>Proxy Authentication Required</html>');
		});
		const { json } = await testApp.run(TRACK, eventsOf(['ada', 'eve']), {
			credential,
			...CONTINUE,
		});
		await close();
		expect(json[0]).toMatchObject({
			error: { status: 'failed', message: expect.stringMatching(/^A proxy/) },
		});
	});
});

/** The body of a request, and a success for each of its calls. */
async function received(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString();
	const { data = [{}] } = JSON.parse(text) as { data?: Array<{ reqId?: string }> };
	const response = data.map(({ reqId }) => ({ success: true, ...(reqId ? { reqId } : {}) }));
	return { text, bytes: text.length, calls: data.length, done: JSON.stringify({ response }) };
}

describe('A firewall that blocks a value with its own page', () => {
	it('fails that item alone, and not as if Leanplum or the API URL were to blame', async () => {
		const { credential, close } = await serverThat(async (response, request) => {
			const { text, done } = await received(request);
			if (text.includes('<script>')) response.writeHead(403).end('<html>Blocked</html>');
			else response.end(done);
		});
		const users = userNames(9);
		const items = users.map((user) => ({
			user,
			event: user === 'user-4' ? '<script>' : 'Purchase',
		}));
		const { json } = await testApp.run(TRACK, items, { credential, ...CONTINUE });
		await close();
		expect(json.map(({ status, error }) => status ?? (error as IDataObject).status)).toEqual(
			users.map((user) => (user === 'user-4' ? 'failed' : 'done')),
		);
		expect(json[3]?.error).toMatchObject({
			message: expect.stringMatching(/^The request was rejected, but not by Leanplum: .*403$/),
		});
	});
});

describe('A request that is too large (413)', () => {
	it('is halved by size, so that each half has about as many bytes', async () => {
		const requests: Array<{ calls: number; status: number }> = [];
		const { credential, close } = await serverThat(async (response, request) => {
			const { bytes, calls, done } = await received(request);
			const status = bytes > 15_000 ? 413 : 200;
			requests.push({ calls, status });
			response.writeHead(status).end(status === 200 ? done : '');
		});
		const users = userNames(32);
		const items = users.map((user, index) => ({
			user,
			size: index === 1 ? 100 : 3,
		}));
		const parameters = {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.user }}',
			attributesFrom: 'json',
			attributesJson:
				'={{ Object.fromEntries(Array.from({ length: $json.size }, (_, n) => ["a" + n, "x".repeat(100)])) }}',
		};
		const { json, error } = await testApp.run(parameters, items, { credential });
		await close();
		expect(error).toBeUndefined();
		expect(json.map(({ userId, status }) => [userId, status])).toEqual(
			users.map((user) => [user, 'done']),
		);
		// All, the first, the last, and two halves; in the middle by number, the first would be too large again.
		expect(requests).toEqual([
			{ calls: 32, status: 413 },
			{ calls: 1, status: 200 },
			{ calls: 1, status: 200 },
			...requests.slice(3),
		]);
		expect(requests).toHaveLength(5);
	});
});

describe('A reply with a byte order mark', () => {
	it('is read', async () => {
		const { credential, close } = await serverThat(async (response, request) => {
			response.end(`\ufeff${(await received(request)).done}`);
		});
		const { json } = await testApp.run(TRACK, eventsOf(['ada']), { credential, ...CONTINUE });
		await close();
		expect(json).toMatchObject([{ status: 'done' }]);
	});
});

describe('A reply that contradicts itself', () => {
	const success = { success: true };
	const warning = (message: string) => ({ ...success, warning: { message } });

	it.each<[string, string, object, number?]>([
		['success with status 400', 'unknown', { response: [success] }, 400],
		['success with status 500', 'unknown', { response: [success] }, 500],
		['an error beside it', 'unknown', { response: [success], error: { message: 'Not today' } }],
		['a failure beside it', 'unknown', { response: [success], success: false }],
		['"skipped"', 'skipped', { response: [{ ...success, skipped: true }] }],
		['"ignored"', 'skipped', { response: [{ ...success, ignored: ['event'] }] }],
		['"dropped"', 'skipped', { response: [{ ...success, dropped: 1 }] }],
		['"rejected"', 'failed', { response: [{ ...success, rejected: 'Not today' }] }],
		['"failed"', 'failed', { response: [{ ...success, failed: true }] }],
		['"errors"', 'failed', { response: [{ ...success, errors: [{ message: 'Not today' }] }] }],
		['"error"', 'failed', { response: [{ ...success, error: { message: 'Not today' } }] }],
		['an error as text', 'failed', { response: [{ ...success, error: 'Not today' }] }],
		['an empty member', 'done', { response: [{ ...success, skipped: false, errors: [] }] }],
		['an unknown member', 'done', { response: [{ ...success, queued: true }] }],
		[
			'a rewritten time and a skip',
			'skipped',
			{ response: [warning('Past event detected, time was changed; request skipped.')] },
		],
		['a warning as text', 'skipped', { response: [{ ...success, warning: 'Not today' }] }],
		['no message sent', 'skipped', { response: [{ ...success, messagesSent: 0 }] }],
		['"true"', 'done', { response: [{ success: 'true' }] }],
		['"false"', 'failed', { response: [{ success: 'false' }] }],
		['1', 'done', { response: [{ success: 1 }] }],
		['0', 'failed', { response: [{ success: 0 }] }],
	])('is read as what it says: %s is %s', async (_, wanted, reply, status = 200) => {
		const { credential, close } = await serverThat((response) => {
			response.writeHead(status).end(JSON.stringify(reply));
		});
		const { json } = await testApp.run(
			{ ...TRACK, options: { maxRetries: 0 } },
			eventsOf(['ada']),
			{
				credential,
				...CONTINUE,
			},
		);
		await close();
		expect(json).toMatchObject([{ status: wanted }]);
		expect(JSON.stringify(json)).toContain(
			JSON.stringify(reply).includes('Not today') ? 'Not today' : '',
		);
	});

	it('counts for each item of a batch', async () => {
		const { credential, close } = await serverThat(async (response, request) => {
			response.writeHead(400).end((await received(request)).done);
		});
		const { json } = await testApp.run(TRACK, eventsOf(userNames(3)), { credential, ...CONTINUE });
		await close();
		expect(json.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
	});
});

/** How long n8n waits before its second try, in milliseconds: by this the test tells the tries apart. */
const WAIT_MS = 2_000;

describe('Retry On Fail after an outage', () => {
	it.each([
		['sends the rest when one request got through', true],
		['ends when that one does not get through', false],
	])('sends one request first, and %s', async (_, isBack) => {
		const busy = JSON.stringify({ response: [{ success: false, error: { message: 'Busy' } }] });
		let open = 0;
		let lastAt = Infinity;
		// Requests that left before the fourth answer came still belong to the first try.
		const seen: Array<{ others: number; isSecond: boolean }> = [];
		const { credential, close } = await serverThat(async (response, request) => {
			const { done } = await received(request);
			const isSecond = seen.some((one) => one.isSecond) || performance.now() - lastAt > WAIT_MS / 2;
			const status = isBack && isSecond ? 200 : 503;
			seen.push({ others: open++, isSecond });
			// Time for others to come as well, if they do not wait.
			await new Promise((resolve) => setTimeout(resolve, 50));
			open--;
			lastAt = performance.now();
			response.writeHead(status).end(status === 200 ? done : busy);
		});
		const { json, error, executions } = await testApp.run(
			{ ...TRACK, options: { maxRetries: 0 } },
			eventsOf(userNames(400)),
			{
				credential,
				settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: WAIT_MS },
			},
		);
		await close();
		expect(executions).toBe(2);
		const second = seen.filter(({ isSecond }) => isSecond);
		expect(seen.length - second.length).toBeGreaterThanOrEqual(4);
		expect(seen.length - second.length).toBeLessThan(8);
		expect(second[0]!.others).toBe(0);
		if (isBack) {
			expect(second).toHaveLength(8);
			// The second request came when the first one was answered.
			expect(second[1]!.others).toBe(0);
			expect(json.every(({ status }) => status === 'done')).toBe(true);
		} else {
			expect(second).toHaveLength(1);
			expect(error?.description).toMatch(/Of 400 items: .*not sent/);
		}
	});
});

describe('An outage, on a real server', () => {
	it('ends a run after a few requests', async () => {
		let requests = 0;
		const { credential, close } = await serverThat((response) => {
			requests += 1;
			response.writeHead(503).end(JSON.stringify({ response: [{ success: false }] }));
		});
		const { json } = await testApp.run(
			{ ...TRACK, options: { retryDelay: 1 } },
			eventsOf(userNames(10_000)),
			{ credential, ...CONTINUE },
		);
		await close();
		expect(requests).toBeLessThanOrEqual(60);
		expect(json.filter(({ status }) => status === 'notSent').length).toBeGreaterThanOrEqual(9600);
	});
});
