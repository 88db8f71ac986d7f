import './quiet.mts';
import 'reflect-metadata';
import { WorkflowExecute } from 'n8n-core';
import type {
	IBinaryData,
	IBinaryKeyData,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IRunExecutionData,
	IVersionedNodeType,
	NodeExecutionHint,
} from 'n8n-workflow';
import { NodeConnectionTypes, sleep, Workflow } from 'n8n-workflow';
import { Leanplum } from '../nodes/Leanplum/Leanplum.node.ts';
import type { LeanplumCredential } from '../nodes/Leanplum/protocol/action/keys.ts';
import { SeenStore } from './seenStore.mts';
import { additionalDataFor } from './surroundings.mts';

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
	/** Files of each item as text, or as n8n has stored them, by the name of the binary field. */
	binary?: Record<string, string | IBinaryData>;
	credential: LeanplumCredential;
	/** Settings of the node, such as `onError` or `retryOnFail`. */
	settings?: Partial<INode>;
	/** Stops the execution as soon as this says so; it is asked again and again. */
	cancelWhen?: () => Promise<boolean>;
	timezone?: string;
	/** The ID of the execution; n8n keeps it when it runs one again. */
	executionId?: string;
	/** Whether it runs as a tool of an AI agent, for which n8n gives the node type another name. */
	asTool?: boolean;
	/** What the workflow keeps from earlier runs; changed in place. */
	staticData?: IDataObject;
}

export interface NodeRunResult {
	/** The items of the main output. */
	items: INodeExecutionData[];
	/** The `json` of the items of the main output. */
	json: IDataObject[];
	/** The items of every output, in order. */
	outputs: INodeExecutionData[][];
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

function binaryOf(files: Record<string, string | IBinaryData>): IBinaryKeyData {
	return Object.fromEntries(
		Object.entries(files).map(([name, content]) => [
			name,
			typeof content === 'string'
				? {
						data: Buffer.from(content).toString('base64'),
						mimeType: 'text/plain',
						fileName: `${name}.txt`,
					}
				: content,
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

export interface WorkflowRun {
	/** What the first node hands on. */
	items: INodeExecutionData[];
	/** The nodes behind it; the name of a node's type is a key of `types`. */
	nodes: INode[];
	/** The connections; the node in front is called `Source`. */
	connections: IConnections;
	types: Record<string, INodeType | IVersionedNodeType>;
	credential: LeanplumCredential;
	timezone?: string;
	executionId?: string;
	/** What the workflow keeps between its runs; changed in place. */
	staticData?: IDataObject;
}

/** The workflow of a run, as n8n's engine holds it. */
export function workflowOf(options: WorkflowRun): Workflow {
	const types: WorkflowRun['types'] = { source: sourceOf(options.items), ...options.types };
	const source: INode = {
		id: '1',
		name: 'Source',
		type: 'source',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return new Workflow({
		id: '1',
		nodes: [source, ...options.nodes],
		connections: options.connections,
		nodeTypes: {
			getByName: (name: string) => types[name]!,
			getByNameAndVersion: (name: string, version?: number) => {
				const type = types[name]!;
				return 'nodeVersions' in type ? type.getNodeType(version) : type;
			},
			getKnownTypes: () => ({}),
		},
		active: false,
		...(options.staticData ? { staticData: options.staticData } : {}),
		settings: { executionOrder: 'v1', timezone: options.timezone ?? 'UTC' },
	});
}

/** Starts a workflow on n8n's own engine, with real HTTP. */
export function runWorkflow(options: WorkflowRun) {
	const workflow = workflowOf(options);
	// As createRunExecutionData makes it, which older versions of n8n lack.
	const start = {
		version: 1,
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [
				{ node: workflow.getNode('Source')!, data: { main: [[{ json: {} }]] }, source: null },
			],
		},
	} as unknown as IRunExecutionData;
	return new WorkflowExecute(
		additionalDataFor(options.credential, { executionId: options.executionId }),
		'manual',
		start,
	).processRunExecutionData(workflow);
}

const TOOL_DESCRIPTION = {
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string' as const,
	default: '',
};

let runs = 0;

/** Runs the Leanplum node on n8n's own engine, with real HTTP. */
export async function runNode(options: NodeRun): Promise<NodeRunResult> {
	await SeenStore.shared();
	const node = new Leanplum();
	const type = options.asTool ? 'leanplumTool' : 'leanplum';
	if (options.asTool) {
		node.description.name = type;
		// n8n adds it to tools.
		node.description.properties.push(TOOL_DESCRIPTION);
	}
	let executions = 0;
	let lastExecution: Promise<unknown> = Promise.resolve();
	const staticData = options.staticData ?? {};
	const { execute } = node;
	node.execute = async function counted(this: ThisParameterType<typeof execute>) {
		executions++;
		const execution = execute.call(this);
		lastExecution = execution;
		return await execution;
	};
	const execution = runWorkflow({
		items: (options.items ?? [{}]).map((json) => ({
			json,
			...(options.binary ? { binary: binaryOf(options.binary) } : {}),
		})),
		nodes: [
			{
				id: '2',
				name: 'Leanplum',
				type,
				typeVersion: 1,
				position: [200, 0],
				parameters: options.parameters,
				credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
				...options.settings,
			},
		],
		connections: { Source: { main: [[{ node: 'Leanplum', type: 'main', index: 0 }]] } },
		types: { [type]: node },
		credential: options.credential,
		staticData,
		...(options.timezone ? { timezone: options.timezone } : {}),
		executionId: options.executionId ?? `run ${++runs}`,
	});
	if (options.cancelWhen) await cancelWhen(execution, options.cancelWhen);
	const stopped = Date.now();
	const run = await execution;
	// The engine does not wait for the node that it stops.
	await lastExecution.catch(() => undefined);
	const wentOnForMs = options.cancelWhen ? Date.now() - stopped : undefined;

	const task = run.data.resultData.runData.Leanplum?.at(-1);
	const outputs = (task?.data?.main ?? []).map((items) => items ?? []);
	const [main = [], errors = []] = outputs;
	return {
		items: main,
		json: main.map(({ json }) => json),
		outputs,
		errorItems: errors,
		error: (task?.error ?? run.data.resultData.error) as NodeRunResult['error'],
		hints: task?.hints ?? [],
		run,
		executions,
		staticData,
		...(wentOnForMs === undefined ? {} : { wentOnForMs }),
	};
}
