import type { INodeParameters } from 'n8n-workflow';
import { post, TriggerWorld } from './triggerWorld.mts';
import { MESSAGES } from './world.mts';

const world = TriggerWorld.forThisFile();

describe('Requests on the webhook', () => {
	const WRONG = ['', 'secret=', 'secret=wrong', `secret=${'A'.repeat(43)}`, 'secret[]=x'];

	it('get a real 403 when they are forged, and start nothing: 1,000 of them', async () => {
		await world.server.activate();
		const statuses = new Set<number>();
		for (let number = 0; number < 1000; number += 50) {
			const answers = await Promise.all(
				Array.from({ length: 50 }, (_, index) =>
					post(`${world.server.webhookUrl()}?${WRONG[(number + index) % WRONG.length]}&userId=ada`),
				),
			);
			for (const { status } of answers) statuses.add(status);
		}
		await world.server.idle();
		expect([...statuses]).toEqual([403]);
		expect(world.server.runs).toEqual([]);
	});

	it('each start one run, in a burst of 1,000: none lost, none doubled', async () => {
		await world.server.activate();
		const template = await world.ownUrl({ userId: 'USER' });
		for (let number = 0; number < 1000; number += 100) {
			const answers = await Promise.all(
				Array.from({ length: 100 }, (_, index) =>
					post(template.replace('USER', `user-${number + index}`)),
				),
			);
			expect(answers.every(({ status }) => status === 200)).toBe(true);
		}
		await world.server.idle();
		const users = world.server.runs.flatMap(({ items }) => items.map(({ json }) => json.userId));
		expect(users).toHaveLength(1000);
		expect(new Set(users).size).toBe(1000);
	});

	it('prove themselves by a password where that is wanted', async () => {
		world.server.parameters = { triggerOptions: { sendSecretAs: 'password' } };
		await world.server.activate();
		const url = await world.ownUrl();
		expect(new URL(url)).toMatchObject({ username: 'leanplum' });
		expect(new URL(url).searchParams.has('secret')).toBe(false);
		expect(await world.started(url)).toHaveLength(1);
		expect((await post(url.replace(/:[\w-]{43}@/, ':wrong@'))).status).toBe(403);
	});

	it('come with that password from Leanplum', async () => {
		world.server.parameters = { triggerOptions: { sendSecretAs: 'password' } };
		await world.server.activate();
		await world.admin.messageEvent(world.appId, {
			userId: 'ada',
			messageId: MESSAGES.push,
			event: 'Open',
		});
		await world.delivered(1);
		expect(world.server.runs.flatMap(({ items }) => items)).toHaveLength(1);
	});

	it.each(['parameter', 'password'])(
		'never show the secret, sent as a %s, in what the Leanplum node tells of rules',
		async (sendSecretAs) => {
			world.server.parameters = { triggerOptions: { sendSecretAs } };
			await world.server.activate();
			const [rule] = await world.rules();
			const secret = /(?:secret=|leanplum:)([\w-]{43})/.exec(rule!.postbackUrl)![1]!;
			const { json } = await world.run({ resource: 'postback', operation: 'getAll' });
			expect(json).toMatchObject([{ postbackUrl: expect.stringContaining('***') as string }]);
			expect(JSON.stringify(json)).not.toContain(secret);
		},
	);

	it('never show the secret in the output', async () => {
		world.server.parameters = { simplify: false, filters: { channels: ['Push Notification'] } };
		await world.server.activate();
		const url = await world.ownUrl();
		const [json] = await world.started(url);
		expect(json?.query).toMatchObject({ userId: 'ada', time: '1780236000123' });
		expect(JSON.stringify(world.server.runs)).not.toContain(
			new URL(url).searchParams.get('secret'),
		);
	});

	it('get a 503 until there is a secret, so that Leanplum delivers again', async () => {
		const { status } = await post(`${world.server.webhookUrl()}?secret=any&userId=ada`);
		expect(status).toBe(503);
	});

	it('are delivered again by Leanplum when n8n answered 5xx, and then start the workflow', async () => {
		await world.admin.settings({ postbackRetryMs: 50 }, world.appId);
		await world.server.activate();
		const kept = world.server.staticData;
		world.server.staticData = {};
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
		world.server.staticData = kept;
		await world.delivered(1);
		expect(world.server.runs).toHaveLength(1);
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
		world.server.parameters = { events, filters };
		await world.server.activate();
		expect(await world.started(await world.ownUrl(values))).toHaveLength(starts ? 1 : 0);
	});

	it('about A/B tests come out with test and variant, and can be filtered', async () => {
		world.server.parameters = { triggerOn: 'abTestEvents', filters: { abTestIds: ['11'] } };
		await world.server.activate();
		expect(await world.started(await world.ownUrl({ abTestId: '12', variantId: '2' }))).toEqual([]);
		expect(await world.started(await world.ownUrl({ abTestId: '11', variantId: '2' }))).toEqual([
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
		await world.server.activate();
		const [json] = await world.started(await world.ownUrl({ time: 'soon', parameters: '{"a":' }));
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
		await world.server.activate();
		const [json] = await world.started(await world.ownUrl({ userId: ' ada ' }));
		expect(json?.userId).toBe(' ada ');
	});

	it('that carry a second value for a field are answered too', async () => {
		await world.server.activate();
		const [json] = await world.started(`${await world.ownUrl()}&userId=eve`);
		expect(json).toMatchObject({ userId: null, query: { userId: ['ada', 'eve'] } });
	});
});
