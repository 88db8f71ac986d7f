import type { INodeParameters } from 'n8n-workflow';
import { QUICK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
const SIMPLE = [
	['pause', 'pauseState', '"Pause user state" needs the Client Key'],
	['resume', 'resumeState', '"Resume user state" needs the Client Key'],
] as const;

/** Parameters of an operation on the state of the user "ada", who has no session at first. */
function state(operation: string, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'state',
		operation,
		identifyBy: 'userId',
		userId: 'ada',
		options: QUICK,
		...more,
	};
}

const advance = (more: INodeParameters = {}) => state('advance', { state: 'Basket', ...more });

async function startSessions(users: readonly string[]): Promise<void> {
	await testApp.run(
		{ resource: 'session', operation: 'start', userId: '={{ $json.user }}', options: QUICK },
		users.map((user) => ({ user })),
	);
	await testApp.admin.clearRequests(testApp.appId);
}

/** The states of the latest session of a user. */
async function statesOf(userId: string) {
	return (await testApp.user(userId))?.sessions.at(-1)?.states ?? [];
}

describe('State → Advance', () => {
	it('brings the user into a state', async () => {
		await startSessions(['ada']);
		const { json } = await testApp.run(
			advance({
				parameters: {
					row: [
						{ name: 'items', type: 'number', numberValue: 3 },
						{ name: 'gift', type: 'boolean', booleanValue: true },
					],
				},
				additionalFields: { info: 'from the web' },
			}),
		);
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(await statesOf('ada')).toMatchObject([
			{ name: 'Basket', info: 'from the web', params: { items: 3, gift: true } },
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'advance', keyClass: 'production', keyInUrl: false },
		]);
	});

	it('sends what is filled in and nothing else', async () => {
		await testApp.run(advance(), undefined, CONTINUE);
		expect((await testApp.received('advance'))[0]?.args).toEqual({
			userId: 'ada',
			state: 'Basket',
		});
	});

	it('takes the parameters as JSON', async () => {
		await startSessions(['ada']);
		await testApp.run(advance({ specifyParameters: 'json', parametersJson: '{"step":2}' }));
		expect(await statesOf('ada')).toMatchObject([{ params: { step: 2 } }]);
	});

	it('leaves the current state without entering another', async () => {
		await startSessions(['ada']);
		await testApp.run(advance());
		const { json } = await testApp.run(advance({ state: "={{ '' }}" }));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(await statesOf('ada')).toEqual([
			expect.objectContaining({ name: 'Basket', end: expect.any(Number) }),
		]);
	});

	it('fails for a user who has no session, in words that say so', async () => {
		const { error } = await testApp.run(advance());
		expect(error?.message).toBe('Leanplum rejected the request: The user is not in a session.');
	});

	it('reports an unknown user as skipped', async () => {
		const { json, hints } = await testApp.run(advance({ userId: 'nobody' }));
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'nobody', warning: 'User not found; request skipped.' },
		]);
		expect(hints).toHaveLength(1);
	});

	it('fails only for those of a list who are blocked or have no session', async () => {
		await startSessions(['ada', 'grace']);
		await testApp.admin.putUser(testApp.appId, 'eve', { blocked: true });
		const { json } = await testApp.run(
			advance({ userId: '={{ $json.user }}' }),
			['ada', 'eve', 'alan', 'grace', 'nobody'].map((user) => ({ user })),
			CONTINUE,
		);
		expect(json).toMatchObject([
			{ status: 'done', userId: 'ada' },
			{ error: { message: expect.stringMatching(/^The user is blocked/), userId: 'eve' } },
			{ error: { message: expect.stringMatching(/not in a session\.$/), userId: 'alan' } },
			{ status: 'done', userId: 'grace' },
			{ status: 'skipped', userId: 'nobody' },
		]);
		for (const user of ['ada', 'grace']) {
			expect((await testApp.user(user))?.states.Basket).toMatchObject({ count: 1 });
		}
	});

	it('sends 100 states of 10 users in one request and keeps their order', async () => {
		const users = userNames(10);
		await startSessions(users);
		const items = Array.from({ length: 100 }, (_, index) => ({
			user: users[index % 10]!,
			state: `Step ${Math.floor(index / 10)}`,
		}));
		const { json } = await testApp.run(
			advance({ userId: '={{ $json.user }}', state: '={{ $json.state }}' }),
			items,
		);
		expect(json.map(({ status }) => status)).toEqual(items.map(() => 'done'));
		expect(await testApp.stats()).toMatchObject({
			requests: 1,
			requestsByAction: { multi: 1 },
			billedUsers: 10,
		});
		expect((await statesOf('user-7')).map(({ name }) => name)).toEqual(
			Array.from({ length: 10 }, (_, step) => `Step ${step}`),
		);
	});

	it('is not repeated when the reply is lost', async () => {
		await startSessions(['ada']);
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(advance());
		expect(error?.message).toBe(
			'Leanplum may or may not have processed this item: connection lost',
		);
		expect(await statesOf('ada')).toHaveLength(1);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'a numeric state name',
			{ state: '42' },
			'State Name can\'t consist of digits only (got "42")',
		],
		[
			'a state name with a line break',
			{ state: '={{ "a\\nb" }}' },
			'State Name can\'t contain , | " { tabs, or line breaks (got "a\\nb")',
		],
		[
			'a nested parameter',
			{ specifyParameters: 'json', parametersJson: '{"cart":{"items":3}}' },
			'Parameters (JSON) "cart" must be text, a number, true or false, not a list or an object (got an object)',
		],
		[
			"parameters that are isn't a JSON object",
			{ specifyParameters: 'json', parametersJson: '={{ "[1]" }}' },
			'Parameters (JSON) must be a JSON object, such as {"name": "value"} (got "[1]")',
		],
		['no user', { userId: "={{ '' }}" }, 'User ID is empty for this item'],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(advance(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('refuses an item that lacks the field with the state, rather than leaving the state', async () => {
		const { error } = await testApp.run(advance({ state: '={{ $json.stat }}' }), [
			{ state: 'Basket' },
		]);
		expect(error?.message).toMatch(/^State Name /);
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.clientKey = '';
		const { error } = await testApp.run(advance());
		expect(error?.message).toBe('"Advance user to state" needs the Client Key');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('State → Pause and Resume', () => {
	it('stops the clock of the current state, and lets it go on', async () => {
		await startSessions(['ada']);
		await testApp.run(advance());
		await testApp.run(state('pause'));
		expect((await statesOf('ada'))[0]).toHaveProperty('pausedAt');
		await testApp.run(state('resume'));
		expect((await statesOf('ada'))[0]).not.toHaveProperty('pausedAt');
	});

	it.each(SIMPLE)('%s sends the user and nothing else', async (operation, action) => {
		const { json } = await testApp.run(state(operation));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(await testApp.requests()).toMatchObject([{ action, keyClass: 'production' }]);
		expect((await testApp.received(action))[0]?.args).toEqual({ userId: 'ada' });
	});

	it.each(SIMPLE)('%s reports an unknown user as skipped', async (operation) => {
		const { json } = await testApp.run(state(operation, { userId: 'nobody' }));
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'nobody', warning: 'User not found; request skipped.' },
		]);
		expect(await testApp.user('nobody')).toBeUndefined();
	});

	it.each(SIMPLE)('%s fails for a blocked user', async (operation) => {
		await testApp.admin.putUser(testApp.appId, 'ada', { blocked: true });
		const { error } = await testApp.run(state(operation));
		expect(error?.message).toMatch(/^The user is blocked in Leanplum/);
	});

	it.each(SIMPLE)('%s for 50 users is one request', async (operation, action) => {
		const users = userNames(50);
		await testApp.admin.seedUsers(testApp.appId, users);
		await testApp.run(
			state(operation, { userId: '={{ $json.user }}' }),
			users.map((user) => ({ user })),
		);
		expect(await testApp.stats()).toMatchObject({ requests: 1, byAction: { [action]: 50 } });
	});

	it.each(SIMPLE)('%s repeats when the reply is lost', async (operation) => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(state(operation));
		expect(json).toMatchObject([{ status: 'done' }]);
	});

	it.each(SIMPLE)('%s says which key is missing', async (operation, _action, message) => {
		testApp.credential.clientKey = '';
		const { error } = await testApp.run(state(operation));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it.each(SIMPLE)('%s refuses an item that names nobody', async (operation) => {
		const { error } = await testApp.run(state(operation, { userId: "={{ '' }}" }));
		expect(error?.message).toBe('User ID is empty for this item');
	});
});
