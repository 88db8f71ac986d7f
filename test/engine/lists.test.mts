import '../../testkit/quiet.mts';
import 'reflect-metadata';
import { LoadOptionsContext } from 'n8n-core';
import type {
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { LeanplumApi } from '../../credentials/LeanplumApi.credentials';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { workflowOfOne } from '../../testkit/oneNode.mts';
import { MESSAGES, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const { listSearch, loadOptions } = new Leanplum().methods;
/** An ID that a JavaScript number cannot hold. */
const LONG_ID = '9007199254740993';

/** What n8n gives to a node whose lists are loaded in the editor. */
function editor(): ILoadOptionsFunctions {
	const credentials = { leanplumApi: { id: '1', name: 'Leanplum' } };
	const { workflow, node } = workflowOfOne({}, { credentials });
	const { credential } = testApp;
	const credentialType = new LeanplumApi();
	const additionalData = {
		credentialsHelper: {
			getParentTypes: () => [],
			getDecrypted: async () => ({ ...credential }),
			preAuthentication: async () => undefined,
			authenticate: async (_data: unknown, _type: string, options: IHttpRequestOptions) =>
				await credentialType.authenticate({ ...credential }, options),
			getCredentialsProperties: () => credentialType.properties,
			isCredentialUsableByNode: () => true,
		},
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, node, additionalData, '');
}

async function pick(
	method: keyof typeof listSearch,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listSearch[method].call(editor(), filter, paginationToken);
}

async function namesOf(method: keyof typeof listSearch, filter?: string): Promise<string[]> {
	return (await pick(method, filter)).results.map(({ name }) => name);
}

async function load(method: keyof typeof loadOptions) {
	return await loadOptions[method].call(editor());
}

/** Loads any list of the node, of which nothing is expected but its error. */
async function anyList(method: string): Promise<unknown> {
	return method in listSearch
		? await pick(method as keyof typeof listSearch)
		: await load(method as keyof typeof loadOptions);
}

describe('The list of messages', () => {
	it('shows name, type and state, the newest first, also of what finished long ago', async () => {
		expect(await pick('searchMessages')).toEqual({
			results: [
				'Back in stock (not started) (Push Notification, inactive)',
				'VIP offer (gold tier only) (Push Notification, active)',
				'Rate us (In-app Message, active)',
				'Tell the CRM (Webhook, active)',
				'Winter sale (Newsfeed Message, active)',
				'Order shipped (Email, active)',
				'Welcome push (Push Notification, active)',
				'Weekly digest (not manual) (Email, active)',
				'Black Friday (finished long ago) (Email, finished)',
			].map((name) => ({ name, value: expect.stringMatching(/^48101100010000\d\d$/) })),
		});
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getMessages', method: 'POST', keyClass: 'contentReadOnly', keyInUrl: false },
		]);
	});

	it('finds messages by a part of the name, by type and by ID', async () => {
		expect(await namesOf('searchMessages', ' WELCOME ')).toEqual([
			'Welcome push (Push Notification, active)',
		]);
		expect(await namesOf('searchMessages', 'webhook')).toEqual(['Tell the CRM (Webhook, active)']);
		expect(await namesOf('searchMessages', MESSAGES.push)).toEqual([
			'Welcome push (Push Notification, active)',
		]);
		expect(await namesOf('searchMessages', 'no such message')).toEqual([]);
	});

	it('gives IDs that the node takes, with every digit', async () => {
		await testApp.admin.putMessage(testApp.appId, LONG_ID, { name: 'Anniversary' });
		const { results } = await pick('searchMessages', 'anniversary');
		expect(results).toEqual([{ name: 'Anniversary (Push Notification, active)', value: LONG_ID }]);
		const { json } = await testApp.run({
			resource: 'message',
			operation: 'get',
			messageId: { __rl: true, mode: 'list', value: results[0]!.value },
		});
		expect(json).toMatchObject([{ id: LONG_ID, name: 'Anniversary' }]);
	});

	it('comes in pages of 100, which together hold every message once', async () => {
		const ids = Array.from({ length: 150 }, (_, index) => String(7_000_000 + index));
		await Promise.all(
			ids.map((id) => testApp.admin.putMessage(testApp.appId, id, { name: `Bulk ${id}` })),
		);
		const first = await pick('searchMessages', 'bulk');
		expect(first.results).toHaveLength(100);
		const second = await pick('searchMessages', 'bulk', String(first.paginationToken));
		expect(second.results).toHaveLength(50);
		expect(second.paginationToken).toBeUndefined();
		const listed = [...first.results, ...second.results].map(({ value }) => String(value));
		expect(listed.sort()).toEqual(ids);
	});
});

