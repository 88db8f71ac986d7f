import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();

const order = (number: string, customer: string, total: number) => ({
	number,
	customer,
	total,
	currency: 'EUR',
	at: yesterday,
});

const example: Example = {
	start: {
		kind: 'webhook',
		path: 'leanplum-orders',
		body: {
			orders: [order('A-1', 'ada', 19.5), order('A-2', 'grace', 5), order('A-3', 'ada', 7.25)],
		},
	},
	outputs: { 'Track Purchase': { items: 3, statuses: { done: 3 } } },
	requests: 1,
	done: { track: 3 },
	async check({ admin, appId }, _run, response) {
		assert.deepEqual(
			(response as { status: string }[]).map(({ status }) => status),
			['done', 'done', 'done'],
			'the shop gets what became of each order',
		);
		const [request] = await admin.requests(appId, 'track');
		assert.deepEqual(
			request?.actions.map(({ userId, args }) => [userId, args.value, args.params]),
			[
				['ada', 19.5, { orderNumber: 'A-1' }],
				['grace', 5, { orderNumber: 'A-2' }],
				['ada', 7.25, { orderNumber: 'A-3' }],
			],
		);
	},
};

export default example;
