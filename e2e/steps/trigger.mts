import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { AppIdentity } from 'leanplum-sandbox';
import { whenReady, type StoredWorkflow, type WorkflowFile } from '../lib/api.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { exampleFile, withCredentials } from '../lib/examples.mts';
import { callLeanplum } from '../lib/leanplum.mts';
import { CREDENTIAL_TYPE } from '../lib/package.mts';
import { until } from '../lib/process.mts';
import type { Stage } from '../lib/stage.mts';

const MESSAGE = '4810110001000001';
const USER = 'grace';
const CREDENTIAL = 'Leanplum of the trigger';

/** Answers when the workflow has finished, and then fails. */
function failingWorkflow({ nodes }: WorkflowFile): WorkflowFile {
	const [trigger] = nodes;
	return {
		name: 'Fail whenever someone clicks',
		nodes: [
			{
				...trigger!,
				name: 'Message Clicked',
				webhookId: '0f3ad3a1-9a3c-4a52-8bd1-6a0c8f1f7a55',
				parameters: {
					triggerOn: 'messageEvents',
					events: ['Click'],
					triggerOptions: { answerWhen: 'lastNode' },
				},
			},
			{
				id: '9c1f3a52-7f2e-4c8e-8a54-0d9b3a6f2b11',
				name: 'Fail',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				position: [220, 0],
				parameters: { errorMessage: 'Not today' },
			},
		],
		connections: {
			'Message Clicked': { main: [[{ node: 'Fail', type: 'main', index: 0 }]] },
		},
	};
}

