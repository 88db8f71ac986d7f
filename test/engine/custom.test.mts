import type { INodeParameters } from 'n8n-workflow';
import { MESSAGES, QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
/** An action that Leanplum has and the node does not know. */
const UNKNOWN = 'saveInterface';

/** Parameters that call an action with these arguments. */
function call(
	leanplumAction: string,
	args: object | string,
	more: INodeParameters = {},
): INodeParameters {
	return {
		resource: 'custom',
		operation: 'callAction',
		leanplumAction,
		key: 'automatic',
		argumentsJson: typeof args === 'string' ? args : JSON.stringify(args),
		options: QUICK,
		...more,
	};
}

const withOptions = (options: INodeParameters): INodeParameters => ({
	options: { ...QUICK, ...options },
});

/** An event for the user of the item. */
const TRACK_EACH = '={{ { userId: $json.user, event: "Purchase" } }}';
const THREE_USERS = ['ada', 'grace', 'alan'].map((user) => ({ user }));

/** Lets Leanplum answer the next request with this. */
async function nextAnswer(answer: object): Promise<void> {
	const body = JSON.stringify({ response: [{ success: true, ...answer }] });
	await testApp.admin.fault({
		appId: testApp.appId,
		fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
	});
}

async function loseReplies(): Promise<void> {
	await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
}

describe('Custom → Call Action', () => {
	it('sends no message with a value that is empty', async () => {
		const values = { name: '', list: [null] };
		const { error } = await testApp.run(
			call('sendMessage', { userId: 'u', messageId: MESSAGES.push, values }),
		);
		expect(error?.message).toContain('is empty, so Leanplum would print its name');
		expect(await testApp.requests()).toEqual([]);
	});

	it('sends a known action and gives what Leanplum answers', async () => {
		const { json, items } = await testApp.run(
			call('track', { userId: 'ada', event: 'Purchase', params: { plan: 'gold' } }),
		);
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(json[0]).not.toHaveProperty('success');
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect((await testApp.received('track'))[0]?.args).toEqual({
			userId: 'ada',
			event: 'Purchase',
			params: { plan: 'gold' },
		});
		expect(await testApp.requests()).toMatchObject([{ method: 'POST', keyInUrl: false }]);
	});

	it.each([
		['track', { userId: 'ada', event: 'X' }, 'production'],
		['deleteUser', { userId: 'ada' }, 'development'],
		['exportUser', { userId: 'ada' }, 'dataExport'],
		['getMessages', {}, 'contentReadOnly'],
	])('knows which key %s needs', async (action, args, keyClass) => {
		const { error } = await testApp.run(call(` ${action} `, args));
		expect(error).toBeUndefined();
		expect(await testApp.requests()).toMatchObject([{ action, keyClass }]);
	});

	it('takes the Development Key for development mode', async () => {
		await testApp.run(call('track', { userId: 'ada', event: 'X', devMode: true }));
		expect(await testApp.requests()).toMatchObject([{ keyClass: 'development' }]);
	});

	it.each(['production', 'development', 'dataExport', 'contentReadOnly'])(
		'sends an unknown action with the key that is chosen: %s',
		async (key) => {
			await nextAnswer({ state: 'NONE', id: '9007199254740993' });
			const { json } = await testApp.run(call(UNKNOWN, { deep: { list: [1, null] } }, { key }));
			expect(json).toMatchObject([{ status: 'done', state: 'NONE', id: '9007199254740993' }]);
			expect(await testApp.requests()).toMatchObject([
				{ action: UNKNOWN, keyClass: key, actions: [{ args: { deep: { list: [1, null] } } }] },
			]);
		},
	);

	it('keeps every digit of IDs in arguments and answers', async () => {
		const id = '9007199254740993';
		await testApp.admin.putMessage(testApp.appId, id, { name: 'Anniversary' });
		const asText = await testApp.run(call('getMessage', `{"id":"${id}"}`));
		expect(asText.json).toMatchObject([{ message: { id, name: 'Anniversary' } }]);
		const asNumber = await testApp.run(call('getMessage', `{"id":${id}}`));
		expect(asNumber.error?.message).toBe(
			`Arguments (JSON) "id" has more digits than a number can hold (got ${id})`,
		);
	});

	it('reports what Leanplum skipped, with its reason', async () => {
		const { json, hints } = await testApp.run(
			call('track', { userId: 'nobody', event: 'X', createDisposition: 'CreateNever' }),
		);
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'nobody', warning: 'User not found; request skipped.' },
		]);
		expect(hints).toHaveLength(1);
	});

	it('does not let a field of the answer pass for the status of the item', async () => {
		await nextAnswer({ status: 'FAILED' });
		const { json } = await testApp.run(call(UNKNOWN, {}, { key: 'production' }));
		expect(json).toMatchObject([{ status: 'done' }]);
	});

	it.each([
		['an action that Leanplum does not know', UNKNOWN, {}, 'Unknown action: saveInterface'],
		['an argument that is missing', 'track', { userId: 'ada' }, "'event' must be provided"],
	])('fails with the words of Leanplum for %s', async (_what, action, args, words) => {
		const { error } = await testApp.run(call(action, args, { key: 'production' }));
		expect(error?.message).toBe(`Leanplum rejected the request: ${words}`);
	});

	it('fails when the chosen key is not the one that the action needs', async () => {
		const { error } = await testApp.run(call('getMessages', {}, { key: 'production' }));
		expect(error?.message).toBe('Leanplum rejected the Client Key: Invalid access key');
	});

	it('does not call the API URL wrong when an action answers with a redirect, as downloadFile does', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'redirect', location: 'https://files.example.com/one.txt' },
		});
		const { error } = await testApp.run(call('downloadFile', { filename: 'one.txt' }));
		expect(error?.message).toBeDefined();
		expect(error?.message).not.toMatch(/API URL/);
	});
});

