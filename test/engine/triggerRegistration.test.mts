import { NodeApiError } from 'n8n-workflow';
import { TriggerTestApp } from './triggerTestApp.mts';
import { MESSAGES } from './testApp.mts';

const testApp = TriggerTestApp.forThisFile();

describe('Switching the Leanplum Trigger on and off', () => {
	it('goes the whole circle: rule, message, workflow, no rule', async () => {
		await testApp.server.activate();
		expect(await testApp.rules()).toMatchObject([{ type: 'messageEvents' }]);
		await testApp.run({
			resource: 'message',
			operation: 'send',
			messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
			identifyBy: 'userId',
			userId: 'ada',
		});
		await testApp.delivered(1);
		expect(testApp.server.runs).toMatchObject([{ mode: 'webhook', error: undefined }]);
		expect(testApp.server.runs[0]?.items.map(({ json }) => json)).toEqual([
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
		await testApp.server.deactivate();
		expect(await testApp.rules()).toEqual([]);
	});

	it('registers every placeholder, whole, with a secret of 256 bits and the Data Export Key', async () => {
		await testApp.server.activate();
		const [rule] = await testApp.rules();
		const url = new URL(rule!.postbackUrl);
		expect(`${url.origin}${url.pathname}`).toBe(testApp.server.webhookUrl());
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
		expect(await testApp.requests()).toMatchObject(
			['listPostbacks', 'listPostbacks', 'addPostback', 'listPostbacks'].map((action) => ({
				action,
				keyClass: 'dataExport',
				keyInUrl: false,
			})),
		);
	});

	it('registers A/B tests with their own placeholders', async () => {
		testApp.server.parameters = { triggerOn: 'abTestEvents' };
		await testApp.server.activate();
		const [rule] = await testApp.rules();
		expect(rule?.type).toBe('abTestEvents');
		expect(new URL(rule!.postbackUrl).searchParams.get('variantId')).toBe('{{Variant ID}}');
		expect(new URL(rule!.postbackUrl).searchParams.get('abTestId')).toBe('{{AB test ID}}');
		expect(rule!.postbackUrl).not.toContain('Message');
	});

	it('adds no second rule after a restart, nor when it is switched on again', async () => {
		await testApp.server.activate();
		const before = await testApp.rules();
		await testApp.server.activate();
		await testApp.server.activate();
		expect(await testApp.rules()).toEqual(before);
	});

	it.each([
		['for the first time', false],
		['again', true],
	])('leaves one rule when three n8n switch it on at once %s', async (_when, wasOn) => {
		if (wasOn) {
			await testApp.server.activate();
			await testApp.server.deactivate();
			await testApp.admin.clearRequests(testApp.appId);
		}
		await testApp.admin.settings({ latencyMs: 50 }, testApp.appId);
		await Promise.all([1, 2, 3].map(() => testApp.server.activate()));
		expect((await testApp.received('addPostback')).length).toBeGreaterThan(1);
		expect(await testApp.rules()).toHaveLength(1);
		expect(await testApp.started(await testApp.ownUrl())).toHaveLength(1);
	});

	it('replaces its rule under a former address, each time that changes', async () => {
		const { address } = testApp.server;
		for (const host of ['one.example.com', 'two.example.com', 'three.example.com']) {
			testApp.server.address = `https://${host}/`;
			await testApp.server.activate();
			const urls = (await testApp.rules()).map(({ postbackUrl }) => new URL(postbackUrl).host);
			expect(urls).toEqual([host]);
		}
		testApp.server.address = address;
		await testApp.server.activate();
		expect(await testApp.rules()).toHaveLength(1);
		expect(await testApp.started(await testApp.ownUrl())).toHaveLength(1);
	});

	it('replaces its rule when the workflow was moved, and leaves those of others under such addresses', async () => {
		await testApp.server.activate();
		const [own] = await testApp.rules();
		testApp.server.webhookId = 'c0ffee00-0000-4000-8000-000000000000';
		await testApp.run({
			resource: 'postback',
			operation: 'add',
			postbackUrl: own!.postbackUrl.replace(/secret=[^&]*/, `secret=${'x'.repeat(43)}`),
		});
		await testApp.server.activate();
		const urls = (await testApp.rules()).map(({ postbackUrl }) => postbackUrl);
		expect(urls).toHaveLength(2);
		expect(urls[0]).toContain('secret=xxx');
		expect(urls[1]).toContain('c0ffee00');
	});

	it('lets the rule of a former app start nothing once the credential is that of another', async () => {
		await testApp.server.activate();
		const former = await testApp.ownUrl();
		await testApp.server.deactivate();
		await testApp.server.activate();
		// Switched off and on with the same app, late deliveries still count.
		expect(await testApp.started(former)).toHaveLength(1);

		testApp.server.credential = await testApp.newCredential();
		const before = testApp.server.runs.length;
		// As soon as the credential has changed.
		expect((await fetch(former, { method: 'POST' })).status).toBe(403);
		await testApp.server.deactivate();
		await testApp.server.activate();
		expect((await fetch(former, { method: 'POST' })).status).toBe(403);
		const [rule] = await testApp.admin.postbacks(testApp.server.credential.appId);
		expect((await fetch(rule!.postbackUrl, { method: 'POST' })).status).toBe(200);
		await testApp.server.idle();
		expect(testApp.server.runs).toHaveLength(before + 1);
	});

	it('takes over no rule with a secret that somebody else made up', async () => {
		await testApp.server.activate();
		const [rule] = await testApp.rules();
		await testApp.server.deactivate();
		const postbackUrl = rule!.postbackUrl.replace(/secret=[^&]*/, 'secret=guessable');
		await testApp.run({ resource: 'postback', operation: 'add', postbackUrl });
		testApp.server.staticData = {};
		await testApp.server.activate();
		const rules = await testApp.rules();
		expect(rules).toHaveLength(1);
		expect(rules[0]?.postbackUrl).not.toContain('guessable');
	});

	it('takes over a rule that a crash left behind, with its secret', async () => {
		await testApp.server.activate();
		const before = await testApp.rules();
		testApp.server.staticData = {};
		await testApp.server.activate();
		expect(await testApp.rules()).toEqual(before);
		expect(await testApp.started(await testApp.ownUrl())).toHaveLength(1);
	});

	it('removes what a crash left behind twice, and leaves one', async () => {
		await testApp.server.activate();
		const [rule] = await testApp.rules();
		await testApp.run({
			resource: 'postback',
			operation: 'add',
			postbackUrl: rule!.postbackUrl.replace('&parameters={{Parameters}}', ''),
		});
		await testApp.server.activate();
		expect(await testApp.rules()).toEqual([rule]);
	});

	it('replaces the rule when other channels are wanted, without a gap', async () => {
		await testApp.server.activate();
		await testApp.admin.clearRequests(testApp.appId);
		testApp.server.parameters = { filters: { channels: ['Email'] } };
		await testApp.server.activate();
		expect(await testApp.rules()).toMatchObject([{ channels: ['Email'] }]);
		const actions = (await testApp.requests()).map(({ action }) => action);
		expect(actions.indexOf('addPostback')).toBeLessThan(actions.indexOf('deletePostback'));
	});

	it('replaces its rule also when there is room for no other', async () => {
		await testApp.server.activate();
		await testApp.addForeignRules(2);
		testApp.server.parameters = { filters: { channels: ['Email'] } };
		await testApp.server.activate();
		expect((await testApp.rules()).filter(({ channels }) => channels !== undefined)).toHaveLength(
			1,
		);
		expect(await testApp.rules()).toHaveLength(3);
	});

	it('lists the three rules when all are taken, without what is secret in them', async () => {
		await testApp.addForeignRules(3);
		const ids = (await testApp.rules()).map(({ postbackId }) => postbackId);
		const error = await testApp.server.activate().then(
			() => undefined,
			(thrown: Error & { description: string }) => thrown,
		);
		// The only kind of error of which some versions of n8n pass on the description, and then only that.
		expect(error).toBeInstanceOf(NodeApiError);
		for (const text of [error!.message, error!.description]) {
			expect(text).toContain('3 postbacks');
			for (const id of ids) expect(text).toContain(id);
			expect(text).toContain('https://example.com/hook-2');
			expect(text).not.toContain('theirs');
		}
		expect(await testApp.rules()).toHaveLength(3);
	});

	it.each([
		['', 'c0ffee00-0000-4000-8000-000000000000'],
		[' also without an ID of the webhook', undefined],
	])('keeps test and production apart%s', async (_, webhookId) => {
		testApp.server.webhookId = webhookId;
		await testApp.server.activate();
		await testApp.server.activate('webhook-test');
		const urls = (await testApp.rules()).map(({ postbackUrl }) => postbackUrl.split('?')[0]);
		const path = webhookId ?? '1/leanplum%20trigger';
		const [own, test] = ['webhook', 'webhook-test'].map(
			(kind) => `${testApp.server.address}${kind}/${path}/leanplum`,
		);
		expect(urls).toEqual([own, test]);
		await testApp.server.deactivate('webhook-test');
		expect(await testApp.rules()).toHaveLength(1);
		expect((await testApp.rules())[0]?.postbackUrl).toContain(own);
	});

	it('leaves the rules of others alone', async () => {
		await testApp.addForeignRules(2);
		const foreign = await testApp.rules();
		await testApp.server.activate();
		await testApp.server.deactivate();
		expect(await testApp.rules()).toEqual(foreign);
	});

	it('is content when its rule is already gone', async () => {
		await testApp.server.activate();
		const [rule] = await testApp.rules();
		await testApp.run({
			resource: 'postback',
			operation: 'delete',
			postbackId: { __rl: true, mode: 'id', value: rule!.postbackId },
		});
		await testApp.server.deactivate();
		expect(await testApp.rules()).toEqual([]);
	});

	it('finds out by the list whether a rule was added when the reply is lost', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { action: 'addPostback' },
			fault: { kind: 'drop', when: 'after' },
		});
		await testApp.server.activate();
		expect(await testApp.rules()).toHaveLength(1);
	});

	it('says so when the rule was not added because the reply is lost', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { action: 'addPostback' },
			fault: { kind: 'drop', when: 'before' },
		});
		await expect(testApp.server.activate()).rejects.toMatchObject({
			message: expect.stringMatching(/^Couldn't register the postback: /) as string,
		});
	});

	it.each(['activate', 'deactivate'] as const)('does not hide that it cannot %s', async (what) => {
		if (what === 'deactivate') await testApp.server.activate();
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { action: 'listPostbacks' },
			fault: { kind: 'status', status: 400 },
			times: 4,
		});
		await expect(testApp.server[what]()).rejects.toMatchObject({
			message: expect.stringContaining("Couldn't list") as string,
		});
	});

	it('does not give up soon, because n8n then removes a rule that is good', async () => {
		await testApp.server.activate();
		await testApp.admin.fault({
			appId: testApp.appId,
			match: { action: 'listPostbacks' },
			fault: { kind: 'status', status: 500 },
			times: 3,
		});
		await testApp.server.activate();
		expect(await testApp.rules()).toHaveLength(1);
	});

	it('names the key that is missing', async () => {
		testApp.server.credential = { ...testApp.credential, dataExportApiKey: '' };
		await expect(testApp.server.activate()).rejects.toMatchObject({
			message: 'Starting workflows on postbacks needs the Data Export Key',
		});
	});

	it('names the key that is wrong', async () => {
		testApp.server.credential = { ...testApp.credential, dataExportApiKey: 'wrong-key-1234' };
		await expect(testApp.server.activate()).rejects.toMatchObject({
			message: expect.stringContaining('Leanplum rejected the Data Export Key') as string,
		});
	});

	it('refuses an address of this machine, unless Leanplum is on it too', async () => {
		testApp.server.credential = { ...testApp.credential, apiUrl: 'https://api.leanplum.com/api' };
		await expect(testApp.server.activate()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Leanplum can't reach this n8n instance at http:\/\/127/,
			) as string,
			description: expect.stringContaining('WEBHOOK_URL') as string,
		});
		testApp.server.address = 'https://n8n.example.com/';
		testApp.server.credential = testApp.credential;
		await testApp.server.activate();
		expect(await testApp.rules()).toHaveLength(1);
	});
});
