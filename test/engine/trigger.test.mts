import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SeenStore } from '../../tools/seenStore.mts';
import { TriggerServer } from '../../tools/triggerServer.mts';
import { MESSAGES, World } from './world.mts';

const world = World.forThisFile();
let server: TriggerServer;
let store: SeenStore;

beforeAll(async () => {
	store = await SeenStore.shared();
});

beforeEach(async () => {
	store.clear();
	server = await TriggerServer.start({}, world.credential);
});

afterEach(() => server.stop());

const rules = async () => await world.admin.postbacks(world.appId);

/** The URL of the one rule that is registered, with other values for its placeholders. */
async function ownUrl(values: Record<string, string> = {}): Promise<string> {
	const [rule] = await rules();
	return rule!.postbackUrl.replace(/(\w+)=\{\{([^}]*)\}\}/g, (_all, name: string) => {
		const usual: Record<string, string> = {
			userId: 'ada',
			deviceId: 'ada-phone',
			time: '1780236000123',
			messageId: MESSAGES.push,
			event: 'Open',
			channel: 'Push Notification',
		};
		return `${name}=${encodeURIComponent(values[name] ?? usual[name] ?? '')}`;
	});
}

async function post(url: string, init: RequestInit = {}): Promise<Response> {
	const { username, password, href } = new URL(url);
	const headers = new Headers(init.headers);
	const bare = new URL(href);
	bare.username = '';
	bare.password = '';
	if (password) {
		const login = Buffer.from(`${username}:${password}`).toString('base64');
		headers.set('authorization', `Basic ${login}`);
	}
	return await fetch(bare, { method: 'POST', ...init, headers });
}

/** Posts, and gives what the workflow then got. */
async function received(url: string, init?: RequestInit): Promise<IDataObject[]> {
	const before = server.runs.length;
	const { status } = await post(url, init);
	expect(status).toBe(200);
	await server.idle();
	return server.runs.slice(before).flatMap(({ items }) => items.map(({ json }) => json));
}

