import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { runWorkflow } from '../../testkit/engine.mts';
import type { TestApp } from './testApp.mts';

interface Tool {
	invoke(input: IDataObject): Promise<unknown>;
}

/** An AI agent without a model: calls its tools with each input in turn. */
function agentWith(inputs: readonly IDataObject[], said: unknown[]): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Agent' },
			inputs: ['main', 'ai_tool'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const tools = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
			for (const input of inputs) {
				for (const tool of tools) said.push(await tool.invoke(input));
			}
			return [[{ json: {} }]];
		},
	};
}

/** The node as n8n offers it to agents. */
function asAgentTool(): INodeType {
	const node = new Leanplum();
	return Object.assign(node, {
		description: { ...node.description, name: 'leanplumTool', inputs: [], outputs: ['ai_tool'] },
	});
}

/** A tool of an agent: its name, its parameters with `$fromAI`, and settings of the node. */
export interface AgentTool {
	readonly name: string;
	readonly parameters: INodeParameters;
	readonly settings?: Partial<INode>;
}

/**
 * Runs an agent that calls each of its tools with each input.
 *
 * @returns what the tools told it, and the error that ended the workflow
 */
export async function runAgent(
	testApp: TestApp,
	tools: readonly AgentTool[],
	inputs: readonly IDataObject[],
	timezone?: string,
) {
	const said: unknown[] = [];
	const toAgent = { ai_tool: [[{ node: 'Agent', type: 'ai_tool' as const, index: 0 }]] };
	const nodeOf = (id: string, name: string, type: string, more: Partial<INode>): INode => ({
		id,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const run = await runWorkflow({
		items: [{ json: {} }],
		types: { agent: agentWith(inputs, said), leanplumTool: asAgentTool() },
		credential: testApp.credential,
		executionId: '1',
		...(timezone ? { timezone } : {}),
		nodes: [
			nodeOf('2', 'Agent', 'agent', {}),
			...tools.map(({ name, parameters, settings }, index) =>
				nodeOf(`${index + 3}`, name, 'leanplumTool', {
					parameters,
					credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
					...settings,
				}),
			),
		],
		connections: {
			Source: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			...Object.fromEntries(tools.map(({ name }) => [name, toAgent])),
		},
	});
	return { said, error: run.data.resultData.error };
}
