import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TRACK, World } from './world.mts';

const world = World.forThisFile();

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
	await world.run({ ...TRACK, identifyBy: 'deviceId', deviceId, event: 'Visit' });
	await world.admin.clearRequests(world.appId);
}

describe('User → Delete', () => {
	it('deletes the profile, with the Development Key', async () => {
		const { json, items } = await world.run(onUser('delete'));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada', deleted: true }]);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(await world.user('ada')).toBeUndefined();
		expect(await world.requests()).toMatchObject([
			{ action: 'deleteUser', method: 'POST', keyClass: 'development', keyInUrl: false },
		]);
		expect((await world.received('deleteUser'))[0]?.args).toEqual({ userId: 'ada' });
	});

	it('leaves nothing to export', async () => {
		await world.run(onUser('delete'));
		const { json } = await world.run(onUser('export'));
		expect(json).toMatchObject([
			{ status: 'notFound', userId: 'ada', warning: 'User not found; request skipped.' },
		]);
	});

	it('asks for full erasure only when the user wants it', async () => {
		await world.run(onUser('delete', { fullErasure: true }));
		await world.run(onUser('delete', { userId: 'grace', fullErasure: false }));
		const received = await world.received('deleteUser');
		expect(received.map(({ args }) => args)).toEqual([
			{ userId: 'ada', fullErasure: true },
			{ userId: 'grace' },
		]);
	});

	it('reports a user who does not exist as skipped, not as deleted', async () => {
		const { json, hints } = await world.run(onUser('delete', { userId: 'nobody' }));
		expect(json).toMatchObject([UNKNOWN]);
		expect(hints).toMatchObject([
			{ message: 'Leanplum skipped 1 of 1 items: User not found; request skipped' },
		]);
	});

	it('deletes by device only a user whom nothing else names', async () => {
		await visitAnonymously('kiosk-1');
		const byDevice = (deviceId: string) => onUser('delete', { identifyBy: 'deviceId', deviceId });
		const anonymous = await world.run(byDevice('kiosk-1'));
		expect(anonymous.json).toMatchObject([{ status: 'done', deviceId: 'kiosk-1', deleted: true }]);
		const loggedIn = await world.run(byDevice('ada-phone'));
		expect(loggedIn.json).toMatchObject([{ status: 'skipped', deviceId: 'ada-phone' }]);
		expect(await world.user('ada')).toBeDefined();
	});

	it('deletes each user of a list in a request of its own and bills nobody', async () => {
		const { json } = await world.run(eachUser('delete'), [...USERS, { user: 'nobody' }]);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'skipped']);
		expect(await world.stats()).toMatchObject({
			requestsByAction: { deleteUser: 4 },
			billedUsers: 0,
		});
	});

	it('asks again when the reply is lost', async () => {
		await world.admin.fault({ appId: world.appId, fault: { kind: 'drop', when: 'before' } });
		const { json } = await world.run(onUser('delete'));
		expect(json).toMatchObject([{ status: 'done', deleted: true }]);
		expect((await world.stats()).requests).toBe(2);
	});

	it('does not report the user as skipped whom its first try, with a lost reply, deleted', async () => {
		await world.admin.fault({ appId: world.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await world.run(onUser('delete'));
		expect(await world.user('ada')).toBeUndefined();
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
	});

	it('refuses an item that names nobody, before anything is sent for the others', async () => {
		const { error } = await world.run(eachUser('delete'), [{ user: 'ada' }, {}]);
		expect(error?.message).toBe('User ID is empty for this item');
		expect(await world.requests()).toEqual([]);
		expect(await world.user('ada')).toBeDefined();
	});

	it('says when the key is wrong', async () => {
		world.credential.developmentApiKey = 'dev_wrong';
		const { error } = await world.run(onUser('delete'));
		expect(error?.message).toBe('Leanplum rejected the Development Key: Invalid access key');
		expect(await world.user('ada')).toBeDefined();
	});
});

describe('User → Block and Unblock', () => {
	it('blocks a user, with the Client Key', async () => {
		const { json } = await world.run(onUser('block'));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(await world.user('ada')).toMatchObject({ blocked: true, attributes: {} });
		expect(await world.requests()).toMatchObject([{ action: 'block', keyClass: 'production' }]);
		expect((await world.received('block'))[0]?.args).toEqual({ userId: 'ada' });
	});

	it('refuses events of a blocked user, and takes them again after unblocking', async () => {
		const track = { ...TRACK, userId: 'ada', event: 'Purchase' };
		await world.run(onUser('block'));
		const blocked = await world.run(track);
		expect(blocked.error).toMatchObject({
			message: 'The user is blocked in Leanplum: Unavailable For Legal Reasons',
			description: expect.stringContaining('unblock the user first'),
			httpCode: '451',
		});
		const unblocked = await world.run(onUser('unblock'));
		expect(unblocked.json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect((await world.user('ada'))?.blocked).toBe(false);
		expect((await world.run(track)).json).toMatchObject([{ status: 'done' }]);
	});

	it('unblocks with the Development Key unless the user chooses the Client Key', async () => {
		await world.run(onUser('block'));
		await world.run(onUser('unblock'));
		const { error } = await world.run(
			onUser('unblock', { options: { ...QUICK, key: 'production' } }),
		);
		expect((await world.requests()).map(({ keyClass }) => keyClass)).toEqual([
			'production',
			'development',
			'production',
		]);
		expect(error?.message).toBe('Leanplum rejected the Client Key: Invalid access key');
	});

	it('does not ask for a Development Key when the Client Key is chosen', async () => {
		world.credential.developmentApiKey = '';
		await world.run(onUser('unblock', { options: { ...QUICK, key: 'production' } }));
		expect(await world.requests()).toMatchObject([{ action: 'unblock', keyClass: 'production' }]);
	});

	it('reports unblocking a user who does not exist as skipped', async () => {
		const { json } = await world.run(onUser('unblock', { userId: 'nobody' }));
		expect(json).toMatchObject([UNKNOWN]);
	});

	it.each(['block', 'unblock'])(
		'%s in development mode takes the Development Key',
		async (operation) => {
			await world.run(onUser(operation, { additionalFields: { devMode: true } }));
			expect(await world.requests()).toMatchObject([
				{ keyClass: 'development', actions: [{ args: { userId: 'ada', devMode: true } }] },
			]);
		},
	);

	it.each(['block', 'unblock'])('%s sends one request for each user', async (operation) => {
		const { json } = await world.run(eachUser(operation), USERS);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
		expect(await world.stats()).toMatchObject({ requestsByAction: { [operation]: 3 } });
	});

	it.each(['block', 'unblock'])('%s repeats when the reply is lost', async (operation) => {
		await world.admin.fault({ appId: world.appId, fault: { kind: 'drop', when: 'after' } });
		const { json } = await world.run(onUser(operation));
		expect(json).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect((await world.stats()).requests).toBe(2);
	});
});

describe('Without the key that it needs', () => {
	it.each([
		['delete', 'developmentApiKey', '"Delete user" needs the Development Key'],
		['block', 'clientKey', '"Block user" needs the Client Key'],
		['unblock', 'developmentApiKey', '"Unblock user" needs the Development Key'],
	] as const)('user → %s says so and sends nothing', async (operation, field, message) => {
		world.credential[field] = '';
		const { error } = await world.run(onUser(operation));
		expect(error).toMatchObject({
			message,
			description: expect.stringContaining('to the Leanplum credential'),
			failure: { cause: 'credential-invalid' },
		});
		expect(await world.requests()).toEqual([]);
	});
});
