import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

const example: Example = {
	start: { kind: 'manual' },
	outputs: {
		'Send Message': { items: 3, statuses: { done: 2, skipped: 1 } },
		'Got It': { items: 2, statuses: { done: 2 } },
		'Did Not Get It': { items: 1, statuses: { skipped: 1 } },
	},
	requests: 1,
	done: { sendMessage: 2 },
	async check({ admin, appId }, run) {
		const sent = await admin.sent(appId);
		assert.deepEqual(
			sent.map(({ userId, values }) => [userId, values]),
			[
				['ada', { firstName: 'Ada' }],
				['grace', { firstName: 'Grace' }],
			],
		);
		assert.match(run.hints('Send Message').join(), /Leanplum skipped 1 of 3 items/);
	},
};

export default example;
