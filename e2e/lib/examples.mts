import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SandboxProcess } from '../../testkit/sandboxProcess.mts';
import type { N8nApi, StoredWorkflow, WorkflowFile } from './api.mts';
import { startChatModel } from './chatModel.mts';
import type { Example, ExampleStart, ExampleWorld, Surroundings } from './example.mts';
import { leanplumCredential } from './credential.mts';
import { LEANPLUM_TRIGGER, PACKAGE_NAME } from './package.mts';
import { until } from './process.mts';
import type { RunView } from './runView.mts';

const FILES = new URL('../../docs/workflows/', import.meta.url);

const TRIGGERS: Record<ExampleStart['kind'], string> = {
	manual: 'n8n-nodes-base.manualTrigger',
	schedule: 'n8n-nodes-base.scheduleTrigger',
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
export async function companion(name: string): Promise<Example> {
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

type WebhookStart = Extract<ExampleStart, { kind: 'webhook' }>;

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

async function post(url: string, { body, headers }: WebhookStart): Promise<unknown> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
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
		case 'schedule':
			return { executionId: await api.run(workflow, trigger) };
		case 'chat':
			return { executionId: await api.run(workflow, trigger, { chatInput: start.message }) };
		case 'webhook': {
			await api.activate(workflow);
			const response = await post(`${api.url}/webhook/${start.path}`, start);
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

/** Puts other versions of nodes in their places; Leanplum's stay as they are shipped. */
function withReplacements(file: WorkflowFile, { replace = {} }: Surroundings): WorkflowFile {
	for (const name of Object.keys(replace)) {
		const node = file.nodes.find((one) => one.name === name);
		assert.ok(node && !node.type.startsWith(PACKAGE_NAME), `${name} can be replaced`);
	}
	return { ...file, nodes: file.nodes.map((node) => replace[node.name]?.(node) ?? node) };
}

/** Makes a credential of each type that the example's nodes ask for. */
async function credentialsFor(
	title: string,
	data: Record<string, object>,
	api: N8nApi,
): Promise<Record<string, { id: string; name: string }>> {
	const made: Record<string, { id: string; name: string }> = {};
	for (const [type, content] of Object.entries(data)) {
		const name = `${type} of ${title}`;
		made[type] = { id: await api.createCredential(name, type, content), name };
	}
	return made;
}

/** Imports a shipped workflow into n8n, executes it there, and holds the result against its description. */
export async function runExample(
	name: string,
	api: N8nApi,
	sandbox: SandboxProcess,
): Promise<void> {
	const example = await companion(name);
	const runs = [example, ...(example.more ?? [])].map((one) => runOnce(name, one, api, sandbox));
	// None is left behind when another one fails.
	const failed = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');
	for (const { reason } of failed as PromiseRejectedResult[]) throw reason;
}

async function runOnce(
	name: string,
	example: Example,
	api: N8nApi,
	sandbox: SandboxProcess,
): Promise<void> {
	const identity = await sandbox.admin.newApp();
	const { appId } = identity;
	const world: ExampleWorld = { admin: sandbox.admin, appId, api };
	const { start } = example;
	const model = start.kind === 'chat' ? await startChatModel(start.toolArguments) : undefined;
	const surroundings = (await example.surround?.(world)) ?? {};
	try {
		const data = {
			leanplumApi: leanplumCredential(sandbox.apiUrl, identity),
			...(model && { openAiApi: model }),
			...surroundings.credentials,
		};
		const credentials = await credentialsFor(name, data, api);
		await example.prepare?.(world);
		const file = withReplacements(await exampleFile(name), surroundings);
		const workflow = await api.createWorkflow(withCredentials(file, credentials));
		const trigger = file.nodes.find(({ type }) => type === TRIGGERS[start.kind]);
		if (!trigger) throw new Error(`${name} has no node of the type ${TRIGGERS[start.kind]}.`);
		const { executionId, response } = await begin(world, workflow, start, trigger.name);
		const finished = async (id: string) => {
			const run = await api.finished(id, undefined, example.timeoutMs);
			assert.equal(run.status, 'success', run.error && JSON.stringify(run.error));
			return run;
		};
		const run = await finished(executionId);
		assertOutputs(example, run);
		await assertRecord(example, world);
		await example.check?.(world, run, response);
		await surroundings.check?.(run, async (message) => {
			const next = start.kind === 'chat' && message !== undefined ? { ...start, message } : start;
			return finished((await begin(world, workflow, next, trigger.name)).executionId);
		});
		// Two workflows with the same address exclude each other.
		if (start.kind === 'webhook' || start.kind === 'trigger') await api.deactivate(workflow.id);
	} finally {
		await model?.close();
		await surroundings.close?.();
	}
}
