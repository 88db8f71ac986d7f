import { getEventListeners, once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { noReplyOf } from '../../nodes/Leanplum/transport/noReply';
import { createTransport, httpOptions } from '../../nodes/Leanplum/transport/transport';
import { createCall } from '../../nodes/Leanplum/protocol/action/call';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { singleRequest } from '../../nodes/Leanplum/protocol/send/request';

const credential: LeanplumCredential = {
	appId: 'app_1',
	clientKey: 'prod_1',
	apiUrl: ' https://api.leanplum.com/api ',
};

/** An error of the network as n8n's helper hands it on: wrapped, with the request and its keys. */
function networkError(code: string, more: object = {}): Error {
	const cause = Object.assign(new Error(`connect ${code}`), { code, ...more });
	const axiosError = Object.assign(new Error(cause.message, { cause }), {
		isAxiosError: true,
		config: { data: '{"clientKey":"prod_1"}' },
	});
	return Object.assign(new Error('The service refused the connection', { cause: axiosError }), {
		name: 'NodeApiError',
	});
}

describe('why no reply came', () => {
	it.each([
		['ECONNREFUSED', 'refused'],
		['ENOTFOUND', 'unresolved'],
		['EAI_AGAIN', 'unresolved'],
		['EHOSTUNREACH', 'unreachable'],
		['ENETUNREACH', 'unreachable'],
		['EHOSTDOWN', 'unreachable'],
		['ENETDOWN', 'unreachable'],
		['CERT_HAS_EXPIRED', 'certificate'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
		['UNABLE_TO_GET_ISSUER_CERT', 'certificate'],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
	])('is known from %s, with which nothing was sent', (code, reason) => {
		expect(noReplyOf(networkError(code))).toEqual({ sent: false, reason });
	});

	it.each([
		[
			'ECONNRESET',
			'Client network socket disconnected before secure TLS connection was established',
		],
		['EPROTO', '4017:error:0A00010B:SSL routines:ssl3_get_record:wrong version number'],
		['EPROTO', '4017:error:0A000102:SSL routines::unsupported protocol'],
		['EPROTO', '4017:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure'],
		['EPROTO', '4017:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version'],
	])('is a handshake that failed, with which nothing was sent: %s, %s', (code, message) => {
		const cause = Object.assign(new Error(message), { code });
		const reply = { sent: false, reason: 'handshake' };
		expect(noReplyOf(Object.assign(new Error('no', { cause }), { name: 'AxiosError' }))).toEqual(
			reply,
		);
		// As n8n 1.102 to 2.33 hands it on.
		const bare = Object.assign(new Error('No connection'), { httpCode: code, messages: [message] });
		expect(noReplyOf(bare)).toEqual(reply);
	});

	/** An error of a request over a connection of TLS. */
	function errorOver(code: string, authorized: boolean, authorizationError: unknown) {
		const error = networkError(code);
		const request = { socket: { authorized, authorizationError } };
		Object.assign(error.cause as object, { request });
		return error;
	}

	it.each([
		['EPROTO', 'handshake'],
		['ECONNRESET', 'handshake'],
		['ECONNABORTED', 'timeout'],
	])('is one with which nothing was sent for %s before TLS came about', (code, reason) => {
		expect(noReplyOf(errorOver(code, false, null))).toEqual({ sent: false, reason });
		for (const [authorized, why] of [
			[true, null],
			[false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		] as const) {
			expect(noReplyOf(errorOver(code, authorized, why))).toMatchObject({ sent: true });
		}
	});

	it.each([
		['EADDRNOTAVAIL', 'connect'],
		['EACCES', 'connect'],
		['EMFILE', 'connect'],
		['ECONNRESET', 'connect'],
		['EAI_FAIL', 'getaddrinfo'],
	])('is known from %s of %s, with which nothing was sent', (code, syscall) => {
		const error = networkError(code, { syscall });
		expect(noReplyOf(error)).toMatchObject({ sent: false, detail: `no connection (${code})` });
	});

	it('is a broken connection for other troubles of the protocol', () => {
		const error = networkError('EPROTO');
		expect(noReplyOf(error)).toEqual({ sent: true, reason: 'broken' });
	});

	it.each(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])(
		'is a timeout with %s, and Leanplum may have done it',
		(code) => {
			expect(noReplyOf(networkError(code))).toEqual({ sent: true, reason: 'timeout' });
		},
	);

	it('is a timeout before sending when connecting took too long', () => {
		const error = networkError('ETIMEDOUT', { syscall: 'connect' });
		expect(noReplyOf(error)).toEqual({ sent: false, reason: 'timeout' });
	});

	it.each(['HPE_INVALID_CONSTANT', 'Z_DATA_ERROR'])('is unreadable with %s', (code) => {
		const detail = "the response couldn't be read";
		expect(noReplyOf(networkError(code))).toEqual({ sent: true, reason: 'broken', detail });
	});

	it.each(['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE'])(
		'is a broken connection with %s, and Leanplum may have done it',
		(code) => {
			expect(noReplyOf(networkError(code))).toEqual({ sent: true, reason: 'broken' });
		},
	);

	it.each([
		['ECONNREFUSED', { sent: false, reason: 'refused' }],
		['CERT_HAS_EXPIRED', { sent: false, reason: 'certificate' }],
		['ECONNABORTED', { sent: true, reason: 'timeout' }],
		['ETIMEDOUT', { sent: true, reason: 'timeout' }],
		['ECONNRESET', { sent: true, reason: 'broken' }],
		['ERR_BAD_RESPONSE', { sent: true, reason: 'broken' }],
	])('is known from the httpCode %s where an older n8n lost the cause', (httpCode, reason) => {
		const error = Object.assign(new Error('Lost'), {
			name: 'NodeApiError',
			cause: undefined,
			httpCode,
		});
		expect(noReplyOf(error)).toEqual(reason);
	});

	it('is n8n’s own refusal for an error without a cause and a code', () => {
		const error = Object.assign(new Error('Domain not allowed'), {
			cause: undefined,
			httpCode: null,
		});
		expect(noReplyOf(error)).toMatchObject({ sent: false, reason: 'forbidden' });
	});

	it('is a broken connection for an error of the HTTP client without a code', () => {
		const error = Object.assign(new Error('socket hang up'), { isAxiosError: true });
		expect(noReplyOf(error)).toEqual({ sent: true, reason: 'broken' });
	});

	it('is n8n’s own refusal in its own words for an error that is not the network’s', () => {
		const error = new Error('Domain not allowed: leanplum.example.com');
		expect(noReplyOf(error)).toEqual({
			sent: false,
			reason: 'forbidden',
			detail: 'Domain not allowed: leanplum.example.com',
		});
		expect(noReplyOf('odd')).toMatchObject({ sent: false, reason: 'forbidden' });
		expect(noReplyOf(undefined)).toMatchObject({ sent: false, reason: 'forbidden' });
	});

	it('shows no key of the request that the error carries', () => {
		for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT']) {
			expect(JSON.stringify(noReplyOf(networkError(code)))).not.toContain('prod_1');
		}
	});

	it('is found in errors that are their own cause', () => {
		const error = new Error('round and round');
		error.cause = error;
		expect(noReplyOf(error)).toMatchObject({ reason: 'forbidden' });
	});

	// Node.js tries several addresses of a host, with errors of another shape.
	it.each<[string, Error]>([
		[
			'no address could be reached in time',
			Object.assign(
				new AggregateError([
					Object.assign(new Error('connect ETIMEDOUT ::1'), {
						code: 'ETIMEDOUT',
						syscall: 'connect',
					}),
					Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'connect' }),
				]),
				{ code: 'ETIMEDOUT' },
			),
		],
		['choosing an address took too long', networkError('ERR_SOCKET_CONNECTION_TIMEOUT')],
	])('is known not to have been sent when %s', (_, error) => {
		expect(noReplyOf(error)).toMatchObject({ sent: false });
	});

	it.each([
		'CERT_NOT_YET_VALID',
		'CERT_UNTRUSTED',
		'CERT_REVOKED',
		'HOSTNAME_MISMATCH',
		'INVALID_CA',
		'UNABLE_TO_GET_CRL',
	])('is a certificate with %s, with which nothing was sent', (code) => {
		expect(noReplyOf(networkError(code))).toEqual({ sent: false, reason: 'certificate' });
	});

	describe('on a real connection', () => {
		let server: Server;
		let port: number;

		beforeEach(async () => {
			server = createServer((incoming) => incoming.socket.destroy()).listen(0, '127.0.0.1');
			await once(server, 'listening');
			({ port } = server.address() as AddressInfo);
		});

		afterEach(() => {
			server.close();
		});

		/** The error of posting to the server. */
		async function errorOfPosting(host: string): Promise<unknown> {
			const outgoing = request({ host, port, method: 'POST' });
			outgoing.end('{}');
			const [error] = (await once(outgoing, 'error')) as unknown[];
			return error;
		}

		it('is that it broke when the server hangs up', async () => {
			const error = await errorOfPosting('127.0.0.1');
			expect(noReplyOf(error)).toEqual({ sent: true, reason: 'broken' });
		});

		it('is that it was refused when nobody listens, on any address of the host', async () => {
			server.close();
			await once(server, 'close');
			for (const host of ['127.0.0.1', 'localhost']) {
				expect(noReplyOf(await errorOfPosting(host))).toEqual({ sent: false, reason: 'refused' });
			}
		});
	});
});

