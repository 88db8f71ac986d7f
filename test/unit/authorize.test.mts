import { Readable } from 'node:stream';
import {
	apiUrlObjection,
	baseUrlObjection,
	authorize,
	type RequestLike,
} from '../../nodes/Leanplum/protocol/action/authorize';
import { CATALOGUE } from '../../nodes/Leanplum/protocol/action/catalogue';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import openApi from '../fixtures/leanplum-openapi-digest.json';

const API = 'https://api.leanplum.com/api';

const credential: LeanplumCredential = {
	appId: 'app_1',
	clientKey: 'prod_1',
	developmentApiKey: 'dev_1',
	dataExportApiKey: 'export_1',
	contentReadOnlyApiKey: 'content_1',
	apiUrl: API,
};

const PRODUCTION = { appId: 'app_1', clientKey: 'prod_1', apiVersion: '1.0.6' };

/** Authorizes a request to Leanplum for an action that is named in the query. */
function authorized(action: string, request: RequestLike): RequestLike {
	return authorize(credential, { url: API, method: 'POST', qs: { action }, ...request });
}

/** The key that a request gets, whatever the form of its body. */
function keyFor(request: RequestLike): unknown {
	const authorizedRequest = authorize(credential, { url: API, method: 'POST', ...request });
	return (membersOf(authorizedRequest) as Record<string, unknown>).clientKey;
}

/** The members of a body, which is written as bytes where it is JSON. */
const membersOf = ({ body }: RequestLike): unknown =>
	Buffer.isBuffer(body) ? JSON.parse(body.toString()) : body;

