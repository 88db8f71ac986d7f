import { eventsOf, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Runs through the users again and again, as events come in from the testApp. */
function takingTurns(users: readonly string[], count: number): string[] {
	return Array.from({ length: count }, (_, index) => users[index % users.length]!);
}

describe('Automatic batching', () => {
	it('sends 1,000 events for 100 users in 2 requests, none lost, none doubled', async () => {
		const items = takingTurns(userNames(100), 1000).map((user, number) => ({
			user,
			event: `Event ${number}`,
		}));

		const { json, error } = await testApp.run(TRACK, items);

		expect(error).toBeUndefined();
		expect(json.map(({ status }) => status)).toEqual(items.map(() => 'done'));
		expect(await testApp.stats()).toMatchObject({
			requests: 2,
			requestsByAction: { multi: 2 },
			tracked: 1000,
			billedUsers: 100,
			maxInFlightPerUser: 1,
		});
		const received = await testApp.received('track');
		expect(new Set(received.map(({ args }) => args.event)).size).toBe(1000);
	});

	it('sends the attributes of 10,000 users in 200 requests', async () => {
		const items = userNames(10_000).map((user, number) => ({ user, number }));
		const { json } = await testApp.run(
			{
				resource: 'user',
				operation: 'setAttributes',
				userId: '={{ $json.user }}',
				attributesFrom: 'item',
				excludedFields: 'user',
			},
			items,
		);

		expect(json.every(({ status }) => status === 'done')).toBe(true);
		expect(await testApp.stats()).toMatchObject({
			requests: 200,
			billedUsers: 10_000,
			byStatus: { 200: 200 },
		});
		const last = await testApp.user('user-10000');
		expect(last?.attributes).toEqual({ number: 9999 });
	});

	it('keeps the events of each user in the order of the items', async () => {
		const items = takingTurns(userNames(70), 1400).map((user, number) => ({
			user,
			event: `Event ${number}`,
		}));
		await testApp.run(TRACK, items);

		for (const user of ['user-1', 'user-70']) {
			const sent = items.filter((item) => item.user === user).map(({ event }) => event);
			const received = (await testApp.received('track'))
				.filter(({ userId }) => userId === user)
				.map(({ args }) => args.event);
			expect(received).toEqual(sent);
		}
	});

	it('gives a user with more than 500 events consecutive requests', async () => {
		await testApp.admin.settings({ latencyMs: 20 }, testApp.appId);
		const items = takingTurns(['heavy'], 1100).map((user, number) => ({
			user,
			event: `Event ${number}`,
		}));
		const { json } = await testApp.run(TRACK, items);

		expect(json.every(({ status }) => status === 'done')).toBe(true);
		expect(await testApp.stats()).toMatchObject({
			requests: 3,
			tracked: 1100,
			maxInFlightPerUser: 1,
			byStatus: { 200: 3 },
		});
		const received = await testApp.received('track');
		expect(received.map(({ args }) => args.event)).toEqual(items.map(({ event }) => event));
	});

	it('lets as many requests fly at once as the user allows', async () => {
		await testApp.admin.settings({ latencyMs: 30 }, testApp.appId);
		const items = eventsOf(userNames(400));
		await testApp.run({ ...TRACK, options: { parallelRequests: 3 } }, items);
		expect(await testApp.stats()).toMatchObject({ requests: 8, maxInFlight: 3 });
	});

	it('sends a single item as the action itself', async () => {
		await testApp.run(TRACK, eventsOf(['ada']));
		expect(await testApp.requests()).toMatchObject([
			{ action: 'track', query: { action: 'track' } },
		]);
	});

	it('can be switched off, and still never has two requests for one user under way', async () => {
		await testApp.admin.settings({ latencyMs: 10 }, testApp.appId);
		const items = eventsOf(takingTurns(userNames(5), 40));
		const { json } = await testApp.run(
			{ ...TRACK, options: { batching: 'off', parallelRequests: 10 } },
			items,
		);
		expect(json.every(({ status }) => status === 'done')).toBe(true);
		expect(await testApp.stats()).toMatchObject({
			requests: 40,
			requestsByAction: { track: 40 },
			maxInFlightPerUser: 1,
			maxInFlight: 5,
			byStatus: { 200: 40 },
		});
	});

	it('puts items that need different keys into different requests', async () => {
		await testApp.admin.settings({ devModeThrottle: false }, testApp.appId);
		const items = userNames(6).map((user, number) => ({
			user,
			event: 'Purchase',
			test: number % 2 === 0,
		}));
		const { json } = await testApp.run(
			{ ...TRACK, additionalFields: { devMode: '={{ $json.test }}' } },
			items,
		);
		expect(json.every(({ status }) => status === 'done')).toBe(true);
		const requests = await testApp.requests();
		expect(requests.map(({ keyClass }) => keyClass).sort()).toEqual(['development', 'production']);
	});

	it('keeps apart in time what touches one user under two ids', async () => {
		await testApp.admin.settings({ latencyMs: 20 }, testApp.appId);
		const items = Array.from({ length: 120 }, (_, number) => ({
			user: `user-${number}`,
			device: 'shared-device',
		}));
		const { json } = await testApp.run(
			{
				resource: 'event',
				operation: 'track',
				identifyBy: 'both',
				userId: '={{ $json.user }}',
				deviceId: '={{ $json.device }}',
				event: 'Kiosk used',
			},
			items,
		);
		expect(json.every(({ status }) => status === 'done')).toBe(true);
		expect(await testApp.stats()).toMatchObject({ requests: 3, maxInFlight: 1 });
	});
});
