import { post, TriggerWorld } from './triggerWorld.mts';

const world = TriggerWorld.forThisFile();

describe('Repeated deliveries', () => {
	it('have the same ID, and pass as long as nothing else is wanted', async () => {
		await world.server.activate();
		const url = await world.ownUrl();
		const [first] = await world.started(url);
		const [second] = await world.started(url);
		expect(second?.deliveryId).toBe(first?.deliveryId);
		const [other] = await world.started(await world.ownUrl({ time: '1780236000124' }));
		expect(other?.deliveryId).not.toBe(first?.deliveryId);
	});

	it('are dropped on request, also when both arrive at once', async () => {
		world.server.parameters = { triggerOptions: { dropRepeated: true } };
		await world.server.activate();
		const url = await world.ownUrl();
		await Promise.all(Array.from({ length: 10 }, () => post(url)));
		await world.server.idle();
		expect(world.server.runs).toHaveLength(10);
		expect(world.server.runs.flatMap(({ items }) => items)).toHaveLength(1);
		expect(await world.started(await world.ownUrl({ userId: 'grace' }))).toHaveLength(1);
	});

	it('are not taken for what n8n runs again because a worker died', async () => {
		world.server.parameters = { triggerOptions: { dropRepeated: true } };
		await world.server.activate();
		const url = await world.ownUrl();
		await world.started(url);
		await world.started(url);
		const [first, repeated] = world.server.runs;
		await world.server.runAgain(first!);
		await world.server.runAgain(repeated!);
		expect(world.server.runs.map(({ items }) => items.length)).toEqual([1, 0, 1, 0]);
	});

	it('are not taken for what the user runs again', async () => {
		world.server.parameters = { triggerOptions: { dropRepeated: true } };
		await world.server.activate();
		await world.started(await world.ownUrl());
		await world.server.retry(world.server.runs[0]!);
		expect(world.server.runs).toMatchObject([{ mode: 'webhook' }, { mode: 'retry' }]);
		expect(world.server.runs.map(({ items }) => items.length)).toEqual([1, 1]);
	});

	it('are not taken for another event that came without its time', async () => {
		world.server.parameters = { triggerOptions: { dropRepeated: true } };
		await world.server.activate();
		const url = await world.ownUrl({ time: 'soon' });
		expect(await world.started(url)).toHaveLength(1);
		expect(await world.started(url)).toMatchObject([{ triggeredAt: null }]);
	});

	it('pass with a warning when n8n cannot tell, because its database is down', async () => {
		world.server.parameters = { triggerOptions: { dropRepeated: true } };
		await world.server.activate();
		const url = await world.ownUrl();
		world.store.failures = Infinity;
		expect(await world.started(url)).toMatchObject([
			{ userId: 'ada', warning: expect.stringContaining('may be a duplicate') as string },
		]);
		world.store.failures = 1;
		const [first] = await world.started(url);
		expect(first).not.toHaveProperty('warning');
		expect(await world.started(url)).toEqual([]);
	});

	it('are answered when the workflow has finished, on request, and then never dropped', async () => {
		world.server.parameters = { triggerOptions: { answerWhen: 'lastNode', dropRepeated: true } };
		await world.server.activate();
		const url = await world.ownUrl();
		const { status } = await post(url);
		expect([status, world.server.runs.length]).toEqual([200, 1]);
		await world.started(url);
		expect(world.server.runs.map(({ items }) => items.length)).toEqual([1, 1]);
	});

	it('are not dropped while a test listens', async () => {
		world.server.parameters = { triggerOptions: { dropRepeated: true } };
		await world.server.activate('webhook-test');
		const url = await world.ownUrl();
		expect(await world.started(url)).toHaveLength(1);
		expect(await world.started(url)).toHaveLength(1);
	});
});
