import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { FormData } from 'undici';
import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

/** An action that needs no user, for each class of key (A.0 of the reference). */
const READS = [
	['getAndroidNotificationChannels', 'production'],
	['getMultiResults', 'development'],
	['listPostbacks', 'dataExport'],
	['getUnsubscribeCategories', 'contentReadOnly'],
] as const;

const KEY_CLASSES = READS.map(([, keyClass]) => keyClass);

describe('keys', () => {
	it.each(READS)('%s needs the %s key', async (action, right) => {
		await bench.admin.settings({ developmentKey: 'refused' }, bench.appId);
		for (const keyClass of KEY_CLASSES) {
			const { status, item } = await bench.api.call(action, { jobId: 'none' }, keyClass);
			if (keyClass === right) {
				expect(item.error?.message ?? '').not.toMatch(/access key/);
				expect(status).not.toBe(403);
			} else {
				expect(status).toBe(403);
				expect(item).toEqual({ success: false, error: { message: 'Invalid access key' } });
			}
		}
	});

	it('refuses a key that the app does not have', async () => {
		const { status, item } = await bench.api.call('getVars', {
			clientKey: 'prod_other',
			userId: 'u',
		});
		expect(status).toBe(403);
		expect(item.error?.message).toMatch(/^Invalid access key/);
	});

	it("refuses another app's key", async () => {
		const other = await bench.admin.newApp();
		const args = { clientKey: other.keys.production };
		expect((await bench.api.call('getAndroidNotificationChannels', args)).status).toBe(403);
	});

	it('answers 404 "App not found" for an unknown app', async () => {
		const { status, item } = await bench.api.call('getVars', { appId: 'app_none', userId: 'u' });
		expect(status).toBe(404);
		expect(item.error?.message).toMatch(/^App not found/);
	});
});

describe('development mode', () => {
	it('is refused with the production key', async () => {
		const args = { userId: 'u', event: 'e', devMode: true };
		const { status, item } = await bench.api.call('track', args);
		expect(status).toBe(403);
		expect(item.error?.message).toMatch(/^Development mode requested but not permitted/);
		expect(await bench.admin.user(bench.appId, 'u')).toBeUndefined();
	});

	it.each(['dataExport', 'contentReadOnly'] as const)('is refused with the %s key', async (key) => {
		const action = key === 'dataExport' ? 'listPostbacks' : 'getMessages';
		const { item } = await bench.api.call(action, { devMode: true }, key);
		expect(item.error?.message).toMatch(/^Development mode requested but not permitted/);
	});

	it('lets the development key do production actions, as developer activity', async () => {
		const args = { userId: 'u', event: 'e', devMode: true };
		const { status, item } = await bench.api.call('track', args, 'development');
		expect([status, item.success]).toEqual([200, true]);
		const user = await bench.user('u');
		expect(user.sessions).toMatchObject([{ developer: true }]);
	});

	it('is what the development key means for production actions, or needs', async () => {
		const args = { userId: 'u', event: 'e' };
		expect((await bench.api.call('track', args, 'development')).item.success).toBe(true);
		expect((await bench.user('u')).sessions).toMatchObject([{ developer: true }]);
		expect((await bench.api.call('track', args, 'development')).status).toBe(429);
		await bench.admin.settings({ developmentKey: 'refused' }, bench.appId);
		const { status, item } = await bench.api.call('track', args, 'development');
		expect([status, item.error?.message]).toEqual([403, 'Invalid access key']);
	});
});

describe('required arguments', () => {
	it.each(['action', 'appId', 'clientKey'])('400 without %s', async (name) => {
		const body = {
			...bench.api.envelope(),
			action: 'getAndroidNotificationChannels',
			[name]: undefined,
		};
		const { status, item } = await bench.api.raw({ body: JSON.stringify(body) });
		expect(status).toBe(400);
		expect(item).toEqual({ success: false, error: { message: `'${name}' must be provided` } });
	});

	it('are taken without apiVersion, which no SDK sends', async () => {
		const body = {
			...bench.api.envelope(),
			apiVersion: undefined,
			action: 'getVars',
			userId: 'ada',
		};
		const { status, item } = await bench.api.raw({ body: JSON.stringify(body) });
		expect([status, item.success]).toEqual([200, true]);
	});

	it('400 for another version of the API', async () => {
		const { status, item } = await bench.api.call('getVars', { apiVersion: '1.0.5', userId: 'u' });
		expect(status).toBe(400);
		expect(item.error?.message).toContain('1.0.6');
	});

	it('400 for an argument of the action', async () => {
		const { status, item } = await bench.api.call('sendMessage', { userId: 'ada' });
		expect(status).toBe(400);
		expect(item.error?.message).toBe("'messageId' must be provided");
	});

	it('400 for a value that cannot be read', async () => {
		const { status, item } = await bench.api.call('track', {
			userId: 'u',
			event: 'e',
			params: 'x',
		});
		expect(status).toBe(400);
		expect(item.error?.message).toBe("'params' is invalid.");
	});

	it('an error for an unknown action', async () => {
		const { status, item } = await bench.api.call('createMessage');
		expect(status).toBe(400);
		expect(item).toEqual({ success: false, error: { message: 'Unknown action: createMessage' } });
	});
});

