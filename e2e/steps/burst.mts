import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leanplumCredential } from '../lib/credential.mts';
import { CREDENTIAL_TYPE, LEANPLUM_TRIGGER } from '../lib/package.mts';
import { until } from '../lib/process.mts';
import type { Stage } from '../lib/stage.mts';

const MESSAGE = '4810110001000001';
const EVENTS = 5_000;
/** Events that the test lets happen at once. */
const AT_ONCE = 50;

/** Many events at the same time, each of which starts the workflow. */
export function burstStep(stage: () => Stage): void {
	describe('The trigger: a burst of 5,000 events', () => {
		it('starts one execution for each: none lost, none doubled', async () => {
			const { server, sandbox } = stage();
			const { admin } = sandbox;
			const app = await admin.newApp();
			const name = 'Leanplum of the burst';
			const data = leanplumCredential(sandbox.apiUrl, app);
			const id = await server.api.createCredential(name, CREDENTIAL_TYPE, data);
			const workflow = await server.api.createWorkflow({
				name: 'Burst',
				nodes: [
					{
						id: '00000000-0000-4000-8000-000000000001',
						name: 'Trigger',
						type: LEANPLUM_TRIGGER,
						typeVersion: 1,
						position: [0, 0],
						webhookId: '00000000-0000-4000-8000-000000000200',
						credentials: { leanplumApi: { id, name } },
						parameters: { triggerOn: 'messageEvents' },
					},
				],
				connections: {},
			});
			await server.api.activate(workflow);
			const userIds = Array.from({ length: EVENTS }, (_, number) => `reader-${number}`);
			await admin.seedUsers(app.appId, userIds, { withDevice: true });
			const waiting = [...userIds];
			const one = async () => {
				for (let userId = waiting.pop(); userId; userId = waiting.pop()) {
					await admin.messageEvent(app.appId, { userId, messageId: MESSAGE, event: 'Open' });
				}
			};
			await Promise.all(Array.from({ length: AT_ONCE }, one));
			await until(
				'Every event was delivered and every execution has ended',
				async () => ((await server.api.countByStatus(workflow.id)).success ?? 0) >= EVENTS,
				{ timeoutMs: 600_000, everyMs: 2_000 },
			);
			const deliveries = await admin.deliveries(app.appId);
			assert.equal(deliveries.length, EVENTS);
			assert.ok(deliveries.every(({ attempts }) => attempts.length === 1));
			assert.deepEqual(await server.api.countByStatus(workflow.id), { success: EVENTS });
			await server.api.deactivate(workflow.id);
		});
	});
}
