import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { AppIdentity } from 'leanplum-sandbox';
import type { WorkflowFile, WorkflowNode } from '../lib/api.mts';
import { leanplumCredential } from '../lib/credential.mts';
import { CREDENTIAL_TYPE, LEANPLUM_NODE } from '../lib/package.mts';
import type { RunView } from '../lib/runView.mts';
import type { Stage } from '../lib/stage.mts';

/** They can get messages in every app of the sandbox. */
const USERS = ['ada', 'grace', 'alan'];
const PUSH = { __rl: true, mode: 'id', value: '4810110001000001' };

/** Three users, and a Leanplum node with the given parameters and settings. */
function workflowOf(
	name: string,
	settings: Partial<WorkflowNode>,
	credential: { id: string; name: string },
): WorkflowFile {
	const node = (title: string, type: string, typeVersion: number, parameters: object) => ({
		id: title,
		name: title,
		type,
		typeVersion,
		position: [0, 0],
		parameters: parameters as Record<string, unknown>,
	});
	const users = JSON.stringify({ user: USERS });
	const nodes = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('List', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: users, options: {} }),
		node('Users', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'user', options: {} }),
		{
			...node('Leanplum', LEANPLUM_NODE, 1, {}),
			credentials: { [CREDENTIAL_TYPE]: credential },
			...settings,
		},
	];
	const to = (title: string) => ({ main: [[{ node: title, type: 'main', index: 0 }]] });
	return {
		name,
		nodes,
		connections: { Start: to('List'), List: to('Users'), Users: to('Leanplum') },
	};
}

/** What happens to failed items and lost replies, which depends on the version of n8n. */
export function failuresStep(stage: () => Stage): void {
	describe('When items fail or a reply is lost', () => {
		let app: AppIdentity;
		let credential: { id: string; name: string };
		before(async () => {
			const { sandbox, server } = stage();
			app = await sandbox.admin.newApp();
			const data = leanplumCredential(sandbox.apiUrl, app);
			const name = 'Leanplum for failures';
			credential = { id: await server.api.createCredential(name, CREDENTIAL_TYPE, data), name };
		});

		async function run(name: string, settings: Partial<WorkflowNode>): Promise<RunView> {
			const { api } = stage().server;
			const workflow = await api.createWorkflow(workflowOf(name, settings, credential));
			return await api.finished(await api.run(workflow, 'Start'));
		}

		const TRACK = {
			resource: 'event',
			operation: 'track',
			identifyBy: 'userId',
			userId: '={{ $json.user }}',
			event: 'Purchase',
		};
		const refuseGrace = () =>
			stage().sandbox.admin.fault({
				appId: app.appId,
				fault: { kind: 'itemError', message: 'No', userId: 'grace' },
			});

		it('sends failed items to the error output, with their input', async () => {
			await refuseGrace();
			const result = await run('Error output', {
				parameters: TRACK,
				onError: 'continueErrorOutput',
			});
			assert.deepEqual(
				result.json('Leanplum').map(({ userId }) => userId),
				['ada', 'alan'],
			);
			const [item, ...more] = result.json('Leanplum', 1);
			assert.deepEqual(more, []);
			assert.deepEqual(Object.keys(item ?? {}).sort(), ['error', 'user']);
			assert.equal((item?.error as { status: string }).status, 'failed');
		});

		it('keeps failed items beside the others with Continue', async () => {
			await refuseGrace();
			const result = await run('Continue', {
				parameters: TRACK,
				onError: 'continueRegularOutput',
			});
			assert.deepEqual(
				result.json('Leanplum').map(({ status }) => status),
				['done', 'failed', 'done'],
			);
		});

		it('sends each message once with Retry On Fail, though the first reply is lost', async () => {
			const { admin } = stage().sandbox;
			const fault = { kind: 'drop', when: 'after' } as const;
			await admin.fault({ appId: app.appId, fault, match: { action: 'sendMessage' } });
			const result = await run('Lost reply', {
				parameters: {
					resource: 'message',
					operation: 'send',
					identifyBy: 'userId',
					userId: '={{ $json.user }}',
					messageId: PUSH,
				},
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 10,
			});
			assert.match(result.error?.message ?? '', /may or may not/);
			assert.deepEqual(
				(await admin.sent(app.appId)).map(({ userId }) => userId),
				USERS,
			);
		});
	});
}
