import { Bench } from './api-client.mts';

const bench = Bench.forThisFile();

const WELCOME = '4810110004000001';

const start = async (args: Record<string, unknown>) =>
	(await bench.api.call('startCampaign', { userId: 'ada', ...args }, 'development')).item;

describe('startCampaign', () => {
	it("sends the campaign's top-level actions", async () => {
		const values = { city: 'Basel' };
		expect(await start({ campaignId: Number(WELCOME), values, force: true })).toEqual({
			success: true,
		});
		expect(await bench.admin.campaignStarts(bench.appId)).toMatchObject([
			{ campaignId: WELCOME, userId: 'ada', values },
		]);
		const { tracked } = await bench.user('ada');
		const events = tracked.filter(({ offline }) => offline).map(({ event }) => event);
		expect(events).toEqual([
			'.m4810110001000001',
			'.m4810110001000002',
			'.m4810110001000002 Delivered',
		]);
	});

	it('skips unknown users, and creates them if asked to', async () => {
		expect(await start({ userId: 'new', campaignId: WELCOME })).toEqual({
			success: true,
			warning: { message: 'User not found; request skipped.' },
		});
		const args = { userId: 'new', campaignId: WELCOME, createDisposition: 'CreateIfNeeded' };
		expect(await start(args)).toEqual({ success: true });
	});

	it.each([
		['unknown', '1'],
		['not manual', '4810110004000002'],
		['not started', '4810110004000003'],
	])('warns when the campaign is %s', async (_what, campaignId) => {
		await bench.admin.putCampaign(bench.appId, '4810110004000003', { state: 'inactive' });
		expect((await start({ campaignId })).warning?.message).toMatch(/^Campaign not found/);
		expect(await bench.admin.campaignStarts(bench.appId)).toEqual([]);
	});

	it('is refused for a blocked user', async () => {
		await bench.api.call('block', { userId: 'ada' });
		const args = { userId: 'ada', campaignId: WELCOME };
		expect((await bench.api.call('startCampaign', args, 'development')).status).toBe(451);
	});

	it('needs the campaign and the development key', async () => {
		expect((await start({})).error?.message).toBe("'campaignId' must be provided");
		const args = { userId: 'ada', campaignId: WELCOME };
		expect((await bench.api.call('startCampaign', args)).status).toBe(403);
	});
});

describe('what was sent', () => {
	it('can be read back, with values and force', async () => {
		const values = { name: 'Ada' };
		const args = { userId: 'ada', deviceId: 'ada-phone', messageId: '4810110001000001' };
		await bench.api.call('sendMessage', { ...args, values, force: true });
		await bench.api.call('sendMessage', { ...args, userId: 'nobody' });
		expect(await bench.admin.sent(bench.appId)).toMatchObject([
			{ ...args, values, force: true, messagesSent: 1 },
		]);
		const { events } = await bench.user('ada');
		expect(events['.m4810110001000001']?.count).toBe(1);
	});
});