describe('The list of messages to send', () => {
	it('shows what can be sent first, and at the others why not', async () => {
		expect(await namesOf('searchMessagesToSend')).toEqual([
			'VIP offer (gold tier only) (Push Notification)',
			'Tell the CRM (Webhook)',
			'Winter sale (Newsfeed Message)',
			'Order shipped (Email)',
			'Welcome push (Push Notification)',
			'Weekly digest (not manual) (Email)',
			'Back in stock (not started) (Push Notification) – not started',
			"Rate us (In-app Message) – in-app messages can't be sent",
			'Black Friday (finished long ago) (Email) – finished',
		]);
	});

	it('tells messages of the same name apart by day, campaign and ID, by what differs first', async () => {
		const day = (date: string) => Date.parse(date) / 1000;
		const twins = [
			['91', { name: 'Spring sale', campaignName: 'Spring', created: day('2026-03-01') }],
			['92', { name: 'Spring sale', created: day('2026-02-01') }],
			['93', { name: 'Spring sale', campaignName: 'VIP', created: day('2026-01-05') }],
			['94', { name: 'Spring sale', campaignName: 'VIP', created: day('2026-01-05') }],
		] as const;
		for (const [id, message] of twins) await testApp.admin.putMessage(testApp.appId, id, message);
		expect(await namesOf('searchMessagesToSend', 'spring')).toEqual([
			'Spring sale (Push Notification) · 2026-03-01 · Spring · ID 91',
			'Spring sale (Push Notification) · 2026-02-01 · ID 92',
			// n8n cuts off what is wider than its list, where both would look the same.
			'Spring sale (Push Notification) · ID 93 · 2026-01-05 · VIP',
			'Spring sale (Push Notification) · ID 94 · 2026-01-05 · VIP',
		]);
	});

	it('is searched by words in any order, by a part of the ID and by an address', async () => {
		const shipped = ['Order shipped (Email)'];
		expect(await namesOf('searchMessagesToSend', 'email order')).toEqual(shipped);
		const { results } = await pick('searchMessagesToSend', 'shipped');
		const id = String(results[0]!.value);
		expect(await namesOf('searchMessagesToSend', id.slice(3))).toEqual(shipped);
		const url = `https://www.leanplum.com/dashboard#/12345__164/messaging/${id}`;
		expect(await namesOf('searchMessagesToSend', url)).toEqual(shipped);
		const asShown = url.replace('https://', '');
		expect(await namesOf('searchMessagesToSend', asShown)).toEqual(shipped);
		expect(await namesOf('searchMessagesToSend', 'order push')).toEqual([]);
	});
});

describe('The other lists', () => {
	it('campaigns are found through their messages, each once, the newest first', async () => {
		const campaigns = [
			['1', { campaignId: '71', campaignName: 'Older', created: 1000 }],
			['2', { campaignId: LONG_ID, campaignName: 'Newer', created: 2000 }],
			['3', { campaignId: '71', campaignName: 'Before it was renamed', created: 500 }],
		] as const;
		for (const [id, message] of campaigns) {
			await testApp.admin.putMessage(testApp.appId, id, message);
		}
		expect(await pick('searchCampaigns')).toEqual({
			results: [
				{ name: 'Newer', value: LONG_ID },
				{ name: 'Older', value: '71' },
			],
		});
		expect(await namesOf('searchCampaigns', 'old')).toEqual(['Older']);
	});

	it('A/B tests show name and state, the newest first', async () => {
		expect(await pick('searchAbTests')).toEqual({
			results: [
				{ name: 'Button colour (active)', value: '4810110002000001' },
				{ name: 'Price display (finished long ago) (finished)', value: '4810110002000003' },
			],
		});
		expect(await namesOf('searchAbTests', 'PRICE')).toHaveLength(1);
	});

	it('variants show the test that they belong to', async () => {
		expect((await pick('searchVariants')).results.slice(0, 2)).toEqual([
			{ name: 'Control (A/B test Button colour, active)', value: '4810110002000011' },
			{ name: 'Green button (A/B test Button colour, active)', value: '4810110002000012' },
		]);
		expect(await namesOf('searchVariants', 'with tax')).toEqual([
			'With tax (A/B test Price display (finished long ago), finished)',
		]);
	});

	it('postbacks show events and address, and can be deleted by what the list gives', async () => {
		const postbackUrl = 'https://example.com/hook?user={{User ID}}';
		await testApp.run({ resource: 'postback', operation: 'add', postbackUrl });
		const [rule] = await testApp.admin.postbacks(testApp.appId);
		const { results } = await pick('searchPostbacks');
		expect(results).toEqual([{ name: `messageEvents: ${postbackUrl}`, value: rule?.postbackId }]);
		expect((await testApp.requests()).at(-1)).toMatchObject({
			action: 'listPostbacks',
			keyClass: 'dataExport',
		});
		await testApp.run({
			resource: 'postback',
			operation: 'delete',
			postbackId: { __rl: true, mode: 'list', value: results[0]!.value },
		});
		expect(await testApp.admin.postbacks(testApp.appId)).toEqual([]);
	});

	it('Android channels show name and ID, and can be deleted by what the list gives', async () => {
		await testApp.run({
			resource: 'androidChannel',
			operation: 'upsert',
			channelId: { __rl: true, mode: 'id', value: 'promotions' },
			name: 'Offers',
			importance: 3,
		});
		expect(await pick('searchAndroidChannels')).toEqual({
			results: [
				{ name: 'General (general, default)', value: 'general' },
				{ name: 'Offers (promotions)', value: 'promotions' },
			],
		});
		expect((await testApp.requests()).at(-1)).toMatchObject({
			action: 'getAndroidNotificationChannels',
			keyClass: 'production',
		});
		const { results } = await pick('searchAndroidChannels', 'promo');
		const { json } = await testApp.run({
			resource: 'androidChannel',
			operation: 'delete',
			channelId: { __rl: true, mode: 'list', value: results[0]!.value },
		});
		expect(json).toMatchObject([{ deleted: true, channelId: 'promotions' }]);
		expect(await namesOf('searchAndroidChannels')).toEqual(['General (general, default)']);
	});

	it('unsubscribe categories show their description and give their ID as text', async () => {
		await testApp.admin.putCategory(testApp.appId, LONG_ID, { name: 'Long' });
		expect(await load('getUnsubscribeCategories')).toEqual([
			{ name: 'News', value: '1001', description: 'What is new' },
			{ name: 'Offers', value: '1002', description: 'Sales and coupons' },
			{ name: 'Long', value: LONG_ID, description: '' },
		]);
	});

	it('variables are those that A/B tests change, each once', async () => {
		const variables = ['maxItems', 'button.color'].map((name) => ({ name, value: 1 }));
		await testApp.admin.putAbTest(testApp.appId, LONG_ID, {
			variants: [{ id: '1', name: 'A', percent: 100, variables }],
		});
		expect(await load('getVariableNames')).toEqual([
			{ name: 'button.color', value: 'button.color' },
			{ name: 'maxItems', value: 'maxItems' },
		]);
	});
});

