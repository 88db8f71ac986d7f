import { post, TriggerTestApp } from './triggerTestApp.mts';

const testApp = TriggerTestApp.forThisFile();

describe('Repeated deliveries', () => {
	it('have the same ID, and pass as long as nothing else is wanted', async () => {
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		const [first] = await testApp.started(url);
		const [second] = await testApp.started(url);
		expect(second?.deliveryId).toBe(first?.deliveryId);
		const [other] = await testApp.started(await testApp.ownUrl({ time: '1780236000124' }));
		expect(other?.deliveryId).not.toBe(first?.deliveryId);
	});

	it('are dropped on request, also when both arrive at once', async () => {
		testApp.server.parameters = { triggerOptions: { dropRepeated: true } };
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		await Promise.all(Array.from({ length: 10 }, () => post(url)));
		await testApp.server.idle();
		expect(testApp.server.runs).toHaveLength(10);
		expect(testApp.server.runs.flatMap(({ items }) => items)).toHaveLength(1);
		expect(await testApp.started(await testApp.ownUrl({ userId: 'grace' }))).toHaveLength(1);
	});

	it('are not taken for what n8n runs again because a worker died', async () => {
		testApp.server.parameters = { triggerOptions: { dropRepeated: true } };
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		await testApp.started(url);
		await testApp.started(url);
		const [first, repeated] = testApp.server.runs;
		await testApp.server.runAgain(first!);
		await testApp.server.runAgain(repeated!);
		expect(testApp.server.runs.map(({ items }) => items.length)).toEqual([1, 0, 1, 0]);
	});

	it('are not taken for what the user runs again', async () => {
		testApp.server.parameters = { triggerOptions: { dropRepeated: true } };
		await testApp.server.activate();
		await testApp.started(await testApp.ownUrl());
		await testApp.server.retry(testApp.server.runs[0]!);
		expect(testApp.server.runs).toMatchObject([{ mode: 'webhook' }, { mode: 'retry' }]);
		expect(testApp.server.runs.map(({ items }) => items.length)).toEqual([1, 1]);
	});

	it('are not taken for another event that came without its time', async () => {
		testApp.server.parameters = { triggerOptions: { dropRepeated: true } };
		await testApp.server.activate();
		const url = await testApp.ownUrl({ time: 'soon' });
		expect(await testApp.started(url)).toHaveLength(1);
		expect(await testApp.started(url)).toMatchObject([{ triggeredAt: null }]);
	});

	it('pass with a warning when n8n cannot tell, because its database is down', async () => {
		testApp.server.parameters = { triggerOptions: { dropRepeated: true } };
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		testApp.store.failures = Infinity;
		expect(await testApp.started(url)).toMatchObject([
			{ userId: 'ada', warning: expect.stringContaining('may be a duplicate') as string },
		]);
		testApp.store.failures = 1;
		const [first] = await testApp.started(url);
		expect(first).not.toHaveProperty('warning');
		expect(await testApp.started(url)).toEqual([]);
	});

	it('are answered when the workflow has finished, on request, and then never dropped', async () => {
		testApp.server.parameters = { triggerOptions: { answerWhen: 'lastNode', dropRepeated: true } };
		await testApp.server.activate();
		const url = await testApp.ownUrl();
		const { status } = await post(url);
		expect([status, testApp.server.runs.length]).toEqual([200, 1]);
		await testApp.started(url);
		expect(testApp.server.runs.map(({ items }) => items.length)).toEqual([1, 1]);
	});

	it('are not dropped while a test listens', async () => {
		testApp.server.parameters = { triggerOptions: { dropRepeated: true } };
		await testApp.server.activate('webhook-test');
		const url = await testApp.ownUrl();
		expect(await testApp.started(url)).toHaveLength(1);
		expect(await testApp.started(url)).toHaveLength(1);
	});
});
