import type { INodeParameters } from 'n8n-workflow';
import { QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Parameters for the user "ada" and the event "Purchase". */
function purchase(more: INodeParameters = {}): INodeParameters {
	return { ...TRACK, userId: 'ada', event: 'Purchase', ...more };
}

async function argsOf(parameters: INodeParameters, timezone?: string) {
	const { error } = await testApp.run(parameters, undefined, { timezone });
	expect(error).toBeUndefined();
	const [received] = await testApp.received('track');
	return received!.args;
}

describe('Event → Track', () => {
	it('sends what is filled in and nothing else', async () => {
		expect(await argsOf(purchase())).toEqual({ userId: 'ada', event: 'Purchase' });
	});

	it('sends every parameter that Leanplum documents', async () => {
		const args = await argsOf(
			purchase({
				identifyBy: 'both',
				deviceId: 'phone-1',
				parameters: {
					row: [
						{ name: 'plan', type: 'string', stringValue: 'gold' },
						{ name: 'items', type: 'number', numberValue: 3 },
						{ name: 'gift', type: 'boolean', booleanValue: true },
						{ name: 'due', type: 'date', dateValue: '2026-05-31' },
					],
				},
				value: 9.99,
				currencyCode: 'eur',
				time: '2026-05-31T14:00:00Z',
				additionalFields: {
					info: 'from the CRM',
					messageId: '5670583287676928',
					disposition: 'passive',
					createDisposition: 'CreateIfNeeded',
				},
			}),
		);
		expect(args).toEqual({
			userId: 'ada',
			deviceId: 'phone-1',
			event: 'Purchase',
			params: { plan: 'gold', items: 3, gift: true, due: '2026-05-31' },
			value: 9.99,
			currencyCode: 'EUR',
			info: 'from the CRM',
			time: 1780236000,
			messageId: '5670583287676928',
			disposition: 'passive',
			createDisposition: 'CreateIfNeeded',
		});
	});

	it.each([
		['a date without a zone, in the zone of the workflow', '2026-05-31T16:00:00', 1780236000],
		['epoch seconds', '1780236000', 1780236000],
		['epoch milliseconds', 1780236000000, 1780236000],
		['a date with a zone', '2026-05-31T09:00:00-05:00', 1780236000],
	])('takes %s as the time', async (_what, time, seconds) => {
		const args = await argsOf(purchase({ time }), 'Europe/Berlin');
		expect(args.time).toBe(seconds);
	});

	it('takes parameters as JSON, as text or as an object', async () => {
		const json = purchase({ specifyParameters: 'json', parametersJson: '{"plan":"gold"}' });
		expect((await argsOf(json)).params).toEqual({ plan: 'gold' });
		await testApp.run({ ...json, parametersJson: '={{ { plan: "silver" } }}' });
		expect((await testApp.received('track'))[1]?.args.params).toEqual({ plan: 'silver' });
	});

	it('lets an event without a name belong to a message', async () => {
		const args = await argsOf(
			purchase({ event: "={{ '' }}", additionalFields: { messageId: '4810110001000001' } }),
		);
		expect(args).toMatchObject({ event: '', messageId: '4810110001000001' });
	});

	it.each([
		['picked from the list', 'list', '4810110001000001'],
		['by its ID', 'id', '4810110001000001'],
		[
			'by its address in the dashboard',
			'url',
			'https://www.leanplum.com/dashboard#/12345__164/messaging/4810110001000001',
		],
	])('takes a message %s', async (_how, mode, value) => {
		const messageId = { __rl: true, mode, value };
		expect(await argsOf(purchase({ additionalFields: { messageId } }))).toMatchObject({
			event: 'Purchase',
			messageId: '4810110001000001',
		});
	});

	it('belongs to no message when none was picked', async () => {
		const messageId = { __rl: true, mode: 'list', value: '' };
		const args = await argsOf(purchase({ additionalFields: { messageId } }));
		expect(args).not.toHaveProperty('messageId');
	});

	it('reports an event that Leanplum ignored as skipped', async () => {
		await testApp.admin.seedUsers(testApp.appId, ['ada']);
		const { json } = await testApp.run(
			purchase({ additionalFields: { disposition: 'requireActive' } }),
		);
		expect(json[0]).toMatchObject({ status: 'skipped', userId: 'ada', ignored: true });
		expect((await testApp.stats()).tracked).toBe(0);
	});

	it('reports an unknown user as skipped when none may be created', async () => {
		const { json, hints } = await testApp.run(
			purchase({ userId: 'nobody', additionalFields: { createDisposition: 'CreateNever' } }),
		);
		expect(json).toMatchObject([
			{ status: 'skipped', userId: 'nobody', warning: 'User not found; request skipped.' },
		]);
		expect(hints).toMatchObject([
			{ message: 'Leanplum skipped 1 of 1 items: User not found; request skipped' },
		]);
		expect(await testApp.user('nobody')).toBeUndefined();
	});

	it('reports a rewritten time as done with a warning', async () => {
		const items = [{ user: 'ada' }, { user: 'grace' }];
		const { json } = await testApp.run(
			{ ...TRACK, event: 'Purchase', time: '2001-01-01T00:00:00Z' },
			items,
		);
		expect(json[0]).toMatchObject({
			status: 'done',
			warning: expect.stringMatching(
				/^Past event detected \(\d+ days ago\)\. Rewriting timestamp\.$/,
			),
		});
	});

	it('sends the time of the request with each batch', async () => {
		await testApp.run(TRACK, [
			{ user: 'ada', event: 'A' },
			{ user: 'grace', event: 'B' },
		]);
		const [request] = await testApp.requests();
		expect(Math.abs(Number(request!.batchArgs.time) - request!.receivedAt / 1000)).toBeLessThan(5);
	});

	it.each<[string, INodeParameters, string]>([
		['an empty event name', { event: "={{ '' }}" }, 'Event Name is empty'],
		[
			'a numeric event name',
			{ event: '42' },
			'Event Name can\'t consist of digits only (got "42")',
		],
		[
			'an event name with a comma',
			{ event: 'a,b' },
			'Event Name can\'t contain , | " { tabs, or line breaks (got "a,b")',
		],
		[
			'an event name of 140 characters',
			{ event: 'x'.repeat(140) },
			'Event Name can have up to 139 characters, but has 140 (got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…")',
		],
		[
			'a nested parameter',
			{ specifyParameters: 'json', parametersJson: '{"cart":{"items":3}}' },
			'Parameters (JSON) "cart" must be text, a number, true or false, not a list or an object (got an object)',
		],
		[
			'51 parameters',
			{
				specifyParameters: 'json',
				parametersJson: JSON.stringify(
					Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, index])),
				),
			},
			'Parameters (JSON) can have up to 50 entries, but has 51',
		],
		[
			'a time that is none',
			{ time: 'yesterday' },
			'Time must be a date or time, such as 2026-05-31, 2026-05-31T14:00:00Z, or epoch seconds (got "yesterday")',
		],
		[
			'a currency that is none',
			{ currencyCode: 'euro' },
			'Currency Code must be a three-letter currency code, such as EUR (got "euro")',
		],
		[
			'a rounded message ID',
			{ additionalFields: { messageId: '={{ 2 ** 53 + 2 }}' } },
			'Message has more digits than a number can hold (got 9007199254740994)',
		],
		['no user', { userId: "={{ '' }}" }, 'User ID is empty for this item'],
		[
			'a user ID of 401 characters',
			{ userId: 'x'.repeat(401) },
			'User ID must have at most 400 characters (got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…")',
		],
	])('refuses %s before anything is sent', async (_what, parameters, message) => {
		const { error, executions } = await testApp.run(purchase(parameters));
		expect(error?.message).toBe(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(executions).toBe(1);
		expect(await testApp.requests()).toEqual([]);
	});

	it('names everything that is wrong with an item at once', async () => {
		const { error } = await testApp.run(
			purchase({
				event: '.hidden/',
				userId: "={{ '' }}",
				time: 'soon',
				value: 'much',
			}),
		);
		expect(error?.message).toBe(
			'Event Name can\'t start with a dot or hyphen, and can\'t end with a slash (got ".hidden/") (and 3 more)',
		);
		expect(error?.description).toContain('Value must be a number');
		expect(error?.description).toContain('Time must be a date or time');
	});

	it('takes numbers and booleans that come as text, as AI agents send them', async () => {
		const args = await argsOf(
			purchase({
				userId: '={{ 42 }}',
				options: QUICK,
				value: '={{ "12.5" }}',
				additionalFields: { info: '', messageId: '' },
				parameters: { row: [{ name: 'gift', type: 'boolean', booleanValue: '={{ "true" }}' }] },
			}),
		);
		expect(args).toEqual({ userId: '42', event: 'Purchase', value: 12.5, params: { gift: true } });
	});
});
