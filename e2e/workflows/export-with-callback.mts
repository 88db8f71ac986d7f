import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';

/** Sessions of the sandbox's users in the last nine days. */
const SESSIONS = 6;

const example: Example = {
	async prepare({ admin, appId }) {
		// Long enough for the execution to fall asleep first, as with a real export.
		await admin.settings({ jobPendingMs: 1_000, jobRunningMs: 1_000 }, appId);
	},
	start: { kind: 'manual' },
	outputs: { 'Start Export': { items: 1 }, Sessions: { items: SESSIONS } },
	requests: 2,
	done: { exportData: 1, getExportResults: 1 },
	async check({ admin, appId }, run) {
		const [callback] = await admin.deliveries(appId);
		assert.equal(callback?.kind, 'exportCallback');
		assert.equal(callback.state, 'delivered', 'Leanplum woke the workflow');
		assert.deepEqual(
			callback.attempts.map(({ status }) => status),
			[200],
		);
		for (const session of run.json('Sessions')) {
			assert.equal(typeof session.sessionId, 'string', 'a session id keeps all its digits');
		}
	},
};

export default example;
