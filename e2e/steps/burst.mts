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
/** So many follow without a look at n8n. */
const WAVE = 500;
/**
 * So many may wait for n8n. 2.0.0 answers before it stores, and what SQLite needs more than a minute for
 * is lost: a third of the events, when an overloaded machine got all of them at once.
 */
const MAX_UNFINISHED = 1_000;

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
			const finish = async (count: number) => {
				await until(
					`${count} events have started an execution that has ended`,
					async () => ((await server.api.countByStatus(workflow.id)).success ?? 0) >= count,
					{ timeoutMs: 600_000, everyMs: 1_000 },
				);
			};
			for (let sent = 0; sent < EVENTS; sent += WAVE) {
				await finish(sent + WAVE - MAX_UNFINISHED);
				const waiting = userIds.slice(sent, sent + WAVE);
				const one = async () => {
					for (let userId = waiting.pop(); userId; userId = waiting.pop()) {
						await admin.messageEvent(app.appId, { userId, messageId: MESSAGE, event: 'Open' });
					}
				};
				await Promise.all(Array.from({ length: AT_ONCE }, one));
			}
			await finish(EVENTS);
			const deliveries = await admin.deliveries(app.appId);
			assert.equal(deliveries.length, EVENTS);
			assert.ok(deliveries.every(({ attempts }) => attempts.length === 1));
			assert.deepEqual(await server.api.countByStatus(workflow.id), { success: EVENTS });
			await server.api.deactivate(workflow.id);
		});
	});
}
