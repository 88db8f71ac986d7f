import { post, TriggerTestApp } from './triggerTestApp.mts';

const testApp = TriggerTestApp.forThisFile();

describe('Dashboard Webhook', () => {
	const SECRET = 'a-secret-that-is-long-enough-to-count';
	const url = () => `${testApp.server.webhookUrl()}?secret=${SECRET}`;

	beforeEach(async () => {
		testApp.server.parameters = { triggerOn: 'dashboardWebhook' };
		testApp.server.credential = { ...testApp.credential, webhookSecret: SECRET };
		await testApp.server.activate();
	});

	it('registers nothing', async () => {
		expect(await testApp.requests()).toEqual([]);
		await testApp.server.deactivate();
		expect(await testApp.requests()).toEqual([]);
	});

	it.each([
		undefined,
		'',
		'short',
		'31-characters-are-one-too-few..',
		'what+a%20browser&would=change-in-a-URL',
	])('wants a secret that is long enough and stays what it is in a URL, not %p', async (secret) => {
		testApp.server.credential = { ...testApp.credential, webhookSecret: secret };
		await expect(testApp.server.activate()).rejects.toMatchObject({
			message: 'The Leanplum credential needs a Webhook Secret of at least 32 letters and digits',
		});
	});

	it('removes the rule when the node listened to postbacks before', async () => {
		testApp.server.parameters = {};
		await testApp.server.activate();
		expect(await testApp.rules()).toHaveLength(1);
		testApp.server.parameters = { triggerOn: 'dashboardWebhook' };
		await testApp.server.activate();
		expect(await testApp.rules()).toEqual([]);
	});

	it('is switched on without the Data Export Key, also when the node listened to postbacks before', async () => {
		testApp.server.parameters = {};
		await testApp.server.activate();
		testApp.server.parameters = { triggerOn: 'dashboardWebhook' };
		testApp.server.credential = { ...testApp.server.credential, dataExportApiKey: '' };
		await testApp.server.activate();
		expect(await testApp.started(url(), { body: '{"a":1}' })).toEqual([{ a: 1 }]);
	});

	it.each([
		['JSON', { 'content-type': 'application/json' }, '{"userId":"ada","order":9007199254740993}'],
		['JSON without a type', {}, '{"userId":"ada","order":9007199254740993}'],
		[
			'a form',
			{ 'content-type': 'application/x-www-form-urlencoded' },
			'userId=ada&order=9007199254740993',
		],
	])('gives the fields of %s', async (_what, headers, body) => {
		expect(await testApp.started(url(), { headers, body })).toEqual([
			{ userId: 'ada', order: '9007199254740993' },
		]);
	});

	it('gives the fields of JSON behind a byte order mark', async () => {
		expect(await testApp.started(url(), { body: '\ufeff{"a":1}' })).toEqual([{ a: 1 }]);
	});

	it('gives a name of a form that comes twice as a list', async () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const body = 'tag=a&user=ada&tag=b';
		expect(await testApp.started(url(), { headers, body })).toEqual([
			{ tag: ['a', 'b'], user: 'ada' },
		]);
	});

	it('gives the parameters of the URL too when it is not simplified, without the secret', async () => {
		testApp.server.parameters = { triggerOn: 'dashboardWebhook', simplify: false };
		const [json] = await testApp.started(`${url()}&channels=mine`, { body: '{"a":1}' });
		expect(json).toEqual({ a: 1, query: { channels: 'mine' } });
		const [own] = await testApp.started(url(), { body: '{"query":"mine"}' });
		expect(own).toEqual({ query: 'mine' });
	});

	it('gives broken JSON as text, with a warning', async () => {
		const body = '{"name":"Ada "The Countess" Lovelace"}';
		const [json] = await testApp.started(url(), {
			headers: { 'content-type': 'application/json' },
			body,
		});
		expect(json).toEqual({
			body,
			warning: expect.stringContaining("isn't a JSON object") as string,
		});
	});

	it('takes the secret as a password', async () => {
		const login = url().replace('://', `://anyone:${SECRET}@`).replace(/\?.*/, '');
		expect(await testApp.started(login, { body: '{"a":1}' })).toEqual([{ a: 1 }]);
	});

	it('refuses what has no secret', async () => {
		expect((await post(testApp.server.webhookUrl(), { body: '{}' })).status).toBe(403);
		expect(
			(await post(`${testApp.server.webhookUrl()}?secret=${SECRET}x`, { body: '{}' })).status,
		).toBe(403);
		expect(testApp.server.runs).toEqual([]);
	});
});
