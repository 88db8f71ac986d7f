import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const PUSH = '4810110001000001';
const EMAIL = '4810110001000002';
const VIP = '4810110001000006';

const send = async (args: Record<string, unknown>) =>
	(await bench.api.call('sendMessage', { userId: 'ada', ...args })).item;

const SENT = { result: 'Message sent', success: true, messagesSent: 1 };
const ENTITY_NOT_FOUND = { success: true, warning: { message: 'Message entity not found' } };

describe('sendMessage', () => {
	it('sends (recorded shape), with the id as text or number', async () => {
		expect(await send({ messageId: PUSH })).toEqual(SENT);
		expect(await send({ messageId: Number(PUSH) })).toEqual(SENT);
		expect((await bench.admin.stats(bench.appId)).sent).toBe(2);
	});

	it.each([
		['an object', { foo: 'bar' }],
		['JSON text inside JSON (recorded)', '{"foo":"bar"}'],
	])('takes values as %s', async (_what, values) => {
		expect(await send({ messageId: PUSH, values })).toEqual(SENT);
	});

	it('skips an unknown user (recorded)', async () => {
		expect(await send({ userId: 'nobody', messageId: PUSH })).toEqual({
			success: true,
			warning: { message: 'User not found; request skipped.' },
		});
	});

	it.each([
		['unknown', '5670583287676928'],
		['not a number', 'abc'],
		['not manual', '4810110001000007'],
		['not started', '4810110001000008'],
		['a draft', '4810110001000009'],
		['finished', '4810110001000010'],
		['in-app', '4810110001000005'],
	])('warns when the message is %s', async (_what, messageId) => {
		expect(await send({ messageId })).toEqual(ENTITY_NOT_FOUND);
		expect((await bench.admin.stats(bench.appId)).sent).toBe(0);
	});

	it('never sends in-app messages, even if they were manual', async () => {
		await bench.admin.putMessage(bench.appId, '77', { messageType: 'In-app Message' });
		expect(await send({ messageId: 77 })).toEqual(ENTITY_NOT_FOUND);
	});

	it('sends nothing to a user outside the targets, unless forced', async () => {
		expect(await send({ messageId: VIP })).toEqual(SENT);
		const outside = await send({ userId: 'grace', messageId: VIP });
		expect(outside).toMatchObject({ success: true, messagesSent: 0 });
		expect(outside).toHaveProperty('result');
		expect(await send({ userId: 'grace', messageId: VIP, force: true })).toEqual(SENT);
	});

	it('sends a push to each device of the user, or to the one named', async () => {
		const devices = ['d1', 'd2', 'd3'].map((deviceId) => ({ deviceId }));
		await bench.admin.putUser(bench.appId, 'eve', { devices });
		expect(await send({ userId: 'eve', messageId: PUSH })).toMatchObject({ messagesSent: 3 });
		expect(await send({ userId: 'eve', deviceId: 'd2', messageId: PUSH })).toMatchObject({
			messagesSent: 1,
		});
		expect(await send({ userId: undefined, deviceId: 'd2', messageId: PUSH })).toEqual(SENT);
		expect(await send({ userId: 'eve', messageId: EMAIL })).toEqual(SENT);
	});

	it('sends no push to a user without a device', async () => {
		await bench.admin.seedUsers(bench.appId, ['bare']);
		expect(await send({ userId: 'bare', messageId: PUSH })).toMatchObject({ messagesSent: 0 });
		await bench.admin.seedUsers(bench.appId, ['bare'], { withDevice: true });
		expect(await send({ userId: 'bare', messageId: PUSH })).toEqual(SENT);
	});

	it('sends nothing to users who left the channel, or are blocked', async () => {
		await bench.admin.putUser(bench.appId, 'eve', { unsubscribedChannels: ['Email'] });
		expect(await send({ userId: 'eve', messageId: EMAIL })).toMatchObject({ messagesSent: 0 });
		await bench.admin.putUser(bench.appId, 'eve', { blocked: true });
		expect(await send({ userId: 'eve', messageId: EMAIL })).toMatchObject({ messagesSent: 0 });
	});

	it('works in a batch, for many users', async () => {
		const users = ['ada', 'nobody', 'alan'];
		const { status, items } = await bench.api.multi(
			users.map((userId) => ({ action: 'sendMessage', userId, messageId: PUSH })),
		);
		expect(status).toBe(200);
		expect(items.map(({ messagesSent }) => messagesSent)).toEqual([1, undefined, 1]);
	});
});
