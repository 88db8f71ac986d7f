import { Bench, eventually } from './api-client.mts';
import { startReceiver, type Receiver } from './receiver.mts';

const bench = Bench.forThisFile();
let receiver: Receiver;

beforeEach(async () => {
	receiver = await startReceiver();
});

afterEach(() => receiver.close());

const PUSH = '4810110001000001';
const EMAIL = '4810110001000002';
const IN_APP = '4810110001000005';
const INBOX = '4810110001000003';

const xCall = async (action: string, args: Record<string, unknown> = {}) =>
	bench.api.call(action, args, 'dataExport');

/** All placeholders of message events that OAS lists, under names of our own. */
const TEMPLATE =
	'/hook/secret?user={{User ID}}&device={{Device ID}}&time={{Trigger time}}&message={{Message ID}}' +
	'&event={{Message event}}&channel={{Message channel}}&template={{Template name}}&params={{Parameters}}';

const add = async (args: Record<string, unknown> = {}) =>
	(
		await xCall('addPostback', {
			type: 'messageEvents',
			postbackUrl: receiver.origin + TEMPLATE,
			...args,
		})
	).item;

const arrived = (count: number) =>
	eventually(() => (receiver.received.length >= count ? receiver.received : undefined));

const send = (messageId: string, args: Record<string, unknown> = {}) =>
	bench.api.call('sendMessage', { userId: 'ada', messageId, ...args });

describe('rules', () => {
	it('are added, listed and deleted', async () => {
		const { postbackId } = await add();
		expect(postbackId).toEqual(expect.any(Number));
		expect((await xCall('listPostbacks')).item).toEqual({
			success: true,
			postbacks: [{ postbackId, type: 'messageEvents', postbackUrl: receiver.origin + TEMPLATE }],
		});
		expect((await xCall('deletePostback', { postbackId })).item).toEqual({ success: true });
		expect((await xCall('listPostbacks')).item.postbacks).toEqual([]);
		expect((await xCall('deletePostback', { postbackId })).status).toBe(404);
	});

	it('are at most three, even if they are alike', async () => {
		for (let count = 0; count < 3; count++) expect((await add()).success).toBe(true);
		const refused = await xCall('addPostback', {
			type: 'messageEvents',
			postbackUrl: receiver.origin,
		});
		expect([refused.status, refused.item.success]).toEqual([400, false]);
		expect(await bench.admin.postbacks(bench.appId)).toHaveLength(3);
	});

	it.each([
		['as a list', ['Email', 'In-app Message']],
		['as JSON text', '["Email","In-app Message"]'],
		['without quotes (as documented)', '[Email, In-app Message]'],
	])('take channels %s', async (_what, channels) => {
		await add({ channels });
		expect(await bench.admin.postbacks(bench.appId)).toMatchObject([
			{ channels: ['Email', 'In-app Message'] },
		]);
	});

	it('are truncated at & when the URL is not encoded in the query', async () => {
		const query = new URLSearchParams(bench.api.envelope('dataExport'));
		const url = `${receiver.origin}/hook?user={{User%20ID}}&event={{Message%20event}}`;
		const path = `/api?${query}&action=addPostback&type=messageEvents&postbackUrl=${url}`;
		await bench.api.raw({ method: 'GET', path });
		const [rule] = await bench.admin.postbacks(bench.appId);
		expect(rule?.postbackUrl).toBe(`${receiver.origin}/hook?user={{User ID}}`);
	});

	it.each([
		[{ type: 'pushNotificationEvents' }, "'type' is invalid."],
		[{ type: undefined }, "'type' must be provided"],
		[{ postbackUrl: undefined }, "'postbackUrl' must be provided"],
		[{ postbackUrl: 'ftp://example.com' }, "'postbackUrl' is invalid."],
		[{ channels: ['Telegram'] }, "'channels' is invalid."],
	])('%j is refused', async (args, message) => {
		expect((await add(args)).error?.message).toBe(message);
	});
});

