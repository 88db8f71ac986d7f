import type { INodeParameters } from 'n8n-workflow';
import { MESSAGES, QUICK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Parameters that send the push message to the user "ada". */
function push(more: INodeParameters = {}): INodeParameters {
	return {
		resource: 'message',
		operation: 'send',
		messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
		identifyBy: 'userId',
		userId: 'ada',
		options: QUICK,
		...more,
	};
}

const url = (value: string): INodeParameters => ({ messageId: { __rl: true, mode: 'url', value } });

describe('Message → Send', () => {
	beforeEach(() => testApp.admin.seedUsers(testApp.appId, ['ada', 'grace'], { withDevice: true }));

	it('sends a message and says how many were sent', async () => {
		const { json, items } = await testApp.run(push());
		expect(json).toMatchObject([
			{ status: 'done', userId: 'ada', result: 'Message sent', messagesSent: 1 },
		]);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(await testApp.received('sendMessage')).toMatchObject([
			{ args: { messageId: MESSAGES.push, userId: 'ada' } },
		]);
	});

	it.each([
		`https://www.leanplum.com/dashboard#/12345__164/messaging/${MESSAGES.push}`,
		`www.leanplum.com/dashboard#/app_F3vGHb/messaging/${MESSAGES.push}`,
		`https://www.leanplum.com/dashboard#/12345__164/messaging/${MESSAGES.push}/`,
		`={{ 'https://www.leanplum.com/dashboard#/12345__164/messaging/${MESSAGES.push}' }}`,
	])('takes the address in the dashboard: %s', async (address) => {
		const { json } = await testApp.run(push(url(address)));
		expect(json).toMatchObject([{ status: 'done', messagesSent: 1 }]);
	});

	it('takes an address where an ID is expected', async () => {
		const address = `https://www.leanplum.com/dashboard#/12345__164/messaging/${MESSAGES.push}`;
		const { json } = await testApp.run(
			push({ messageId: { __rl: true, mode: 'id', value: `={{ "${address}" }}` } }),
		);
		expect(json).toMatchObject([{ status: 'done' }]);
	});

	it('sends template values from fields or JSON', async () => {
		await testApp.run(
			push({
				values: {
					row: [
						{ name: 'firstName', type: 'string', stringValue: 'Ada' },
						{ name: 'points', type: 'number', numberValue: 120 },
						{ name: 'tags', type: 'list', listValue: 'new, gold' },
					],
				},
			}),
		);
		await testApp.run(
			push({ specifyValues: 'json', valuesJson: '{"cart":{"items":[{"name":"Tea"}]}}' }),
		);
		const received = await testApp.received('sendMessage');
		expect(received.map(({ args }) => args.values)).toEqual([
			{ firstName: 'Ada', points: 120, tags: ['new', 'gold'] },
			{ cart: { items: [{ name: 'Tea' }] } },
		]);
	});

	it('refuses a value that is null, which Leanplum would print as its name', async () => {
		const { error } = await testApp.run(
			push({ specifyValues: 'json', valuesJson: '{"firstName":null}' }),
		);
		expect(error?.message).toMatch(
			/^Template Values \(JSON\) "firstName" is empty, so Leanplum would print/,
		);
		expect(await testApp.requests()).toEqual([]);
	});

	it('replaces a value that is null when the user wants that', async () => {
		await testApp.run(
			push({
				specifyValues: 'json',
				valuesJson: '{"firstName":null,"points":3}',
				options: { ifValueIsNull: 'replace', nullReplacement: 'friend' },
			}),
		);
		expect((await testApp.received('sendMessage'))[0]?.args.values).toEqual({
			firstName: 'friend',
			points: 3,
		});
	});

	it('sends to one device, or to the user on one device', async () => {
		await testApp.run(push({ identifyBy: 'deviceId', deviceId: 'ada-device' }));
		await testApp.run(push({ identifyBy: 'both', deviceId: 'ada-device' }));
		const received = await testApp.received('sendMessage');
		expect(received.map(({ args }) => [args.userId, args.deviceId])).toEqual([
			[undefined, 'ada-device'],
			['ada', 'ada-device'],
		]);
	});

	it('reports a message that reached nobody as skipped, unless it is forced', async () => {
		const gold = { messageId: { __rl: true, mode: 'id', value: MESSAGES.forGoldTierOnly } };
		const { json } = await testApp.run(push(gold));
		expect(json).toMatchObject([
			{
				status: 'skipped',
				messagesSent: 0,
				warning: expect.stringContaining('No message was sent'),
			},
		]);
		const forced = await testApp.run(push({ ...gold, additionalFields: { force: true } }));
		expect(forced.json).toMatchObject([{ status: 'done', messagesSent: 1 }]);
	});

	it.each([
		['does not exist', '1234567890123456'],
		['is not manual', MESSAGES.notManual],
		['is not started', MESSAGES.notStarted],
	])('reports a message that %s as skipped', async (_what, id) => {
		const { json } = await testApp.run(push({ messageId: { __rl: true, mode: 'id', value: id } }));
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'ada', warning: 'Message entity not found' },
		]);
		expect((await testApp.stats()).sent).toBe(0);
	});

	it('marks those of a list who do not exist and sends to the others', async () => {
		const users = ['ada', 'nobody-1', 'grace', 'nobody-2', 'nobody-3'];
		const { json, hints } = await testApp.run(
			push({ userId: '={{ $json.user }}' }),
			users.map((user) => ({ user })),
		);
		expect(json.map(({ status, userId }) => [userId, status])).toEqual([
			['ada', 'done'],
			['nobody-1', 'skipped'],
			['grace', 'done'],
			['nobody-2', 'skipped'],
			['nobody-3', 'skipped'],
		]);
		expect(hints).toEqual([
			{
				message: 'Leanplum skipped 3 of 5 items: User not found; request skipped',
				type: 'warning',
				location: 'outputPane',
			},
		]);
		expect(await testApp.stats()).toMatchObject({ requests: 1, sent: 2 });
	});

	it('fails skipped items when the user wants that', async () => {
		const { error } = await testApp.run(
			push({ userId: 'nobody', options: { ...QUICK, ifSkipped: 'fail' } }),
		);
		expect(error?.message).toBe('Leanplum skipped this item: User not found; request skipped.');
	});

	it('sends a test message with the development key', async () => {
		const { json } = await testApp.run(push({ additionalFields: { devMode: true } }));
		expect(json).toMatchObject([{ status: 'done' }]);
		expect(await testApp.requests()).toMatchObject([{ keyClass: 'development' }]);
		expect((await testApp.received('sendMessage'))[0]?.args.devMode).toBe(true);
	});

	it.each([
		['no number', "={{ 'welcome' }}", 'Message must be an ID of up to 19 digits (got "welcome")'],
		[
			'rounded',
			'={{ 2 ** 60 }}',
			'Message has more digits than a number can hold (got 1152921504606847000)',
		],
		['empty', "={{ '' }}", 'Message is empty'],
	])('refuses a message ID that is %s', async (_what, value, message) => {
		const { error } = await testApp.run(push({ messageId: { __rl: true, mode: 'url', value } }));
		expect(error?.message).toBe(message);
		expect(await testApp.requests()).toEqual([]);
	});
});