describe('Custom → Call Action refuses before anything is sent', () => {
	it.each<[string, INodeParameters, string]>([
		[
			'an unknown action without a key',
			call(UNKNOWN, {}),
			`Key must be selected, because this node doesn't know the action "saveInterface"`,
		],
		[
			'a name that only the node has for an action',
			call('multiCsv', {}),
			`Key must be selected, because this node doesn't know the action "multiCsv"`,
		],
		['the action that batches are made of', call('multi', {}), 'Action can\'t be "multi"'],
		['no action', call("={{ '' }}", {}), 'Action is empty'],
		[
			'arguments that are no object',
			call('track', '={{ "[1]" }}'),
			'Arguments (JSON) must be a JSON object, such as {"name": "value"} (got "[1]")',
		],
		[
			'arguments that are no JSON',
			call('track', '{"userId": ada}'),
			'Arguments (JSON) must be a JSON object, such as {"name": "value"} (got "{\\"userId\\": ada}")',
		],
		...['action', 'appId', 'clientKey', 'clientkey', 'apiVersion', 'reqId'].map(
			(name): [string, INodeParameters, string] => [
				`the reserved argument ${name}`,
				call('track', { userId: 'ada', event: 'X', [name]: 'mine' }),
				`Arguments (JSON) "${name}" is added automatically`,
			],
		),
	])('%s', async (_what, parameters, message) => {
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it.each([
		['clientKey', 'track', 'Client Key'],
		['developmentApiKey', 'deleteUser', 'Development Key'],
		['dataExportApiKey', 'exportUser', 'Data Export Key'],
		['contentReadOnlyApiKey', 'getMessages', 'Content Read-Only Key'],
	] as const)('an item whose key is missing: %s', async (field, action, label) => {
		testApp.credential[field] = '';
		const { error } = await testApp.run(call(action, { userId: 'ada' }));
		expect(error?.message).toBe(`"Call any Leanplum API action" needs the ${label}`);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Allow Batching', () => {
	const SHARED = withOptions({ mayShareRequests: true });

	it('is off at first: one request for each item', async () => {
		await testApp.run(call('track', TRACK_EACH), THREE_USERS);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { track: 3 } });
	});

	it('lets items travel together', async () => {
		const { json } = await testApp.run(call('track', TRACK_EACH, SHARED), [
			...THREE_USERS,
			...THREE_USERS,
		]);
		expect(json.map(({ userId }) => userId)).toEqual([
			'ada',
			'grace',
			'alan',
			'ada',
			'grace',
			'alan',
		]);
		expect(await testApp.stats()).toMatchObject({
			requests: 1,
			requestsByAction: { multi: 1 },
			byAction: { track: 6 },
			billedUsers: 3,
		});
	});

	it('lets different actions of one key travel together, and those of another key apart', async () => {
		const items = [
			{ action: 'track', args: { userId: 'ada', event: 'Purchase' } },
			{ action: 'setUserAttributes', args: { userId: 'ada', userAttributes: { plan: 'gold' } } },
			{ action: 'deleteUser', args: { userId: 'grace' } },
			{ action: 'deleteUser', args: { userId: 'alan' } },
		];
		const { json } = await testApp.run(
			call('={{ $json.action }}', '={{ $json.args }}', SHARED),
			items,
		);
		expect(json.map(({ status }) => status)).toEqual(items.map(() => 'done'));
		const requests = await testApp.requests();
		expect(
			requests
				.map(({ keyClass, actions }) => [keyClass, actions.map(({ action }) => action)])
				.sort(),
		).toEqual([
			['development', ['deleteUser', 'deleteUser']],
			['production', ['track', 'setUserAttributes']],
		]);
	});

	it('gives each of them its own result', async () => {
		const { json } = await testApp.run(
			call('={{ $json.action }}', '={{ $json.args }}', SHARED),
			[
				{ action: 'track', args: { userId: 'ada', event: 'Purchase' } },
				{ action: 'track', args: { userId: 'ada' } },
				{ action: 'heartbeat', args: { userId: 'nobody' } },
			],
			CONTINUE,
		);
		expect(json).toMatchObject([
			{ status: 'done' },
			{ error: { message: "Leanplum rejected the request: 'event' must be provided" } },
			{ status: 'skipped' },
		]);
		expect(await testApp.stats()).toMatchObject({ requests: 1 });
	});

	it.each([
		['downloadFile', 'File → Download'],
		['uploadFile', 'File → Upload'],
	])('is not for %s, which works with files', async (action, instead) => {
		const { error } = await testApp.run(call(action, { filename: 'none.txt' }, SHARED));
		expect(error).toMatchObject({
			message: 'Action works with files',
			description: `Nothing was sent for this item. Use ${instead} instead.`,
		});
		expect(await testApp.requests()).toEqual([]);
	});

	it('yields to One Request per Item', async () => {
		await testApp.run(
			call('track', TRACK_EACH, withOptions({ mayShareRequests: true, batching: 'off' })),
			THREE_USERS,
		);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { track: 3 } });
	});
});