describe('delivery', () => {
	it('is a POST with all data in the query; the time is in milliseconds', async () => {
		await add();
		const before = Date.now();
		await send(PUSH);
		const [postback] = await arrived(1);
		expect(postback).toMatchObject({ method: 'POST', path: '/hook/secret', body: '' });
		const { time, ...query } = postback?.query ?? {};
		expect(query).toEqual({
			user: 'ada',
			device: 'ada-phone',
			message: PUSH,
			event: 'Sent',
			channel: 'Push Notification',
			template: '',
			params: '{}',
		});
		expect(Number(time)).toBeGreaterThanOrEqual(before - 1);
		expect(Number(time)).toBeLessThanOrEqual(Date.now());
		expect(await bench.admin.deliveries(bench.appId)).toMatchObject([
			{ kind: 'postback', state: 'delivered', attempts: [{ status: 200 }] },
		]);
	});

	it('follows the channel: an e-mail is sent and delivered', async () => {
		await add();
		await send(EMAIL);
		const events = (await arrived(2)).map(({ query }) => query.event);
		expect(events.sort()).toEqual(['Delivered', 'Sent']);
	});

	it('comes once for each device of a push', async () => {
		await bench.admin.putUser(bench.appId, 'eve', {
			devices: [{ deviceId: 'd1' }, { deviceId: 'd2' }],
		});
		await add();
		await send(PUSH, { userId: 'eve' });
		expect((await arrived(2)).map(({ query }) => query.device).sort()).toEqual(['d1', 'd2']);
	});

	it('knows only push, e-mail and in-app messages', async () => {
		await add();
		await send(INBOX);
		await send(PUSH);
		await arrived(1);
		expect(receiver.received.map(({ query }) => query.message)).toEqual([PUSH]);
	});

	it('keeps to the channels of the rule', async () => {
		await add({ channels: ['Email'] });
		await send(PUSH);
		await send(EMAIL);
		expect((await arrived(2)).map(({ query }) => query.channel)).toEqual(['Email', 'Email']);
	});

	it('tells what SDKs track about messages', async () => {
		await add();
		const track = (args: Record<string, unknown>) =>
			bench.api.call('track', { userId: 'ada', deviceId: 'ada-phone', ...args });
		await track({ event: 'Open', messageId: PUSH, time: Date.now() / 1000 - 100 });
		await track({ event: '', messageId: IN_APP });
		await track({ event: 'Accept', messageId: IN_APP });
		await track({ event: 'Purchase' });
		const received = await arrived(3);
		const told = received.map(({ query }) => [query.event, query.channel, query.template]);
		expect(told.sort()).toEqual([
			['Accept', 'In-app Message', 'Center Popup'],
			['Open', 'Push Notification', ''],
			['View', 'In-app Message', 'Center Popup'],
		]);
		const open = received.find(({ query }) => query.event === 'Open');
		expect(Number(open?.query.time)).toBeLessThan(Date.now() - 90_000);
	});

	it('URL-encodes the values inside the JSON of Parameters', async () => {
		await add();
		await bench.admin.messageEvent(bench.appId, {
			messageId: EMAIL,
			userId: 'ada',
			event: 'Click',
			parameters: { URL: 'https://example.com/?a=1&b=ü', index: 2 },
		});
		const [postback] = await arrived(1);
		const parameters = JSON.parse(postback?.query.params ?? '') as Record<string, string>;
		expect(parameters).toEqual({
			URL: 'https%3A%2F%2Fexample.com%2F%3Fa%3D1%26b%3D%C3%BC',
			index: '2',
		});
	});

	it('leaves what is no placeholder as it is', async () => {
		await add({ postbackUrl: `${receiver.origin}/?a={{user id}}&b={{User ID}}` });
		await send(PUSH);
		const [postback] = await arrived(1);
		expect(postback?.query).toEqual({ a: '{{user id}}', b: 'ada' });
	});

	it('survives a burst: 2,000 events, 2,000 postbacks', async () => {
		await add();
		await bench.admin.messageEvent(bench.appId, {
			messageId: PUSH,
			userId: 'ada',
			event: 'Open',
			count: 2000,
		});
		await arrived(2000);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(receiver.received).toHaveLength(2000);
	});

	it('knows no message or user that is not there', async () => {
		const event = { messageId: '1', userId: 'ada', event: 'Open' };
		await expect(bench.admin.messageEvent(bench.appId, event)).rejects.toMatchObject({
			status: 404,
		});
	});
});

describe('A/B tests', () => {
	it('tell once that a user entered', async () => {
		const postbackUrl = `${receiver.origin}/?u={{User ID}}&t={{AB test ID}}&v={{Variant ID}}&m={{Message ID}}`;
		await add({ type: 'abTestEvents', postbackUrl });
		await bench.api.call('getVars', { userId: 'ada' });
		await bench.api.call('start', { userId: 'ada' });
		await bench.api.call('start', { userId: 'grace' });
		await send(PUSH);
		const received = await arrived(2);
		expect(received.map(({ query }) => query.u).sort()).toEqual(['ada', 'grace']);
		expect(received[0]?.query).toMatchObject({
			t: '4810110002000001',
			v: expect.stringMatching(/^48101100020000(11|12)$/) as string,
			m: '',
		});
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(receiver.received).toHaveLength(2);
	});
});

describe('repetition', () => {
	const delivery = async () => (await bench.admin.deliveries(bench.appId))[0];

	it('comes after a 5xx, until it works', async () => {
		await bench.admin.settings({ postbackRetryMs: 5 }, bench.appId);
		receiver.answer = (count) => (count < 4 ? 503 : 200);
		await add();
		await send(PUSH);
		await arrived(4);
		await eventually(async () => ((await delivery())?.state === 'delivered' ? true : undefined));
		expect((await delivery())?.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
		const queries = receiver.received.map(({ query }) => JSON.stringify(query));
		expect(new Set(queries).size).toBe(1);
	});

	it('ends after nine more attempts, which wait ever longer', async () => {
		await bench.admin.settings({ postbackRetryMs: 30 }, bench.appId);
		receiver.answer = () => 500;
		await add();
		await send(PUSH);
		await eventually(async () => ((await delivery())?.state === 'failed' ? true : undefined));
		const times = (await delivery())?.attempts.map(({ at }) => at) ?? [];
		expect(times).toHaveLength(10);
		expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(29);
		expect(times[9]! - times[8]!).toBeGreaterThanOrEqual(299);
	});

	it.each([400, 404, 301])('does not come after %d', async (status) => {
		await bench.admin.settings({ postbackRetryMs: 1 }, bench.appId);
		receiver.answer = () => status;
		await add();
		await send(PUSH);
		await eventually(async () => ((await delivery())?.state === 'failed' ? true : undefined));
		expect((await delivery())?.attempts).toHaveLength(1);
	});

	it('does not come when nobody answers in time', async () => {
		await bench.admin.settings({ postbackTimeoutMs: 50, postbackRetryMs: 1 }, bench.appId);
		receiver.answer = () => new Promise((resolve) => setTimeout(() => resolve(200), 500));
		await add();
		await send(PUSH);
		await eventually(async () => ((await delivery())?.state === 'failed' ? true : undefined));
		expect((await delivery())?.attempts).toMatchObject([{ error: expect.any(String) as string }]);
	});
});