describe('When a list cannot be loaded', () => {
	it.each([
		['searchMessages', 'The list of messages needs the Content Read-Only Key'],
		['searchCampaigns', 'The list of campaigns needs the Content Read-Only Key'],
		['searchAbTests', 'The list of A/B tests needs the Content Read-Only Key'],
		['searchVariants', 'The list of variants needs the Content Read-Only Key'],
		[
			'getUnsubscribeCategories',
			'The list of unsubscribe categories needs the Content Read-Only Key',
		],
		['getVariableNames', 'The list of variables needs the Content Read-Only Key'],
		['searchPostbacks', 'The list of postbacks needs the Data Export Key'],
		['searchAndroidChannels', 'The list of Android channels needs the Client Key'],
	])('%s says which key to add and what to do without it', async (method, message) => {
		testApp.credential.contentReadOnlyApiKey = '';
		testApp.credential.dataExportApiKey = '';
		testApp.credential.clientKey = '';
		await expect(anyList(method)).rejects.toMatchObject({
			message,
			description: expect.stringMatching(/^Add the .* enter the ID/),
		});
		expect(await testApp.requests()).toEqual([]);
	});

	it('says when the key is wrong', async () => {
		testApp.credential.contentReadOnlyApiKey = 'wrong-key-1234';
		await expect(pick('searchMessages')).rejects.toMatchObject({
			message:
				"Couldn't load the list of messages: Leanplum rejected the Content Read-Only Key: Invalid access key",
			description: expect.stringContaining('Open the Leanplum credential'),
		});
	});

	it('says when the App ID is missing', async () => {
		testApp.credential.appId = '';
		await expect(pick('searchMessages')).rejects.toThrow(
			'The App ID is missing from the Leanplum credential',
		);
	});

	it('says when nobody answers, without a word of sending', async () => {
		testApp.credential.apiUrl = 'http://127.0.0.1:9/api';
		const error = await pick('searchMessages').catch((thrown: Error) => thrown);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^Couldn't load the list of messages: Couldn't connect to Leanplum(?!.*nothing was sent)/,
			),
			description: 'Open the list again in a minute. Or enter the ID without the list.',
		});
	});

	it('does not send a key over plain http', async () => {
		testApp.credential.apiUrl = 'http://leanplum.example.com/api';
		await expect(pick('searchMessages')).rejects.toThrow(/must start with https:\/\//);
	});

	it('asks once more when Leanplum is busy', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status: 503 } });
		expect(await namesOf('searchMessages', 'welcome')).toHaveLength(1);
		expect((await testApp.stats()).requests).toBe(2);
	});

	it('asks once more when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'truncate' } });
		expect(await namesOf('searchAbTests')).toHaveLength(2);
	});
});
