import type { INodeParameters } from 'n8n-workflow';
import { MESSAGES, QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const DRAFT = '4810110001000009';
const LONG_FINISHED = '4810110001000010';
/** An ID that a JavaScript number cannot hold. */
const LONG_ID = '9007199254740993';

function get(id: string, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'message',
		operation: 'get',
		messageId: { __rl: true, mode: 'id', value: id },
		options: QUICK,
		...more,
	};
}

function getMany(more: INodeParameters = {}): INodeParameters {
	return { resource: 'message', operation: 'getAll', returnAll: true, options: QUICK, ...more };
}

/** The IDs of a list's items. */
async function idsOf(parameters: INodeParameters) {
	const { json, error } = await testApp.run(parameters);
	expect(error).toBeUndefined();
	return json.map(({ id }) => String(id));
}

describe('Message → Get', () => {
	it('gives the most used fields, with times as dates, with the Content Read-Only Key', async () => {
		await testApp.admin.putMessage(testApp.appId, LONG_ID, {
			name: 'Anniversary',
			created: 1506018056.324,
			campaignId: '4810110004000001',
			campaignName: 'Welcome series',
			messageLimits: 'once a day',
		});
		const { json } = await testApp.run(get(LONG_ID));
		expect(json).toMatchObject([
			{
				status: 'done',
				id: LONG_ID,
				name: 'Anniversary',
				messageType: 'Push Notification',
				state: 'active',
				active: true,
				campaignID: expect.anything(),
				campaignName: 'Welcome series',
				created: '2017-09-21T18:20:56.324Z',
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getMessage', method: 'POST', keyClass: 'contentReadOnly', keyInUrl: false },
		]);
		expect((await testApp.received('getMessage'))[0]?.args).toEqual({ id: LONG_ID });
	});

	it('gives everything that Leanplum answers when it is not simplified', async () => {
		await testApp.admin.putMessage(testApp.appId, LONG_ID, {
			created: 1506018056.324,
			messageLimits: 'once a day',
		});
		const { json } = await testApp.run(get(LONG_ID, { simplify: false }));
		expect(json).toMatchObject([
			{ status: 'done', id: LONG_ID, created: 1506018056.324, messageLimits: 'once a day' },
		]);
	});

	it('takes the address in the dashboard', async () => {
		const value = `https://www.leanplum.com/dashboard#/12345__164/messaging/${MESSAGES.push}`;
		const { json } = await testApp.run(get('', { messageId: { __rl: true, mode: 'url', value } }));
		expect(json).toMatchObject([{ name: 'Welcome push' }]);
	});

	it('fails for a message that does not exist, in words that say so', async () => {
		const { error } = await testApp.run(get('1234567890123456'));
		expect(error).toMatchObject({
			message: "Leanplum doesn't have this message: Message not found.",
			description: expect.stringContaining('Check the message in the node'),
			httpCode: '404',
		});
	});

	it('finds a draft only when the user wants that', async () => {
		const { error } = await testApp.run(get(DRAFT));
		expect(error?.message).toMatch(/Message not found\.$/);
		const { json } = await testApp.run(get(DRAFT, { additionalFields: { includeDrafts: true } }));
		expect(json).toMatchObject([{ name: 'Spring teaser (draft)', state: 'draft' }]);
	});

	it('reads each message in a request of its own and gives the others when one is missing', async () => {
		const { json } = await testApp.run(
			get('={{ $json.id }}'),
			[MESSAGES.push, '1', MESSAGES.notStarted].map((id) => ({ id })),
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(json).toMatchObject([
			{ name: 'Welcome push' },
			{ error: { message: expect.stringContaining('Message not found.'), status: 'failed' } },
			{ name: 'Back in stock (not started)' },
		]);
		expect(await testApp.stats()).toMatchObject({
			requestsByAction: { getMessage: 3 },
			billedUsers: 0,
		});
	});

	it('asks again when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'truncate' } });
		const { json } = await testApp.run(get(MESSAGES.push));
		expect(json).toMatchObject([{ name: 'Welcome push' }]);
	});

	it('refuses a message ID that is none before anything is sent', async () => {
		const { error } = await testApp.run(get("={{ 'welcome' }}"));
		expect(error?.message).toBe('Message must be an ID of up to 19 digits (got "welcome")');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Message → Get Many', () => {
	it('gives one item for each message, linked to the input item', async () => {
		const { items } = await testApp.run(getMany());
		expect(items.length).toBeGreaterThan(5);
		expect(items[0]).toMatchObject({
			json: { name: 'Welcome push', messageType: 'Push Notification', state: 'active' },
			pairedItem: { item: 0 },
		});
		expect(await testApp.requests()).toMatchObject([{ keyClass: 'contentReadOnly' }]);
		expect((await testApp.received('getMessages'))[0]?.args).toEqual({});
	});

	it('keeps every digit of long IDs', async () => {
		await testApp.admin.putMessage(testApp.appId, LONG_ID, {});
		expect((await testApp.run(getMany())).json).toContainEqual(
			expect.objectContaining({ id: LONG_ID }),
		);
	});

	it('gives no more than the limit', async () => {
		expect(await idsOf(getMany({ returnAll: false, limit: 2 }))).toHaveLength(2);
	});

	it.each([-1, 'many'])('refuses the limit %s', async (limit) => {
		const { error, json } = await testApp.run(
			getMany({ returnAll: false, limit: `={{ ${JSON.stringify(limit)} }}` }),
		);
		expect(error?.message).toMatch(/^Limit /);
		expect(json).toEqual([]);
		expect(await testApp.requests()).toEqual([]);
	});

	it('leaves out drafts and what finished long ago, unless the user wants them', async () => {
		const usual = await idsOf(getMany());
		expect(usual).not.toContain(DRAFT);
		expect(usual).not.toContain(LONG_FINISHED);
		const all = await idsOf(getMany({ additionalFields: { includeDrafts: true, recent: false } }));
		expect(all).toEqual(expect.arrayContaining([...usual, DRAFT, LONG_FINISHED]));
		expect((await testApp.received('getMessages'))[1]?.args).toEqual({
			includeDrafts: true,
			recent: false,
		});
	});

	it('shortens each message unless told not to', async () => {
		const { json } = await testApp.run(getMany());
		expect(json[0]?.created).toEqual(expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/));
		const raw = await testApp.run(getMany({ simplify: false }));
		expect(raw.json[0]?.created).toEqual(expect.any(Number));
	});

	it('gives no items when the app has no messages', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'status', status: 200, body: '{"response":[{"success":true,"messages":[]}]}' },
		});
		const { json, error } = await testApp.run(getMany());
		expect(error).toBeUndefined();
		expect(json).toEqual([]);
	});
});

