import type { INodeParameters } from 'n8n-workflow';
import { QUICK, World } from './world.mts';

const world = World.forThisFile();

function setAttributes(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'device',
		operation: 'setAttributes',
		deviceId: 'phone-1',
		deviceAttributes: { appVersion: '4.2.0' },
		options: QUICK,
		...more,
	};
}

function register(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'device',
		operation: 'register',
		deviceId: 'phone-1',
		email: 'nathan@example.com',
		options: QUICK,
		...more,
	};
}

describe('Device → Set Attributes', () => {
	it('sends the attributes as arguments of their own, which is how Leanplum takes them', async () => {
		const attributes = {
			appVersion: '4.2.0',
			iosPushToken: 'apple-token',
			gcmRegistrationId: 'google-token',
			huaweiPushRegId: 'huawei-token',
			webPushSubscription: '{"endpoint":"https://push.example.com"}',
		};
		const { json } = await world.run(setAttributes({ deviceAttributes: attributes }));
		expect(json).toMatchObject([{ status: 'done', deviceId: 'phone-1' }]);
		expect((await world.received('setDeviceAttributes'))[0]?.args).toEqual({
			deviceId: 'phone-1',
			...attributes,
		});
		expect((await world.user('phone-1'))?.devices).toEqual([
			{ deviceId: 'phone-1', ...attributes },
		]);
		expect(await world.requests()).toMatchObject([{ keyClass: 'production', keyInUrl: false }]);
	});

	it('leaves the other attributes of the device as they are', async () => {
		await world.run(setAttributes({ deviceId: 'ada-phone' }));
		expect((await world.user('ada'))?.devices).toEqual([
			{
				deviceId: 'ada-phone',
				systemName: 'iOS',
				deviceModel: 'iPhone 12',
				appVersion: '4.2.0',
			},
		]);
	});

	it('sets the device of one of the users who share it', async () => {
		const { json } = await world.run(
			setAttributes({ deviceId: 'ada-phone', additionalFields: { userId: 'grace' } }),
		);
		expect(json).toMatchObject([{ status: 'done', deviceId: 'ada-phone', userId: 'grace' }]);
		expect((await world.user('grace'))?.devices).toContainEqual({
			deviceId: 'ada-phone',
			appVersion: '4.2.0',
		});
		expect((await world.user('ada'))?.devices[0]).not.toHaveProperty('appVersion');
	});

	it('reports an unknown device as skipped when none may be created', async () => {
		const { json, hints } = await world.run(
			setAttributes({ additionalFields: { createDisposition: 'CreateNever' } }),
		);
		expect(json).toMatchObject([
			{ status: 'skipped', deviceId: 'phone-1', warning: 'User not found; request skipped.' },
		]);
		expect(hints).toHaveLength(1);
		expect(await world.user('phone-1')).toBeUndefined();
	});

	it('fails for the device of a blocked user', async () => {
		await world.admin.putUser(world.appId, 'eve', {
			blocked: true,
			devices: [{ deviceId: 'eve-phone' }],
		});
		const { error } = await world.run(setAttributes({ deviceId: 'eve-phone' }));
		expect(error?.message).toBe('The user is blocked in Leanplum: Unavailable For Legal Reasons');
	});

	it('lets 60 devices share two requests', async () => {
		const items = Array.from({ length: 60 }, (_, index) => ({ device: `phone-${index}` }));
		const { json } = await world.run(setAttributes({ deviceId: '={{ $json.device }}' }), items);
		expect(json.map(({ deviceId }) => deviceId)).toEqual(items.map(({ device }) => device));
		expect(await world.stats()).toMatchObject({ requests: 2, requestsByAction: { multi: 2 } });
	});

	it('repeats when the reply is lost', async () => {
		await world.admin.fault({ appId: world.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await world.run(setAttributes());
		expect(json).toMatchObject([{ status: 'done' }]);
		expect((await world.stats()).requests).toBe(2);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'nothing to set',
			{ deviceAttributes: {} },
			'Attributes to Set are empty for this item, so there is nothing to set',
		],
		[
			'only blank attributes',
			{ deviceAttributes: { appVersion: '', deviceName: "={{ '' }}" } },
			'Attributes to Set are empty for this item, so there is nothing to set',
		],
		[
			'no device, though a user is given',
			{ deviceId: "={{ '' }}", additionalFields: { userId: 'ada' } },
			'Device ID is empty for this item',
		],
		[
			'a device ID of 401 characters',
			{ deviceId: 'x'.repeat(401) },
			'Device ID must have at most 400 characters (got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…")',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await world.run(setAttributes(parameters));
		expect(error?.message).toBe(message);
		expect(await world.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		world.credential.clientKey = '';
		const { error } = await world.run(setAttributes());
		expect(error?.message).toBe('"Set device attributes" needs the Client Key');
		expect(await world.requests()).toEqual([]);
	});
});

describe('Device → Register', () => {
	it('registers a test device and says whether it is new, with the Development Key', async () => {
		const first = await world.run(register());
		const again = await world.run(register());
		expect([...first.json, ...again.json]).toEqual([
			{ status: 'done', deviceId: 'phone-1', warning: null, registered: true },
			{ status: 'done', deviceId: 'phone-1', warning: null, registered: false },
		]);
		expect(await world.requests()).toMatchObject([
			{ action: 'registerDevice', keyClass: 'development' },
			{ action: 'registerDevice', keyClass: 'development' },
		]);
		expect((await world.received('registerDevice'))[0]?.args).toEqual({
			deviceId: 'phone-1',
			email: 'nathan@example.com',
		});
	});

	it('registers each device in a request of its own', async () => {
		const { json } = await world.run(
			register({ deviceId: '={{ $json.device }}' }),
			['one', 'two', 'three'].map((device) => ({ device })),
		);
		expect(json.map(({ registered }) => registered)).toEqual([true, true, true]);
		expect(await world.stats()).toMatchObject({ requestsByAction: { registerDevice: 3 } });
	});

	it.each<[string, INodeParameters, string]>([
		['no email address', { email: "={{ '' }}" }, 'Email is empty'],
		[
			'an email address that is none',
			{ email: 'nathan' },
			'Email must be an email address, such as nathan@example.com (got "nathan")',
		],
		['no device', { deviceId: "={{ '' }}" }, 'Device ID is empty for this item'],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await world.run(register(parameters));
		expect(error?.message).toBe(message);
		expect(await world.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		world.credential.developmentApiKey = ' ';
		const { error } = await world.run(register());
		expect(error?.message).toBe('"Register test device" needs the Development Key');
		expect(await world.requests()).toEqual([]);
	});
});