describe('the body of an authorized request', () => {
	it('is written as bytes, so that n8n loses no member of it and does not parse it', () => {
		const body = JSON.parse('{"constructor":1,"prototype":2,"__proto__":3}') as object;
		const request = authorized('track', { body: { userAttributes: body } });
		expect(String(request.body)).toContain('{"constructor":1,"prototype":2,"__proto__":3}');
		expect(request.headers).toEqual({ 'Content-Type': 'application/json' });
	});

	it('stays an object where a header asks for another form', () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const request = authorized('track', { body: { userId: 'ada' }, headers });
		expect(request.body).toEqual({ userId: 'ada', ...PRODUCTION });
	});

	it('keeps the header that says that it is JSON', () => {
		const headers = { 'content-type': 'application/json; charset=utf-8' };
		const request = authorized('track', { body: { userId: 'ada' }, headers });
		expect(request.headers).toEqual(headers);
		expect(membersOf(request)).toEqual({ userId: 'ada', ...PRODUCTION });
	});

	it('gets app id, key and version among its own fields when it is an object', () => {
		const request = authorized('track', { body: { userId: 'ada', event: 'Buy' } });
		expect(membersOf(request)).toEqual({ userId: 'ada', event: 'Buy', ...PRODUCTION });
		expect(request).toMatchObject({ json: true });
	});

	it('is no form just because one of its fields is called like a method of forms', () => {
		const request = authorized('track', { body: { append: 'x' } });
		expect(membersOf(request)).toEqual({ append: 'x', ...PRODUCTION });
	});

	it('stays the same when n8n authorizes the request again, as it does after status 401', () => {
		const request = authorized('track', { body: { userId: 'ada', info: 'Zoë' } });
		const before = membersOf(request);
		expect(membersOf(authorize(credential, request))).toEqual(before);
	});

	it('gets them when it is JSON text', () => {
		const request = authorized('track', { body: '{"userId":"ada","id":12345678901234567890}' });
		expect(membersOf(request)).toEqual({
			userId: 'ada',
			id: '12345678901234567890',
			...PRODUCTION,
		});
		expect(request).toMatchObject({ json: true });
	});

	it.each([undefined, null, ''])('consists of them when it is %p', (body) => {
		const request = authorized('getAndroidNotificationChannels', { body });
		expect(membersOf(request)).toEqual(PRODUCTION);
		expect(request).toMatchObject({ json: true });
	});

	it('gets them as parts when it is a form with files', () => {
		const body = new FormData();
		body.append('userId', 'ada');
		const request = authorized('track', { body });
		expect(request.body).toBe(body);
		expect([...body.entries()]).toEqual([['userId', 'ada'], ...Object.entries(PRODUCTION)]);
		expect(request).not.toHaveProperty('json');
	});

	it('gets them as parts when it is a form of another make', () => {
		const parts: Array<[string, string]> = [];
		const body = { append: (name: string, value: string) => parts.push([name, value]) };
		expect(authorized('track', { body }).body).toBe(body);
		expect(parts).toEqual(Object.entries(PRODUCTION));
	});

	it('gets them when it is URL-encoded', () => {
		const body = new URLSearchParams({ userId: 'ada' });
		authorized('track', { body });
		expect(body.toString()).toBe('userId=ada&appId=app_1&clientKey=prod_1&apiVersion=1.0.6');
	});

	it.each(['form', 'formData'] as const)(
		'gets them in %s, as n8n’s older helper has it',
		(field) => {
			const request = authorized('track', { [field]: { userId: 'ada' } });
			expect(request).toMatchObject({ [field]: { userId: 'ada', ...PRODUCTION } });
			expect(request).not.toHaveProperty('body');
			expect(request).not.toHaveProperty('json');
		},
	);

	it('leaves the caller’s own body object as it was', () => {
		const body = { userId: 'ada' };
		authorized('track', { body });
		expect(body).toEqual({ userId: 'ada' });
	});

	it('keeps no key that a user typed into it', () => {
		const body = { appId: 'other', clientKey: 'other', apiVersion: '0.9' };
		expect(membersOf(authorized('track', { body }))).toEqual(PRODUCTION);
	});

	it('keeps no key that a user typed into a URL-encoded body', () => {
		const body = new URLSearchParams({ clientKey: 'other' });
		authorized('track', { body });
		expect(body.getAll('clientKey')).toEqual(['prod_1']);
	});

	it.each([
		['a text that is no JSON', 'userId,event\nada,Buy'],
		['a JSON list', '[1,2]'],
		['a list', [{ userId: 'ada' }]],
		['bytes', Buffer.from('userId=ada')],
		['a number', 5],
	])('is refused when it is %s, which has no place for a key', (_, body) => {
		expect(() => authorized('track', { body })).toThrow(
			'can add the App ID and key to JSON, form and multipart bodies only',
		);
	});

	it.each([
		['a stream', Readable.from(['userId,event\nada,Buy'])],
		['other bytes', new Uint8Array([1, 2, 3])],
	])('is refused when it is %s, which has no place for a key either', (_, body) => {
		expect(() => authorized('track', { body })).toThrow('JSON, form and multipart bodies only');
	});

	// Found in review: spreading the bytes of a file takes a second for each megabyte.
	it('is not looked into byte by byte before it is refused', () => {
		const body = new Proxy(Buffer.from('userId=ada'), {
			ownKeys() {
				throw new Error('looked into');
			},
			get: (bytes, name) =>
				name === 'toString' ? () => bytes.toString() : (Reflect.get(bytes, name) as unknown),
		});
		expect(() => authorized('track', { body })).toThrow('JSON, form and multipart bodies only');
	});

	it('names the only version that Leanplum has', () => {
		const { apiVersion } = openApi.operations.track.parameters;
		expect(membersOf(authorized('track', {}))).toMatchObject({ apiVersion: apiVersion.enum[0] });
		expect(apiVersion.enum).toHaveLength(1);
	});

	it('gets the app id and key without blanks that were copied along', () => {
		const untidy = { ...credential, appId: ' app_1\n', clientKey: '\tprod_1 ' };
		const request = { url: API, qs: { action: 'track' } };
		expect(membersOf(authorize(untidy, request))).toEqual(PRODUCTION);
	});
});