describe('Unsubscribe Category → Get Many', () => {
	const categories: INodeParameters = {
		resource: 'unsubscribeCategory',
		operation: 'getAll',
		returnAll: true,
		options: QUICK,
	};

	it('gives one item for each category, with the Content Read-Only Key', async () => {
		const { json } = await testApp.run(categories);
		expect(json).toMatchObject([
			{ name: 'News', description: 'What is new' },
			{ name: 'Offers', description: 'Sales and coupons' },
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getUnsubscribeCategories', keyClass: 'contentReadOnly' },
		]);
	});

	it('keeps every digit of long IDs', async () => {
		await testApp.admin.putCategory(testApp.appId, LONG_ID, { name: 'Long' });
		const { json } = await testApp.run(categories);
		expect(json).toContainEqual({ id: LONG_ID, name: 'Long', description: '' });
	});

	it('gives no more than the limit', async () => {
		const { json } = await testApp.run({ ...categories, returnAll: false, limit: 1 });
		expect(json).toHaveLength(1);
	});
});

it('IDs of messages and categories are text, also those that a number could hold', async () => {
	const { json: message } = await testApp.run(get(MESSAGES.push));
	const { json: messages } = await testApp.run(getMany({ returnAll: false, limit: 1 }));
	const { json: categories } = await testApp.run({
		resource: 'unsubscribeCategory',
		operation: 'getAll',
		returnAll: true,
	});
	expect([...message, ...messages, ...categories].map(({ id }) => id)).toEqual([
		MESSAGES.push,
		MESSAGES.push,
		'1001',
		'1002',
	]);
});

describe('Without the Content Read-Only Key', () => {
	it.each([
		['get message', get(MESSAGES.push), '"Get message" needs the Content Read-Only Key'],
		['get many messages', getMany(), '"Get many messages" needs the Content Read-Only Key'],
		[
			'get many unsubscribe categories',
			{ resource: 'unsubscribeCategory', operation: 'getAll' },
			'"Get many unsubscribe categories" needs the Content Read-Only Key',
		],
	])('%s says so and sends nothing', async (_what, parameters, message) => {
		testApp.credential.contentReadOnlyApiKey = '';
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/^Nothing was sent\. Add the Content Read-Only Key to/);
		expect(await testApp.requests()).toEqual([]);
	});
});
