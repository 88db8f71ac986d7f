import type { INodeParameters } from 'n8n-workflow';
import { post, TriggerTestApp } from './triggerTestApp.mts';
import { MESSAGES } from './testApp.mts';

const testApp = TriggerTestApp.forThisFile();

describe('Requests on the webhook', () => {
	const WRONG = ['', 'secret=', 'secret=wrong', `secret=${'A'.repeat(43)}`, 'secret[]=x'];

	it('get a real 403 when they are forged, and start nothing: 1,000 of them', async () => {
		await testApp.server.activate();
		const statuses = new Set<number>();
		for (let number = 0; number < 1000; number += 50) {
			const answers = await Promise.all(
				Array.from({ length: 50 }, (_, index) =>
					post(
						`${testApp.server.webhookUrl()}?${WRONG[(number + index) % WRONG.length]}&userId=ada`,
					),
				),
			);
			for (const { status } of answers) statuses.add(status);
		}
		await testApp.server.idle();
		expect([...statuses]).toEqual([403]);
		expect(testApp.server.runs).toEqual([]);
	});

	it('each start one run, in a burst of 1,000: none lost, none doubled', async () => {
		await testApp.server.activate();
		const template = await testApp.ownUrl({ userId: 'USER' });
		for (let number = 0; number < 1000; number += 100) {
			const answers = await Promise.all(
				Array.from({ length: 100 }, (_, index) =>
					post(template.replace('USER', `user-${number + index}`)),
				),
			);
			expect(answers.every(({ status }) => status === 200)).toBe(true);
		}
		await testApp.server.idle();
		const users = testApp.server.runs.flatMap(({ items }) => items.map(({ json }) => json.userId));
		expect(users).toHaveLength(1000);
		expect(new Set(users).size).toBe(1000);
	});

	it('prove themselves by a password where that is wanted', async () => {
		testApp.server.parameters = { triggerOptions: { sendSecretAs: 'password' } };
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		expect(new URL(url)).toMatchObject({ username: 'leanplum' });
		expect(new URL(url).searchParams.has('secret')).toBe(false);
		expect(await testApp.started(url)).toHaveLength(1);
		expect((await post(url.replace(/:[\w-]{43}@/, ':wrong@'))).status).toBe(403);
	});

	it('come with that password from Leanplum', async () => {
		testApp.server.parameters = { triggerOptions: { sendSecretAs: 'password' } };
		await testApp.server.activate();
		await testApp.admin.messageEvent(testApp.appId, {
			userId: 'ada',
			messageId: MESSAGES.push,
			event: 'Open',
		});
		await testApp.delivered(1);
		expect(testApp.server.runs.flatMap(({ items }) => items)).toHaveLength(1);
	});

	it.each(['parameter', 'password'])(
		'never show the secret, sent as a %s, in what the Leanplum node tells of rules',
		async (sendSecretAs) => {
			testApp.server.parameters = { triggerOptions: { sendSecretAs } };
			await testApp.server.activate();
			const [rule] = await testApp.rules();
			const secret = /(?:secret=|leanplum:)([\w-]{43})/.exec(rule!.postbackUrl)![1]!;
			const { json } = await testApp.run({ resource: 'postback', operation: 'getAll' });
			expect(json).toMatchObject([{ postbackUrl: expect.stringContaining('***') as string }]);
			expect(JSON.stringify(json)).not.toContain(secret);
		},
	);

	it('never show the secret in the output', async () => {
		testApp.server.parameters = { simplify: false, filters: { channels: ['Push Notification'] } };
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		const [json] = await testApp.started(url);
		expect(json?.query).toMatchObject({ userId: 'ada', time: '1780236000123' });
		expect(JSON.stringify(testApp.server.runs)).not.toContain(
			new URL(url).searchParams.get('secret'),
		);
	});

	it('get a 503 until there is a secret, so that Leanplum delivers again', async () => {
		const { status } = await post(`${testApp.server.webhookUrl()}?secret=any&userId=ada`);
		expect(status).toBe(503);
	});

	it('are delivered again by Leanplum when n8n answered 5xx, and then start the workflow', async () => {
		await testApp.admin.settings({ postbackRetryMs: 50 }, testApp.appId);
		await testApp.server.activate();
		const kept = testApp.server.staticData;
		testApp.server.staticData = {};
		await testApp.admin.messageEvent(testApp.appId, {
			userId: 'ada',
			messageId: MESSAGES.push,
			event: 'Open',
		});
		for (;;) {
			const [delivery] = await testApp.admin.deliveries(testApp.appId);
			if (delivery?.attempts[0]?.status === 503) break;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		testApp.server.staticData = kept;
		await testApp.delivered(1);
		expect(testApp.server.runs).toHaveLength(1);
	});

	const CASES: Array<[string, INodeParameters, Record<string, string>, boolean]> = [
		['an event that is wanted', { events: ['Open', 'Click'] }, { event: 'Open' }, true],
		['an event that is not wanted', { events: ['Click'] }, { event: 'Open' }, false],
		['"Send" where "Sent" is wanted', { events: ['Sent'] }, { event: 'Send' }, true],
		['other capitals', { events: ['Held Back'] }, { event: 'held back' }, true],
		['no event where one is wanted', { events: ['Open'] }, { event: '' }, false],
		['a channel that is wanted', { channels: ['Email'] }, { channel: 'Email' }, true],
		['a channel that is not wanted', { channels: ['Email'] }, { channel: 'In-app Message' }, false],
		['a channel of no known name', { channels: ['Email'] }, { channel: 'News Feed' }, true],
		['a message that is wanted', { messageIds: ['7', '8'] }, { messageId: '8' }, true],
		['a message that is not wanted', { messageIds: ['7'] }, { messageId: '8' }, false],
		['messages as text', { messageIds: '7, 8' }, { messageId: '8' }, true],
	];
	it.each(CASES)('with %s', async (_what, { events = [], ...filters }, values, starts) => {
		testApp.server.parameters = { events, filters };
		await testApp.server.activate();
		expect(await testApp.started(await testApp.ownUrl(values))).toHaveLength(starts ? 1 : 0);
	});

	it('about A/B tests come out with test and variant, and can be filtered', async () => {
		testApp.server.parameters = { triggerOn: 'abTestEvents', filters: { abTestIds: ['11'] } };
		await testApp.server.activate();
		expect(await testApp.started(await testApp.ownUrl({ abTestId: '12', variantId: '2' }))).toEqual(
			[],
		);
		expect(await testApp.started(await testApp.ownUrl({ abTestId: '11', variantId: '2' }))).toEqual(
			[
				{
					userId: 'ada',
					deviceId: 'ada-phone',
					triggeredAt: '2026-05-31T14:00:00.123Z',
					abTestId: '11',
					variantId: '2',
					deliveryId: expect.stringMatching(/^[0-9a-f]{32}$/),
				},
			],
		);
	});

	it('that are malformed start the workflow with a warning and the raw query', async () => {
		await testApp.server.activate();
		const [json] = await testApp.started(
			await testApp.ownUrl({ time: 'soon', parameters: '{"a":' }),
		);
		expect(json).toMatchObject({
			userId: 'ada',
			triggeredAt: null,
			parameters: {},
			warning: expect.stringMatching(
				/time "soon" isn't valid; its parameters aren't a JSON/,
			) as string,
			query: { time: 'soon', parameters: '{"a":' },
		});
	});

	it('keep blanks in the name of a user', async () => {
		await testApp.server.activate();
		const [json] = await testApp.started(await testApp.ownUrl({ userId: ' ada ' }));
		expect(json?.userId).toBe(' ada ');
	});

	it('that carry a second value for a field are answered too', async () => {
		await testApp.server.activate();
		const [json] = await testApp.started(`${await testApp.ownUrl()}&userId=eve`);
		expect(json).toMatchObject({ userId: null, query: { userId: ['ada', 'eve'] } });
	});
});
