import { NodeApiError } from 'n8n-workflow';
import { TriggerWorld } from './triggerWorld.mts';
import { MESSAGES } from './world.mts';

const world = TriggerWorld.forThisFile();

describe('Switching the Leanplum Trigger on and off', () => {
	it('goes the whole circle: rule, message, workflow, no rule', async () => {
		await world.server.activate();
		expect(await world.rules()).toMatchObject([{ type: 'messageEvents' }]);
		await world.run({
			resource: 'message',
			operation: 'send',
			messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
			identifyBy: 'userId',
			userId: 'ada',
		});
		await world.delivered(1);
		expect(world.server.runs).toMatchObject([{ mode: 'webhook', error: undefined }]);
		expect(world.server.runs[0]?.items.map(({ json }) => json)).toEqual([
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
		await world.server.deactivate();
		expect(await world.rules()).toEqual([]);
	});

	it('registers every placeholder, whole, with a secret of 256 bits and the Data Export Key', async () => {
		await world.server.activate();
		const [rule] = await world.rules();
		const url = new URL(rule!.postbackUrl);
		expect(`${url.origin}${url.pathname}`).toBe(world.server.webhookUrl());
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
			['listPostbacks', 'listPostbacks', 'addPostback', 'listPostbacks'].map((action) => ({
				action,
				keyClass: 'dataExport',
				keyInUrl: false,
			})),
		);
	});

	it('registers A/B tests with their own placeholders', async () => {
		world.server.parameters = { triggerOn: 'abTestEvents' };
		await world.server.activate();
		const [rule] = await world.rules();
		expect(rule?.type).toBe('abTestEvents');
		expect(new URL(rule!.postbackUrl).searchParams.get('variantId')).toBe('{{Variant ID}}');
		expect(new URL(rule!.postbackUrl).searchParams.get('abTestId')).toBe('{{AB test ID}}');
		expect(rule!.postbackUrl).not.toContain('Message');
	});

	it('adds no second rule after a restart, nor when it is switched on again', async () => {
		await world.server.activate();
		const before = await world.rules();
		await world.server.activate();
		await world.server.activate();
		expect(await world.rules()).toEqual(before);
	});

	it.each([
		['for the first time', false],
		['again', true],
	])('leaves one rule when three n8n switch it on at once %s', async (_when, wasOn) => {
		if (wasOn) {
			await world.server.activate();
			await world.server.deactivate();
			await world.admin.clearRequests(world.appId);
		}
		await world.admin.settings({ latencyMs: 50 }, world.appId);
		await Promise.all([1, 2, 3].map(() => world.server.activate()));
		expect((await world.received('addPostback')).length).toBeGreaterThan(1);
		expect(await world.rules()).toHaveLength(1);
		expect(await world.started(await world.ownUrl())).toHaveLength(1);
	});

	it('replaces its rule under a former address, each time that changes', async () => {
		const { address } = world.server;
		for (const host of ['one.example.com', 'two.example.com', 'three.example.com']) {
			world.server.address = `https://${host}/`;
			await world.server.activate();
			const urls = (await world.rules()).map(({ postbackUrl }) => new URL(postbackUrl).host);
			expect(urls).toEqual([host]);
		}
		world.server.address = address;
		await world.server.activate();
		expect(await world.rules()).toHaveLength(1);
		expect(await world.started(await world.ownUrl())).toHaveLength(1);
	});

	it('lets the rule of a former app start nothing once the credential is that of another', async () => {
		await world.server.activate();
		const former = await world.ownUrl();
		await world.server.deactivate();
		await world.server.activate();
		// Switched off and on with the same app, late deliveries still count.
		expect(await world.started(former)).toHaveLength(1);

		world.server.credential = await world.newCredential();
		await world.server.deactivate();
		await world.server.activate();
		const before = world.server.runs.length;
		expect((await fetch(former, { method: 'POST' })).status).toBe(403);
		const [rule] = await world.admin.postbacks(world.server.credential.appId);
		expect((await fetch(rule!.postbackUrl, { method: 'POST' })).status).toBe(200);
		await world.server.idle();
		expect(world.server.runs).toHaveLength(before + 1);
	});

	it('takes over no rule with a secret that somebody else made up', async () => {
		await world.server.activate();
		const [rule] = await world.rules();
		await world.server.deactivate();
		const postbackUrl = rule!.postbackUrl.replace(/secret=[^&]*/, 'secret=guessable');
		await world.run({ resource: 'postback', operation: 'add', postbackUrl });
		world.server.staticData = {};
		await world.server.activate();
		const rules = await world.rules();
		expect(rules).toHaveLength(1);
		expect(rules[0]?.postbackUrl).not.toContain('guessable');
	});

	it('takes over a rule that a crash left behind, with its secret', async () => {
		await world.server.activate();
		const before = await world.rules();
		world.server.staticData = {};
		await world.server.activate();
		expect(await world.rules()).toEqual(before);
		expect(await world.started(await world.ownUrl())).toHaveLength(1);
	});

	it('removes what a crash left behind twice, and leaves one', async () => {
		await world.server.activate();
		const [rule] = await world.rules();
		await world.run({
			resource: 'postback',
			operation: 'add',
			postbackUrl: rule!.postbackUrl.replace('&parameters={{Parameters}}', ''),
		});
		await world.server.activate();
		expect(await world.rules()).toEqual([rule]);
	});

	it('replaces the rule when other channels are wanted, without a gap', async () => {
		await world.server.activate();
		await world.admin.clearRequests(world.appId);
		world.server.parameters = { filters: { channels: ['Email'] } };
		await world.server.activate();
		expect(await world.rules()).toMatchObject([{ channels: ['Email'] }]);
		const actions = (await world.requests()).map(({ action }) => action);
		expect(actions.indexOf('addPostback')).toBeLessThan(actions.indexOf('deletePostback'));
	});

	it('replaces its rule also when there is room for no other', async () => {
		await world.server.activate();
		await world.addForeignRules(2);
		world.server.parameters = { filters: { channels: ['Email'] } };
		await world.server.activate();
		expect((await world.rules()).filter(({ channels }) => channels !== undefined)).toHaveLength(1);
		expect(await world.rules()).toHaveLength(3);
	});

	it('lists the three rules when all are taken, without what is secret in them', async () => {
		await world.addForeignRules(3);
		const ids = (await world.rules()).map(({ postbackId }) => postbackId);
		const error = await world.server.activate().then(
			() => undefined,
			(thrown: Error & { description: string }) => thrown,
		);
		// The only kind of error of which some versions of n8n pass on the description, and then only that.
		expect(error).toBeInstanceOf(NodeApiError);
		for (const text of [error!.message, error!.description]) {
			expect(text).toContain('Leanplum allows 3');
			for (const id of ids) expect(text).toContain(id);
			expect(text).toContain('https://example.com/hook-2');
			expect(text).not.toContain('theirs');
		}
		expect(await world.rules()).toHaveLength(3);
	});

	it('keeps test and production apart', async () => {
		await world.server.activate();
		await world.server.activate('webhook-test');
		const urls = (await world.rules()).map(({ postbackUrl }) => postbackUrl.split('?')[0]);
		expect(urls).toEqual([world.server.webhookUrl(), world.server.webhookUrl('webhook-test')]);
		await world.server.deactivate('webhook-test');
		expect(await world.rules()).toHaveLength(1);
		expect((await world.rules())[0]?.postbackUrl).toContain(world.server.webhookUrl());
	});

	it('leaves the rules of others alone', async () => {
		await world.addForeignRules(2);
		const foreign = await world.rules();
		await world.server.activate();
		await world.server.deactivate();
		expect(await world.rules()).toEqual(foreign);
	});

	it('is content when its rule is already gone', async () => {
		await world.server.activate();
		const [rule] = await world.rules();
		await world.run({
			resource: 'postback',
			operation: 'delete',
			postbackId: { __rl: true, mode: 'id', value: rule!.postbackId },
		});
		await world.server.deactivate();
		expect(await world.rules()).toEqual([]);
	});

	it('finds out by the list whether a rule was added when the reply is lost', async () => {
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'addPostback' },
			fault: { kind: 'drop', when: 'after' },
		});
		await world.server.activate();
		expect(await world.rules()).toHaveLength(1);
	});

	it('says so when the rule was not added because the reply is lost', async () => {
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'addPostback' },
			fault: { kind: 'drop', when: 'before' },
		});
		await expect(world.server.activate()).rejects.toMatchObject({
			message: expect.stringMatching(/^Couldn't register the postback: /) as string,
		});
	});

	it.each(['activate', 'deactivate'] as const)('does not hide that it cannot %s', async (what) => {
		if (what === 'deactivate') await world.server.activate();
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'listPostbacks' },
			fault: { kind: 'status', status: 400 },
			times: 4,
		});
		await expect(world.server[what]()).rejects.toMatchObject({
			message: expect.stringContaining("Couldn't list") as string,
		});
	});

	it('does not give up soon, because n8n then removes a rule that is good', async () => {
		await world.server.activate();
		await world.admin.fault({
			appId: world.appId,
			match: { action: 'listPostbacks' },
			fault: { kind: 'status', status: 500 },
			times: 3,
		});
		await world.server.activate();
		expect(await world.rules()).toHaveLength(1);
	});

	it('names the key that is missing', async () => {
		world.server.credential = { ...world.credential, dataExportApiKey: '' };
		await expect(world.server.activate()).rejects.toMatchObject({
			message: 'Starting workflows on postbacks needs the Data Export Key',
		});
	});

	it('names the key that is wrong', async () => {
		world.server.credential = { ...world.credential, dataExportApiKey: 'wrong-key-1234' };
		await expect(world.server.activate()).rejects.toMatchObject({
			message: expect.stringContaining('Leanplum rejected the Data Export Key') as string,
		});
	});

	it('refuses an address of this machine, unless Leanplum is on it too', async () => {
		world.server.credential = { ...world.credential, apiUrl: 'https://api.leanplum.com/api' };
		await expect(world.server.activate()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Leanplum can't reach this n8n instance at http:\/\/127/,
			) as string,
			description: expect.stringContaining('WEBHOOK_URL') as string,
		});
		world.server.address = 'https://n8n.example.com/';
		world.server.credential = world.credential;
		await world.server.activate();
		expect(await world.rules()).toHaveLength(1);
	});
});
