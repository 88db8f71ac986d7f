import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

const example: Example = {
	start: { kind: 'manual' },
	outputs: { 'Set Attributes': { items: 3, statuses: { done: 3 } } },
	requests: 1,
	done: { setUserAttributes: 3 },
	async check({ admin, appId }) {
		const user = await admin.user(appId, 'contact-1');
		assert.deepEqual(user?.attributes, {
			firstName: 'Ada',
			plan: 'gold',
			points: 120,
			// Leanplum stores booleans as this text.
			newsletter: 'True',
			customerSince: '2024-03-01',
		});
	},
};

export default example;
