import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

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
		const { json } = await testApp.run(setAttributes({ deviceAttributes: attributes }));
		expect(json).toMatchObject([{ status: 'done', deviceId: 'phone-1' }]);
		expect((await testApp.received('setDeviceAttributes'))[0]?.args).toEqual({
			deviceId: 'phone-1',
			...attributes,
		});
		expect((await testApp.user('phone-1'))?.devices).toEqual([
			{ deviceId: 'phone-1', ...attributes },
		]);
		expect(await testApp.requests()).toMatchObject([{ keyClass: 'production', keyInUrl: false }]);
	});

	it('leaves the other attributes of the device as they are', async () => {
		await testApp.run(setAttributes({ deviceId: 'ada-phone' }));
		expect((await testApp.user('ada'))?.devices).toEqual([
			{
				deviceId: 'ada-phone',
				systemName: 'iOS',
				deviceModel: 'iPhone 12',
				appVersion: '4.2.0',
			},
		]);
	});

	it('sets the device of one of the users who share it', async () => {
		const { json } = await testApp.run(
			setAttributes({ deviceId: 'ada-phone', additionalFields: { userId: 'grace' } }),
		);
		expect(json).toMatchObject([{ status: 'done', deviceId: 'ada-phone', userId: 'grace' }]);
		expect((await testApp.user('grace'))?.devices).toContainEqual({
			deviceId: 'ada-phone',
			appVersion: '4.2.0',
		});
		expect((await testApp.user('ada'))?.devices[0]).not.toHaveProperty('appVersion');
	});

	it('reports an unknown device as skipped when none may be created', async () => {
		const { json, hints } = await testApp.run(
			setAttributes({ additionalFields: { createDisposition: 'CreateNever' } }),
		);
		expect(json).toMatchObject([
			{ status: 'skipped', deviceId: 'phone-1', warning: 'User not found; request skipped.' },
		]);
		expect(hints).toHaveLength(1);
		expect(await testApp.user('phone-1')).toBeUndefined();
	});

	it('fails for the device of a blocked user', async () => {
		await testApp.admin.putUser(testApp.appId, 'eve', {
			blocked: true,
			devices: [{ deviceId: 'eve-phone' }],
		});
		const { error } = await testApp.run(setAttributes({ deviceId: 'eve-phone' }));
		expect(error?.message).toBe('The user is blocked in Leanplum: Unavailable For Legal Reasons');
	});

	it('lets 60 devices share two requests', async () => {
		const items = Array.from({ length: 60 }, (_, index) => ({ device: `phone-${index}` }));
		const { json } = await testApp.run(setAttributes({ deviceId: '={{ $json.device }}' }), items);
		expect(json.map(({ deviceId }) => deviceId)).toEqual(items.map(({ device }) => device));
		expect(await testApp.stats()).toMatchObject({ requests: 2, requestsByAction: { multi: 2 } });
	});

	it('repeats when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(setAttributes());
		expect(json).toMatchObject([{ status: 'done' }]);
		expect((await testApp.stats()).requests).toBe(2);
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
		const { error } = await testApp.run(setAttributes(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.clientKey = '';
		const { error } = await testApp.run(setAttributes());
		expect(error?.message).toBe('"Set device attributes" needs the Client Key');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Device → Register', () => {
	it('registers a test device and says whether it is new, with the Development Key', async () => {
		const first = await testApp.run(register());
		const again = await testApp.run(register());
		expect([...first.json, ...again.json]).toEqual([
			{ status: 'done', deviceId: 'phone-1', warning: null, registered: true },
			{ status: 'done', deviceId: 'phone-1', warning: null, registered: false },
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'registerDevice', keyClass: 'development' },
			{ action: 'registerDevice', keyClass: 'development' },
		]);
		expect((await testApp.received('registerDevice'))[0]?.args).toEqual({
			deviceId: 'phone-1',
			email: 'nathan@example.com',
		});
	});

	it('registers each device in a request of its own', async () => {
		const { json } = await testApp.run(
			register({ deviceId: '={{ $json.device }}' }),
			['one', 'two', 'three'].map((device) => ({ device })),
		);
		expect(json.map(({ registered }) => registered)).toEqual([true, true, true]);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { registerDevice: 3 } });
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
		const { error } = await testApp.run(register(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.developmentApiKey = ' ';
		const { error } = await testApp.run(register());
		expect(error?.message).toBe('"Register test device" needs the Development Key');
		expect(await testApp.requests()).toEqual([]);
	});
});