describe('the way through n8n’s HTTP helper', () => {
	const leanplumRequest = singleRequest(createCall('track', { userId: 'ada', event: 'Buy' }));

	/** Sends one request through a helper that answers with the given response. */
	async function sendTo(
		respond: (options: Record<string, unknown>) => unknown,
		signal?: AbortSignal,
	) {
		const n8n = {
			getExecutionCancelSignal: () => signal,
			helpers: {
				httpRequestWithAuthentication: async (_: string, options: Record<string, unknown>) => {
					const response = respond(options) as { body?: string };
					return { ...response, body: Readable.from([Buffer.from(response.body ?? '')]) };
				},
			},
		};
		const transport = createTransport(n8n as unknown as IExecuteFunctions, credential, {
			timeoutMs: 500,
			maxReplyBytes: 1000,
		});
		return { transport, answer: await transport.send(leanplumRequest) };
	}

	it('leaves the keys to the credential and the wording of errors to us', async () => {
		let options: Record<string, unknown> = {};
		await sendTo((given) => {
			options = given;
			return { statusCode: 200, headers: {}, body: '{}' };
		});
		expect(options).toMatchObject({
			method: 'POST',
			url: 'https://api.leanplum.com/api',
			qs: { action: 'track' },
			headers: { 'leanplum-key': 'production' },
			body: { userId: 'ada', event: 'Buy' },
			timeout: 500,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		});
		expect(JSON.stringify(options)).not.toMatch(/prod_1|app_1/);
	});

	it('sends files as parts of a form, and what is no text as JSON', async () => {
		const file = {
			part: 'file0',
			fileName: 'logo.png',
			mimeType: 'image/png',
			bytes: new Uint8Array([1, 2, 3]),
		};
		const upload = {
			...createCall('uploadFile', { data: [{ filename: 'logo.png', size: 3 }], hash: 'abc' }),
			files: [file],
		};
		const { body, json } = httpOptions(credential, singleRequest(upload), 500);
		expect(json).toBe(false);
		const form = body as unknown as FormData;
		expect([...form.keys()]).toEqual(['data', 'hash', 'file0']);
		expect(form.get('data')).toBe('[{"filename":"logo.png","size":3}]');
		expect(form.get('hash')).toBe('abc');
		const part = form.get('file0') as File;
		expect([part.name, part.type]).toEqual(['logo.png', 'image/png']);
		expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([1, 2, 3]);
	});

	it('hands on status and text', async () => {
		const { answer } = await sendTo(() => ({ statusCode: 404, headers: {}, body: 'no' }));
		expect(answer).toEqual({ status: 404, body: 'no' });
	});

	it.each([
		['3', 3000],
		[new Date(Date.now() + 60_000).toUTCString(), expect.any(Number)],
		['0', undefined],
		[new Date(Date.now() - 60_000).toUTCString(), undefined],
		['soon', undefined],
		[undefined, undefined],
		[['3'], undefined],
	])('hands on how long to wait when the server says %p', async (header, waiting) => {
		const headers = { 'retry-after': header };
		const { answer } = await sendTo(() => ({ statusCode: 429, headers, body: '' }));
		expect(answer).toEqual({
			status: 429,
			body: '',
			...(waiting === undefined ? {} : { retryAfterMs: waiting }),
		});
	});

	it('waits no longer than until the date that the server names', async () => {
		const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() };
		const { answer } = await sendTo(() => ({ statusCode: 503, headers, body: '' }));
		const { retryAfterMs = 0 } = 'status' in answer ? answer : {};
		expect(retryAfterMs).toBeGreaterThan(50_000);
		expect(retryAfterMs).toBeLessThanOrEqual(60_000);
	});

	it('throws nothing when no reply comes', async () => {
		const { answer } = await sendTo(() => {
			throw networkError('ECONNREFUSED');
		});
		expect(answer).toEqual({ sent: false, reason: 'refused' });
	});

	it('leaves nothing on the time-out of an answered request, which would keep it in memory', async () => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		await sendTo(() => ({ statusCode: 200, headers: {}, body: '{}' }));
		const [deadline] = timeout.mock.results.map(({ value }) => value as AbortSignal);
		timeout.mockRestore();
		expect(getEventListeners(deadline!, 'abort')).toEqual([]);
	});

	it('gives up a reply that never ends', async () => {
		const transport = createTransport(
			{
				getExecutionCancelSignal: () => undefined,
				helpers: { httpRequestWithAuthentication: () => new Promise(() => {}) },
			} as unknown as IExecuteFunctions,
			credential,
			{ timeoutMs: 1, maxReplyBytes: 1 },
		);
		expect(await transport.send(leanplumRequest)).toEqual({ sent: true, reason: 'timeout' });
	});

	it('knows when the execution is stopped and then ends waiting', async () => {
		const controller = new AbortController();
		const { transport } = await sendTo(() => ({ statusCode: 200 }), controller.signal);
		expect(transport.cancelled()).toBe(false);
		const waiting = transport.sleep(30_000);
		controller.abort();
		await waiting;
		expect(transport.cancelled()).toBe(true);
	});

	it('goes on where n8n offers no way to stop', async () => {
		const { transport } = await sendTo(() => ({ statusCode: 200 }));
		expect(transport.cancelled()).toBe(false);
		const before = transport.now();
		await transport.sleep(5);
		expect(transport.now()).toBeGreaterThan(before);
		expect(transport.random()).toBeLessThan(1);
	});
});
