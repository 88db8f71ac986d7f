import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import {
	createEventTable,
	letTimePass,
	now,
	TABLE_NODES,
	workflowOf,
	type EventRow,
} from '../lib/waitingRows.mts';

const HAPPENED_MS = Date.now() - 120_000;
const NODES = [...TABLE_NODES, 'Oldest Event', 'Take Events'];

const event = (event_id: string, user_id: string, more: Partial<EventRow> = {}) => ({
	event_id,
	user_id,
	event: 'Order',
	happened_at: new Date(HAPPENED_MS).toISOString(),
	parameters: '{"items":3}',
	due: now(),
	...more,
});

const ROWS = [
	event('order-1', 'ada'),
	event('order-2', 'grace'),
	// Came twice.
	event('order-1', 'ada'),
	// Leanplum rejects it.
	event('order-3', 'alan'),
	// Nobody's.
	event('order-4', ''),
	// An execution that was killed had taken it.
	event('order-5', 'edsger', { run: 'killed', due: '2999-01-01T00:00:00Z' }),
	// Was set apart before.
	event('order-6', 'edsger', { problem: 'Rejected', due: null }),
];

const example: Example = {
	toChoose: NODES,
	async prepare({ admin, appId }) {
		const fault = { kind: 'itemError' as const, userId: 'alan', message: 'Rejected' };
		await admin.fault({ appId, times: null, fault });
	},
	async surround({ admin, appId, api }) {
		const table = await createEventTable(api, `events-${appId}`);
		await table.insert(ROWS);
		const left = async () => {
			const rows = await table.rows();
			return rows.sort((a, b) => a.event_id.localeCompare(b.event_id));
		};
		const ids = async () => (await left()).map(({ event_id }) => event_id);
		const tracked = async () => {
			const requests = await admin.requests(appId, 'track');
			return requests.flatMap(({ actions }) => actions.filter(({ outcome }) => outcome === 'done'));
		};
		const users = async () => (await tracked()).map(({ args }) => args.userId);
		return {
			replace: Object.fromEntries(NODES.map((name) => [name, table.choose])),
			async check(run, again) {
				const [ada] = await tracked();
				assert.equal(ada?.args.event, 'Order');
				assert.deepEqual(ada?.args.params, { items: 3 });
				assert.equal(Number(ada?.args.time), HAPPENED_MS / 1000, 'its own time');
				assert.deepEqual(await ids(), ['order-3', 'order-4', 'order-5', 'order-6']);
				const [rejected, invalid, ...others] = await left();
				assert.match(String(rejected?.problem), /Rejected$/);
				assert.match(String(invalid?.problem), /User ID/);
				for (const { due, run: taken } of [rejected!, invalid!]) {
					assert.deepEqual([due, taken], [null, null]);
				}
				assert.deepEqual(
					others.map(({ run: taken }) => taken),
					['killed', null],
				);

				// What an outage keeps from being sent stays, and goes when it is over.
				await letTimePass(table);
				await admin.fault({ appId, times: null, fault: { kind: 'status', status: 503 } });
				const during = await again();
				assert.equal(during.json('Send Later').length, 1);
				assert.deepEqual((await left())[2]?.run, null);
				await admin.clearFaults(appId);
				await letTimePass(table);
				await again();
				assert.deepEqual(await ids(), ['order-3', 'order-4', 'order-6']);
				assert.deepEqual(await users(), ['ada', 'grace', 'edsger']);

				// Events by the webhook, one of them twice, and one that was sent before a crash.
				const workflow = await workflowOf(api, run.id);
				await api.activate(workflow);
				const calls = [
					{ id: 7, userId: 42, event: 'Order', time: HAPPENED_MS / 1000 },
					{ id: 7, userId: 42, event: 'Order', time: HAPPENED_MS / 1000 },
					{ id: 'order-1', userId: 'ada', event: 'Order' },
					{ id: 'order-8', userId: 'katherine', event: 'Order' },
				];
				for (const call of calls) {
					const response = await fetch(`${api.url}/webhook/leanplum-event`, {
						method: 'POST',
						headers: { 'content-type': 'application/json' },
						body: JSON.stringify(call),
					});
					assert.equal(response.status, 200, await response.text());
				}
				await api.deactivate(workflow.id);
				await again();
				assert.deepEqual(await ids(), ['order-3', 'order-4', 'order-6']);
				assert.deepEqual((await users()).sort(), ['42', 'ada', 'edsger', 'grace', 'katherine']);
				const times = (await tracked()).slice(3).map(({ args }) => Number(args.time));
				assert.equal(times[0], HAPPENED_MS / 1000);
				assert.ok(Date.now() / 1000 - times[1]! < 3600, 'without a time, that of its arrival');
			},
		};
	},
	start: { kind: 'schedule' },
	outputs: {
		'Take Events': { items: 5 },
		'Track Event': { items: 5, statuses: { done: 2, duplicate: 1, failed: 1, notSent: 1 } },
		'Set Apart': { items: 2 },
		'Remove Sent': { items: 3 },
	},
	requests: 1,
	done: { track: 2 },
};

export default example;
