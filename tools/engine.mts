import './quiet.mts';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IBinaryKeyData,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, sleep, Workflow } from 'n8n-workflow';
import { LeanplumApi } from '../credentials/LeanplumApi.credentials.ts';
import { Leanplum } from '../nodes/Leanplum/Leanplum.node.ts';
import type { LeanplumCredential } from '../nodes/Leanplum/protocol/keys.ts';

/** A node that hands the given items on, as a trigger would. */
function sourceOf(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Source',
			name: 'source',
			group: ['trigger'],
			version: 1,
			description: '',
			defaults: { name: 'Source' },
			inputs: [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute: async () => [items],
	};
}

export interface NodeRun {
	/** The node's parameters, as a workflow file holds them. */
	parameters: INodeParameters;
	/** The `json` of the input items. */
	items?: IDataObject[];
	/** Files of each item as text, by the name of the binary field. */
	binary?: Record<string, string>;
	credential: LeanplumCredential;
	/** Settings of the node, such as `onError` or `retryOnFail`. */
	settings?: Partial<INode>;
	/** Stops the execution as soon as this says so; it is asked again and again. */
	cancelWhen?: () => Promise<boolean>;
	timezone?: string;
}

export interface NodeRunResult {
	/** The items of the main output. */
	items: INodeExecutionData[];
	/** The `json` of the items of the main output. */
	json: IDataObject[];
	/** The items of the error output, which exists with `onError: "continueErrorOutput"`. */
	errorItems: INodeExecutionData[];
	/** The error that stopped the node. */
	error?: Error & { description?: string; context?: IDataObject; failure?: IDataObject };
	hints: NodeExecutionHint[];
	run: IRun;
	/** How often the engine ran the node's `execute()`. */
	executions: number;
	/** What the workflow keeps for its next run. */
	staticData: IDataObject;
	/** How long the node went on after the execution was stopped, in milliseconds. */
	wentOnForMs?: number;
}

const ADDRESS = 'http://localhost/';

function additionalDataFor({ credential }: NodeRun): IWorkflowExecuteAdditionalData {
	const credentialType = new LeanplumApi();
	return {
		credentialsHelper: {
			getParentTypes: () => [],
			getDecrypted: async () => ({ ...credential }),
			preAuthentication: async () => undefined,
			authenticate: async (data: IDataObject, _type: string, options: IHttpRequestOptions) =>
				await credentialType.authenticate(data as never, options),
			getCredentialsProperties: () => credentialType.properties,
			isCredentialUsableByNode: () => true,
		},
		hooks: new ExecutionLifecycleHooks('manual', '1', {
			id: '1',
			name: 'Test',
			nodes: [],
			connections: {},
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
		}),
		executionId: '1',
		userId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: ADDRESS,
		instanceBaseUrl: ADDRESS,
		webhookBaseUrl: ADDRESS,
		webhookTestBaseUrl: ADDRESS,
		webhookWaitingBaseUrl: ADDRESS,
		formWaitingBaseUrl: ADDRESS,
		variables: {},
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		externalSecretsProxy: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

function binaryOf(files: Record<string, string>): IBinaryKeyData {
	return Object.fromEntries(
		Object.entries(files).map(([name, content]) => [
			name,
			{
				data: Buffer.from(content).toString('base64'),
				mimeType: 'text/plain',
				fileName: `${name}.txt`,
			},
		]),
	);
}

async function cancelWhen(
	execution: { cancel(): void },
	isDue: () => Promise<boolean>,
): Promise<void> {
	while (!(await isDue())) await sleep(20);
	execution.cancel();
}

/** Runs the Leanplum node on n8n's own engine, with real HTTP. */
export async function runNode(options: NodeRun): Promise<NodeRunResult> {
	const items = (options.items ?? [{}]).map((json) => ({
		json,
		...(options.binary ? { binary: binaryOf(options.binary) } : {}),
	}));
	const node = new Leanplum();
	let executions = 0;
	let lastExecution: Promise<unknown> = Promise.resolve();
	const { execute } = node;
	node.execute = async function counted(this: ThisParameterType<typeof execute>) {
		executions++;
		const execution = execute.call(this);
		lastExecution = execution;
		return await execution;
	};
	const types: Record<string, INodeType> = {
		source: sourceOf(items),
		leanplum: node,
	};
	const leanplum: INode = {
		id: '2',
		name: 'Leanplum',
		type: 'leanplum',
		typeVersion: 1,
		position: [200, 0],
		parameters: options.parameters,
		credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
		...options.settings,
	};
	const source: INode = {
		id: '1',
		name: 'Source',
		type: 'source',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const workflow = new Workflow({
		id: '1',
		nodes: [source, leanplum],
		connections: { Source: { main: [[{ node: 'Leanplum', type: 'main', index: 0 }]] } },
		nodeTypes: {
			getByName: (name: string) => types[name]!,
			getByNameAndVersion: (name: string) => types[name]!,
			getKnownTypes: () => ({}),
		},
		active: false,
		settings: { executionOrder: 'v1', timezone: options.timezone ?? 'UTC' },
	});
	const start = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node: workflow.getNode('Source')!, data: { main: [[{ json: {} }]] }, source: null },
			],
		},
	});
	const execution = new WorkflowExecute(
		additionalDataFor(options),
		'manual',
		start,
	).processRunExecutionData(workflow);
	if (options.cancelWhen) await cancelWhen(execution, options.cancelWhen);
	const stopped = Date.now();
	const run = await execution;
	// The engine does not wait for the node that it stops.
	await lastExecution.catch(() => undefined);
	const wentOnForMs = options.cancelWhen ? Date.now() - stopped : undefined;

	const task = run.data.resultData.runData.Leanplum?.at(-1);
	const [main = [], errors = []] = task?.data?.main ?? [];
	return {
		items: main ?? [],
		json: (main ?? []).map(({ json }) => json),
		errorItems: errors ?? [],
		error: (task?.error ?? run.data.resultData.error) as NodeRunResult['error'],
		hints: task?.hints ?? [],
		run,
		executions,
		staticData: workflow.staticData,
		...(wentOnForMs === undefined ? {} : { wentOnForMs }),
	};
}
