import type { INodeParameters } from 'n8n-workflow';
import { QUICK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
const SIMPLE = [
	['heartbeat', 'heartbeat'],
	['pause', 'pauseSession'],
	['resume', 'resumeSession'],
	['stop', 'stop'],
] as const;

/** Parameters of an operation on the session of the user "kim", who is new. */
function session(operation: string, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'session',
		operation,
		identifyBy: 'userId',
		userId: 'kim',
		options: QUICK,
		...more,
	};
}

/** Does operations one after the other. */
async function run(...operations: string[]): Promise<void> {
	for (const operation of operations) {
		const { error } = await testApp.run(session(operation));
		expect(error).toBeUndefined();
	}
}

/** Lets so much time pass in Leanplum. */
async function later(seconds: number): Promise<void> {
	await testApp.admin.settings({ clockOffsetSeconds: seconds }, testApp.appId);
}

async function latestSession(userId = 'kim') {
	return (await testApp.user(userId))?.sessions.at(-1);
}

describe('Session → Start', () => {
	it('creates the user, begins a session and gives the variables', async () => {
		const { json } = await testApp.run(session('start'));
		expect(json).toMatchObject([
			{
				status: 'done',
				userId: 'kim',
				vars: expect.objectContaining({ welcomeText: 'Hello!', maxItems: 20 }),
			},
		]);
		expect(await testApp.user('kim')).toMatchObject({ totalSessions: 1 });
		expect(await testApp.requests()).toMatchObject([{ action: 'start', keyClass: 'production' }]);
		expect((await testApp.received('start'))[0]?.args).toEqual({ userId: 'kim' });
	});

	it('gives everything that Leanplum answers when it is not simplified', async () => {
		const { json } = await testApp.run(session('start', { simplify: false }));
		expect(Object.keys(json[0]!)).toEqual(
			expect.arrayContaining(['status', 'vars', 'variants', 'regions', 'messages', 'token']),
		);
		expect(json[0]).not.toHaveProperty('success');
	});

	it('stores the device, the location and the attributes that come with it', async () => {
		await testApp.run(
			session('start', {
				identifyBy: 'both',
				deviceId: 'phone-1',
				additionalFields: {
					device: { device: { systemName: 'iOS', huaweiPushRegId: 'token', deviceName: '' } },
					location: { location: { country: 'DE', timezoneOffsetSeconds: '3600' } },
					userAttributes: {
						row: [
							{ name: 'plan', type: 'string', stringValue: 'gold' },
							{ name: 'trial', type: 'boolean', booleanValue: false },
						],
					},
				},
			}),
		);
		expect(await testApp.user('kim')).toMatchObject({
			devices: [{ deviceId: 'phone-1', systemName: 'iOS', huaweiPushRegId: 'token' }],
			location: { country: 'DE', timezoneOffsetSeconds: 3600 },
			attributes: { plan: 'gold', trial: 'False' },
		});
		expect((await testApp.received('start'))[0]?.args).not.toHaveProperty('deviceName');
	});

	it('begins at the time that is given', async () => {
		const started = new Date(Date.now() - 60_000);
		await testApp.run(session('start', { additionalFields: { time: started.toISOString() } }));
		expect((await latestSession())?.start).toBe(started.getTime() / 1000);
	});

	it('counts a session in the background only once it is resumed', async () => {
		await testApp.run(session('start', { additionalFields: { background: true } }));
		expect(await testApp.user('kim')).toMatchObject({ totalSessions: 0 });
		await run('resume');
		expect(await testApp.user('kim')).toMatchObject({ totalSessions: 1 });
	});

	it('reports an unknown user as skipped when none may be created', async () => {
		const { json } = await testApp.run(
			session('start', { additionalFields: { createDisposition: 'CreateNever' } }),
		);
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'kim', warning: 'User not found; request skipped.' },
		]);
		expect(await testApp.user('kim')).toBeUndefined();
	});

	it('lets the sessions of 50 users begin in one request', async () => {
		const users = userNames(50);
		const { json } = await testApp.run(
			session('start', { userId: '={{ $json.user }}' }),
			users.map((user) => ({ user })),
		);
		expect(json.map(({ status }) => status)).toEqual(users.map(() => 'done'));
		expect(await testApp.stats()).toMatchObject({ requests: 1, billedUsers: 50 });
		expect(await testApp.user('user-50')).toMatchObject({ totalSessions: 1 });
	});

	it('does not say that there are no variables when Leanplum left them out', async () => {
		const { json } = await testApp.run(
			session('start', { userId: '={{ $json.user }}' }),
			['kim', 'lee'].map((user) => ({ user })),
		);
		expect(json).toHaveLength(2);
		for (const item of json) expect(item.vars).not.toEqual({});
	});

	it('is not repeated when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(session('start'));
		expect(error?.message).toBe(
			'Leanplum may or may not have processed this item: connection lost',
		);
		expect((await testApp.stats()).requests).toBe(1);
	});

	it.each<[string, INodeParameters, string]>([
		['no user', { userId: "={{ '' }}" }, 'User ID is empty for this item'],
		[
			'a start time that is none',
			{ additionalFields: { time: 'just now' } },
			'Start Time must be a date or time, such as 2026-05-31, 2026-05-31T14:00:00Z, or epoch seconds (got "just now")',
		],
		[
			'an attribute with a comma in its name',
			{
				additionalFields: {
					userAttributes: { row: [{ name: 'a,b', type: 'string', stringValue: 'x' }] },
				},
			},
			'User Attribute "a,b" can\'t contain , | " { tabs, or line breaks',
		],
		[
			'an offset that is no number',
			{ additionalFields: { location: { location: { timezoneOffsetSeconds: 'west' } } } },
			'Time Zone Offset (Seconds) must be a whole number, such as 12 (got "west")',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(session('start', parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Session → Heartbeat, Pause, Resume and Stop', () => {
	it('keeps a session alive that would have ended after two hours', async () => {
		await run('start');
		await later(90 * 60);
		await run('heartbeat');
		await later(3 * 60 * 60);
		await run('heartbeat');
		expect(await latestSession()).not.toHaveProperty('end');
	});

	it('pauses a session, which then ends after 30 minutes', async () => {
		await run('start', 'pause');
		expect(await latestSession()).toHaveProperty('pausedAt');
		await later(31 * 60);
		await run('heartbeat');
		expect(await latestSession()).toHaveProperty('end');
	});

	it('resumes a paused session', async () => {
		await run('start', 'pause', 'resume');
		expect(await latestSession()).not.toHaveProperty('pausedAt');
		expect(await testApp.user('kim')).toMatchObject({ totalSessions: 1 });
	});

	it('ends a session', async () => {
		await run('start', 'stop');
		expect(await latestSession()).toHaveProperty('end');
	});

	it.each(SIMPLE)(
		'%s sends the user and nothing else, with the Client Key',
		async (operation, action) => {
			const { json } = await testApp.run(session(operation, { userId: 'ada' }));
			expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
			expect(await testApp.requests()).toMatchObject([{ action, keyClass: 'production' }]);
			expect((await testApp.received(action))[0]?.args).toEqual({ userId: 'ada' });
		},
	);

	it.each(SIMPLE)('%s reports an unknown user as skipped and creates none', async (operation) => {
		const { json } = await testApp.run(session(operation));
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'kim', warning: 'User not found; request skipped.' },
		]);
		expect(await testApp.user('kim')).toBeUndefined();
	});

	it.each(SIMPLE)('%s creates an unknown user when the user wants that', async (operation) => {
		const { json } = await testApp.run(
			session(operation, { additionalFields: { createDisposition: 'CreateIfNeeded' } }),
		);
		expect(json).toMatchObject([{ status: 'done' }]);
		expect(await testApp.user('kim')).toBeDefined();
	});

	it.each(SIMPLE)('%s fails for a blocked user and goes on with the others', async (operation) => {
		await testApp.admin.putUser(testApp.appId, 'eve', { blocked: true });
		const { json } = await testApp.run(
			session(operation, { userId: '={{ $json.user }}' }),
			['ada', 'eve', 'grace'].map((user) => ({ user })),
			CONTINUE,
		);
		expect(json).toMatchObject([
			{ status: 'done', userId: 'ada' },
			{
				error: {
					message: 'The user is blocked in Leanplum: Unavailable For Legal Reasons',
					status: 'failed',
					userId: 'eve',
					httpStatus: 451,
				},
			},
			{ status: 'done', userId: 'grace' },
		]);
	});

	it.each(SIMPLE)('%s for 50 users is one request', async (operation) => {
		const users = userNames(50);
		await testApp.admin.seedUsers(testApp.appId, users);
		const { json } = await testApp.run(
			session(operation, { userId: '={{ $json.user }}' }),
			users.map((user) => ({ user })),
		);
		expect(json.map(({ status }) => status)).toEqual(users.map(() => 'done'));
		expect(await testApp.stats()).toMatchObject({ requests: 1, requestsByAction: { multi: 1 } });
	});

	it.each(SIMPLE)('%s repeats when the reply is lost', async (operation) => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(session(operation, { userId: 'ada' }));
		expect(json).toMatchObject([{ status: 'done' }]);
		expect((await testApp.stats()).requests).toBe(2);
	});

	it.each(SIMPLE)('%s refuses an item that names nobody', async (operation) => {
		const { error } = await testApp.run(session(operation, { userId: "={{ '' }}" }));
		expect(error?.message).toBe('User ID is empty for this item');
		expect(await testApp.requests()).toEqual([]);
	});

	it.each([
		['start', '"Start user session" needs the Client Key'],
		['heartbeat', '"Keep user session alive" needs the Client Key'],
		['pause', '"Pause user session" needs the Client Key'],
		['resume', '"Resume user session" needs the Client Key'],
		['stop', '"Stop user session" needs the Client Key'],
	])('%s says which key is missing', async (operation, message) => {
		testApp.credential.clientKey = '';
		const { error } = await testApp.run(session(operation));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('User → Set Traffic Source', () => {
	const source = (more: INodeParameters = {}): INodeParameters => ({
		...session('setTrafficSource', {
			trafficSource: { publisherName: 'Example Ads', publisherSubCampaign: 'summer-sale' },
			...more,
		}),
		resource: 'user',
	});

	it('says where the user of a session came from', async () => {
		await run('start');
		const { json } = await testApp.run(source());
		expect(json).toMatchObject([{ status: 'done', userId: 'kim' }]);
		expect(await latestSession()).toMatchObject({
			trafficSource: { publisherName: 'Example Ads', publisherSubCampaign: 'summer-sale' },
		});
		expect((await testApp.received('setTrafficSourceInfo'))[0]?.args).toEqual({
			userId: 'kim',
			trafficSource: { publisherName: 'Example Ads', publisherSubCampaign: 'summer-sale' },
		});
	});

	it('sends the start of the session in epoch seconds', async () => {
		await testApp.run(source({ additionalFields: { time: '2026-05-31T14:00:00Z' } }));
		expect((await testApp.received('setTrafficSourceInfo'))[0]?.args.time).toBe(1780236000);
	});

	it('reports an unknown user as skipped when none may be created', async () => {
		const { json } = await testApp.run(
			source({ additionalFields: { createDisposition: 'CreateNever' } }),
		);
		expect(json).toMatchObject([{ status: 'skipped', userId: 'kim' }]);
		expect(await testApp.user('kim')).toBeUndefined();
	});

	it('fails for a blocked user', async () => {
		await testApp.admin.putUser(testApp.appId, 'kim', { blocked: true });
		const { error } = await testApp.run(source());
		expect(error?.message).toMatch(/^The user is blocked in Leanplum/);
	});

	it('lets 50 users share one request', async () => {
		await testApp.run(
			source({ userId: '={{ $json.user }}' }),
			userNames(50).map((user) => ({ user })),
		);
		expect(await testApp.stats()).toMatchObject({ requests: 1, requestsByAction: { multi: 1 } });
	});

	it.each([{}, { publisherName: '' }])('refuses a source without details: %j', async (given) => {
		const { error } = await testApp.run(source({ trafficSource: given }));
		expect(error?.message).toBe('Traffic Source is empty');
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.clientKey = '';
		const { error } = await testApp.run(source());
		expect(error?.message).toBe('"Set user traffic source" needs the Client Key');
	});
});
