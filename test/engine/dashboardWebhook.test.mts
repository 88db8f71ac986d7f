import { post, TriggerWorld } from './triggerWorld.mts';

const world = TriggerWorld.forThisFile();

describe('Dashboard Webhook', () => {
	const SECRET = 'a-secret-that-is-long-enough-to-count';
	const url = () => `${world.server.webhookUrl()}?secret=${SECRET}`;

	beforeEach(async () => {
		world.server.parameters = { triggerOn: 'dashboardWebhook' };
		world.server.credential = { ...world.credential, webhookSecret: SECRET };
		await world.server.activate();
	});

	it('registers nothing', async () => {
		expect(await world.requests()).toEqual([]);
		await world.server.deactivate();
		expect(await world.requests()).toEqual([]);
	});

	it.each([
		undefined,
		'',
		'short',
		'31-characters-are-one-too-few..',
		'what+a%20browser&would=change-in-a-URL',
	])('wants a secret that is long enough and stays what it is in a URL, not %p', async (secret) => {
		world.server.credential = { ...world.credential, webhookSecret: secret };
		await expect(world.server.activate()).rejects.toMatchObject({
			message: 'The Leanplum credential needs a Webhook Secret of at least 32 letters and digits',
		});
	});

	it('removes the rule when the node listened to postbacks before', async () => {
		world.server.parameters = {};
		await world.server.activate();
		expect(await world.rules()).toHaveLength(1);
		world.server.parameters = { triggerOn: 'dashboardWebhook' };
		await world.server.activate();
		expect(await world.rules()).toEqual([]);
	});

	it('is switched on without the Data Export Key, also when the node listened to postbacks before', async () => {
		world.server.parameters = {};
		await world.server.activate();
		world.server.parameters = { triggerOn: 'dashboardWebhook' };
		world.server.credential = { ...world.server.credential, dataExportApiKey: '' };
		await world.server.activate();
		expect(await world.started(url(), { body: '{"a":1}' })).toEqual([{ a: 1 }]);
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
		expect(await world.started(url(), { headers, body })).toEqual([
			{ userId: 'ada', order: '9007199254740993' },
		]);
	});

	it('gives the fields of JSON behind a byte order mark', async () => {
		expect(await world.started(url(), { body: '\ufeff{"a":1}' })).toEqual([{ a: 1 }]);
	});

	it('gives a name of a form that comes twice as a list', async () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const body = 'tag=a&user=ada&tag=b';
		expect(await world.started(url(), { headers, body })).toEqual([
			{ tag: ['a', 'b'], user: 'ada' },
		]);
	});

	it('gives the parameters of the URL too when it is not simplified, without the secret', async () => {
		world.server.parameters = { triggerOn: 'dashboardWebhook', simplify: false };
		const [json] = await world.started(`${url()}&channels=mine`, { body: '{"a":1}' });
		expect(json).toEqual({ a: 1, query: { channels: 'mine' } });
		const [own] = await world.started(url(), { body: '{"query":"mine"}' });
		expect(own).toEqual({ query: 'mine' });
	});

	it('gives broken JSON as text, with a warning', async () => {
		const body = '{"name":"Ada "The Countess" Lovelace"}';
		const [json] = await world.started(url(), {
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
		expect(await world.started(login, { body: '{"a":1}' })).toEqual([{ a: 1 }]);
	});

	it('refuses what has no secret', async () => {
		expect((await post(world.server.webhookUrl(), { body: '{}' })).status).toBe(403);
		expect(
			(await post(`${world.server.webhookUrl()}?secret=${SECRET}x`, { body: '{}' })).status,
		).toBe(403);
		expect(world.server.runs).toEqual([]);
	});
});
