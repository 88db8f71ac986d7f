import type { INodeParameters } from 'n8n-workflow';
import { eventsOf, QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

const getState = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'app',
	operation: 'getMigrationState',
	options: QUICK,
	...more,
});

const move = (phase: 'leanplum' | 'duplicate' | 'cleverTap', fields = {}) =>
	testApp.admin.putMigration(testApp.appId, { phase, fields });

describe('App → Get Migration State', () => {
	it('says that an app is not moving, with the Client Key', async () => {
		await move('leanplum');
		const { json } = await testApp.run(getState());
		expect(json).toEqual([
			{
				status: 'done',
				userId: null,
				deviceId: null,
				warning: null,
				moving: false,
				sdk: 'lp',
				state: 'NONE',
				profiles: 'lp',
				events: 'lp',
				cleverTap: null,
				profileUploadStarted: null,
				eventsUploadStarted: null,
				appTrafficStopped: null,
				loggedInUserId: null,
				hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			},
		]);
		expect(await testApp.requests()).toMatchObject([
			{ action: 'getMigrateState', keyClass: 'production', keyInUrl: false },
		]);
	});

	it('names the CleverTap account, its API URL, and the mappings, but not the token', async () => {
		await move('duplicate', {
			ct: {
				accountId: 'AAA-BBB-CCCZ',
				regionCode: 'us1',
				token: 'for-apps-only',
				attributeMappings: { mail: 'Email' },
				identityKeys: ['Identity'],
			},
		});
		const { json } = await testApp.run(getState());
		expect(json).toMatchObject([
			{
				moving: true,
				sdk: 'lp+ct',
				profiles: 'lp+ct',
				events: 'lp+ct',
				cleverTap: {
					accountId: 'AAA-BBB-CCCZ',
					region: 'us1',
					apiUrl: 'https://us1.api.clevertap.com',
					attributeMappings: { mail: 'Email' },
					identityKeys: ['Identity'],
				},
			},
		]);
		expect(JSON.stringify(json)).not.toContain('for-apps-only');
		const raw = await testApp.run(getState({ simplify: false }));
		expect(JSON.stringify(raw.json)).toContain('for-apps-only');
	});

	it('leaves out the token also where a list stands for the account', async () => {
		const account = { accountId: 'A', token: 'for-apps-only' };
		await move('duplicate', { ct: [account, [account]] });
		const { json } = await testApp.run(getState());
		expect(json).toMatchObject([{ cleverTap: [{ accountId: 'A' }, [{ accountId: 'A' }]] }]);
		expect(JSON.stringify(json)).not.toContain('for-apps-only');
	});

	it.each([
		['an unknown region', { ct: { regionCode: 'xy9' } }, { region: 'xy9', apiUrl: '' }],
		['empty identity keys', { ct: { identityKeys: '' } }, { identityKeys: [] }],
		['identity keys as text', { ct: { identityKeys: 'Email' } }, { identityKeys: 'Email' }],
		['mappings as a list', { ct: { attributeMappings: ['a'] } }, { attributeMappings: ['a'] }],
		['a region that is no text', { ct: { regionCode: 1 } }, { region: 1, apiUrl: '' }],
		['an account that is no object', { ct: 'AAA-BBB-CCCZ' }, 'AAA-BBB-CCCZ'],
		['no mappings', { ct: { accountId: 'A' } }, { attributeMappings: {}, accountId: 'A' }],
	])('passes on %s', async (_what, fields, cleverTap) => {
		await move('duplicate', fields);
		const { json } = await testApp.run(getState());
		expect(json).toMatchObject([{ status: 'done', moving: true, cleverTap }]);
	});

	it.each([
		['an unknown value', { sdk: 'new' }, { moving: true, sdk: 'new' }],
		['no sdk', { sdk: null }, { moving: false, sdk: null }],
		['no api', { api: null }, { moving: false, profiles: null, events: null }],
		['an api that is no object', { api: 'ct' }, { moving: true, profiles: 'ct', events: 'ct' }],
		['values that are no text', { sdk: 1, state: [2] }, { moving: true, sdk: 1, state: [2] }],
		['a time as a number', { profileUploadStartedTs: 5 }, { profileUploadStarted: 5 }],
		['no word of a move', { sdk: null, api: null }, { moving: null }],
		['events that moved alone', { api: { profile: 'lp', events: 'ct' } }, { moving: true }],
		[
			'a state of its own',
			{ state: 'PROFILE_UPLOAD_STARTED' },
			{ state: 'PROFILE_UPLOAD_STARTED' },
		],
	])('passes on %s', async (_what, fields, wanted) => {
		await move('leanplum', fields);
		const { json } = await testApp.run(getState());
		expect(json).toMatchObject([wanted]);
	});

	it('asks with a device when there is one', async () => {
		await move('duplicate');
		await testApp.run(getState({ additionalFields: { deviceId: 'phone-1' } }));
		expect((await testApp.received('getMigrateState'))[0]?.args).toEqual({ deviceId: 'phone-1' });
	});

	it('works as a tool of an AI agent, which gets the token only as Raw', async () => {
		await move('duplicate', { ct: { regionCode: 'us1', token: 'for-apps-only' } });
		const asTool = async (output: string) =>
			(await testApp.run(getState({ output }), [{}], { asTool: true })).json;
		const simplified = await asTool('simplified');
		expect(simplified).toMatchObject([{ moving: true, cleverTap: { region: 'us1' } }]);
		expect(JSON.stringify(simplified)).not.toContain('for-apps-only');
		expect(JSON.stringify(await asTool('raw'))).toContain('for-apps-only');
	});

	it('can be sent by Custom → Call Action without choosing a key', async () => {
		await move('duplicate');
		const { json } = await testApp.run({
			resource: 'custom',
			operation: 'callAction',
			leanplumAction: 'getMigrateState',
			options: QUICK,
		});
		expect(json).toMatchObject([{ status: 'done', sdk: 'lp+ct' }]);
	});
});

describe('The hint about a changed migration state', () => {
	it('comes once for each change, and not because there is a state', async () => {
		const staticData = {};
		const hints = async () => {
			const run = await testApp.run(TRACK, eventsOf(['ada', 'grace']), { staticData });
			return run.hints.map(({ message }) => message);
		};
		const changed = [expect.stringContaining('run App → Get Migration State')];
		await move('leanplum');
		expect(await hints()).toEqual([]);
		expect(await hints()).toEqual([]);
		await move('duplicate');
		expect(await hints()).toEqual(changed);
		expect(await hints()).toEqual([]);
		await move('cleverTap');
		expect(await hints()).toEqual(changed);
		const sent = (await testApp.requests()).flatMap(({ actions }) => actions);
		expect(sent.some(({ args }) => 'ct' in args)).toBe(false);
	});

	it('does not mix up apps', async () => {
		const staticData = {};
		const of = async (credential = testApp.credential) =>
			(await testApp.run(TRACK, eventsOf(['ada', 'grace']), { staticData, credential })).hints;
		const other = await testApp.newCredential();
		await move('leanplum');
		await testApp.admin.putMigration(other.appId, { phase: 'duplicate' });
		expect([await of(), await of(other), await of(), await of(other)]).toEqual([[], [], [], []]);
	});
});
