import type { INodeParameters } from 'n8n-workflow';
import { eventsOf, keptFailure, MESSAGES, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Parameters whose repetition does no harm: absolute attributes. */
const SET: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	identifyBy: 'userId',
	userId: '={{ $json.user }}',
	attributesFrom: 'json',
	attributesJson: '{"plan":"gold"}',
	options: QUICK,
};

const SEND: INodeParameters = {
	resource: 'message',
	operation: 'send',
	identifyBy: 'userId',
	userId: '={{ $json.user }}',
	messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
	options: QUICK,
};

/** What Leanplum says of an action that is worth another try. */
const BUSY = 'Request failed due to concurrent requests to the same profile ID';

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

function statuses(json: Array<Record<string, unknown>>): unknown[] {
	return json.map(({ status }) => status);
}

describe('When Leanplum is busy or unavailable', () => {
	it.each([408, 429, 500, 502, 503])('repeats a request after status %d', async (status) => {
		await testApp.admin.fault({
			appId: testApp.appId,
			times: 2,
			fault: { kind: 'status', status },
		});
		const { json } = await testApp.run(TRACK, eventsOf(['ada', 'grace']));
		expect(statuses(json)).toEqual(['done', 'done']);
		expect(await testApp.stats()).toMatchObject({ requests: 3, tracked: 2 });
	});

	it('repeats after an HTML page of a gateway', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'html502' } });
		const { json } = await testApp.run(SET, [{ user: 'ada' }, { user: 'grace' }]);
		expect(statuses(json)).toEqual(['done', 'done']);
	});

	it.each([408, 500, 502, 503, 520, 599])(
		'repeats no message after status %d of a gateway, and leaves open whether it was sent',
		async (status) => {
			const fault = { kind: 'status', status, process: true, body: '<html>No</html>' } as const;
			await testApp.admin.fault({ appId: testApp.appId, times: null, fault });
			const settings = {
				...CONTINUE.settings,
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			};
			const { json } = await testApp.run(SEND, [{ user: 'ada' }], { settings });
			expect(statuses(json)).toEqual(['unknown']);
			expect(await testApp.received('sendMessage')).toHaveLength(1);
		},
	);

	it.each<[number, number]>([
		[408, 3],
		[429, 3],
		[503, 3],
		[500, 1],
		[502, 1],
		[504, 1],
	])('sends a message that Leanplum answers with %d at most %d times', async (status, tries) => {
		const body = '{"response":[{"success":false,"error":{"message":"Busy"}}]}';
		const fault = { kind: 'status', status, body } as const;
		await testApp.admin.fault({ appId: testApp.appId, times: null, fault });
		const { json } = await testApp.run(SEND, [{ user: 'ada' }], CONTINUE);
		expect(statuses(json)).toEqual([tries === 1 ? 'unknown' : 'failed']);
		expect((await testApp.stats()).requests).toBe(tries);
	});

	it('does not repeat an event when a gateway gave up waiting for Leanplum, which may have done it', async () => {
		const body = '<html>Time-out</html>';
		const fault = { kind: 'status', status: 504, process: true, body } as const;
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			fault,
		});
		const { json } = await testApp.run(TRACK, eventsOf(['ada']), CONTINUE);
		expect(json).toMatchObject([{ error: { status: 'unknown', httpStatus: 504 } }]);
		expect((await testApp.stats()).tracked).toBe(1);
	});

	it('stamps each try with its own time', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status: 503 } });
		await testApp.run({ ...TRACK, options: { retryDelay: 300 } }, eventsOf(['ada', 'grace']));
		const times = (await testApp.requests()).map(({ batchArgs }) => Number(batchArgs.time));
		expect(times).toHaveLength(2);
		expect(times[1]! - times[0]!).toBeGreaterThan(0.1);
	});

	it('gives up after the retries that the user allows, and says so', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			fault: { kind: 'status', status: 503 },
		});
		const { error } = await testApp.run(TRACK, eventsOf(['ada']));
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/^Leanplum is temporarily unavailable/),
			httpCode: '503',
		});
		expect(error?.failure).toEqual(keptFailure('temporarily-unavailable'));
		expect((await testApp.stats()).requests).toBe(3);
	});

	it('repeats only what a partly successful batch left undone', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: {
				kind: 'itemError',
				userId: 'user-2',
				message: BUSY,
			},
		});
		const { json } = await testApp.run(TRACK, eventsOf(userNames(3)));
		expect(statuses(json)).toEqual(['done', 'done', 'done']);
		const tracked = (await testApp.received('track')).filter(({ outcome }) => outcome === 'done');
		expect(tracked.map(({ userId }) => userId)).toEqual(['user-1', 'user-3', 'user-2']);
	});

	it('waits for a user whom somebody else is sending for', async () => {
		await testApp.admin.settings({ latencyMs: 150 }, testApp.appId);
		const [first, second] = await Promise.all([
			testApp.run(TRACK, eventsOf(['ada'])),
			testApp.run({ ...TRACK, options: { retryDelay: 100 } }, eventsOf(['ada'])),
		]);
		expect(statuses([...first.json, ...second.json])).toEqual(['done', 'done']);
		expect((await testApp.stats()).tracked).toBe(2);
	});
});

