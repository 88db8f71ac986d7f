import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Parameters for a new user with attributes from JSON. */
function set(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'user',
		operation: 'setAttributes',
		identifyBy: 'userId',
		userId: 'customer-1',
		attributesFrom: 'json',
		attributesJson: '{"plan":"gold"}',
		options: QUICK,
		...more,
	};
}

async function argsOf(parameters: INodeParameters, timezone?: string) {
	const { error } = await testApp.run(parameters, undefined, { timezone });
	expect(error).toBeUndefined();
	const received = await testApp.received('setUserAttributes');
	return received.at(-1)!.args;
}

describe('User → Set Attributes', () => {
	it('stores attributes given as JSON', async () => {
		const { json } = await testApp.run(
			set({ attributesJson: '{"plan":"gold","points":3,"trial":false,"tags":["a","b"]}' }),
		);
		expect(json).toMatchObject([{ status: 'done', userId: 'customer-1' }]);
		expect((await testApp.user('customer-1'))?.attributes).toEqual({
			plan: 'gold',
			points: 3,
			trial: 'False',
			tags: ['a', 'b'],
		});
	});

	it('creates users that Leanplum does not know, unless the panel says otherwise', async () => {
		expect(await argsOf(set({ userId: 'new' }))).not.toHaveProperty('createDisposition');
		const { json } = await testApp.run(
			set({ userId: 'newer', createDisposition: '={{ "Skip the Request" }}' }),
		);
		expect(json).toMatchObject([{ status: 'skipped' }]);
		expect(await testApp.user('newer')).toBeUndefined();
	});

	it('stores attributes given as fields, each in its type', async () => {
		const args = await argsOf(
			set({
				attributesFrom: 'fields',
				attributes: {
					row: [
						{ name: 'plan', type: 'string', stringValue: 'gold' },
						{ name: 'points', type: 'number', numberValue: 3 },
						{ name: 'trial', type: 'boolean', booleanValue: true },
						{ name: 'birthday', type: 'date', dateValue: '1990-12-10' },
						{ name: 'signup', type: 'date', dateValue: '2026-05-31T16:00:00' },
						{ name: 'interests', type: 'list', listValue: 'Technology, Music' },
						{ name: 'scores', type: 'list', listValue: '={{ [1, 2] }}' },
						{ name: 'coupon', type: 'clear' },
					],
				},
			}),
			'Europe/Berlin',
		);
		expect(args.userAttributes).toEqual({
			plan: 'gold',
			points: 3,
			trial: true,
			birthday: '1990-12-10',
			signup: '2026-05-31T16:00:00.000+02:00',
			interests: ['Technology', 'Music'],
			scores: [1, 2],
			coupon: null,
		});
	});

	it('clears an attribute with null', async () => {
		await testApp.run(set({ attributesJson: '{"plan":"gold","coupon":"X"}' }));
		await testApp.run(set({ attributesJson: '{"coupon":null}' }));
		expect((await testApp.user('customer-1'))?.attributes).toEqual({ plan: 'gold' });
	});

	it('stores all fields of the item but those left out', async () => {
		const items = [
			{ id: 'customer-1', plan: 'gold', points: 3, tags: ['a'], secret: 'x' },
			{ id: 'customer-2', plan: null, points: 4 },
		];
		await testApp.run(
			set({
				userId: '={{ $json.id }}',
				attributesFrom: 'item',
				excludedFields: 'id, secret',
			}),
			items,
		);
		expect((await testApp.user('customer-1'))?.attributes).toEqual({
			plan: 'gold',
			points: 3,
			tags: ['a'],
		});
		const received = await testApp.received('setUserAttributes');
		expect(received[1]?.args.userAttributes).toEqual({ points: 4 });
	});

	it('refuses an item with a nested field, and names it', async () => {
		const { error } = await testApp.run(set({ attributesFrom: 'item', excludedFields: 'id' }), [
			{ id: '1', address: { city: 'Paris' } },
		]);
		expect(error).toMatchObject({
			message: 'Field "address" holds an object, which attributes can\'t hold',
			description:
				'Nothing was sent for this item. Add it to Fields to Exclude, or set If a Field Holds an Object to Flatten or Leave Out.',
		});
		expect(await testApp.requests()).toEqual([]);
	});

	it.each(['={{ $json.contactId }}', '={{ $json["contactId"] }}'])(
		'leaves out the field that gives the ID by itself: %s',
		async (userId) => {
			const item = { contactId: 'customer-1', plan: 'gold' };
			const { hints } = await testApp.run(set({ userId, attributesFrom: 'item' }), [item]);
			const typed = { row: [{ name: 'contactId', type: 'string' }] };
			await testApp.run(set({ userId, attributesFrom: 'item', fieldTypes: typed }), [item]);
			const received = await testApp.received('setUserAttributes');
			expect(received.map(({ args }) => args.userAttributes)).toEqual([{ plan: 'gold' }, item]);
			expect(hints).toEqual([]);
		},
	);

	it('leaves out what is excluded within an object, and tells of a type for nothing', async () => {
		const { hints } = await testApp.run(
			set({
				attributesFrom: 'item',
				objects: 'flatten',
				excludedFields: 'home.street',
				fieldTypes: { row: [{ name: 'home.zip', type: 'string' }] },
			}),
			[{ home: { city: 'Paris', street: 'Rue X' } }],
		);
		const [received] = await testApp.received('setUserAttributes');
		expect(received?.args.userAttributes).toEqual({ 'home.city': 'Paris' });
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('Field "home.zip" was empty in the item and was left out'),
		]);
	});

	it('complains about names in Fields to Exclude that no item has', async () => {
		const parameters = set({ attributesFrom: 'item', excludedFields: 'emial, note, userId' });
		const items = [{ email: 'ada@example.com' }, { email: 'b@example.com', note: 'x' }];
		const { hints } = await testApp.run(parameters, items);
		expect(hints.map(({ message }) => message)).toEqual([
			'No item has the field "emial" from Fields to Exclude. Check its spelling.',
		]);
	});

	it('takes fields that were dragged, with the types of the input', async () => {
		const dragged = (...assignments: IDataObject[]) =>
			set({ attributesFrom: 'dragged', attributesDragged: { assignments } } as INodeParameters);
		const one = (name: string, type: string) => ({
			id: name,
			name,
			type,
			value: `={{ $json.${name} }}`,
		});
		const item = {
			plan: 'gold',
			points: '3',
			tags: ['a', 'b'],
			vip: 'yes',
			home: { city: 'Paris' },
		};
		await testApp.run(
			dragged(
				one('plan', 'string'),
				one('points', 'number'),
				one('tags', 'array'),
				one('vip', 'boolean'),
			),
			[item],
		);
		const [sent] = await testApp.received('setUserAttributes');
		expect(sent?.args.userAttributes).toEqual({
			plan: 'gold',
			points: 3,
			tags: ['a', 'b'],
			vip: true,
		});
		const { error } = await testApp.run(dragged(one('home', 'object')), [item]);
		expect(error?.message).toContain('Attribute "home" must be text');
	});

	it('changes sets and counts', async () => {
		await testApp.run(set({ attributesJson: '{"interests":["a","b"],"points":5}' }));
		await testApp.run(
			set({
				attributesJson: '{}',
				additionalFields: {
					valuesToAdd: { row: [{ name: 'interests', type: 'list', listValue: 'c' }] },
					valuesToRemove: { row: [{ name: 'interests', type: 'string', stringValue: 'a' }] },
					valuesToIncrement: { row: [{ name: 'points', type: 'number', numberValue: 2 }] },
				},
			}),
		);
		expect((await testApp.user('customer-1'))?.attributes).toEqual({
			interests: ['b', 'c'],
			points: 7,
		});
	});

	it('sends every other part of a profile', async () => {
		const args = await argsOf(
			set({
				attributesJson: '{}',
				additionalFields: {
					created: '2026-05-31T14:00:00Z',
					lastActive: '1780236000',
					totalSessions: 12,
					timeSpentInApp: 90.5,
					unsubscribeChannelsToAdd: ['Email'],
					unsubscribeChannelsToRemove: ['Push Notification'],
					unsubscribeCategoriesToAdd: '1, 4',
					unsubscribeCategoriesToRemove: '={{ [2] }}',
					location: {
						location: {
							city: 'Paris',
							country: 'FR',
							location: '48.85,2.35',
							locationAccuracyType: 'GPS',
							timezone: 'Europe/Paris',
							timezoneOffsetSeconds: '7200',
						},
					},
					devices: {
						row: [
							{ deviceId: 'phone-1', systemName: 'iOS', iosPushToken: 'token', appVersion: '' },
						],
					},
					events: {
						row: [
							{
								name: 'Purchase',
								count: '3',
								value: '9.5',
								firstTime: '2026-05-01T00:00:00Z',
								lastTime: '2026-05-31T14:00:00Z',
							},
							{ name: 'Login', countIncrement: '1' },
						],
					},
					states: { row: [{ name: 'Checkout', count: '1' }] },
				},
			}),
		);
		expect(args).toEqual({
			userId: 'customer-1',
			created: 1780236000,
			lastActive: 1780236000,
			totalSessions: 12,
			timeSpentInApp: 90.5,
			unsubscribeChannelsToAdd: ['Email'],
			unsubscribeChannelsToRemove: ['Push Notification'],
			unsubscribeCategoriesToAdd: ['1', '4'],
			unsubscribeCategoriesToRemove: ['2'],
			city: 'Paris',
			country: 'FR',
			location: '48.85,2.35',
			locationAccuracyType: 'GPS',
			timezone: 'Europe/Paris',
			timezoneOffsetSeconds: 7200,
			devices: [{ deviceId: 'phone-1', systemName: 'iOS', iosPushToken: 'token' }],
			events: {
				Purchase: { count: 3, value: 9.5, firstTime: 1777593600, lastTime: 1780236000 },
				Login: { countIncrement: 1 },
			},
			states: { Checkout: { count: 1 } },
		});
	});

	it('renames an anonymous user', async () => {
		await testApp.run(set({ identifyBy: 'deviceId', deviceId: 'phone-9' }));
		await testApp.run(
			set({
				identifyBy: 'deviceId',
				deviceId: 'phone-9',
				attributesJson: '{}',
				additionalFields: { newUserId: 'customer-9' },
			}),
		);
		expect((await testApp.user('customer-9'))?.attributes).toEqual({ plan: 'gold' });
	});

	it('keeps a user and the user it becomes in one lane', async () => {
		await testApp.admin.settings({ latencyMs: 20 }, testApp.appId);
		const items = [
			{ id: 'old', becomes: 'new' },
			{ id: 'new', becomes: '' },
		];
		const { json } = await testApp.run(
			set({
				userId: '={{ $json.id }}',
				additionalFields: { newUserId: '={{ $json.becomes }}' },
				options: { ...QUICK, batching: 'off' },
			}),
			items,
		);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(await testApp.stats()).toMatchObject({ requests: 2, maxInFlight: 1 });
	});

	it('resets anomalies with the development key', async () => {
		await testApp.run(set({ additionalFields: { resetAnomalies: true } }));
		expect(await testApp.requests()).toMatchObject([{ keyClass: 'development' }]);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'nothing to set',
			{ attributesJson: '{}' },
			'Attributes (JSON) are empty for this item, so there is nothing to set',
		],
		[
			'an attribute with a forbidden name',
			{ attributesJson: '{"-plan":1}' },
			'Attributes (JSON) "-plan" can\'t start with a dot or hyphen',
		],
		[
			'text that is no JSON',
			{ attributesJson: '={{ "plan: gold" }}' },
			'Attributes (JSON) must be a JSON object, such as {"name": "value"} (got "plan: gold")',
		],
		[
			'an increment that is no whole number',
			{
				additionalFields: {
					valuesToIncrement: { row: [{ name: 'points', type: 'number', numberValue: 1.5 }] },
				},
			},
			'Value to Increment "points" must be a whole number, such as 12 (got 1.5)',
		],
		[
			'an unknown channel',
			{ additionalFields: { unsubscribeChannelsToAdd: ['Fax'] } },
			'Unsubscribe From Channels must be one of: Email, Newsfeed Message, Push Notification, Webhook (got "Fax" at 1)',
		],
		[
			'a device without an ID',
			{ additionalFields: { devices: { row: [{ systemName: 'iOS' }] } } },
			'Device 1: Device ID is empty',
		],
		[
			'a counter time that is none',
			{ additionalFields: { events: { row: [{ name: 'Login', firstTime: 'once' }] } } },
			'Event "Login" First Time must be a date or time, such as 2026-05-31, 2026-05-31T14:00:00Z, or epoch seconds (got "once")',
		],
		[
			'the same attribute twice',
			{
				attributesFrom: 'fields',
				attributes: {
					row: [
						{ name: 'plan', type: 'string', stringValue: 'a' },
						{ name: 'plan', type: 'string', stringValue: 'b' },
					],
				},
			},
			'Attribute "plan" is given twice',
		],
	])('refuses %s', async (_what, parameters, message) => {
		const { error } = await testApp.run(set(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