describe('the address of an authorized request', () => {
	const requests: Array<[string, RequestLike]> = [
		['an object', { body: { userId: 'ada' } }],
		['JSON text', { body: '{"userId":"ada"}' }],
		['nothing', {}],
		['a form', { form: { userId: 'ada' } }],
		['multipart data', { formData: { userId: 'ada' } }],
		['URL-encoded data', { body: new URLSearchParams('userId=ada') }],
	];

	it.each(requests)('has no key in it, with %s as body', (_, request) => {
		for (const address of [{ url: API }, { uri: API }]) {
			const { url, uri, qs } = authorized('track', { url: undefined, ...address, ...request });
			expect(JSON.stringify([url, uri, qs])).not.toMatch(/prod_1|app_1|1\.0\.6/);
			expect(qs).toEqual({ action: 'track' });
		}
	});

	it.each([
		['GET', 'POST'],
		[undefined, 'POST'],
		['POST', 'POST'],
		['PUT', 'PUT'],
	])('is called with a verb that has a body: %s becomes %s', (method, sent) => {
		expect(authorized('getMessages', { method })).toMatchObject({ method: sent });
	});

	it.each([
		'http://api.leanplum.com/api',
		'http://192.168.0.1/api',
		'http://localhost.example.com/api',
		'http://127.0.0.1.example.com/api',
		'ftp://api.leanplum.com/api',
	])('%s is refused, for the keys would travel unprotected', (url) => {
		const request = { url, qs: { action: 'track' }, body: { userId: 'ada' } };
		expect(() => authorize(credential, request)).toThrow('must start with https://');
		expect(membersOf(request)).toEqual({ userId: 'ada' });
	});

	it('is not left for where a redirect points', () => {
		const request = { url: API, qs: { action: 'track' }, maxRedirects: 5 };
		expect(authorize(credential, request).maxRedirects).toBe(0);
	});

	it('is checked whichever way a request names it', () => {
		const insecure = 'http://api.leanplum.com';
		for (const request of [
			{ uri: `${insecure}/api` },
			{ baseURL: insecure, url: '/api' },
			{ baseURL: API, url: `${insecure}/api` },
		]) {
			expect(() => authorize(credential, { ...request, qs: { action: 'track' } })).toThrow(
				'must start with https://',
			);
		}
		const secure = { baseURL: 'https://api.leanplum.com', url: '/api', qs: { action: 'track' } };
		expect(membersOf(authorize(credential, secure))).toEqual(PRODUCTION);
	});

	it.each<[RequestLike]>([
		[{}],
		[{ url: '' }],
		[{ url: 'api.leanplum.com/api' }],
		[{ baseURL: 'api.leanplum.com', url: '/api' }],
	])('is missing in %j', (request) => {
		expect(() => authorize(credential, { ...request, qs: { action: 'track' } })).toThrow(
			"isn't a valid URL",
		);
	});
});

describe('an API URL', () => {
	it.each([
		API,
		'https://leanplum.example.com:8443/other/path',
		'http://localhost:3000/api',
		'http://LOCALHOST/api',
		'http://127.0.0.1:3000/api',
		'http://127.8.9.10/api',
		'http://[::1]:3000/api',
	])('may be %s', (address) => {
		expect(apiUrlObjection(address)).toBeUndefined();
	});

	it.each([
		['http://api.leanplum.com/api', 'https://'],
		['http://mylocalhost/api', 'https://'],
		['http://[::2]/api', 'https://'],
		['http://128.0.0.1/api', 'https://'],
		['file:///etc/passwd', 'https://'],
		['https://ada:secret@api.leanplum.com/api', 'user name or password'],
		['https://ada@api.leanplum.com/api', 'user name or password'],
		['api.leanplum.com', "isn't a valid URL"],
		['', "isn't a valid URL"],
	])('must not be "%s"', (address, objection) => {
		expect(apiUrlObjection(address)).toContain(objection);
	});
});

describe('the API URL of a credential', () => {
	it('may be an address, as long as nothing is behind the path', () => {
		expect(baseUrlObjection(API)).toBeUndefined();
		expect(baseUrlObjection('http://api.leanplum.com/api')).toContain('https://');
		for (const end of ['?', '?appId=a&clientKey=b', '#x']) {
			expect(baseUrlObjection(`${API}${end}`)).toContain('their own fields');
		}
	});
});