describe('When the reply is lost', () => {
	const LOST = [
		{ kind: 'drop', when: 'after' },
		{ kind: 'truncate' },
		{ kind: 'invalidJson' },
		{ kind: 'emptyResponse' },
	] as const;

	it.each(LOST)('does not repeat an event: $kind', async (fault) => {
		await testApp.admin.fault({ appId: testApp.appId, fault });
		const { json } = await testApp.run(TRACK, eventsOf(['ada', 'grace']), CONTINUE);
		expect(statuses(json)).toEqual(['unknown', 'unknown']);
		expect(json[0]?.error).toMatchObject({
			message: expect.stringMatching(/^Leanplum may or may not have processed this item/),
		});
		expect(await testApp.stats()).toMatchObject({ requests: 1, tracked: 2 });
	});

	it.each(LOST)('repeats attributes: $kind', async (fault) => {
		await testApp.admin.fault({ appId: testApp.appId, fault });
		const { json } = await testApp.run(SET, [{ user: 'a' }, { user: 'b' }]);
		expect(statuses(json)).toEqual(['done', 'done']);
		expect((await testApp.stats()).requests).toBe(2);
	});

	it('does not repeat increments', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(
			{
				...SET,
				additionalFields: {
					valuesToIncrement: { row: [{ name: 'points', type: 'number', numberValue: 1 }] },
				},
			},
			[{ user: 'a' }],
			CONTINUE,
		);
		expect(statuses(json)).toEqual(['unknown']);
		expect((await testApp.user('a'))?.attributes.points).toBe(1);
	});

	it('does not send a message twice', async () => {
		await testApp.admin.seedUsers(testApp.appId, ['a'], { withDevice: true });
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run({
			resource: 'message',
			operation: 'send',
			messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
			userId: 'a',
			options: QUICK,
		});
		expect(error?.message).toBe(
			'Leanplum may or may not have processed this item: connection lost',
		);
		expect(await testApp.stats()).toMatchObject({ requests: 1, sent: 1 });
	});

	it('treats a time-out like a lost reply', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'delay', ms: 800, timing: 'after' },
		});
		const { json } = await testApp.run(
			{ ...TRACK, options: { ...QUICK, timeout: 200 } },
			eventsOf(['ada']),
			CONTINUE,
		);
		expect(json[0]).toMatchObject({
			error: {
				message: 'Leanplum may or may not have processed this item: no response in time',
				status: 'unknown',
				userId: 'ada',
			},
		});
	});

	it('treats a reply that comes drop by drop without end like a lost one', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'slowDrip', bytesPerSecond: 1 },
		});
		const { json } = await testApp.run(
			{ ...TRACK, options: { ...QUICK, timeout: 1000 } },
			eventsOf(['ada']),
			CONTINUE,
		);
		expect(json[0]?.error).toMatchObject({
			message: 'Leanplum may or may not have processed this item: no response in time',
		});
		expect((await testApp.stats()).tracked).toBe(1);
	});

	it('repeats all the same when the user wants that', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(
			{ ...TRACK, options: { ...QUICK, repeatWhenUnknown: true } },
			eventsOf(['ada']),
		);
		expect(statuses(json)).toEqual(['done']);
		expect((await testApp.stats()).tracked).toBe(2);
	});

	it('never gives a result to another item', async () => {
		const items = eventsOf(['u1', 'u2', 'u3']);
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'tooFew', withReqId: false },
		});
		const without = await testApp.run(TRACK, items, CONTINUE);
		expect(statuses(without.json)).toEqual(['unknown', 'unknown', 'unknown']);

		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'tooFew', withReqId: true } });
		const withIds = await testApp.run(TRACK, items, CONTINUE);
		expect(statuses(withIds.json)).toEqual(['unknown', 'done', 'done']);
	});

	it('pairs replies that come in another order', async () => {
		await testApp.admin.seedUsers(testApp.appId, ['u1', 'u3']);
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'reorder', withReqId: true },
		});
		const { json } = await testApp.run(
			{ ...TRACK, additionalFields: { createDisposition: 'CreateNever' } },
			eventsOf(['u1', 'nobody', 'u3', 'nobody-else']),
		);
		expect(statuses(json)).toEqual(['done', 'skipped', 'done', 'skipped']);
	});
});

