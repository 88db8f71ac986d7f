import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

function exportOf(userId: string, options: INodeParameters = {}): INodeParameters {
	return {
		resource: 'user',
		operation: 'export',
		identifyBy: 'userId',
		userId,
		options: { ...QUICK, ...options },
	};
}

describe('User → Export', () => {
	beforeEach(async () => {
		await testApp.run({
			resource: 'user',
			operation: 'setAttributes',
			userId: 'customer-1',
			attributesFrom: 'json',
			attributesJson: '{"trial":true,"motto":"True","flags":[false,"x"],"points":3}',
		});
		await testApp.admin.clearRequests(testApp.appId);
	});

	it('gives the profile, with the Data Export Key', async () => {
		const { json } = await testApp.run(exportOf('customer-1'));
		expect(json).toMatchObject([
			{
				status: 'done',
				userId: 'customer-1',
				userAttributes: { trial: 'True', motto: 'True', flags: ['False', 'x'], points: 3 },
				devices: expect.any(Array),
				events: {},
			},
		]);
		expect(json[0]).not.toHaveProperty('success');
		expect(await testApp.requests()).toMatchObject([
			{ action: 'exportUser', method: 'POST', keyClass: 'dataExport', keyInUrl: false },
		]);
	});

	it('turns the texts of booleans back on request', async () => {
		const { json } = await testApp.run(exportOf('customer-1', { restoreBooleans: true }));
		expect(json[0]?.userAttributes).toEqual({
			trial: true,
			motto: true,
			flags: [false, 'x'],
			points: 3,
		});
	});

	it('says that an unknown user was not found', async () => {
		const { json, error, hints } = await testApp.run(exportOf('nobody'));
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ status: 'notFound', userId: 'nobody', warning: 'User not found; request skipped.' },
		]);
		expect(hints).toMatchObject([{ message: "Leanplum didn't find the user of 1 of 1 items" }]);
	});

	it('fails for an unknown user when the user wants that', async () => {
		const { error } = await testApp.run(exportOf('nobody', { ifSkipped: 'fail' }));
		expect(error?.message).toBe("Leanplum didn't find this user");
	});

	it('asks for each user in a request of its own, because batches of exports are not known to work', async () => {
		const { json } = await testApp.run(
			{ ...exportOf(''), userId: '={{ $json.user }}' },
			['customer-1', 'nobody'].map((user) => ({ user })),
		);
		expect(json.map(({ status }) => status)).toEqual(['done', 'notFound']);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { exportUser: 2 } });
	});
});

describe('Variable → Get', () => {
	const get: INodeParameters = {
		resource: 'variable',
		operation: 'get',
		identifyBy: 'userId',
		userId: 'customer-1',
		options: QUICK,
	};

	beforeEach(() => testApp.admin.seedUsers(testApp.appId, ['customer-1']));

	it('gives only the variables', async () => {
		const { json } = await testApp.run(get);
		expect(Object.keys(json[0]!).sort()).toEqual([
			'deviceId',
			'status',
			'userId',
			'vars',
			'warning',
		]);
		expect(Object.keys(json[0]!.vars as object).length).toBeGreaterThan(0);
	});

	it('gives everything that Leanplum answers when it is not simplified', async () => {
		const { json } = await testApp.run({ ...get, simplify: false });
		expect(Object.keys(json[0]!)).toEqual(
			expect.arrayContaining(['status', 'vars', 'variants', 'regions', 'messages']),
		);
	});

	it('leaves out defaults on request', async () => {
		await testApp.run({ ...get, additionalFields: { includeDefaults: false } });
		expect((await testApp.received('getVars'))[0]?.args).toEqual({
			userId: 'customer-1',
			includeDefaults: false,
		});
	});

	it('says that an unknown user was not found', async () => {
		const { json } = await testApp.run({ ...get, userId: 'nobody' });
		expect(json).toMatchObject([{ status: 'notFound', userId: 'nobody' }]);
	});
});
