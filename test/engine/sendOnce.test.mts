import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SeenStore } from '../../testkit/seenStore.mts';
import type { NodeRun } from '../../testkit/engine.mts';
import { eventsOf, MESSAGES, QUICK, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();
let store: SeenStore;

beforeEach(async () => {
	store = await SeenStore.shared();
	store.clear();
});

const CONTINUE: Partial<NodeRun> = { settings: { onError: 'continueRegularOutput' } };

function track(options: INodeParameters): INodeParameters {
	return { ...TRACK, options: { ...QUICK, ...options } };
}

const ACROSS = track({
	sendOnce: { once: { sendOnce: 'executions', sendOnceKey: '={{ $json.order }}' } },
});
const WITHIN = track({ sendOnce: { once: { sendOnce: 'execution' } } });

const orders = (...names: string[]): IDataObject[] =>
	names.map((order) => ({ user: `user of ${order}`, event: 'Purchase', order }));

const statuses = (json: IDataObject[]) => json.map(({ status }) => status);

const tracked = async () => (await testApp.received('track')).map(({ args }) => args.userId);

describe('Send Once across executions', () => {
	it('sends for each key once, whichever execution comes first', async () => {
		const first = await testApp.run(ACROSS, orders('a', 'b'), { executionId: '1' });
		const second = await testApp.run(ACROSS, orders('b', 'c'), { executionId: '2' });
		expect(statuses(first.json)).toEqual(['done', 'done']);
		expect(second.json).toMatchObject([
			{ status: 'duplicate', userId: 'user of b' },
			{ status: 'done', userId: 'user of c' },
		]);
		expect(second.hints.map(({ message }) => message)).toEqual([
			"1 of 2 items was already sent, so it wasn't sent again",
		]);
		expect(await tracked()).toEqual(['user of a', 'user of b', 'user of c']);
	});

	it.each<[string, INodeParameters]>([
		[
			'Message → Send',
			{
				resource: 'message',
				operation: 'send',
				messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
			},
		],
		['State → Advance', { resource: 'state', operation: 'advance', state: 'Checkout' }],
		[
			'Campaign → Start',
			{
				resource: 'campaign',
				operation: 'start',
				campaignId: { __rl: true, mode: 'id', value: '4810110004000001' },
			},
		],
	])('is offered by %s', async (_what, operation) => {
		const parameters = {
			...operation,
			identifyBy: 'userId',
			userId: 'ada',
			options: { ...QUICK, sendOnce: { once: { sendOnce: 'executions', sendOnceKey: 'order 1' } } },
		};
		await testApp.run({
			resource: 'session',
			operation: 'start',
			identifyBy: 'userId',
			userId: 'ada',
		});
		const first = await testApp.run(parameters);
		expect(statuses(first.json)).toEqual(['done']);
		await testApp.admin.clearRequests(testApp.appId);
		const second = await testApp.run(parameters);
		expect(statuses(second.json)).toEqual(['duplicate']);
		expect(await testApp.requests()).toEqual([]);
	});

	it('sends one of several items with the same key, and says so of the others', async () => {
		const { json } = await testApp.run(ACROSS, orders('a', 'b', 'a', 'a'));
		expect(statuses(json)).toEqual(['done', 'done', 'duplicate', 'duplicate']);
		expect(await tracked()).toEqual(['user of a', 'user of b']);
	});

	it('tries the next item with the same key when one surely failed, until one is done', async () => {
		const items = orders('a', 'a').map((item) => ({ ...item, user: 'ada' }));
		await testApp.admin.fault({
			appId: testApp.appId,
			times: 2,
			fault: { kind: 'itemError', message: 'Not today' },
		});
		const { json } = await testApp.run(ACROSS, items, CONTINUE);
		expect(json).toMatchObject([{ error: { status: 'failed' } }, { error: { status: 'failed' } }]);
	});

	it('takes the key back when Leanplum surely did nothing: skipped, refused, not reached', async () => {
		const never: INodeParameters = {
			...ACROSS,
			additionalFields: { createDisposition: 'CreateNever' },
		};
		const skipped = await testApp.run(never, orders('a'));
		expect(statuses(skipped.json)).toEqual(['skipped']);

		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'itemError', message: 'Not today' },
		});
		await testApp.run(ACROSS, orders('a'), CONTINUE);

		const reached = testApp.credential;
		testApp.credential = { ...reached, apiUrl: 'http://127.0.0.1:9/api' };
		await testApp.run(
			track({ ...(ACROSS.options as INodeParameters), maxRetries: 0 }),
			orders('a'),
			{
				...CONTINUE,
			},
		);
		testApp.credential = reached;

		expect(store.keys).toEqual([]);
		const { json } = await testApp.run(ACROSS, orders('a'));
		expect(statuses(json)).toEqual(['done']);
	});

	it('keeps the key when nobody knows whether Leanplum did it, and then says that', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const first = await testApp.run(ACROSS, orders('a'), CONTINUE);
		expect(first.json).toMatchObject([{ error: { status: 'unknown' } }]);
		const second = await testApp.run(ACROSS, orders('a'));
		expect(second.json).toMatchObject([
			{
				status: 'duplicate',
				userId: 'user of a',
				warning: expect.stringContaining("didn't finish") as string,
			},
		]);
		expect(await tracked()).toEqual(['user of a']);
		expect(second.hints).toHaveLength(1);
	});

	it.each([
		[500, 'unknown', 1],
		[502, 'unknown', 1],
		[503, 'done', 2],
	])('after a %i counts as %s, with %i request(s)', async (status, expected, requests) => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'status', status } });
		const { json } = await testApp.run(ACROSS, orders('a'), CONTINUE);
		const [item] = json;
		expect(item?.status).toBe(expected);
		expect(await testApp.requests()).toHaveLength(requests);
		expect(store.keys.length).toBeGreaterThan(0);
	});

	it('sends nothing again after a lost reply, whatever the options say', async () => {
		await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
		const options = { ...(ACROSS.options as INodeParameters), repeatWhenUnknown: true };
		const { json } = await testApp.run({ ...ACROSS, options }, orders('a'), CONTINUE);
		expect(json).toMatchObject([{ error: { status: 'unknown' } }]);
		expect(await tracked()).toEqual(['user of a']);
	});

	it('refuses an item without a key before anything is sent', async () => {
		const { error } = await testApp.run(ACROSS, [
			...orders('a'),
			{ user: 'ada', event: 'Purchase' },
		]);
		expect(error?.message).toBe('Send Once Key is empty for this item');
		expect(error?.description).toContain(
			'Enter a value that identifies what you are sending, such as an order ID',
		);
		expect(await testApp.requests()).toEqual([]);
		expect(store.keys).toEqual([]);
	});

	it('counts keys for one node, or for all of the workflow', async () => {
		const as = (id: string, scope: string) =>
			testApp.run(
				track({
					sendOnce: { once: { sendOnce: 'executions', sendOnceKey: 'k', sendOnceScope: scope } },
				}),
				[{ user: 'ada', event: 'Purchase' }],
				{ settings: { id } },
			);
		expect(statuses((await as('n1', 'node')).json)).toEqual(['done']);
		expect(statuses((await as('n2', 'node')).json)).toEqual(['done']);
		expect(statuses((await as('n1', 'workflow')).json)).toEqual(['done']);
		expect(statuses((await as('n2', 'workflow')).json)).toEqual(['duplicate']);
	});

	it('loses no key when ten executions note theirs at once', async () => {
		const runs = await Promise.all(
			Array.from({ length: 10 }, (_, run) =>
				testApp.run(ACROSS, orders(...userNames(60).map((name) => `${run} ${name}`)), {
					executionId: `${run}`,
				}),
			),
		);
		expect(runs.flatMap(({ json }) => statuses(json)).every((status) => status === 'done')).toBe(
			true,
		);
		const again = await testApp.run(
			ACROSS,
			orders(...userNames(60).flatMap((name) => ['0', '9'].map((run) => `${run} ${name}`))),
		);
		expect(new Set(statuses(again.json))).toEqual(new Set(['duplicate']));
		expect((await testApp.stats()).tracked).toBe(600);
	});

	it('sends nothing when the store cannot be used, and says why', async () => {
		store.failures = Infinity;
		const { json } = await testApp.run(ACROSS, orders('a'), CONTINUE);
		expect(json).toMatchObject([
			{
				error: {
					message: "Nothing was sent to Leanplum because n8n couldn't save the Send Once record",
					status: 'failed',
				},
			},
		]);
		expect(await testApp.requests()).toEqual([]);
	});
});