describe('When one item spoils a batch', () => {
	it.each([
		[451, 'Unavailable For Legal Reasons', 'The user is blocked in Leanplum'],
		[400, 'Bad value', 'Leanplum rejected the request'],
		[403, 'Too large', 'Leanplum rejected the request'],
	])('finds it and does the others (status %d)', async (status, message, error) => {
		await testApp.admin.fault({
			appId: testApp.appId,
			times: null,
			fault: { kind: 'batchRefused', status, message, whenUserId: 'user-23' },
		});
		const { json, items } = await testApp.run(TRACK, eventsOf(userNames(40)), CONTINUE);
		expect(json.filter(({ status: itemStatus }) => itemStatus === 'done')).toHaveLength(39);
		expect(json[22]).toEqual({
			status: 'failed',
			userId: 'user-23',
			deviceId: null,
			warning: null,
			isOffline: null,
			error: {
				message: `${error}: ${message}`,
				description: expect.any(String),
				status: 'failed',
				userId: 'user-23',
				leanplumMessage: message,
				httpStatus: status,
				// A key without the right to do it, which the item cannot help.
				...(status === 403 ? { retryLater: true } : {}),
			},
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		const tracked = (await testApp.received('track')).filter(({ outcome }) => outcome === 'done');
		expect(tracked).toHaveLength(39);
		expect((await testApp.stats()).tracked).toBe(39);
	});

	it('does nothing again that was done when the rest is repeated and then refused whole', async () => {
		const { appId, admin } = testApp;
		await admin.fault({
			appId,
			fault: { kind: 'itemError', userId: 'user-3', message: BUSY },
		});
		await admin.fault({ appId, fault: { kind: 'status', status: 400 } });
		const users = [...userNames(5), 'user-3'];
		const { json } = await testApp.run(TRACK, eventsOf(users), CONTINUE);
		expect(statuses(json)).toEqual(users.map(() => 'done'));
		expect((await testApp.stats()).tracked).toBe(users.length);
	});

	it('finds a user who is really blocked', async () => {
		const users = userNames(4);
		await testApp.run(
			SET,
			users.map((user) => ({ user })),
		);
		await testApp.admin.putUser(testApp.appId, 'user-3', { blocked: true });
		const { json } = await testApp.run(TRACK, eventsOf(users), CONTINUE);
		expect(statuses(json)).toEqual(['done', 'done', 'failed', 'done']);
		expect(json[2]?.error).toMatchObject({
			message: expect.stringMatching(/^The user is blocked in Leanplum/),
		});
	});

	it('keeps an error of a single item to itself', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'itemError', userId: 'user-2', message: "event 'x' firstTime is invalid." },
		});
		const { json } = await testApp.run(TRACK, eventsOf(userNames(3)), CONTINUE);
		expect(statuses(json)).toEqual(['done', 'failed', 'done']);
		expect(json[1]?.error).toMatchObject({
			message: "Leanplum rejected the request: event 'x' firstTime is invalid.",
		});
	});

	it('stops the node with the first failed item and says what became of the others', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'itemError', userId: 'user-2', message: 'No' },
		});
		const { error } = await testApp.run(TRACK, eventsOf(userNames(3)));
		expect(error?.message).toBe('Leanplum rejected the request: No');
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.description).toContain('Of 3 items: 2 done, 1 failed.');
	});
});