describe('the key of an authorized request', () => {
	const keys = {
		production: 'prod_1',
		development: 'dev_1',
		dataExport: 'export_1',
		contentReadOnly: 'content_1',
	};

	it.each(['track', 'deleteUser', 'exportUser', 'getMessages'] as const)(
		'is the one that %s needs',
		(action) => {
			expect(keyFor({ qs: { action } })).toBe(keys[CATALOGUE[action].key]);
		},
	);

	it.each<[string, RequestLike]>([
		['in the query parameters', { qs: { action: 'exportUser' } }],
		['in the address', { url: `${API}?action=exportUser` }],
		['in the body', { body: { action: 'exportUser', userId: 'ada' } }],
		['in a JSON text', { body: '{"action":"exportUser"}' }],
	])('follows from the action, named %s', (_, request) => {
		expect(keyFor(request)).toBe('export_1');
	});

	it.each<[string, RequestLike]>([
		['a URL-encoded body', { body: new URLSearchParams('action=exportUser') }],
		['a form', { form: { action: 'exportUser' } }],
		['multipart data', { formData: { action: 'exportUser' } }],
	])('follows from the action in %s', (_, request) => {
		const { body, form, formData } = authorize(credential, { url: API, ...request });
		const sent =
			body instanceof URLSearchParams ? Object.fromEntries(body) : (form ?? formData ?? body);
		expect(sent).toMatchObject({ clientKey: 'export_1' });
	});

	it('goes by the query where the body names another action', () => {
		expect(keyFor({ qs: { action: 'exportUser' }, body: { action: 'track' } })).toBe('export_1');
	});

	it.each([true, 'true'])('is the development key in development mode (%p)', (devMode) => {
		expect(keyFor({ qs: { action: 'track' }, body: { devMode } })).toBe('dev_1');
	});

	it.each([false, 'false', undefined])('is the production key outside of it (%p)', (devMode) => {
		expect(keyFor({ qs: { action: 'track' }, body: { devMode } })).toBe('prod_1');
	});

	// Arguments may be in the URL, in the body, or split (reference §1.2).
	it.each<[string, RequestLike]>([
		['query parameters', { qs: { action: 'track', devMode: 'true' } }],
		['address', { url: `${API}?action=track&devMode=true` }],
	])('is the development key in development mode that is switched on in the %s', (_, request) => {
		expect(keyFor(request)).toBe('dev_1');
	});

	// As in a call of the node (reference A.0 no. 10).
	it('is the development key for clearing the mark of anomalous users', () => {
		const args = { userId: 'ada', resetAnomalies: true };
		expect(keyFor({ qs: { action: 'setUserAttributes' }, body: args })).toBe('dev_1');
		const data = [{ action: 'setUserAttributes', ...args }];
		expect(keyFor({ qs: { action: 'multi' }, body: { data } })).toBe('dev_1');
	});

	describe('for a multi', () => {
		const multi = (body: unknown) => keyFor({ qs: { action: 'multi' }, body });

		it('is that of its actions', () => {
			expect(multi({ data: [{ action: 'track' }, { action: 'start' }] })).toBe('prod_1');
			expect(multi({ data: [{ action: 'setVars' }] })).toBe('dev_1');
			expect(multi({ data: '[{"action":"setVars"}]' })).toBe('dev_1');
			expect(multi({ data: '[{"action":"track"}]' })).toBe('prod_1');
		});

		it('is the development key when one action is in development mode', () => {
			const data = [{ action: 'track' }, { action: 'track', devMode: true }];
			expect(multi({ data })).toBe('dev_1');
			expect(multi({ data: JSON.stringify(data) })).toBe('dev_1');
		});

		it('is the production key when it is empty or its actions are unknown', () => {
			expect(multi({ data: [] })).toBe('prod_1');
			expect(multi({ data: [{ action: 'log' }] })).toBe('prod_1');
			expect(multi({ data: [null] })).toBe('prod_1');
		});

		it('is the development key when a CSV file is to be imported', () => {
			expect(multi({ createJob: true, gcsBucket: 'b', file: 'f.csv' })).toBe('dev_1');
		});

		// The form in which the SDKs send it (reference §1.5).
		it('is that of its actions where the data is a JSON text of an object', () => {
			expect(multi({ data: '{"data":[{"action":"track","userId":"ada"}]}' })).toBe('prod_1');
		});
	});

	describe('named in a header', () => {
		it.each(Object.entries(keys))('is the one of that class: %s', (keyClass, key) => {
			expect(keyFor({ qs: { action: 'log' }, headers: { 'Leanplum-Key': keyClass } })).toBe(key);
		});

		it('wins over what the action would need', () => {
			const headers = { 'leanplum-key': 'contentReadOnly' };
			expect(keyFor({ qs: { action: 'track' }, headers })).toBe('content_1');
		});

		it('does not leave with the request, other headers do', () => {
			const headers = { Accept: 'application/json', 'LEANPLUM-KEY': 'development' };
			const request = authorized('getMessages', { headers });
			expect(request.headers).toEqual({
				Accept: 'application/json',
				'Content-Type': 'application/json',
			});
			expect(membersOf(request)).toMatchObject({ clientKey: 'dev_1' });
		});

		it('is none of the other headers', () => {
			const headers = { Accept: 'application/json' };
			const request = authorized('getMessages', { headers });
			expect(request.headers).toEqual({
				Accept: 'application/json',
				'Content-Type': 'application/json',
			});
			expect(membersOf(request)).toMatchObject({ clientKey: 'content_1' });
		});

		it.each(['Production', 'prod_1', '', 'constructor'])(
			'is refused when there is no class "%s"',
			(value) => {
				expect(() => authorized('track', { headers: { 'Leanplum-Key': value } })).toThrow(
					/Use one of: production, development, dataExport, contentReadOnly/,
				);
			},
		);
	});
});

