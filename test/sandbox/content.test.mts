import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const read = (action: string, args: Record<string, unknown> = {}) =>
	bench.api.call(action, args, 'contentReadOnly');

/** The in-app message that every app has. */
const IN_APP = '4810110001000005';

const namesOf = (list: unknown): string[] => (list as { name: string }[]).map(({ name }) => name);

describe('getMessages', () => {
	const names = async (args: Record<string, unknown>) =>
		namesOf((await read('getMessages', args)).item.messages);

	it('lists active and recently finished messages, without drafts', async () => {
		const listed = await names({});
		expect(listed).toContain('Welcome push');
		expect(listed).not.toContain('Spring teaser (draft)');
		expect(listed).not.toContain('Black Friday (finished long ago)');
	});

	it('includes drafts and old messages on request', async () => {
		expect(await names({ includeDrafts: true })).toContain('Spring teaser (draft)');
		expect(await names({ recent: false })).toContain('Black Friday (finished long ago)');
		expect(await names({ recent: 1 })).not.toContain('Black Friday (finished long ago)');
	});

	it('gives the recorded fields and leaves out what is not set', async () => {
		await bench.admin.putMessage(bench.appId, '5670583287676928', {
			state: 'inactive',
			created: 1440091595.799,
		});
		const { item } = await read('getMessages');
		expect(item.messages).toContainEqual({
			id: 5670583287676928,
			created: 1440091595.799,
			name: 'New Message',
			active: false,
			state: 'inactive',
			messageType: 'Push Notification',
		});
	});

	it('writes ids beyond 2^53 with every digit', async () => {
		await bench.admin.putMessage(bench.appId, '9223372036854775807', { name: 'Largest id' });
		expect((await read('getMessages')).text).toContain('"id":9223372036854775807,');
		const { text } = await read('getMessage', { id: '9223372036854775807' });
		expect(text).toContain('"id":9223372036854775807,"name":"Largest id"');
	});
});

describe('getMessage', () => {
	it('gives one message', async () => {
		const { item } = await read('getMessage', { id: 4810110001000002 });
		expect(item.message).toMatchObject({
			id: 4810110001000002,
			name: 'Order shipped',
			active: true,
		});
	});

	it('is 404 for an unknown id (recorded)', async () => {
		const { status, item } = await read('getMessage', { id: 1 });
		expect(status).toBe(404);
		expect(item).toEqual({ success: false, error: { message: 'Message not found.' } });
	});

	it('finds drafts only on request', async () => {
		const id = '4810110001000009';
		expect((await read('getMessage', { id })).status).toBe(404);
		expect((await read('getMessage', { id, includeDrafts: true })).status).toBe(200);
	});
});

describe('getUnsubscribeCategories', () => {
	it('lists them with numeric ids', async () => {
		await bench.admin.putCategory(bench.appId, '1003', { name: 'Events' });
		expect((await read('getUnsubscribeCategories')).item).toEqual({
			success: true,
			categories: [
				{ id: 1001, name: 'News', description: 'What is new' },
				{ id: 1002, name: 'Offers', description: 'Sales and coupons' },
				{ id: 1003, name: 'Events', description: '' },
			],
		});
	});
});

describe('A/B tests', () => {
	it('getAbTests lists active tests with their variants', async () => {
		const { item } = await read('getAbTests');
		expect(namesOf(item.abTests)).toEqual(['Button colour']);
		expect(item.abTests).toMatchObject([
			{ active: true, variants: [{ name: 'Control', percent: 50 }, { name: 'Green button' }] },
		]);
		const all = await read('getAbTests', { includeDrafts: true, recent: false });
		expect(all.item.abTests).toHaveLength(3);
	});

	it('getAbTest adds who made it', async () => {
		const { item } = await read('getAbTest', { id: '4810110002000001' });
		expect(item.abTest).toMatchObject({
			id: 4810110002000001,
			details: { createdBy: 'ada@example.com', publishedBy: 'grace@example.com' },
		});
		expect((await read('getAbTest', { id: 1 })).status).toBe(404);
	});

	it('getVariant gives a variant of any test', async () => {
		const { item } = await read('getVariant', { id: 4810110002000012 });
		expect(item.variant).toEqual({
			id: 4810110002000012,
			name: 'Green button',
			percent: 50,
			variables: [{ name: 'button.color', value: 'green' }],
		});
		const { status, item: missing } = await read('getVariant', { id: 1 });
		expect([status, missing.success]).toEqual([404, false]);
	});
});

describe('getVars', () => {
	const vars = async (userId: string, args: Record<string, unknown> = {}) =>
		(await bench.api.call('getVars', { userId, ...args })).item;

	it('has the recorded shape', async () => {
		await bench.admin.putAbTest(bench.appId, '4810110002000001', { state: 'finished' });
		await bench.admin.putMessage(bench.appId, IN_APP, {
			messageType: 'In-app Message',
			state: 'finished',
		});
		expect(await vars('ada')).toEqual({
			success: true,
			regions: {},
			messages: {},
			vars: { welcomeText: 'Hello!', button: { color: 'blue' }, maxItems: 20 },
			interfaceRules: [],
			variants: [],
			interfaceEvents: [],
		});
	});

	it('tells the in-app messages that are for the user, as SDKs read them', async () => {
		await bench.admin.putMessage(bench.appId, IN_APP, {
			messageType: 'In-app Message',
			title: 'Hi',
			targeting: { attribute: 'tier', equals: 'gold' },
		});
		expect((await vars('ada')).messages).toMatchObject({
			[IN_APP]: { action: 'Center Popup', vars: { Title: { Text: 'Hi' } } },
		});
		expect((await vars('grace')).messages).toEqual({});
	});

	it('lays the variant of a running test over the defaults', async () => {
		await bench.admin.putAbTest(bench.appId, '4810110002000001', {
			variants: [
				{ id: '5', name: 'All', percent: 100, variables: [{ name: 'button.color', value: 'red' }] },
			],
		});
		const item = await vars('ada');
		expect(item.variants).toEqual([{ id: 5 }]);
		expect(item.vars).toMatchObject({ button: { color: 'red' }, maxItems: 20 });
		expect((await vars('ada', { includeDefaults: false })).vars).toEqual({
			button: { color: 'red' },
		});
	});

	it('splits users between the variants and keeps each in its own', async () => {
		const userIds = Array.from({ length: 200 }, (_, index) => `user-${index}`);
		await bench.admin.seedUsers(bench.appId, userIds);
		const variantIds: unknown[] = [];
		for (const userId of userIds) variantIds.push((await vars(userId)).variants);
		const control = variantIds.filter((ids) => JSON.stringify(ids).includes('4810110002000011'));
		expect(control.length).toBeGreaterThan(60);
		expect(control.length).toBeLessThan(140);
		expect((await vars('user-0')).variants).toEqual(variantIds[0]);
	});
});

describe('other reads', () => {
	it('getAndroidNotificationChannels lists the channels', async () => {
		const { item } = await bench.api.call('getAndroidNotificationChannels');
		expect(item.notificationChannels).toMatchObject([{ id: 'general', importance: 3 }]);
	});

	it('listPostbacks lists no rules at first', async () => {
		const { item } = await bench.api.call('listPostbacks', {}, 'dataExport');
		expect(item).toEqual({ success: true, postbacks: [] });
	});

	it('getMultiResults tells an unknown job from a wrong key', async () => {
		const { status, item } = await bench.api.call('getMultiResults', { jobId: 'x' }, 'development');
		expect([status, item.error?.message]).toEqual([404, 'Job not found.']);
	});
});
