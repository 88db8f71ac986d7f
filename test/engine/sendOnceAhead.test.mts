import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SeenStore } from '../../testkit/seenStore.mts';
import { eventsOf, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();
let store: SeenStore;
let nodes = 0;
/** A node that this process has not run before. */
let settings: { id: string; onError: 'continueRegularOutput' };

beforeEach(async () => {
	store = await SeenStore.shared();
	store.clear();
	settings = { id: `ahead-${++nodes}`, onError: 'continueRegularOutput' };
});

afterEach(() => jest.restoreAllMocks());

const once = (sendOnceKey: string): INodeParameters => ({
	...QUICK,
	sendOnce: { once: { sendOnce: 'executions', sendOnceKey } },
});

const ACROSS: INodeParameters = {
	...TRACK,
	options: once('={{ $json.user }}'),
};
/** What each request holds at most, all of different users. */
const PER_REQUEST = 50;

const countStatuses = (json: IDataObject[]) => {
	const counts: Record<string, number> = {};
	for (const { status } of json) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
	return counts;
};

const tracked = async () => (await testApp.stats()).tracked;

/** Keys of which the store does not say that they were done. */
function openKeys(): number {
	const finished = store.keys.filter((key) => String(key).startsWith('leanplum done ')).length;
	return store.keys.length - 2 * finished;
}

describe('Send Once notes the keys of the next requests while others are under way', () => {
	it('so where other workers write, a run waits a few times, and not for each request', async () => {
		await testApp.run(ACROSS, eventsOf(['before']), { settings });
		await store.writeFromElsewhere('theirs', 0);
		const items = eventsOf(userNames(40 * PER_REQUEST));
		const started = Date.now();
		const { json } = await testApp.run(ACROSS, items, { settings });
		// With a wait of five seconds for each request, and four of them at once, it were 50 seconds.
		expect(Date.now() - started).toBeLessThan(25_000);
		expect(countStatuses(json)).toEqual({ done: items.length });
		expect((await testApp.stats()).tracked).toBe(items.length + 1);
	}, 60_000);

	it('2,000 keys at most, those of requests under way among them', async () => {
		const record = store.checkProcessedAndRecord.bind(store);
		let most = 0;
		jest.spyOn(store, 'checkProcessedAndRecord').mockImplementation(async (...args) => {
			const result = await record(...args);
			most = Math.max(most, openKeys());
			return result;
		});
		const items = eventsOf(userNames(5_000));
		const { json } = await testApp.run(ACROSS, items, { settings });
		expect(countStatuses(json)).toEqual({ done: items.length });
		expect(most).toBeGreaterThan(1_000);
		expect(most).toBeLessThanOrEqual(2_000);
		expect(openKeys()).toBe(0);
	}, 60_000);

	it('and frees them when the execution is stopped', async () => {
		await testApp.admin.settings({ latencyMs: 300 }, testApp.appId);
		const items = eventsOf(userNames(1_000));
		await testApp.run(ACROSS, items, {
			settings,
			cancelWhen: async () => (await testApp.stats()).requests >= 2,
		});
		await testApp.admin.settings({ latencyMs: 0 }, testApp.appId);
		const { json } = await testApp.run(ACROSS, items, { settings });
		const { done = 0, duplicate = 0, ...others } = countStatuses(json);
		expect(others).toEqual({});
		expect(done).toBeGreaterThan(items.length / 2);
		// Those that were under way, and those before.
		expect(duplicate).toBeGreaterThanOrEqual(2 * PER_REQUEST);
		expect(await tracked()).toBe(items.length);
	}, 60_000);

	it('and frees them when Leanplum does not answer any more', async () => {
		const items = eventsOf(userNames(1_000));
		const fault = { kind: 'status' as const, status: 503 };
		await testApp.admin.fault({ appId: testApp.appId, times: null, skip: 2, fault });
		const first = await testApp.run(ACROSS, items, { settings });
		const { done = 0 } = countStatuses(first.json);
		expect(await tracked()).toBe(done);
		expect(countStatuses(first.json).notSent).toBeGreaterThan(0);
		expect(openKeys()).toBe(0);
		await testApp.admin.clearFaults(testApp.appId);
		const second = await testApp.run(ACROSS, items, { settings });
		expect(countStatuses(second.json)).toEqual({ duplicate: done, done: items.length - done });
		expect(await tracked()).toBe(items.length);
	}, 60_000);

	it('in the order in which they are sent, also of users with many requests', async () => {
		const options = once('={{ $json.event }}');
		const items = Array.from({ length: 3_000 }, (_, index) => ({
			user: `user-${index % 3}`,
			event: `event-${index}`,
		}));
		const { json } = await testApp.run({ ...ACROSS, options }, items, { settings });
		expect(countStatuses(json)).toEqual({ done: items.length });
		const { maxInFlightPerUser } = await testApp.stats();
		expect(maxInFlightPerUser).toBe(1);
		const events = (await testApp.received('track')).filter(({ args }) => args.userId === 'user-1');
		expect(events.map(({ args }) => args.event)).toEqual(
			items.filter(({ user }) => user === 'user-1').map(({ event }) => event),
		);
	}, 60_000);
});
