import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SandboxProcess } from '../../tools/sandboxProcess.mts';
import type { N8nApi, StoredWorkflow, WorkflowFile } from './api.mts';
import { startChatModel } from './chatModel.mts';
import type { Example, ExampleStart, ExampleWorld } from './example.mts';
import { leanplumCredential } from './credential.mts';
import { LEANPLUM_TRIGGER } from './package.mts';
import { until } from './process.mts';
import type { RunView } from './runView.mts';

const FILES = new URL('../../docs/workflows/', import.meta.url);

const TRIGGERS: Record<ExampleStart['kind'], string> = {
	manual: 'n8n-nodes-base.manualTrigger',
	chat: '@n8n/n8n-nodes-langchain.chatTrigger',
	webhook: 'n8n-nodes-base.webhook',
	trigger: LEANPLUM_TRIGGER,
};

/** Names of the workflows that we ship. */
export async function exampleNames(): Promise<string[]> {
	const names = (await readdir(FILES)).filter((name) => name.endsWith('.json'));
	return names.map((name) => basename(name, '.json')).sort();
}

/** A shipped workflow as its file has it. */
export async function exampleFile(name: string): Promise<WorkflowFile> {
	return JSON.parse(await readFile(new URL(`${name}.json`, FILES), 'utf8')) as WorkflowFile;
}

/** What the tests know about a shipped workflow; each must have its description. */
async function companion(name: string): Promise<Example> {
	const address = new URL(`../workflows/${name}.mts`, import.meta.url);
	return ((await import(address.href)) as { default: Example }).default;
}

/** Chooses credentials in the nodes that ask for one of these, as a person does after the import. */
export function withCredentials(
	file: WorkflowFile,
	credentials: Record<string, { id: string; name: string }>,
): WorkflowFile {
	const nodes = file.nodes.map((node) => ({
		...node,
		credentials: Object.fromEntries(
			Object.keys(node.credentials ?? {}).flatMap((type) =>
				credentials[type] ? [[type, credentials[type]]] : [],
			),
		),
	}));
	return { ...file, nodes };
}

function assertOutputs(example: Example, run: RunView): void {
	for (const [node, expected] of Object.entries(example.outputs)) {
		const json = run.json(node, expected.output);
		assert.equal(json.length, expected.items, `items of ${node}`);
		if (!expected.statuses) continue;
		const statuses: Record<string, number> = {};
		for (const { status } of json) statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
		assert.deepEqual(statuses, expected.statuses, `statuses of ${node}`);
	}
}

/** What n8n shows must be what Leanplum recorded. */
async function assertRecord(example: Example, { admin, appId }: ExampleWorld): Promise<void> {
	const requests = await admin.requests(appId);
	assert.equal(requests.length, example.requests, 'requests to Leanplum');
	const done: Record<string, number> = {};
	for (const { action, outcome } of requests.flatMap(({ actions }) => actions)) {
		if (outcome === 'done') done[action] = (done[action] ?? 0) + 1;
	}
	assert.deepEqual(done, example.done, 'actions done by Leanplum');
}

async function post(url: string, body: object): Promise<unknown> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const text = await response.text();
	assert.equal(response.status, 200, `the webhook answered ${response.status}: ${text}`);
	return JSON.parse(text) as unknown;
}

/** Sets an example going. */
async function begin(
	{ api, admin, appId }: ExampleWorld,
	workflow: StoredWorkflow,
	start: ExampleStart,
	trigger: string,
): Promise<{ executionId: string; response?: unknown }> {
	switch (start.kind) {
		case 'manual':
			return { executionId: await api.run(workflow, trigger) };
		case 'chat':
			return { executionId: await api.run(workflow, trigger, { chatInput: start.message }) };
		case 'webhook': {
			await api.activate(workflow);
			const response = await post(`${api.url}/webhook/${start.path}`, start.body);
			return { executionId: (await api.executions(workflow.id))[0]!.id, response };
		}
		case 'trigger': {
			await api.activate(workflow);
			for (const event of start.happens) await admin.messageEvent(appId, event);
			const executionId = await until(
				'The trigger starts the workflow',
				async () => (await api.executions(workflow.id))[0]?.id,
			);
			return { executionId };
		}
	}
}

/** Imports a shipped workflow into n8n, executes it there, and holds the result against its description. */
export async function runExample(
	name: string,
	api: N8nApi,
	sandbox: SandboxProcess,
): Promise<void> {
	const example = await companion(name);
	const identity = await sandbox.admin.newApp();
	const { appId } = identity;
	const world: ExampleWorld = { admin: sandbox.admin, appId, api };
	const { start } = example;
	const model = start.kind === 'chat' ? await startChatModel(start.toolArguments) : undefined;
	try {
		const title = `Leanplum of ${name}`;
		const data = leanplumCredential(sandbox.apiUrl, identity);
		const credentials = {
			leanplumApi: { id: await api.createCredential(title, 'leanplumApi', data), name: title },
			...(model && {
				openAiApi: {
					id: await api.createCredential('Stand-in model', 'openAiApi', model),
					name: 'Stand-in model',
				},
			}),
		};
		await example.prepare?.(world);
		const file = await exampleFile(name);
		const workflow = await api.createWorkflow(withCredentials(file, credentials));
		const trigger = file.nodes.find(({ type }) => type === TRIGGERS[start.kind]);
		if (!trigger) throw new Error(`${name} has no node of the type ${TRIGGERS[start.kind]}.`);
		const { executionId, response } = await begin(world, workflow, start, trigger.name);
		const run = await api.finished(executionId);
		assert.equal(run.status, 'success', run.error && JSON.stringify(run.error));
		assertOutputs(example, run);
		await assertRecord(example, world);
		await example.check?.(world, run, response);
	} finally {
		await model?.close();
	}
}