/** The trigger's way from being switched on to being switched off, with a restart of n8n in between. */
export function triggerStep(stage: () => Stage): void {
	describe('The trigger: on, called, n8n restarted, called again, off', () => {
		let app: AppIdentity;
		let workflow: StoredWorkflow;
		let address = '';
		let credentialId = '';

		const rules = () => stage().sandbox.admin.postbacks(app.appId);
		const count = async () => (await stage().server.api.executions(workflow.id)).length;

		/** Lets the user open the message, and waits for the execution that this starts. */
		async function opened(): Promise<Record<string, unknown>> {
			const { api } = stage().server;
			const known = await count();
			const { admin } = stage().sandbox;
			await admin.messageEvent(app.appId, { userId: USER, messageId: MESSAGE, event: 'Open' });
			await until('The trigger starts the workflow', async () => (await count()) > known);
			const [execution] = await api.executions(workflow.id);
			const run = await api.finished(execution!.id);
			assert.equal(run.status, 'success');
			assert.equal(run.json('Remember')[0]?.status, 'done');
			return run.json('Message Opened')[0]!;
		}

		const changeRules = async (action: string, args: Record<string, string>) =>
			await callLeanplum(stage().sandbox.apiUrl, app, 'dataExport', action, args);

		before(async () => {
			const { server, sandbox } = stage();
			app = await sandbox.admin.newApp();
			const data = leanplumCredential(sandbox.apiUrl, app);
			credentialId = await server.api.createCredential(CREDENTIAL, CREDENTIAL_TYPE, data);
			const file = withCredentials(await exampleFile('remember-opens'), {
				leanplumApi: { id: credentialId, name: CREDENTIAL },
			});
			workflow = await server.api.createWorkflow(file);
		});

		it('registers one rule with Leanplum when the workflow is switched on', async () => {
			assert.deepEqual(await rules(), []);
			await stage().server.api.activate(workflow);
			const [rule, ...others] = await rules();
			assert.deepEqual(others, []);
			address = rule!.postbackUrl;
			assert.ok(address.startsWith(`${stage().server.url}/webhook/`), 'it leads to n8n');
		});

		it('starts the workflow when a message is opened, with user, message and event', async () => {
			const item = await opened();
			assert.equal(item.userId, USER);
			assert.equal(item.messageId, MESSAGE);
			assert.equal(item.event, 'Open');
		});

		it('answers 403 to 1,000 calls without its secret and starts nothing', async () => {
			const known = await count();
			const { origin, pathname } = new URL(address);
			const forged = (number: number) => `secret=forged-${number}&event=Open&userId=${USER}`;
			const statuses = new Set<number>();
			for (let number = 0; number < 1000; number += 20) {
				const answers = await Promise.all(
					Array.from({ length: 20 }, (_, index) =>
						whenReady(`${origin}${pathname}?${forged(number + index)}`, { method: 'POST' }),
					),
				);
				for (const { status } of answers) statuses.add(status);
			}
			assert.deepEqual([...statuses], [403]);
			assert.equal(await count(), known);
		});

		it('is not switched on when all three rules of the app are taken, names them, and leaves them alone', async () => {
			const { api } = stage().server;
			for (const name of ['first', 'second']) {
				const postbackUrl = `https://example.com/${name}`;
				await changeRules('addPostback', { type: 'messageEvents', postbackUrl });
			}
			assert.equal((await rules()).length, 3);
			const other = await api.createWorkflow(failingWorkflow(workflow));
			try {
				const names = /3 postbacks.*example\.com\/first.*example\.com\/second/;
				await assert.rejects(api.activate(other), names);
				const foreign = (await rules()).filter(({ postbackUrl }) => postbackUrl !== address);
				assert.equal(foreign.length, 2);
			} finally {
				for (const { postbackId, postbackUrl } of await rules()) {
					if (postbackUrl !== address) await changeRules('deletePostback', { postbackId });
				}
			}
			assert.equal((await rules()).length, 1);
		});

		it('is still registered, once and under the same address, after a restart of n8n', async () => {
			await stage().restart();
			await until('The webhook is back', async () => {
				const { origin, pathname } = new URL(address);
				return (await fetch(`${origin}${pathname}`, { method: 'POST' })).status !== 404;
			});
			assert.deepEqual(
				(await rules()).map(({ postbackUrl }) => postbackUrl),
				[address],
			);
		});

		it('starts the workflow again after the restart', async () => {
			assert.equal((await opened()).userId, USER);
		});

		it('keeps its secret out of what the executions hold', async () => {
			const { api } = stage().server;
			const secret = /secret=([^&]+)/.exec(address)?.[1];
			assert.ok(secret, 'the address has a secret');
			for (const { id } of await api.executions(workflow.id)) {
				assert.ok(!(await api.executionText(id)).includes(secret));
			}
		});

		it('makes Leanplum deliver again when the workflow failed and was to answer', async () => {
			const { server, sandbox } = stage();
			const { admin } = sandbox;
			await admin.settings({ postbackRetryMs: 500 }, app.appId);
			const failing = await server.api.createWorkflow(failingWorkflow(workflow));
			await server.api.activate(failing);
			await admin.messageEvent(app.appId, { userId: USER, messageId: MESSAGE, event: 'Click' });
			const path = `/${failing.nodes[0]!.webhookId}/`;
			await until('Leanplum delivers again', async () => {
				const deliveries = await admin.deliveries(app.appId);
				const attempts = deliveries.find(({ url }) => url.includes(path))?.attempts ?? [];
				return attempts.filter(({ status }) => status === 500).length > 1;
			});
			await server.api.deactivate(failing.id);
		});

		it('answers 403 to the former app when the credential has become that of another', async () => {
			const { server, sandbox } = stage();
			const former = app;
			app = await sandbox.admin.newApp();
			const data = leanplumCredential(sandbox.apiUrl, app);
			await server.api.updateCredential(credentialId, CREDENTIAL, CREDENTIAL_TYPE, data);
			await server.api.deactivate(workflow.id);
			await server.api.activate(workflow);
			const known = await count();
			// Its rule is still there: nobody has its keys any more.
			const event = { userId: USER, messageId: MESSAGE, event: 'Open' };
			await sandbox.admin.messageEvent(former.appId, event);
			await until('The former app is refused', async () => {
				const deliveries = await sandbox.admin.deliveries(former.appId);
				return deliveries.some(({ attempts }) => attempts.some(({ status }) => status === 403));
			});
			assert.equal(await count(), known);
			assert.equal((await opened()).userId, USER);
		});

		it('removes its rule from Leanplum when the workflow is switched off', async () => {
			await stage().server.api.deactivate(workflow.id);
			await until('The rule is gone', async () => (await rules()).length === 0);
		});
	});
}
