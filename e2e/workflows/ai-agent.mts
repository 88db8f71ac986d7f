import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

const example: Example = {
	start: {
		kind: 'chat',
		message: 'Send the welcome message to ada and call her Ada.',
		toolArguments: { userId: 'ada', values: { firstName: 'Ada' } },
	},
	outputs: { Agent: { items: 1 } },
	requests: 1,
	done: { sendMessage: 1 },
	async check({ admin, appId }, run) {
		const [sent] = await admin.sent(appId);
		assert.equal(sent?.userId, 'ada');
		assert.deepEqual(sent.values, { firstName: 'Ada' });
		assert.match(String(run.json('Agent')[0]?.output), /"status":\s*"done"/);
	},
};

export default example;
