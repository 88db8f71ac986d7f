import { Bench, nowSeconds, type BatchItem } from './api-client.mts';

const bench = Bench.forThisFile();

const INBOX_MESSAGE = '4810110001000003';

/**
 * A batch as the Android SDK and, with another `client`, the iOS SDK send it: a form whose `data` is
 * the text of `{"data":[…]}`, all values as text, without apiVersion (AND RequestSender, IOS
 * LPRequestSender).
 */
async function send(...actions: BatchItem[]) {
	const time = String(nowSeconds());
	const { appId, keys } = bench.api.identity;
	const data = actions.map((action, index) => ({
		deviceId: 'device-1',
		userId: 'device-1',
		sdkVersion: '7.8.0',
		devMode: 'false',
		time,
		reqId: `r-${index}`,
		ct: false,
		uuid: 'a-batch',
		...action,
	}));
	const reply = await bench.api.raw({
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({
			appId,
			clientKey: keys.production,
			client: 'android',
			sdkVersion: '7.8.0',
			action: 'multi',
			time,
			data: JSON.stringify({ data }),
		}).toString(),
	});
	expect(reply.status).toBe(200);
	expect(reply.items.map(({ reqId }) => reqId)).toEqual(actions.map((_, index) => `r-${index}`));
	return reply;
}

describe('a batch of a mobile SDK', () => {
	it('starts with the state of a migration, then with the content', async () => {
		const { root, items } = await send(
			{ action: 'getMigrateState' },
			{
				action: 'start',
				background: 'false',
				includeDefaults: 'false',
				systemName: 'Android OS',
				systemVersion: '14',
				deviceModel: 'Pixel',
				versionName: '3.1',
				locale: 'de_CH',
				city: '(detect)',
				newsfeedMessages: [],
				userAttributes: '{"plan":"gold"}',
			},
		);
		expect(items).toMatchObject([
			{ success: true, sdk: 'lp' },
			{ success: true, vars: {}, variants: [{}], messages: {}, regions: {}, interfaceRules: [] },
		]);
		expect(root.migrateState).toEqual({ sha256: items[0]?.sha256 });
		expect(await bench.user('device-1')).toMatchObject({
			anonymous: true,
			attributes: { plan: 'gold' },
			devices: [{ deviceId: 'device-1', systemName: 'Android OS', deviceModel: 'Pixel' }],
		});
	});

	it('tracks, advances, logs in, and reports places and errors', async () => {
		const { items } = await send(
			{ action: 'start', background: 'false' },
			{ action: 'track', event: 'Signup', value: '0.0', info: 'x', params: '{"plan":"gold"}' },
			{ action: 'advance', state: 'Checkout', params: '{"step":2}' },
			{ action: 'trackGeofence', event: 'enter_region', value: '0.0', info: '{"id":"r1"}' },
			{ action: 'log', type: 'sdkLog', versionName: '7.8.0', message: 'it broke' },
			{ action: 'log', type: 'sdkCount', name: 'track', count: 3 },
			{ action: 'setUserAttributes', newUserId: 'fay' },
			{ action: 'pauseSession', userId: 'fay' },
			{ action: 'resumeSession', userId: 'fay' },
			{ action: 'restart', userId: 'fay' },
			{ action: 'stop', userId: 'fay' },
		);
		expect(items.map(({ success, warning }) => [success, warning])).toEqual(
			items.map(() => [true, undefined]),
		);
		expect(await bench.admin.user(bench.appId, 'device-1')).toBeUndefined();
		expect(await bench.user('fay')).toMatchObject({
			anonymous: false,
			totalSessions: 1,
			events: { Signup: { count: 1 }, enter_region: { count: 1 } },
			states: { Checkout: { count: 1 } },
			tracked: [{ event: 'Signup', params: { plan: 'gold' } }, { info: '{"id":"r1"}' }],
		});
	});

	it('may hold more actions than the API takes, for one user', async () => {
		const tracks = Array.from({ length: 501 }, () => ({ action: 'track', event: 'e' }));
		expect((await send(...tracks)).items).toHaveLength(501);
		const { status } = await bench.api.multi(tracks.map((track) => ({ ...track, userId: 'u' })));
		expect(status).toBe(403);
	});
});

describe('the app inbox', () => {
	const read = async () => {
		const { items } = await send({ action: 'getNewsfeedMessages', userId: 'ada' });
		return items[0]?.newsfeedMessages as Record<string, Record<string, unknown>>;
	};
	const start = async (known: string[]) =>
		(await send({ action: 'start', userId: 'ada', newsfeedMessages: known })).items[0];

	it('holds what sendMessage delivers, until it is deleted', async () => {
		expect(await read()).toEqual({});
		const values = { percent: 30 };
		await bench.api.call('sendMessage', { userId: 'ada', messageId: INBOX_MESSAGE, values });
		const before = Date.now();
		const inbox = await read();
		const [id = ''] = Object.keys(inbox);
		expect(id).toMatch(/^4810110001000003##\d+$/);
		expect(inbox[id]).toMatchObject({
			isRead: false,
			messageData: {
				action: '__Newsfeed Message',
				vars: { Title: 'Winter sale', Subtitle: 'Up to 30 % off until Sunday.' },
			},
		});
		expect(Math.abs(Number(inbox[id]?.deliveryTimestamp) - before)).toBeLessThan(60_000);
		expect((await start([]))?.syncNewsfeed).toBe(true);
		expect(await start([id])).not.toHaveProperty('syncNewsfeed');
		await send({ action: 'markNewsfeedMessageAsRead', userId: 'ada', newsfeedMessageId: id });
		expect(await read()).toMatchObject({ [id]: { isRead: true } });
		await send({ action: 'deleteNewsfeedMessage', userId: 'ada', newsfeedMessageId: id });
		expect(await read()).toEqual({});
		expect((await start([id]))?.syncNewsfeed).toBe(true);
	});
});
