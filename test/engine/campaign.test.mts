import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
/** Campaigns that every app of the sandbox has. */
const CAMPAIGNS = { welcome: '4810110004000001', notManual: '4810110004000002' };

const byId = (value: string): INodeParameters => ({
	campaignId: { __rl: true, mode: 'id', value },
});

/** Parameters that start the welcome campaign for the user "ada". */
function start(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'campaign',
		operation: 'start',
		...byId(CAMPAIGNS.welcome),
		identifyBy: 'userId',
		userId: 'ada',
		options: QUICK,
		...more,
	};
}

describe('Campaign → Start', () => {
	it('starts a campaign for a user, with the Development Key', async () => {
		const { json } = await testApp.run(start());
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(await testApp.admin.campaignStarts(testApp.appId)).toMatchObject([
			{ campaignId: CAMPAIGNS.welcome, userId: 'ada' },
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'startCampaign', method: 'POST', keyClass: 'development', keyInUrl: false },
		]);
		expect((await testApp.received('startCampaign'))[0]?.args).toEqual({
			campaignId: CAMPAIGNS.welcome,
			userId: 'ada',
		});
	});

	it('takes the address of the composer in the dashboard', async () => {
		const value = `https://www.leanplum.com/dashboard#/12345__164/composer/${CAMPAIGNS.welcome}/edit`;
		const { json } = await testApp.run(start({ campaignId: { __rl: true, mode: 'url', value } }));
		expect(json).toMatchObject([{ status: 'done' }]);
	});

	it('sends template values and the wish to reach users outside the target', async () => {
		await testApp.run(
			start({
				specifyValues: 'json',
				valuesJson: '{"firstName":"Ada"}',
				additionalFields: { force: true },
			}),
		);
		expect((await testApp.received('startCampaign'))[0]?.args).toEqual({
			campaignId: CAMPAIGNS.welcome,
			userId: 'ada',
			values: { firstName: 'Ada' },
			force: true,
		});
		expect(await testApp.admin.campaignStarts(testApp.appId)).toMatchObject([
			{ values: { firstName: 'Ada' } },
		]);
	});

	it('refuses a template value that is null, or replaces it', async () => {
		const withNull = { specifyValues: 'json', valuesJson: '{"firstName":null}' };
		const { error } = await testApp.run(start(withNull));
		expect(error?.message).toMatch(/^Template Values \(JSON\) "firstName" is empty/);
		expect(await testApp.requests()).toEqual([]);
		await testApp.run(
			start({ ...withNull, options: { ifValueIsNull: 'replace', nullReplacement: 'friend' } }),
		);
		expect(await testApp.admin.campaignStarts(testApp.appId)).toMatchObject([
			{ values: { firstName: 'friend' } },
		]);
	});

	it('reports an unknown user as skipped and goes on with the others', async () => {
		const { json, hints } = await testApp.run(
			start({ userId: '={{ $json.user }}' }),
			['ada', 'nobody', 'grace'].map((user) => ({ user })),
		);
		expect(json).toMatchObject([
			{ status: 'done', userId: 'ada' },
			{ status: 'skipped', userId: 'nobody', warning: 'User not found; request skipped.' },
			{ status: 'done', userId: 'grace' },
		]);
		expect(hints).toMatchObject([
			{ message: 'Leanplum skipped 1 of 3 items: User not found; request skipped' },
		]);
	});

	it('creates an unknown user when the user wants that', async () => {
		const { json } = await testApp.run(
			start({ userId: 'kim', additionalFields: { createDisposition: 'CreateIfNeeded' } }),
		);
		expect(json).toMatchObject([{ status: 'done', userId: 'kim' }]);
		expect(await testApp.user('kim')).toBeDefined();
	});

	it.each([
		['does not exist', '1234567890123456'],
		['is not started by API', CAMPAIGNS.notManual],
	])('reports a campaign that %s as skipped', async (_what, id) => {
		const { json } = await testApp.run(start(byId(id)));
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'ada', warning: 'Campaign not found; request skipped.' },
		]);
		expect(await testApp.admin.campaignStarts(testApp.appId)).toEqual([]);
	});

	it('fails for a blocked user', async () => {
		await testApp.admin.putUser(testApp.appId, 'ada', { blocked: true });
		const { json } = await testApp.run(start(), undefined, CONTINUE);
		expect(json).toMatchObject([
			{
				error: {
					message: 'The user is blocked in Leanplum: Unavailable For Legal Reasons',
					status: 'failed',
					userId: 'ada',
					httpStatus: 451,
				},
			},
		]);
	});

	it('sends one request for each item, because batches of it are not known to work', async () => {
		await testApp.run(
			start({ userId: '={{ $json.user }}' }),
			['ada', 'grace', 'alan'].map((user) => ({ user })),
		);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { startCampaign: 3 } });
	});

	it('never has two requests for one user under way', async () => {
		await testApp.admin.settings({ latencyMs: 20 }, testApp.appId);
		const { json } = await testApp.run(start(), [{}, {}, {}]);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
		expect(await testApp.stats()).toMatchObject({ requests: 3, maxInFlightPerUser: 1 });
	});

	it('is not repeated when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { error } = await testApp.run(start());
		expect(error?.message).toBe(
			'Leanplum may or may not have processed this item: connection lost',
		);
		expect(await testApp.admin.campaignStarts(testApp.appId)).toHaveLength(1);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'a campaign that is no number',
			byId("={{ 'welcome' }}"),
			'Campaign must be an ID of up to 19 digits (got "welcome")',
		],
		[
			'a campaign whose digits are lost',
			byId('={{ 2 ** 60 }}'),
			'Campaign has more digits than a number can hold (got 1152921504606847000)',
		],
		['no campaign', byId("={{ '' }}"), 'Campaign is empty'],
		['no user', { userId: "={{ '' }}" }, 'User ID is empty for this item'],
		[
			"template values that are isn't a JSON object",
			{ specifyValues: 'json', valuesJson: '={{ "Ada" }}' },
			'Template Values (JSON) must be a JSON object, such as {"name": "value"} (got "Ada")',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await testApp.run(start(parameters));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('says which key is missing', async () => {
		testApp.credential.developmentApiKey = '';
		const { error } = await testApp.run(start());
		expect(error?.message).toBe('"Start campaign for user" needs the Development Key');
		expect(await testApp.requests()).toEqual([]);
	});
});
