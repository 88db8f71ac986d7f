import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { AppIdentity } from 'leanplum-sandbox';
import type { StoredWorkflow, WorkflowFile } from '../lib/api.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { callLeanplum } from '../lib/leanplum.mts';
import { CREDENTIAL_TYPE, LEANPLUM_NODE, LEANPLUM_TRIGGER } from '../lib/package.mts';
import { until } from '../lib/process.mts';
import type { Stage } from '../lib/stage.mts';

const MESSAGE = '4810110001000001';
const WEBHOOK_SECRET = 'made-up-for-the-dashboard-0123456789';

/** Each way in which the trigger starts a workflow, beside that of the step for its circle. */
export function triggerModesStep(stage: () => Stage): void {
	describe('The trigger: test event, A/B test, webhook of the dashboard', () => {
		let app: AppIdentity;
		let credential: { id: string; name: string };
		let webhooks = 0;

		const rules = () => stage().sandbox.admin.postbacks(app.appId);

		/** A workflow that begins with the trigger and tells Leanplum of whom it heard. */
		async function workflowWith(parameters: Record<string, unknown>): Promise<StoredWorkflow> {
			const common = { typeVersion: 1, credentials: { leanplumApi: credential } };
			const file: WorkflowFile = {
				name: `Trigger ${++webhooks}`,
				nodes: [
					{
						...common,
						id: '00000000-0000-4000-8000-000000000001',
						name: 'Trigger',
						type: LEANPLUM_TRIGGER,
						position: [0, 0],
						webhookId: `00000000-0000-4000-8000-00000000010${webhooks}`,
						parameters,
					},
					{
						...common,
						id: '00000000-0000-4000-8000-000000000002',
						name: 'Heard',
						type: LEANPLUM_NODE,
						position: [220, 0],
						parameters: {
							resource: 'event',
							operation: 'track',
							userId: '={{ $json.userId }}',
							event: 'Heard',
						},
					},
				],
				connections: { Trigger: { main: [[{ node: 'Heard', type: 'main', index: 0 }]] } },
			};
			return await stage().server.api.createWorkflow(file);
		}

		/** What the trigger gave in the only execution of a workflow. */
		async function onlyItem({ id }: StoredWorkflow): Promise<Record<string, unknown>> {
			const { api } = stage().server;
			const [execution, ...others] = await until('The workflow has run', async () => {
				const executions = await api.executions(id);
				return executions.length > 0 && executions;
			});
			assert.deepEqual(others, []);
			const run = await api.finished(execution!.id);
			assert.equal(run.status, 'success');
			return run.json('Trigger')[0]!;
		}

		before(async () => {
			const { server, sandbox } = stage();
			app = await sandbox.admin.newApp();
			await sandbox.admin.seedUsers(app.appId, ['tester'], { withDevice: true });
			const name = 'Leanplum of all triggers';
			const data = {
				...leanplumCredential(sandbox.apiUrl, app),
				webhookSecret: WEBHOOK_SECRET,
			};
			credential = { id: await server.api.createCredential(name, CREDENTIAL_TYPE, data), name };
		});

		it('listens for a test event with a rule of its own, and removes it then', async () => {
			const { server, sandbox } = stage();
			const workflow = await workflowWith({ triggerOn: 'messageEvents' });
			await server.api.listen(workflow, 'Trigger');
			const [rule] = await rules();
			assert.match(rule!.postbackUrl, /\/webhook-test\//);
			await sandbox.admin.messageEvent(app.appId, {
				userId: 'tester',
				messageId: MESSAGE,
				event: 'Open',
			});
			assert.equal((await onlyItem(workflow)).userId, 'tester');
			await until('The rule is gone', async () => (await rules()).length === 0);
		});

		it('starts when a user enters an A/B test, with test and variant', async () => {
			const { server, sandbox } = stage();
			const workflow = await workflowWith({ triggerOn: 'abTestEvents' });
			await server.api.activate(workflow);
			await callLeanplum(sandbox.apiUrl, app, 'production', 'start', { userId: 'ada' });
			const item = await onlyItem(workflow);
			assert.equal(item.userId, 'ada');
			assert.match(String(item.abTestId), /^\d+$/);
			assert.match(String(item.variantId), /^\d+$/);
			await server.api.deactivate(workflow.id);
		});

		it('starts on a webhook of the dashboard, also on broken JSON, and not on one too long', async () => {
			const { server } = stage();
			const workflow = await workflowWith({ triggerOn: 'dashboardWebhook' });
			await server.api.activate(workflow);
			const url = `${server.url}/webhook/${String(workflow.nodes[0]!.webhookId)}/leanplum`;
			const send = async (secret: string, body: string) => {
				const headers = { 'content-type': 'application/json' };
				const init = { method: 'POST', headers, body };
				const response = await fetch(`${url}?secret=${secret}`, init);
				await response.arrayBuffer();
				return response.status;
			};
			assert.equal(await send('forged', '{}'), 403);
			assert.equal(await send(WEBHOOK_SECRET, `"${'x'.repeat(17 * 1024 * 1024)}"`), 413);
			assert.equal(
				await send(WEBHOOK_SECRET, '\ufeff{"userId":"ada","order":9007199254740993}'),
				200,
			);
			const item = await onlyItem(workflow);
			assert.deepEqual(item, { userId: 'ada', order: '9007199254740993' });
			assert.equal(await send(WEBHOOK_SECRET, '{"name":"Ada "The Countess""}'), 200);
			await until('Both have run', async () => {
				return (await server.api.executions(workflow.id)).length === 2;
			});
			await server.api.deactivate(workflow.id);
		});
	});
}
