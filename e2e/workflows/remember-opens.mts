import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

const WELCOME_PUSH = '4810110001000001';

const example: Example = {
	start: {
		kind: 'trigger',
		happens: [
			// Not wanted, so it starts nothing.
			{ userId: 'ada', messageId: WELCOME_PUSH, event: 'Sent' },
			{ userId: 'ada', messageId: WELCOME_PUSH, event: 'Open' },
		],
	},
	outputs: { 'Message Opened': { items: 1 }, Remember: { items: 1, statuses: { done: 1 } } },
	// Four of the trigger: does a rule exist, again before it adds one, the adding, and is it the only one.
	requests: 5,
	done: { listPostbacks: 3, addPostback: 1, setUserAttributes: 1 },
	async check({ admin, appId }, run) {
		const user = await admin.user(appId, 'ada');
		assert.equal(user?.attributes.lastOpenedMessage, WELCOME_PUSH);
		assert.equal(
			Date.parse(String(user.attributes.lastOpened)),
			Date.parse(String(run.json('Message Opened')[0]?.triggeredAt)),
		);
	},
};

export default example;
