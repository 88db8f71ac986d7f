import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
const URL_OF_HOOK = 'https://example.com/hook?user={{User ID}}&event={{Message event}}';

function postback(operation: string, more: INodeParameters = {}): INodeParameters {
	return { resource: 'postback', operation, options: QUICK, ...more };
}

function add(more: INodeParameters = {}): INodeParameters {
	return postback('add', { postbackUrl: URL_OF_HOOK, ...more });
}

const remove = (value: string) =>
	postback('delete', { postbackId: { __rl: true, mode: 'id', value } });
const getMany = (more: INodeParameters = {}) => postback('getAll', { returnAll: true, ...more });

/** Adds a postback and gives its ID. */
async function added(): Promise<string> {
	await testApp.run(add());
	const rules = await testApp.admin.postbacks(testApp.appId);
	await testApp.admin.clearRequests(testApp.appId);
	return rules.at(-1)!.postbackId;
}

describe('Postback → Add', () => {
	it('adds a postback with its placeholders as they are, with the Data Export Key', async () => {
		const { json } = await testApp.run(add());
		const [rule] = await testApp.admin.postbacks(testApp.appId);
		expect(rule).toMatchObject({ type: 'messageEvents', postbackUrl: URL_OF_HOOK });
		expect(rule).not.toHaveProperty('channels');
		expect(json).toMatchObject([{ status: 'done', postbackId: expect.anything() }]);
		expect(String(json[0]?.postbackId)).toBe(rule?.postbackId);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'addPostback', method: 'POST', keyClass: 'dataExport', keyInUrl: false },
		]);
		expect((await testApp.received('addPostback'))[0]?.args).toEqual({
			type: 'messageEvents',
			postbackUrl: URL_OF_HOOK,
		});
	});

	it.each([
		['a choice', ['Email', 'In-app Message']],
		['an expression that gives text', '={{ "Email, In-app Message" }}'],
	])('restricts it to channels, from %s', async (_what, channels) => {
		await testApp.run(add({ additionalFields: { channels } }));
		expect(await testApp.admin.postbacks(testApp.appId)).toMatchObject([
			{ channels: ['Email', 'In-app Message'] },
		]);
	});

	it('adds one for A/B tests', async () => {
		await testApp.run(add({ postbackType: 'abTestEvents' }));
		expect(await testApp.admin.postbacks(testApp.appId)).toMatchObject([{ type: 'abTestEvents' }]);
	});

	it('fails for the fourth postback of an app, in words that name the limit', async () => {
		await testApp.run(add(), [{}, {}, {}]);
		const { error } = await testApp.run(add());
		expect(error?.message).toBe(
			'Leanplum rejected the request: An app can have at most three postbacks.',
		);
		expect(await testApp.admin.postbacks(testApp.appId)).toHaveLength(3);
	});

	it('sends one request for each item and says which of four were added', async () => {
		const { json } = await testApp.run(add(), [{}, {}, {}, {}], CONTINUE);
		expect(json.filter(({ status }) => status === 'done')).toHaveLength(3);
		expect(json.filter(({ error }) => error !== undefined)).toMatchObject([
			{ error: { status: 'failed' } },
		]);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { addPostback: 4 } });
	});

	it('is not repeated when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(add());
		expect(error?.message).toBe(
			'Leanplum may or may not have processed this item: connection lost',
		);
		expect(await testApp.admin.postbacks(testApp.appId)).toHaveLength(1);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'an address that is none',
			{ postbackUrl: 'example.com/hook' },
			'Postback URL must be a URL, such as https://example.com/hook (got "example.com/hook")',
		],
		['no address', { postbackUrl: "={{ '' }}" }, 'Postback URL is empty'],
		[
			'a channel that Leanplum does not know',
			{ additionalFields: { channels: '={{ ["Fax"] }}' } },
			'Channels must be one of: Email, In-app Message, Push Notification (got "Fax" at 1)',
		],
		[
			'events that Leanplum does not know',
			{ postbackType: '={{ "clicks" }}' },
			'Events must be one of: A/B Test Events (abTestEvents), Message Events (messageEvents) (got "clicks")',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(add(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Postback → Delete', () => {
	it('deletes a postback, with the Data Export Key', async () => {
		const id = await added();
		const { json } = await testApp.run(remove(id));
		expect(json).toMatchObject([{ status: 'done', deleted: true }]);
		expect(await testApp.admin.postbacks(testApp.appId)).toEqual([]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'deletePostback', keyClass: 'dataExport' },
		]);
		expect((await testApp.received('deletePostback'))[0]?.args).toEqual({ postbackId: id });
	});

	it('fails for a postback that does not exist', async () => {
		const { error } = await testApp.run(remove('123'));
		expect(error?.message).toBe("Leanplum couldn't find what you requested: Postback not found.");
	});

	it('does not fail for a postback that its first try, with a lost reply, deleted', async () => {
		const id = await added();
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(remove(id));
		expect(await testApp.admin.postbacks(testApp.appId)).toEqual([]);
		expect(error?.message).toBeUndefined();
	});

	it('refuses an ID that is none before anything is sent', async () => {
		const { error } = await testApp.run(remove("={{ 'hook' }}"));
		expect(error?.message).toBe('Postback must be an ID of up to 19 digits (got "hook")');
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Postback → Get Many', () => {
	it('gives one item for each postback, which Delete takes', async () => {
		await added();
		const { items } = await testApp.run(getMany());
		expect(items).toMatchObject([
			{
				json: { type: 'messageEvents', postbackUrl: URL_OF_HOOK },
				pairedItem: { item: 0 },
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'listPostbacks', keyClass: 'dataExport' },
		]);
		await testApp.run(remove('={{ $json.postbackId }}'), [items[0]!.json]);
		expect(await testApp.admin.postbacks(testApp.appId)).toEqual([]);
	});

	it('gives IDs as text', async () => {
		const id = await added();
		const { json } = await testApp.run(getMany());
		expect(json).toMatchObject([{ postbackId: id }]);
	});

	it('gives no more than the limit, and nothing when there are none', async () => {
		expect((await testApp.run(getMany())).json).toEqual([]);
		await testApp.run(add(), [{}, {}, {}]);
		expect((await testApp.run(getMany({ returnAll: false, limit: 2 }))).json).toHaveLength(2);
	});
});

describe('Without the Data Export Key', () => {
	it.each([
		[add(), '"Add postback" needs the Data Export Key'],
		[remove('1'), '"Delete postback" needs the Data Export Key'],
		[getMany(), '"Get many postbacks" needs the Data Export Key'],
	])('postback → $operation says so and sends nothing', async (parameters, message) => {
		testApp.credential.dataExportApiKey = '';
		const { error } = await testApp.run(parameters);
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