describe('Send Once within an execution', () => {
	it('sends nothing again when n8n runs the execution again', async () => {
		const items = eventsOf(['ada', 'ada', 'grace']);
		const first = await testApp.run(WITHIN, items, { executionId: '7' });
		const again = await testApp.run(WITHIN, items, { executionId: '7' });
		expect(statuses(first.json)).toEqual(['done', 'done', 'done']);
		expect(statuses(again.json)).toEqual(['duplicate', 'duplicate', 'duplicate']);
		expect(await tracked()).toEqual(['ada', 'ada', 'grace']);
	});

	it('knows its calls again when the items come in another order', async () => {
		await testApp.run(WITHIN, eventsOf(['ada', 'grace']), { executionId: '7' });
		const again = await testApp.run(WITHIN, eventsOf(['grace', 'alan', 'ada']), {
			executionId: '7',
		});
		expect(statuses(again.json)).toEqual(['duplicate', 'done', 'duplicate']);
	});

	it('does not concern other executions', async () => {
		await testApp.run(WITHIN, eventsOf(['ada']), { executionId: '7' });
		const other = await testApp.run(WITHIN, eventsOf(['ada']), { executionId: '8' });
		expect(statuses(other.json)).toEqual(['done']);
	});

	it('is on by itself where Retry On Fail is on', async () => {
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const parameters = track({});
		await testApp.run(parameters, eventsOf(['ada']), { executionId: '7', settings });
		const again = await testApp.run(parameters, eventsOf(['ada']), { executionId: '7', settings });
		expect(statuses(again.json)).toEqual(['duplicate']);
		const off = await testApp.run(
			track({ sendOnce: { once: { sendOnce: 'off' } } }),
			eventsOf(['ada']),
			{
				executionId: '7',
				settings,
			},
		);
		expect(statuses(off.json)).toEqual(['done']);
	});

	it('lets Retry On Fail send what failed, and only that, also among equals', async () => {
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'itemError', message: 'Not today', userId: 'grace' },
		});
		const { json, executions } = await testApp.run(
			track({ sendOnce: { once: { sendOnce: 'execution' } } }),
			eventsOf(['ada', 'grace', 'grace', 'ada']),
			{ executionId: '7', settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } },
		);
		expect(executions).toBe(2);
		expect(statuses(json)).toEqual(['done', 'done', 'done', 'done']);
		expect((await testApp.stats()).tracked).toBe(4);
	});

	it('leaves nothing in the store when it is off', async () => {
		await testApp.run(track({}), eventsOf(['ada']));
		expect(store.keys).toEqual([]);
	});
});