/** Waits until the sandbox has tried to deliver so many postbacks. */
async function delivered(count: number) {
	for (;;) {
		const deliveries = await world.admin.deliveries(world.appId);
		if (deliveries.filter(({ state }) => state === 'delivered').length >= count) break;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	await server.idle();
}

async function addForeignRules(count: number): Promise<void> {
	for (let number = 1; number <= count; number++) {
		await world.run({
			resource: 'postback',
			operation: 'add',
			postbackUrl: `https://example.com/hook-${number}?token=theirs&user={{User ID}}`,
		});
	}
}

describe('Switching the Leanplum Trigger on and off', () => {
	it('goes the whole circle: rule, message, workflow, no rule', async () => {
		await server.activate();
		expect(await rules()).toMatchObject([{ type: 'messageEvents' }]);
		await world.run({
			resource: 'message',
			operation: 'send',
			messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
			identifyBy: 'userId',
			userId: 'ada',
		});
		await delivered(1);
		expect(server.runs).toMatchObject([{ mode: 'webhook', error: undefined }]);
		expect(server.runs[0]?.items.map(({ json }) => json)).toEqual([
			{
				userId: 'ada',
				deviceId: expect.any(String),
				event: 'Sent',
				channel: 'Push Notification',
				messageId: MESSAGES.push,
				templateName: null,
				triggeredAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/),
				parameters: {},
				deliveryId: expect.stringMatching(/^[0-9a-f]{32}$/),
			},
		]);
		await server.deactivate();
		expect(await rules()).toEqual([]);
	});

	it('registers every placeholder, whole, with a secret of 256 bits and the Data Export Key', async () => {
		await server.activate();
		const [rule] = await rules();
		const url = new URL(rule!.postbackUrl);
		expect(`${url.origin}${url.pathname}`).toBe(server.webhookUrl());
		const { secret, ...placeholders } = Object.fromEntries(url.searchParams);
		expect(Buffer.from(secret!, 'base64url')).toHaveLength(32);
		expect(placeholders).toEqual({
			userId: '{{User ID}}',
			deviceId: '{{Device ID}}',
			time: '{{Trigger time}}',
			messageId: '{{Message ID}}',
			event: '{{Message event}}',
			channel: '{{Message channel}}',
			templateName: '{{Template name}}',
			parameters: '{{Parameters}}',
		});
		expect(rule).not.toHaveProperty('channels');
		expect(await world.requests()).toMatchObject(
			['listPostbacks', 'listPostbacks', 'addPostback'].map((action) => ({
				action,
				keyClass: 'dataExport',
				keyInUrl: false,
			})),
		);
	});

	it('registers A/B tests with their own placeholders', async () => {
		server.parameters = { triggerOn: 'abTestEvents' };
		await server.activate();
		const [rule] = await rules();
		expect(rule?.type).toBe('abTestEvents');
		expect(new URL(rule!.postbackUrl).searchParams.get('variantId')).toBe('{{Variant ID}}');
		expect(new URL(rule!.postbackUrl).searchParams.get('abTestId')).toBe('{{AB test ID}}');
		expect(rule!.postbackUrl).not.toContain('Message');
	});

	it('adds no second rule after a restart, nor when it is switched on again', async () => {
		await server.activate();
		const before = await rules();
		await server.activate();
		await server.activate();
		expect(await rules()).toEqual(before);
	});

	it('takes over a rule that a crash left behind, with its secret', async () => {
		await server.activate();
		const before = await rules();
		server.staticData = {};
		await server.activate();
		expect(await rules()).toEqual(before);
		expect(await received(await ownUrl())).toHaveLength(1);
	});

	it('removes what a crash left behind twice, and leaves one', async () => {
		await server.activate();
		const [rule] = await rules();
		await world.run({
			resource: 'postback',
			operation: 'add',
			postbackUrl: rule!.postbackUrl.replace('&parameters={{Parameters}}', ''),
		});
		await server.activate();
		expect(await rules()).toEqual([rule]);
	});

	it('replaces the rule when other channels are wanted, without a gap', async () => {
		await server.activate();
		await world.admin.clearRequests(world.appId);
		server.parameters = { filters: { channels: ['Email'] } };
		await server.activate();
		expect(await rules()).toMatchObject([{ channels: ['Email'] }]);
		const actions = (await world.requests()).map(({ action }) => action);
		expect(actions.indexOf('addPostback')).toBeLessThan(actions.indexOf('deletePostback'));
	});

	it('replaces its rule also when there is room for no other', async () => {
		await server.activate();
		await addForeignRules(2);
		server.parameters = { filters: { channels: ['Email'] } };
		await server.activate();
		expect((await rules()).filter(({ channels }) => channels !== undefined)).toHaveLength(1);
		expect(await rules()).toHaveLength(3);
	});

	it('lists the three rules when all are taken, without what is secret in them', async () => {
		await addForeignRules(3);
		const ids = (await rules()).map(({ postbackId }) => postbackId);
		const error = await server.activate().then(
			() => undefined,
			(thrown: Error & { description: string }) => thrown,
		);
		expect(error?.message).toBe('Leanplum allows 3 postback rules for an app, and all are taken');
		const { description = '' } = error ?? {};
		for (const id of ids) expect(description).toContain(id);
		expect(description).toContain('https://example.com/hook-2');
		expect(description).not.toContain('theirs');
		expect(await rules()).toHaveLength(3);
	});

	it('keeps test and production apart', async () => {
		await server.activate();
		await server.activate('webhook-test');
		const urls = (await rules()).map(({ postbackUrl }) => postbackUrl.split('?')[0]);
		expect(urls).toEqual([server.webhookUrl(), server.webhookUrl('webhook-test')]);
		await server.deactivate('webhook-test');
		expect(await rules()).toHaveLength(1);
		expect((await rules())[0]?.postbackUrl).toContain(server.webhookUrl());
	});

	it('leaves the rules of others alone', async () => {
		await addForeignRules(2);
		const foreign = await rules();
		await server.activate();
		await server.deactivate();
		expect(await rules()).toEqual(foreign);
	});

	it('is content when its rule is already gone', async () => {
		await server.activate();
		const [rule] = await rules();
		await world.run({
			resource: 'postback',
			operation: 'delete',
			postbackId: { __rl: true, mode: 'id', value: rule!.postbackId },
		});
		await server.deactivate();
		expect(await rules()).toEqual([]);
	});

	it('finds out by the list whether a rule was added when the reply is lost', async () => {
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'addPostback' },
			fault: { kind: 'drop', when: 'after' },
		});
		await server.activate();
		expect(await rules()).toHaveLength(1);
	});

	it('says so when the rule was not added because the reply is lost', async () => {
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'addPostback' },
			fault: { kind: 'drop', when: 'before' },
		});
		await expect(server.activate()).rejects.toMatchObject({
			message: expect.stringMatching(/^The postback cannot be registered: /) as string,
		});
	});

	it.each(['activate', 'deactivate'] as const)('does not hide that it cannot %s', async (what) => {
		if (what === 'deactivate') await server.activate();
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'listPostbacks' },
			fault: { kind: 'status', status: 500 },
			times: 5,
		});
		await expect(server[what]()).rejects.toMatchObject({
			message: expect.stringContaining('cannot be listed') as string,
		});
	});

	it('names the key that is missing', async () => {
		server.credential = { ...world.credential, dataExportApiKey: '' };
		await expect(server.activate()).rejects.toMatchObject({
			message: 'Starting workflows on postbacks needs the Data Export Key',
		});
	});

	it('names the key that is wrong', async () => {
		server.credential = { ...world.credential, dataExportApiKey: 'wrong' };
		await expect(server.activate()).rejects.toMatchObject({
			message: expect.stringContaining('Leanplum refused the key') as string,
		});
	});

	it('refuses an address of this machine, unless Leanplum is on it too', async () => {
		server.credential = { ...world.credential, apiUrl: 'https://api.leanplum.com/api' };
		await expect(server.activate()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Leanplum cannot reach this n8n: its webhook address is http:\/\/127/,
			) as string,
			description: expect.stringContaining('WEBHOOK_URL') as string,
		});
		server.address = 'https://n8n.example.com/';
		server.credential = world.credential;
		await server.activate();
		expect(await rules()).toHaveLength(1);
	});
});