describe('Safe to Retry', () => {
	const SAFE = withOptions({ safeToRepeat: true });
	const UNCERTAIN = 'Leanplum may or may not have processed this item: connection lost';

	it('is off at first: an action that counts is not sent again when the reply is lost', async () => {
		await loseReplies();
		const { error } = await testApp.run(call('track', { userId: 'ada', event: 'X' }));
		expect(error?.message).toBe(UNCERTAIN);
		expect((await testApp.stats()).tracked).toBe(1);
	});

	it('lets an action be sent again', async () => {
		await loseReplies();
		const { json } = await testApp.run(call('track', { userId: 'ada', event: 'X' }, SAFE));
		expect(json).toMatchObject([{ status: 'done' }]);
		expect((await testApp.stats()).tracked).toBe(2);
	});

	it('decides for actions that the node does not know', async () => {
		await loseReplies();
		const once = await testApp.run(call(UNKNOWN, {}, { key: 'production' }));
		expect(once.error?.message).toBe(UNCERTAIN);
		await loseReplies();
		const twice = await testApp.run(call(UNKNOWN, {}, { key: 'production', ...SAFE }));
		expect(twice.error?.message).toBe(`Leanplum rejected the request: Unknown action: ${UNKNOWN}`);
		expect((await testApp.stats()).requests).toBe(3);
	});

	it('is not needed for a known action that does no harm when repeated', async () => {
		await loseReplies();
		const { json } = await testApp.run(call('getMessage', { id: MESSAGES.push }));
		expect(json).toMatchObject([{ message: { name: 'Welcome push' } }]);
	});

	it('does not make increments be sent again', async () => {
		await loseReplies();
		const { error } = await testApp.run(
			call('setUserAttributes', { userId: 'ada', userAttributeValuesToIncrement: { points: 1 } }),
		);
		expect(error?.message).toBe(UNCERTAIN);
		expect((await testApp.user('ada'))?.attributes.points).toBe(1);
	});
});
