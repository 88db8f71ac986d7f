import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Parameters of an operation on the user "ada", whom every app of the sandbox has. */
function onUser(operation: string, more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'user',
		operation,
		identifyBy: 'userId',
		userId: 'ada',
		options: QUICK,
		...more,
	};
}

const eachUser = (operation: string) => onUser(operation, { userId: '={{ $json.user }}' });
const USERS = ['ada', 'grace', 'alan'].map((user) => ({ user }));
const UNKNOWN = {
	status: 'skipped',
	userId: 'nobody',
	warning: 'User not found; request skipped.',
};

/** Makes an anonymous user, known by a device alone. */
async function visitAnonymously(deviceId: string): Promise<void> {
	await testApp.run({ ...TRACK, identifyBy: 'deviceId', deviceId, event: 'Visit' });
	await testApp.admin.clearRequests(testApp.appId);
}

describe('User → Delete', () => {
	it('deletes the profile, with the Development Key', async () => {
		const { json, items } = await testApp.run(onUser('delete'));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada', deleted: true }]);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(await testApp.user('ada')).toBeUndefined();
		expect(await testApp.requests()).toMatchObject([
			{ action: 'deleteUser', method: 'POST', keyClass: 'development', keyInUrl: false },
		]);
		expect((await testApp.received('deleteUser'))[0]?.args).toEqual({ userId: 'ada' });
	});

	it('leaves nothing to export', async () => {
		await testApp.run(onUser('delete'));
		const { json } = await testApp.run(onUser('export'));
		expect(json).toMatchObject([
			{ status: 'notFound', userId: 'ada', warning: 'User not found; request skipped.' },
		]);
	});

	it('asks for full erasure only when the user wants it', async () => {
		await testApp.run(onUser('delete', { fullErasure: true }));
		await testApp.run(onUser('delete', { userId: 'grace', fullErasure: false }));
		const received = await testApp.received('deleteUser');
		expect(received.map(({ args }) => args)).toEqual([
			{ userId: 'ada', fullErasure: true },
			{ userId: 'grace' },
		]);
	});

	it('reports a user who does not exist as skipped, not as deleted', async () => {
		const { json, hints } = await testApp.run(onUser('delete', { userId: 'nobody' }));
		expect(json).toMatchObject([UNKNOWN]);
		expect(hints).toMatchObject([
			{ message: 'Leanplum skipped 1 of 1 items: User not found; request skipped' },
		]);
	});

	it('deletes by device only a user whom nothing else names', async () => {
		await visitAnonymously('kiosk-1');
		const byDevice = (deviceId: string) => onUser('delete', { identifyBy: 'deviceId', deviceId });
		const anonymous = await testApp.run(byDevice('kiosk-1'));
		expect(anonymous.json).toMatchObject([{ status: 'done', deviceId: 'kiosk-1', deleted: true }]);
		const loggedIn = await testApp.run(byDevice('ada-phone'));
		expect(loggedIn.json).toMatchObject([{ status: 'skipped', deviceId: 'ada-phone' }]);
		expect(await testApp.user('ada')).toBeDefined();
	});

	it('deletes each user of a list in a request of its own and bills nobody', async () => {
		const { json } = await testApp.run(eachUser('delete'), [...USERS, { user: 'nobody' }]);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'skipped']);
		expect(await testApp.stats()).toMatchObject({
			requestsByAction: { deleteUser: 4 },
			billedUsers: 0,
		});
	});

	it('asks again when the reply is lost', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'before' } });
		const { json } = await testApp.run(onUser('delete'));
		expect(json).toMatchObject([{ status: 'done', deleted: true }]);
		expect((await testApp.stats()).requests).toBe(2);
	});

	it('does not report the user as skipped whom its first try, with a lost reply, deleted', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(onUser('delete'));
		expect(await testApp.user('ada')).toBeUndefined();
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
	});

	it('refuses an item that names nobody, before anything is sent for the others', async () => {
		const { error } = await testApp.run(eachUser('delete'), [{ user: 'ada' }, {}]);
		expect(error?.message).toBe('User ID is empty for this item');
		expect(await testApp.requests()).toEqual([]);
		expect(await testApp.user('ada')).toBeDefined();
	});

	it('says when the key is wrong', async () => {
		testApp.credential.developmentApiKey = 'dev_wrong';
		const { error } = await testApp.run(onUser('delete'));
		expect(error?.message).toBe('Leanplum rejected the Development Key: Invalid access key');
		expect(await testApp.user('ada')).toBeDefined();
	});
});