describe('Requests on the webhook', () => {
	const WRONG = ['', 'secret=', 'secret=wrong', `secret=${'A'.repeat(43)}`, 'secret[]=x'];

	it('get a real 403 when they are forged, and start nothing: 1,000 of them', async () => {
		await server.activate();
		const statuses = new Set<number>();
		for (let number = 0; number < 1000; number += 50) {
			const answers = await Promise.all(
				Array.from({ length: 50 }, (_, index) =>
					post(`${server.webhookUrl()}?${WRONG[(number + index) % WRONG.length]}&userId=ada`),
				),
			);
			for (const { status } of answers) statuses.add(status);
		}
		await server.idle();
		expect([...statuses]).toEqual([403]);
		expect(server.runs).toEqual([]);
	});

	it('each start one run, in a burst of 5,000: none lost, none doubled', async () => {
		await server.activate();
		const template = await ownUrl({ userId: 'USER' });
		for (let number = 0; number < 5000; number += 100) {
			const answers = await Promise.all(
				Array.from({ length: 100 }, (_, index) =>
					post(template.replace('USER', `user-${number + index}`)),
				),
			);
			expect(answers.every(({ status }) => status === 200)).toBe(true);
		}
		await server.idle();
		const users = server.runs.flatMap(({ items }) => items.map(({ json }) => json.userId));
		expect(users).toHaveLength(5000);
		expect(new Set(users).size).toBe(5000);
	});

	it('prove themselves by a password where that is wanted', async () => {
		server.parameters = { triggerOptions: { sendSecretAs: 'password' } };
		await server.activate();
		const url = await ownUrl();
		expect(new URL(url)).toMatchObject({ username: 'leanplum' });
		expect(new URL(url).searchParams.has('secret')).toBe(false);
		expect(await received(url)).toHaveLength(1);
		expect((await post(url.replace(/:[\w-]{43}@/, ':wrong@'))).status).toBe(403);
	});

	it('never show the secret in the output', async () => {
		server.parameters = { simplify: false, filters: { channels: ['Push Notification'] } };
		await server.activate();
		const url = await ownUrl();
		const [json] = await received(url);
		expect(json?.query).toMatchObject({ userId: 'ada', time: '1780236000123' });
		expect(JSON.stringify(server.runs)).not.toContain(new URL(url).searchParams.get('secret'));
	});

	it('get a 503 until there is a secret, so that Leanplum delivers again', async () => {
		const { status } = await post(`${server.webhookUrl()}?secret=any&userId=ada`);
		expect(status).toBe(503);
	});

	it('are delivered again by Leanplum when n8n answered 5xx, and then start the workflow', async () => {
		await world.admin.settings({ postbackRetryMs: 50 }, world.appId);
		await server.activate();
		const kept = server.staticData;
		server.staticData = {};
		await world.admin.messageEvent(world.appId, {
			userId: 'ada',
			messageId: MESSAGES.push,
			event: 'Open',
		});
		for (;;) {
			const [delivery] = await world.admin.deliveries(world.appId);
			if (delivery?.attempts[0]?.status === 503) break;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		server.staticData = kept;
		await delivered(1);
		expect(server.runs).toHaveLength(1);
	});

	const CASES: Array<[string, INodeParameters, Record<string, string>, boolean]> = [
		['an event that is wanted', { events: ['Open', 'Click'] }, { event: 'Open' }, true],
		['an event that is not wanted', { events: ['Click'] }, { event: 'Open' }, false],
		['"Send" where "Sent" is wanted', { events: ['Sent'] }, { event: 'Send' }, true],
		['other capitals', { events: ['Held Back'] }, { event: 'held back' }, true],
		['no event where one is wanted', { events: ['Open'] }, { event: '' }, false],
		['a channel that is wanted', { channels: ['Email'] }, { channel: 'Email' }, true],
		['a channel that is not wanted', { channels: ['Email'] }, { channel: 'In-app Message' }, false],
		['a message that is wanted', { messageIds: ['7', '8'] }, { messageId: '8' }, true],
		['a message that is not wanted', { messageIds: ['7'] }, { messageId: '8' }, false],
		['messages as text', { messageIds: '7, 8' }, { messageId: '8' }, true],
	];
	it.each(CASES)('with %s', async (_what, filters, values, starts) => {
		server.parameters = { filters };
		await server.activate();
		expect(await received(await ownUrl(values))).toHaveLength(starts ? 1 : 0);
	});

	it('about A/B tests come out with test and variant, and can be filtered', async () => {
		server.parameters = { triggerOn: 'abTestEvents', filters: { abTestIds: ['11'] } };
		await server.activate();
		expect(await received(await ownUrl({ abTestId: '12', variantId: '2' }))).toEqual([]);
		expect(await received(await ownUrl({ abTestId: '11', variantId: '2' }))).toEqual([
			{
				userId: 'ada',
				deviceId: 'ada-phone',
				triggeredAt: '2026-05-31T14:00:00.123Z',
				abTestId: '11',
				variantId: '2',
				deliveryId: expect.stringMatching(/^[0-9a-f]{32}$/),
			},
		]);
	});

	it('that are malformed start the workflow with a warning and the raw query', async () => {
		await server.activate();
		const [json] = await received(await ownUrl({ time: 'soon', parameters: '{"a":' }));
		expect(json).toMatchObject({
			userId: 'ada',
			triggeredAt: null,
			parameters: {},
			warning: expect.stringMatching(/time "soon" is none; its parameters are no JSON/) as string,
			query: { time: 'soon', parameters: '{"a":' },
		});
	});

	it('that carry a second value for a field are answered too', async () => {
		await server.activate();
		const [json] = await received(`${await ownUrl()}&userId=eve`);
		expect(json).toMatchObject({ userId: null, query: { userId: ['ada', 'eve'] } });
	});
});

describe('Repeated deliveries', () => {
	it('have the same ID, and pass as long as nothing else is wanted', async () => {
		await server.activate();
		const url = await ownUrl();
		const [first] = await received(url);
		const [second] = await received(url);
		expect(second?.deliveryId).toBe(first?.deliveryId);
		const [other] = await received(await ownUrl({ time: '1780236000124' }));
		expect(other?.deliveryId).not.toBe(first?.deliveryId);
	});

	it('are dropped on request, also when both arrive at once', async () => {
		server.parameters = { triggerOptions: { dropRepeated: true } };
		await server.activate();
		const url = await ownUrl();
		await Promise.all(Array.from({ length: 10 }, () => post(url)));
		await server.idle();
		expect(server.runs).toHaveLength(10);
		expect(server.runs.flatMap(({ items }) => items)).toHaveLength(1);
		expect(await received(await ownUrl({ userId: 'grace' }))).toHaveLength(1);
	});

	it('are not taken for what n8n runs again because a worker died', async () => {
		server.parameters = { triggerOptions: { dropRepeated: true } };
		await server.activate();
		const url = await ownUrl();
		await received(url);
		await received(url);
		const [first, repeated] = server.runs;
		await server.runAgain(first!);
		await server.runAgain(repeated!);
		expect(server.runs.map(({ items }) => items.length)).toEqual([1, 0, 1, 0]);
	});

	it('are answered when the workflow has finished, on request, and then never dropped', async () => {
		server.parameters = { triggerOptions: { answerWhen: 'lastNode', dropRepeated: true } };
		await server.activate();
		const url = await ownUrl();
		const { status } = await post(url);
		expect([status, server.runs.length]).toEqual([200, 1]);
		await received(url);
		expect(server.runs.map(({ items }) => items.length)).toEqual([1, 1]);
	});

	it('are not dropped while a test listens', async () => {
		server.parameters = { triggerOptions: { dropRepeated: true } };
		await server.activate('webhook-test');
		const url = await ownUrl();
		expect(await received(url)).toHaveLength(1);
		expect(await received(url)).toHaveLength(1);
	});
});

describe('Dashboard Webhook', () => {
	const SECRET = 'a-secret-that-is-long-enough-to-count';
	const url = () => `${server.webhookUrl()}?secret=${SECRET}`;

	beforeEach(async () => {
		server.parameters = { triggerOn: 'dashboardWebhook' };
		server.credential = { ...world.credential, webhookSecret: SECRET };
		await server.activate();
	});

	it('registers nothing', async () => {
		expect(await world.requests()).toEqual([]);
		await server.deactivate();
		expect(await world.requests()).toEqual([]);
	});

	it.each([undefined, '', 'short'])(
		'wants a secret that is long enough, not %p',
		async (secret) => {
			server.credential = { ...world.credential, webhookSecret: secret };
			await expect(server.activate()).rejects.toMatchObject({
				message: 'The Leanplum credential needs a Webhook Secret of at least 32 characters',
			});
		},
	);

	it('removes the rule when the node listened to postbacks before', async () => {
		server.parameters = {};
		await server.activate();
		expect(await rules()).toHaveLength(1);
		server.parameters = { triggerOn: 'dashboardWebhook' };
		await server.activate();
		expect(await rules()).toEqual([]);
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
		expect(await received(url(), { headers, body })).toEqual([
			{ userId: 'ada', order: '9007199254740993' },
		]);
	});

	it('gives broken JSON as text, with a warning', async () => {
		const body = '{"name":"Ada "The Countess" Lovelace"}';
		const [json] = await received(url(), { headers: { 'content-type': 'application/json' }, body });
		expect(json).toEqual({ body, warning: expect.stringContaining('no JSON object') as string });
	});

	it('takes the secret as a password', async () => {
		const login = url().replace('://', `://anyone:${SECRET}@`).replace(/\?.*/, '');
		expect(await received(login, { body: '{"a":1}' })).toEqual([{ a: 1 }]);
	});

	it('refuses what has no secret', async () => {
		expect((await post(server.webhookUrl(), { body: '{}' })).status).toBe(403);
		expect((await post(`${server.webhookUrl()}?secret=${SECRET}x`, { body: '{}' })).status).toBe(
			403,
		);
		expect(server.runs).toEqual([]);
	});
});
