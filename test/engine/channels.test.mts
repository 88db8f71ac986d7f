import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

function channel(operation: string, more: INodeParameters = {}): INodeParameters {
	return { resource: 'androidChannel', operation, options: QUICK, ...more };
}

/** Parameters that create the channel "promotions"; "general" is in every app of the sandbox. */
function upsert(more: INodeParameters = {}): INodeParameters {
	return channel('upsert', { channelId: 'promotions', name: 'Promotions', importance: 3, ...more });
}

const remove = (value: string) =>
	channel('delete', { channelId: { __rl: true, mode: 'id', value } });
const getMany = (more: INodeParameters = {}) => channel('getAll', { returnAll: true, ...more });

async function channels() {
	return (await testApp.run(getMany({ simplify: false }))).json;
}

describe('Android Notification Channel → Create or Update', () => {
	it('creates a channel, with the Development Key', async () => {
		const { json } = await testApp.run(upsert());
		expect(json).toMatchObject([
			{
				status: 'done',
				channelCreated: true,
				channelUpdated: false,
				channelId: 'promotions',
				name: 'Promotions',
				importance: 3,
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{
				action: 'addAndroidNotificationChannel',
				method: 'POST',
				keyClass: 'development',
				keyInUrl: false,
			},
		]);
		expect((await testApp.received('addAndroidNotificationChannel'))[0]?.args).toEqual({
			id: 'promotions',
			name: 'Promotions',
			importance: 3,
		});
	});

	it('updates a channel that exists and keeps its other settings', async () => {
		await testApp.run(upsert({ additionalFields: { description: 'Offers', showBadge: false } }));
		const { json } = await testApp.run(upsert({ name: 'Deals', importance: 5 }));
		expect(json).toMatchObject([{ channelCreated: false, channelUpdated: true }]);
		expect(await channels()).toContainEqual({
			id: 'promotions',
			name: 'Deals',
			importance: 5,
			description: 'Offers',
			showBadge: false,
			default: false,
		});
	});

	it('sends every setting in its type, also when it comes as text', async () => {
		await testApp.run(
			upsert({
				importance: '={{ "4" }}',
				additionalFields: {
					bypassDnd: '={{ "true" }}',
					enableLights: true,
					enableVibration: false,
					groupId: 'marketing',
					lightColor: '={{ "255" }}',
					lockscreenVisibility: -1,
					showBadge: true,
					sound: 'android.resource://com.example/raw/ping',
					vibrationPattern: '100, 50, 100',
					description: '',
				},
			}),
		);
		expect((await testApp.received('addAndroidNotificationChannel'))[0]?.args).toEqual({
			id: 'promotions',
			name: 'Promotions',
			importance: 4,
			bypassDnd: true,
			enableLights: true,
			enableVibration: false,
			groupId: 'marketing',
			lightColor: 255,
			lockscreenVisibility: -1,
			showBadge: true,
			sound: 'android.resource://com.example/raw/ping',
			vibrationPattern: [100, 50, 100],
		});
	});

	it('makes it the default channel instead of the one that was', async () => {
		await testApp.run(upsert({ additionalFields: { default: true } }));
		expect(await channels()).toMatchObject([
			{ id: 'general', default: false },
			{ id: 'promotions', default: true },
		]);
	});

	it('sends one request for each item, because batches of it are not known to work', async () => {
		await testApp.run(upsert({ channelId: '={{ $json.id }}' }), [{ id: 'a' }, { id: 'b' }]);
		expect(await testApp.stats()).toMatchObject({
			requestsByAction: { addAndroidNotificationChannel: 2 },
		});
	});

	it('fails for an importance that Android does not have', async () => {
		const { error } = await testApp.run(upsert({ importance: '={{ 9 }}' }));
		expect(error?.message).toMatch(/importance/i);
		expect(await channels()).toHaveLength(1);
	});

	it.each<[string, INodeParameters, string]>([
		['no channel ID', { channelId: "={{ '' }}" }, 'Channel is empty'],
		['no name', { name: "={{ '' }}" }, 'Name is empty'],
		[
			'an importance that is no number',
			{ importance: '={{ "high" }}' },
			'Importance must be a whole number, such as 12 (got "high")',
		],
		[
			'a colour that is no whole number',
			{ additionalFields: { lightColor: 0.5 } },
			'Light Color must be a whole number, such as 12 (got 0.5)',
		],
		[
			'a vibration pattern with a word',
			{ additionalFields: { vibrationPattern: '100, long' } },
			'Vibration Pattern must be a whole number, such as 12 (got "long" at 2)',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(upsert(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Android Notification Channel → Delete', () => {
	it('deletes a channel, with the Development Key', async () => {
		await testApp.run(upsert());
		await testApp.admin.clearRequests(testApp.appId);
		const { json } = await testApp.run(remove('promotions'));
		expect(json).toMatchObject([
			{ status: 'done', deleted: true, channelDeleted: true, channelId: 'promotions' },
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'deleteAndroidNotificationChannel', keyClass: 'development' },
		]);
		expect((await testApp.received('deleteAndroidNotificationChannel'))[0]?.args).toEqual({
			channelId: 'promotions',
		});
		expect(await channels()).toMatchObject([{ id: 'general' }]);
	});

	it('fails for the default channel while there are others', async () => {
		await testApp.run(upsert());
		const { error } = await testApp.run(remove('general'));
		expect(error?.message).toBe(
			'Leanplum rejected the request: The default channel cannot be deleted while there are others.',
		);
		expect(await channels()).toHaveLength(2);
	});

	it('deletes the default channel when it is the last', async () => {
		const { json } = await testApp.run(remove('general'));
		expect(json).toMatchObject([{ status: 'done', deleted: true }]);
		expect(await channels()).toEqual([]);
	});

	it('does not say that it deleted a channel that does not exist', async () => {
		const { json } = await testApp.run(remove('promotoins'));
		expect(json).toMatchObject([{ channelDeleted: false }]);
		expect(json[0]?.deleted).not.toBe(true);
	});

	it('refuses an item without a channel ID before anything is sent', async () => {
		const { error } = await testApp.run(remove("={{ '' }}"));
		expect(error?.message).toBe('Channel is empty');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Android Notification Channel → Get Many', () => {
	it('gives one item for each channel, with the Client Key', async () => {
		const { items } = await testApp.run(getMany());
		expect(items).toMatchObject([
			{
				json: { id: 'general', name: 'General', importance: 3, default: true },
				pairedItem: { item: 0 },
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getAndroidNotificationChannels', keyClass: 'production' },
		]);
	});

	it('leaves out how channels ring and look, unless Simplify is off', async () => {
		await testApp.run(upsert({ additionalFields: { description: 'Offers', lightColor: 255 } }));
		const [, simple] = (await testApp.run(getMany())).json;
		const { groupId: _none, ...given } = simple!;
		const whole = { ...given, lightColor: 255 };
		expect(simple).toEqual({
			id: 'promotions',
			name: 'Promotions',
			importance: 3,
			description: 'Offers',
			groupId: null,
			default: false,
		});
		expect((await channels())[1]).toEqual(whole);
	});

	it('gives no more than the limit', async () => {
		await testApp.run(upsert());
		const { json } = await testApp.run(getMany({ returnAll: false, limit: 1 }));
		expect(json).toHaveLength(1);
	});
});

describe('Without the key that it needs', () => {
	it.each([
		[
			'developmentApiKey',
			upsert(),
			'"Create or update Android notification channel" needs the Development Key',
		],
		[
			'developmentApiKey',
			remove('general'),
			'"Delete Android notification channel" needs the Development Key',
		],
		['clientKey', getMany(), '"Get many Android notification channels" needs the Client Key'],
	] as const)('%s: says so and sends nothing', async (field, parameters, message) => {
		testApp.credential[field] = '';
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