describe('a request that cannot be authorized', () => {
	it.each([
		['track', 'clientKey', 'Client Key'],
		['deleteUser', 'developmentApiKey', 'Development Key'],
		['exportUser', 'dataExportApiKey', 'Data Export Key'],
		['getMessages', 'contentReadOnlyApiKey', 'Content Read-Only Key'],
	])('for %s lacks a key: the message names the field', (action, field, label) => {
		for (const blank of ['', '  ', undefined]) {
			const lacking = { ...credential, [field]: blank };
			expect(() => authorize(lacking, { url: API, qs: { action } })).toThrow(
				`needs the ${label}. Add it to the Leanplum credential`,
			);
		}
	});

	it('names no action', () => {
		for (const request of [{}, { qs: {} }, { qs: { action: '' } }, { body: { userId: 'ada' } }]) {
			expect(() => authorize(credential, { url: API, ...request })).toThrow(
				'has no Leanplum action',
			);
		}
	});

	it('names an action of which nobody knows the key', () => {
		expect(() =>
			authorize(credential, { url: API, qs: { action: 'getNewsfeedMessages' } }),
		).toThrow(/"getNewsfeedMessages".*"Leanplum-Key"/);
	});

	it('says so without showing a key', () => {
		const requests: RequestLike[] = [
			{ url: 'http://api.leanplum.com/api', qs: { action: 'track' } },
			{ url: API },
			{ url: API, qs: { action: 'log' } },
			{ url: API, qs: { action: 'track' }, body: [] },
			{ url: API, qs: { action: 'track' }, headers: { 'Leanplum-Key': 'x' } },
		];
		for (const request of requests) {
			let message = '';
			try {
				authorize(credential, request);
			} catch (error) {
				({ message } = error as Error);
			}
			expect(message).toMatch(/^The .*\.$/);
			expect(message).not.toMatch(/prod_1|dev_1|export_1|content_1/);
		}
	});
});

describe('another host than that of the API URL', () => {
	const ofAttacker = { url: 'https://evil.example.com/api', qs: { action: 'track' } };

	it.each([
		ofAttacker,
		{ baseURL: 'https://evil.example.com', url: '/api', qs: { action: 'track' } },
		{ url: 'https://api.leanplum.com.evil.example.com/api', qs: { action: 'track' } },
		{ url: 'https://api.leanplum.com:8443/api', qs: { action: 'track' } },
	])('gets no keys: %j', (request) => {
		expect(() => authorize(credential, { ...request })).toThrow(
			/sends its keys to api\.leanplum\.com only/,
		);
	});

	it('gets them when the user lists it', () => {
		const listed = { ...credential, otherHosts: 'proxy.example.com, EVIL.example.com' };
		const { body } = authorize(listed, { ...ofAttacker, body: {} });
		expect(JSON.parse(String(body))).toHaveProperty('clientKey');
	});
});
