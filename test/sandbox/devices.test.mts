import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

describe('registerDevice', () => {
	const register = async (deviceId: string) =>
		(await bench.api.call('registerDevice', { deviceId, email: 'dev@example.com' }, 'development'))
			.item;

	it('tells whether the device is new', async () => {
		expect(await register('d')).toEqual({ success: true, registered: true });
		expect(await register('d')).toEqual({ success: true, registered: false });
		expect(await register('e')).toEqual({ success: true, registered: true });
	});

	it.each(['deviceId', 'email'])('needs %s', async (name) => {
		const args = { deviceId: 'd', email: 'dev@example.com', [name]: undefined };
		const { status, item } = await bench.api.call('registerDevice', args, 'development');
		expect([status, item.error?.message]).toEqual([400, `'${name}' must be provided`]);
	});
});

describe('setTrafficSourceInfo', () => {
	const source = {
		publisherId: '1001',
		publisherName: 'Big Fish Games',
		publisherSubPublisher: 'GameDeveloper1',
		publisherSubSite: 'MyLittleApp',
		publisherSubCampaign: 'US CPI',
		publisherSubAdGroup: 'banners',
		publisherSubAd: 'blue1',
	};

	const sourceOfSession = async () => (await bench.user('u')).sessions.at(-1)?.trafficSource;

	it('belongs to the current session', async () => {
		await bench.api.call('start', { userId: 'u' });
		const args = { userId: 'u', trafficSource: source };
		expect((await bench.api.call('setTrafficSourceInfo', args)).item).toEqual({ success: true });
		expect(await sourceOfSession()).toEqual(source);
	});

	it('takes any subset, and passes to sessions to come', async () => {
		const args = { userId: 'u', trafficSource: { publisherName: 'X', other: 'ignored' } };
		await bench.api.call('setTrafficSourceInfo', args);
		await bench.api.call('start', { userId: 'u' });
		expect(await sourceOfSession()).toEqual({ publisherName: 'X' });
	});

	it('may come as dotted form fields (Postman collection)', async () => {
		await bench.api.call('start', { userId: 'u' });
		await bench.api.raw({
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({
				...bench.api.envelope(),
				action: 'setTrafficSourceInfo',
				userId: 'u',
				'trafficSource.publisherId': '7',
				'trafficSource.publisherName': 'Y',
			}).toString(),
		});
		expect(await sourceOfSession()).toEqual({ publisherId: '7', publisherName: 'Y' });
	});

	it('does not reach prototypes by dotted names', async () => {
		const body = new URLSearchParams({
			...bench.api.envelope(),
			action: 'track',
			userId: 'u',
			event: 'e',
			'__proto__.polluted': 'yes',
			'constructor.prototype.polluted': 'yes',
		});
		await bench.api.raw({
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: body.toString(),
		});
		const [record] = await bench.admin.requests(bench.appId);
		expect(JSON.stringify(record)).toContain('polluted');
		expect(await bench.admin.stats(bench.appId)).not.toHaveProperty('polluted');
		const { text } = await bench.api.call('getVars', { userId: 'u' });
		expect(text).not.toContain('polluted');
	});

	it('needs the source', async () => {
		const { status, item } = await bench.api.call('setTrafficSourceInfo', { userId: 'u' });
		expect([status, item.error?.message]).toEqual([400, "'trafficSource' must be provided"]);
	});
});

describe('Android notification channels', () => {
	const add = async (args: Record<string, unknown>) =>
		(await bench.api.call('addAndroidNotificationChannel', args, 'development')).item;

	const remove = (channelId: string) =>
		bench.api.call('deleteAndroidNotificationChannel', { channelId }, 'development');

	const channels = async () => {
		const { item } = await bench.api.call('getAndroidNotificationChannels');
		return item.notificationChannels as { id: string; default: boolean }[];
	};

	const defaults = async () =>
		(await channels()).filter((channel) => channel.default).map(({ id }) => id);

	it('are created and updated by id (documented reply)', async () => {
		expect(await add({ id: 'promo', name: 'Promotions', importance: 3 })).toEqual({
			success: true,
			channelCreated: true,
			channelUpdated: false,
			channelId: 'promo',
			name: 'Promotions',
			importance: 3,
		});
		expect(
			await add({ id: 'promo', name: 'Offers', importance: '4', showBadge: true }),
		).toMatchObject({
			channelCreated: false,
			channelUpdated: true,
			importance: 4,
		});
		expect(await channels()).toContainEqual({
			id: 'promo',
			name: 'Offers',
			importance: 4,
			showBadge: true,
			default: false,
		});
	});

	it('keep every setting', async () => {
		const settings = {
			id: 'all',
			name: 'All',
			importance: 5,
			description: 'x',
			groupId: 'g',
			enableLights: true,
			lightColor: -65536,
			enableVibration: true,
			vibrationPattern: [100, 200],
			lockscreenVisibility: -1,
			bypassDnd: false,
			showBadge: true,
			sound: 'content://sound',
		};
		await add(settings);
		expect(await channels()).toContainEqual({ ...settings, default: false });
	});

	it('have one default: the first, until another is made it', async () => {
		expect(await defaults()).toEqual(['general']);
		await add({ id: 'promo', name: 'Promotions', importance: 3, default: true });
		expect(await defaults()).toEqual(['promo']);
	});

	it('let the default one be deleted only as the last', async () => {
		await add({ id: 'promo', name: 'Promotions', importance: 3 });
		const refused = await remove('general');
		expect([refused.status, refused.item.success]).toEqual([400, false]);
		expect((await remove('promo')).item).toEqual({
			success: true,
			channelDeleted: true,
			channelId: 'promo',
		});
		expect((await remove('general')).item.channelDeleted).toBe(true);
		await add({ id: 'next', name: 'Next', importance: 3 });
		expect(await defaults()).toEqual(['next']);
	});

	it('tell when there was none to delete', async () => {
		expect((await remove('none')).item).toEqual({
			success: true,
			channelDeleted: false,
			channelId: 'none',
		});
	});

	it.each([-1, 6, 2.5])('refuse the importance %d', async (importance) => {
		expect((await add({ id: 'x', name: 'X', importance })).error?.message).toBe(
			"'importance' is invalid.",
		);
	});
});