describe('User → Block and Unblock', () => {
	it('blocks a user, with the Client Key', async () => {
		const { json } = await testApp.run(onUser('block'));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(await testApp.user('ada')).toMatchObject({ blocked: true, attributes: {} });
		expect(await testApp.requests()).toMatchObject([{ action: 'block', keyClass: 'production' }]);
		expect((await testApp.received('block'))[0]?.args).toEqual({ userId: 'ada' });
	});

	it('refuses events of a blocked user, and takes them again after unblocking', async () => {
		const track = { ...TRACK, userId: 'ada', event: 'Purchase' };
		await testApp.run(onUser('block'));
		const blocked = await testApp.run(track);
		expect(blocked.error).toMatchObject({
			message: 'The user is blocked in Leanplum: Unavailable For Legal Reasons',
			description: expect.stringContaining('unblock the user first'),
			httpCode: '451',
		});
		const unblocked = await testApp.run(onUser('unblock'));
		expect(unblocked.json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect((await testApp.user('ada'))?.blocked).toBe(false);
		expect((await testApp.run(track)).json).toMatchObject([{ status: 'done' }]);
	});

	it('unblocks with the Development Key unless the user chooses the Client Key', async () => {
		await testApp.run(onUser('block'));
		await testApp.run(onUser('unblock'));
		const { error } = await testApp.run(
			onUser('unblock', { options: { ...QUICK, key: 'production' } }),
		);
		expect((await testApp.requests()).map(({ keyClass }) => keyClass)).toEqual([
			'production',
			'development',
			'production',
		]);
		expect(error?.message).toBe('Leanplum rejected the Client Key: Invalid access key');
	});

	it('does not ask for a Development Key when the Client Key is chosen', async () => {
		testApp.credential.developmentApiKey = '';
		await testApp.run(onUser('unblock', { options: { ...QUICK, key: 'production' } }));
		expect(await testApp.requests()).toMatchObject([{ action: 'unblock', keyClass: 'production' }]);
	});

	it('reports unblocking a user who does not exist as skipped', async () => {
		const { json } = await testApp.run(onUser('unblock', { userId: 'nobody' }));
		expect(json).toMatchObject([UNKNOWN]);
	});

	it.each(['block', 'unblock'])(
		'%s in development mode takes the Development Key',
		async (operation) => {
			await testApp.run(onUser(operation, { additionalFields: { devMode: true } }));
			expect(await testApp.requests()).toMatchObject([
				{ keyClass: 'development', actions: [{ args: { userId: 'ada', devMode: true } }] },
			]);
		},
	);

	it.each(['block', 'unblock'])('%s sends one request for each user', async (operation) => {
		const { json } = await testApp.run(eachUser(operation), USERS);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
		expect(await testApp.stats()).toMatchObject({ requestsByAction: { [operation]: 3 } });
	});

	it.each(['block', 'unblock'])('%s repeats when the reply is lost', async (operation) => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await testApp.run(onUser(operation));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect((await testApp.stats()).requests).toBe(2);
	});
});

describe('Without the key that it needs', () => {
	it.each([
		['delete', 'developmentApiKey', '"Delete user" needs the Development Key'],
		['block', 'clientKey', '"Block user" needs the Client Key'],
		['unblock', 'developmentApiKey', '"Unblock user" needs the Development Key'],
	] as const)('user → %s says so and sends nothing', async (operation, field, message) => {
		testApp.credential[field] = '';
		const { error } = await testApp.run(onUser(operation));
		expect(error).toMatchObject({
			message,
			description: expect.stringContaining('to the Leanplum credential'),
			failure: { cause: 'credential-invalid' },
		});
		expect(await testApp.requests()).toEqual([]);
	});
});