describe('reply', () => {
	it('has the recorded headers', async () => {
		const { headers } = await bench.api.call('getMessages', {}, 'contentReadOnly');
		expect(headers).toMatchObject({
			'content-type': 'application/json;charset=utf-8',
			'access-control-allow-origin': '*',
			'cache-control': 'private',
		});
	});

	it('echoes reqId', async () => {
		const { item } = await bench.api.call('track', { userId: 'u', event: 'e', reqId: 'r-1' });
		expect(item).toEqual({ success: true, isOffline: true, reqId: 'r-1' });
	});

	it('is 404 on the root of the host', async () => {
		const { request } = await import('undici');
		const { statusCode, body } = await request(bench.api.origin);
		await body.dump();
		expect(statusCode).toBe(404);
	});
});

describe('encodings', () => {
	const attributes = { Interests: ['Technology', 'Music'], Ünïcode: '日本 & +=' };

	const expectStored = async () => expect((await bench.user('u')).attributes).toEqual(attributes);

	const flat = () => ({
		...bench.api.envelope(),
		action: 'setUserAttributes',
		userId: 'u',
		userAttributes: JSON.stringify(attributes),
	});

	const nested = () => JSON.stringify({ ...flat(), userAttributes: attributes });

	it('GET with everything in the URL', async () => {
		const { status } = await bench.api.raw({ method: 'GET', query: flat() });
		expect(status).toBe(200);
		await expectStored();
	});

	it('POST with everything in the URL', async () => {
		await bench.api.raw({ query: flat() });
		await expectStored();
	});

	it.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', undefined])(
		'a JSON body sent as %s',
		async (contentType) => {
			const headers: Record<string, string> = contentType ? { 'content-type': contentType } : {};
			await bench.api.raw({ headers, body: nested() });
			await expectStored();
		},
	);

	it('an object argument as JSON text inside JSON', async () => {
		await bench.api.raw({ body: JSON.stringify(flat()) });
		await expectStored();
	});

	it('a form', async () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		await bench.api.raw({ headers, body: new URLSearchParams(flat()).toString() });
		await expectStored();
	});

	it('multipart', async () => {
		const body = new FormData();
		for (const [name, value] of Object.entries(flat())) body.set(name, value);
		await bench.api.raw({ body });
		await expectStored();
	});

	it('the batch path of the Java SDK', async () => {
		await bench.api.raw({ path: '/api-batch', body: nested() });
		await expectStored();
	});

	it('arguments split between URL and body, of which the body counts', async () => {
		const { userAttributes, ...rest } = flat();
		await bench.api.raw({
			query: { ...rest, userId: 'other' },
			body: JSON.stringify({ userId: 'u', userAttributes }),
		});
		await expectStored();
		expect(await bench.admin.user(bench.appId, 'other')).toBeUndefined();
	});

	it('ignores a name without a value (recorded), but not an empty value', async () => {
		const query = new URLSearchParams({ ...bench.api.envelope('contentReadOnly') });
		const { item } = await bench.api.raw({
			method: 'GET',
			path: `/api?${query}&action=getMessages&recent&includeDrafts=1`,
		});
		expect(item.success).toBe(true);
		expect(item.messages).toHaveLength(9);
	});

	it('ignores null arguments (recorded for deviceId)', async () => {
		await bench.api.call('setUserAttributes', {
			userId: 'u',
			deviceId: null,
			userAttributes: attributes,
		});
		await expectStored();
		expect((await bench.user('u')).devices).toEqual([]);
	});

	it('413, in the usual envelope, for a body beyond 64 MB', async () => {
		// Only announced: the server answers before the body would come.
		const headers = { 'content-length': 65 * 1024 * 1024 };
		const outgoing = httpRequest(`${bench.api.origin}/api`, { method: 'POST', headers });
		outgoing.flushHeaders();
		const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
		expect(response.statusCode).toBe(413);
		expect(await json(response)).toMatchObject({ response: [{ success: false }] });
		outgoing.destroy();
	});

	it('400 for a body that begins like JSON and is not', async () => {
		const { status, item } = await bench.api.raw({ body: '{"action":' });
		expect([status, item.success]).toEqual([400, false]);
	});

	it('does not let __proto__ become a prototype', async () => {
		const body = `{"userId":"u","userAttributes":{"__proto__":{"polluted":"yes"},"a":"b"},"action":"setUserAttributes",${JSON.stringify(bench.api.envelope()).slice(1)}`;
		const { status } = await bench.api.raw({ body });
		expect(status).toBe(200);
		const names = Object.keys((await bench.user('u')).attributes);
		expect(names.sort()).toEqual(['__proto__', 'a']);
	});
});
