import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { startStandIn } from '../lib/standIn.mts';

/** Sessions that became available in the last 24 hours; those of the sandbox's users may be older by now. */
const SESSIONS = 2;

const LOCATION = '<?xml version="1.0"?><LocationConstraint>eu-central-1</LocationConstraint>';

/** The storage is a stand-in that the credential leads to; the workflow is as shipped. */
const example: Example = {
	async prepare({ admin, appId }) {
		// Long enough for the execution to fall asleep first, on a busy machine too, as with a real export.
		await admin.syntheticSessions(appId, { count: SESSIONS });
		await admin.settings({ jobPendingMs: 1_000, jobRunningMs: 9_000 }, appId);
	},
	async surround({ admin, appId }) {
		const storage = await startStandIn(() => LOCATION);
		return {
			credentials: {
				s3: {
					endpoint: storage.url,
					region: 'eu-central-1',
					accessKeyId: 'stand-in',
					secretAccessKey: 'for-a-storage',
					forcePathStyle: true,
				},
			},
			async check(run) {
				const [callback] = await admin.deliveries(appId);
				assert.equal(callback?.kind, 'exportCallback');
				assert.equal(callback.state, 'delivered', 'Leanplum woke the workflow');
				const stored = storage.requests.filter(({ method }) => method === 'PUT');
				const files = run.json('Download Files').map(({ fileName }) => fileName);
				// One of the sessions made above, and one of the users' where those are of the last 24 hours.
				assert.ok(files.length >= 1 && files.length <= 2, `${files.length} files`);
				assert.equal(stored.length, files.length);
				for (const [index, { path }] of stored.entries()) {
					assert.match(path, /^\/leanplum-exports\/\d{4}-\d\d-\d\d\//);
					assert.ok(path.endsWith(String(files[index])));
				}
				const sessions = stored.flatMap(({ body }) => body.trim().split('\n'));
				assert.ok(sessions.length >= SESSIONS);
				for (const line of sessions) assert.match(line, /"sessionId":/);
			},
			close: () => storage.close(),
		};
	},
	start: { kind: 'schedule' },
	outputs: {
		'Export Sessions': { items: 1 },
		'New Sessions': { items: 1 },
	},
	// When Leanplum calls, it is asked for the job, and again for the files.
	requests: 3,
	done: { exportData: 1, getExportResults: 2 },
};

export default example;