describe('When nothing can work', () => {
	it('stops at a wrong key and sends nothing more', async () => {
		testApp.credential.clientKey = 'prod_wrong';
		const { json } = await testApp.run(
			{ ...TRACK, options: { ...QUICK, parallelRequests: 1 } },
			eventsOf(userNames(200)),
			CONTINUE,
		);
		expect(json).toHaveLength(200);
		expect(json[199]?.error).toMatchObject({
			message: 'Not sent. Leanplum rejected the Client Key: Invalid access key',
		});
		expect((await testApp.stats()).requests).toBe(1);
	});

	it('says when the App ID is unknown', async () => {
		testApp.credential.appId = 'app_unknown';
		const { error } = await testApp.run(TRACK, eventsOf(['ada']));
		expect(error?.message).toMatch(/^Leanplum couldn't find this app: App not found/);
		expect(error?.failure).toEqual(keptFailure('credential-invalid'));
	});

	it('says when the app lives elsewhere, and does not go there', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'endpointMismatch', apiHost: 'api.example.com', apiPath: 'v2/api' },
		});
		const { error } = await testApp.run(TRACK, eventsOf(['ada', 'grace']));
		expect(error?.message).toBe(
			'This Leanplum app uses a different API URL: https://api.example.com/v2/api',
		);
		expect(error?.description).toContain('enter it as API URL');
		expect(error?.description).not.toContain('CleverTap');
		expect((await testApp.stats()).requests).toBe(1);
	});

	it('does not follow a redirect with the keys', async () => {
		const { origin } = new URL(testApp.sandbox.apiUrl);
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'redirect', location: `${origin}/api?action=track`, status: 307 },
		});
		const { error } = await testApp.run(TRACK, eventsOf(['ada']));
		expect(error?.message).toBe(
			"The API URL doesn't point to Leanplum: the server redirected the request",
		);
		expect((await testApp.stats()).requests).toBe(1);
	});

	it('says when the address is not Leanplum', async () => {
		testApp.credential.apiUrl = testApp.sandbox.apiUrl.replace(/\/api$/, '/elsewhere');
		const { error } = await testApp.run(TRACK, eventsOf(['ada']));
		expect(error?.message).toMatch(/^The API URL doesn't point to Leanplum/);
	});

	it('repeats, and then says that nothing was sent, when nobody listens', async () => {
		testApp.credential.apiUrl = 'http://127.0.0.1:9/api';
		const { json } = await testApp.run(TRACK, eventsOf(['ada', 'grace']), CONTINUE);
		expect(statuses(json)).toEqual(['failed', 'failed']);
		expect(json[0]?.error).toMatchObject({
			message: "Couldn't connect to Leanplum, so nothing was sent: connection refused",
		});
	});
});
