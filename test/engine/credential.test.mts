import { CredentialTestContext } from 'n8n-core';
import type { ICredentialsDecrypted, INodeParameters } from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { eventsOf, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Presses the credential's Test button, as n8n does. */
async function testCredential(change: Partial<LeanplumCredential> = {}) {
	const data = { ...testApp.credential, ...change };
	return await new Leanplum().methods.credentialTest.leanplumApiTest.call(
		new CredentialTestContext(),
		{ id: '1', name: 'Leanplum', type: 'leanplumApi', data } as unknown as ICredentialsDecrypted,
	);
}

const EXPORT: INodeParameters = {
	resource: 'user',
	operation: 'export',
	userId: 'ada',
	options: QUICK,
};

describe('The keys of a credential', () => {
	it('are chosen by the action', async () => {
		await testApp.run(TRACK, eventsOf(['ada']));
		await testApp.run(EXPORT);
		expect((await testApp.requests()).map(({ action, keyClass }) => [action, keyClass])).toEqual([
			['track', 'production'],
			['exportUser', 'dataExport'],
		]);
	});

	it('never show in a URL or an output', async () => {
		const { run } = await testApp.run(TRACK, eventsOf(['ada', 'grace']));
		const failed = await testApp.run(EXPORT, [{}], {
			credential: { ...testApp.credential, apiUrl: 'http://127.0.0.1:9/api' },
		});
		const requests = await testApp.requests();
		expect(requests.map(({ query, keyInUrl }) => [query, keyInUrl])).toEqual([
			[{ action: 'multi' }, false],
		]);
		const written = JSON.stringify([run, failed.run, failed.error, String(failed.error?.stack)]);
		for (const key of [testApp.credential.clientKey, testApp.credential.dataExportApiKey!]) {
			expect(key.length).toBeGreaterThan(8);
			expect(written).not.toContain(key);
		}
	});

	it('are missed before anything is sent, by name', async () => {
		testApp.credential.dataExportApiKey = '';
		const { error } = await testApp.run(EXPORT);
		expect(error?.message).toBe('"Export user" needs the Data Export Key');
		expect(error?.description).toContain('Add the Data Export Key to the Leanplum credential');
		expect(await testApp.requests()).toEqual([]);
	});

	it('are missed for development mode', async () => {
		testApp.credential.developmentApiKey = undefined;
		const { error } = await testApp.run(
			{ ...TRACK, additionalFields: { devMode: true } },
			eventsOf(['ada']),
		);
		expect(error?.message).toBe('"Track event" needs the Development Key');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('The API URL', () => {
	it.each([
		['http://api.leanplum.com/api', /must start with https:\/\//],
		['ftp://127.0.0.1/api', /must start with https:\/\//],
		['api.leanplum.com', /isn't a valid URL/],
		['https://user:pass@api.leanplum.com/api', /must not contain a user name or password/],
	])('is refused when it is %s', async (apiUrl, message) => {
		testApp.credential.apiUrl = apiUrl;
		const { error } = await testApp.run(TRACK, eventsOf(['ada']));
		expect(error?.message).toMatch(message);
		expect((await testCredential({ apiUrl })).message).toMatch(message);
	});
});

describe('The credential test', () => {
	it('accepts good keys, looks up no user and changes nothing', async () => {
		expect(await testCredential()).toEqual({
			status: 'OK',
			message:
				'Leanplum accepted: Client Key, Data Export Key, Content Read-Only Key, Development Key',
		});
		expect(await testApp.stats()).toMatchObject({ requests: 4, billedUsers: 0 });
		expect((await testApp.requests()).map(({ keyInUrl }) => keyInUrl)).toEqual([
			false,
			false,
			false,
			false,
		]);
	});

	it('checks only the keys that are filled in', async () => {
		expect(
			await testCredential({
				dataExportApiKey: '',
				contentReadOnlyApiKey: undefined,
				developmentApiKey: ' ',
			}),
		).toEqual({ status: 'OK', message: 'Leanplum accepted: Client Key' });
	});

	it.each([
		['clientKey', 'Client Key'],
		['dataExportApiKey', 'Data Export Key'],
		['contentReadOnlyApiKey', 'Content Read-Only Key'],
		['developmentApiKey', 'Development Key'],
	])('names the key that is wrong: %s', async (field, label) => {
		const { status, message } = await testCredential({ [field]: 'wrong-key-1234' });
		expect(status).toBe('Error');
		expect(message).toContain(`Leanplum rejected the ${label}.`);
	});

	it('names a key that is in the wrong field', async () => {
		const { message } = await testCredential({ clientKey: testApp.credential.dataExportApiKey });
		expect(message).toContain('Leanplum rejected the Client Key.');
	});

	it('tells a wrong App ID', async () => {
		const { message } = await testCredential({ appId: 'app_unknown' });
		expect(message).toContain("Leanplum couldn't find the App ID.");
	});

	it('tells a missing App ID or Client Key', async () => {
		expect(await testCredential({ appId: ' ' })).toEqual({
			status: 'Error',
			message: 'The App ID is missing.',
		});
		expect(await testCredential({ clientKey: '' })).toEqual({
			status: 'Error',
			message: 'The Client Key is missing.',
		});
	});

	it('tells an address that is not Leanplum', async () => {
		const apiUrl = testApp.sandbox.apiUrl.replace(/\/api$/, '/elsewhere');
		expect((await testCredential({ apiUrl })).message).toMatch(
			/^The API URL http:\S+\/elsewhere didn't return a Leanplum response, but status 404/,
		);
	});

	it('tells an address where nobody listens', async () => {
		expect((await testCredential({ apiUrl: 'http://127.0.0.1:9/api' })).message).toBe(
			"The API URL http://127.0.0.1:9/api can't be reached: connection refused.",
		);
	});

	it('tells a name that does not exist', async () => {
		const { message } = await testCredential({ apiUrl: 'https://leanplum.invalid/api' });
		expect(message).toBe(
			"The API URL https://leanplum.invalid/api can't be reached: host name not found.",
		);
	});

	it('tells that Leanplum is not available', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			fault: { kind: 'status', status: 503 },
		});
		expect((await testCredential()).message).toMatch(
			/^The Client Key couldn't be tested right now\..* status 503/,
		);
	});

	const envelope = (element: object) => JSON.stringify({ response: [element] });

	it.each<[string, number, string]>([
		['401 JSON of another service', 401, '{"message":"Unauthorized"}'],
		['an empty 405', 405, ''],
		['a gateway’s 403', 403, '<html>Forbidden</html>'],
		['a page', 200, '<html>Welcome</html>'],
		['JSON of another service', 200, '{"ok":true}'],
		[
			'a key refused in other words',
			403,
			envelope({ success: false, error: { message: 'Bad key' } }),
		],
		['451', 451, envelope({ success: false, error: { message: 'Unavailable For Legal Reasons' } })],
		['a failure without words', 200, envelope({ success: false })],
		['a success with status 500', 500, envelope({ success: true })],
		['the answer to another action', 200, envelope({ success: true, messages: [] })],
		['trouble', 500, envelope({ success: false, error: { message: 'Internal error' } })],
		[
			'a key refused in words about a job',
			403,
			envelope({ success: false, error: { message: 'Key not found for this job' } }),
		],
	])('accepts no answer that does not say that the key is good: %s', async (_, status, body) => {
		const change = { dataExportApiKey: '', contentReadOnlyApiKey: '' };
		for (const [action, label] of [
			['getMultiResults', 'Development Key'],
			['getAndroidNotificationChannels', 'Client Key'],
		]) {
			await testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				match: { action },
				fault: { kind: 'status', status, body },
			});
			const result = await testCredential(change);
			expect(result.status).toBe('Error');
			expect(result.message).toContain(`status ${status}`);
			expect(result.message).toContain(testApp.credential.apiUrl);
			if (body.includes('"response"')) expect(result.message).toContain(label);
		}
	});

	it('tells a missing API URL, a short key and a short Webhook Secret', async () => {
		expect((await testCredential({ apiUrl: '' })).message).toMatch(/^The API URL is missing/);
		expect((await testCredential({ clientKey: 'short' })).message).toMatch(
			/^The Client Key is too short/,
		);
		expect((await testCredential({ webhookSecret: 'short' })).message).toMatch(
			/^The Webhook Secret is too short/,
		);
		expect((await testCredential({ webhookSecret: 'a&b '.repeat(10) })).message).toMatch(
			/^The Webhook Secret has characters/,
		);
	});
});

describe('A key that Leanplum refuses in a run', () => {
	it('is named', async () => {
		testApp.credential.dataExportApiKey = 'wrong-key-1234';
		const { error } = await testApp.run(EXPORT);
		expect(error?.message).toBe('Leanplum rejected the Data Export Key: Invalid access key');
	});
});

describe('A credential whose fields are expressions', () => {
	/** The credential of the second app for items that name it. */
	async function mixedCredential() {
		const second = await testApp.newCredential();
		const first = testApp.credential;
		const byApp = (own: unknown, other: unknown) =>
			`={{ $json.app === 'second' ? '${String(other)}' : '${String(own)}' }}`;
		const mixed = {
			...first,
			appId: byApp(first.appId, second.appId),
			clientKey: byApp(first.clientKey, second.clientKey),
		};
		return { mixed, appIds: { first: first.appId, second: second.appId } };
	}

	it.each<[string, (number: number) => boolean]>([
		['many', (number) => number % 7 === 3],
		['a single one', (number) => number === 333],
	])('is that of each item: %s for the second app', async (_, isSecond) => {
		const { mixed, appIds } = await mixedCredential();
		const items = Array.from({ length: 600 }, (_item, number) => ({
			user: `user-${number}`,
			event: 'Buy',
			app: isSecond(number) ? 'second' : 'first',
		}));
		const { json } = await testApp.run(TRACK, items, { credential: mixed });
		expect(json.map(({ userId, status }) => [userId, status])).toEqual(
			items.map(({ user }) => [user, 'done']),
		);
		for (const app of ['first', 'second'] as const) {
			const requests = await testApp.admin.requests(appIds[app]);
			const users = requests.flatMap(({ actions }) => actions).map(({ userId }) => userId);
			expect(users.sort()).toEqual(
				items
					.filter((item) => item.app === app)
					.map(({ user }) => user)
					.sort(),
			);
		}
	});

	it('is asked no more than a few times in an outage, however many apps there are', async () => {
		const { json } = await testApp.run(
			{ ...TRACK, options: { maxRetries: 0 } },
			eventsOf(userNames(30)).map((item) => ({ ...item, app: item.user })),
			{
				credential: {
					...testApp.credential,
					appId: '={{ $json.app }}',
					apiUrl: 'http://127.0.0.1:9/api',
				},
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(json.map(({ status }) => status)).toEqual([
			'failed',
			...new Array<string>(29).fill('notSent'),
		]);
	});

	it('has Send Once keys of its own for each app', async () => {
		const { mixed, appIds } = await mixedCredential();
		const items = ['first', 'second', 'first'].map((app) => ({ user: 'ada', event: 'Buy', app }));
		const sendOnce = { once: { sendOnce: 'executions', sendOnceKey: '={{ $json.event }}' } };
		const { json } = await testApp.run({ ...TRACK, options: { ...QUICK, sendOnce } }, items, {
			credential: mixed,
		});
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'duplicate']);
		for (const appId of Object.values(appIds)) {
			expect(await testApp.admin.requests(appId)).toHaveLength(1);
		}
	});

	it('is that of each item in a preview', async () => {
		const { mixed, appIds } = await mixedCredential();
		const items = [
			{ user: 'ada', event: 'Buy', app: 'first' },
			{ user: 'grace', event: 'Buy', app: 'second' },
		];
		const options = { ...QUICK, previewOnly: true, includeRequests: true };
		const { json } = await testApp.run({ ...TRACK, options }, items, { credential: mixed });
		expect(json).toMatchObject([
			{ preview: { request: 1, body: { appId: appIds.first, userId: 'ada' } } },
			{ preview: { request: 2, body: { appId: appIds.second, userId: 'grace' } } },
		]);
	});

	it('fails only the items for which it cannot be resolved', async () => {
		const { mixed } = await mixedCredential();
		const thrown = "={{ $json.app === 'none' ? $('No node').item.json.host : '' }}";
		const credential = { ...mixed, otherHosts: thrown };
		const items = [
			{ user: 'ada', event: 'Buy', app: 'first' },
			{ user: 'grace', event: 'Buy', app: 'none' },
		];
		const { json } = await testApp.run(TRACK, items, {
			credential,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json).toMatchObject([
			{ userId: 'ada', status: 'done' },
			{ status: 'notSent', error: { message: expect.stringContaining('Leanplum credential') } },
		]);
	});
});

describe('A credential without expressions', () => {
	it('is read once for all items', async () => {
		let reads = 0;
		const counted = new Proxy(testApp.credential, {
			get: (target, name) => {
				if (name === 'clientKey') reads++;
				return Reflect.get(target, name) as unknown;
			},
		});
		const { json } = await testApp.run(TRACK, eventsOf(userNames(300)), { credential: counted });
		expect(json).toHaveLength(300);
		expect(reads).toBeLessThan(30);
	});
});
