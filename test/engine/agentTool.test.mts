import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { Leanplum } from '../../nodes/Leanplum/Leanplum.node';
import { runWorkflow } from '../../testkit/engine.mts';
import { SeenStore } from '../../testkit/seenStore.mts';
import { TRACK, World } from './world.mts';

const world = World.forThisFile();

beforeEach(async () => {
	// With Retry On Fail, n8n's store keeps events from being sent twice.
	(await SeenStore.shared()).clear();
});

interface Tool {
	invoke(input: IDataObject): Promise<unknown>;
}

/** An AI agent without a model: calls its tools for each user in turn. */
function agentFor(users: readonly string[], said: unknown[]): INodeType {
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
			for (const user of users) {
				for (const tool of tools) said.push(await tool.invoke({ user }));
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

describe('An AI agent with two Leanplum tools', () => {
	it.each([false, true])(
		'gets its own answer for each call, with Retry On Fail %p',
		async (retryOnFail) => {
			const said: unknown[] = [];
			const tool = (id: string, event: string) => ({
				id,
				name: `Track ${event}`,
				type: 'leanplumTool',
				typeVersion: 1,
				position: [0, 0] as [number, number],
				retryOnFail,
				maxTries: 2,
				waitBetweenTries: 1,
				parameters: { ...TRACK, userId: "={{ $fromAI('user', 'the user', 'string') }}", event },
				credentials: { leanplumApi: { id: '1', name: 'Leanplum' } },
			});
			const toAgent = { ai_tool: [[{ node: 'Agent', type: 'ai_tool' as const, index: 0 }]] };
			const run = await runWorkflow({
				items: [{ json: {} }],
				types: { agent: agentFor(['ada', 'grace'], said), leanplumTool: asAgentTool() },
				credential: world.credential,
				executionId: '1',
				nodes: [
					{
						id: '2',
						name: 'Agent',
						type: 'agent',
						typeVersion: 1,
						position: [0, 0],
						parameters: {},
					},
					tool('3', 'Seen'),
					tool('4', 'Greeted'),
				],
				connections: {
					Source: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
					'Track Seen': toAgent,
					'Track Greeted': toAgent,
				},
			});
			expect(run.data.resultData.error).toBeUndefined();
			const events = (await world.received('track')).map(({ args }) => [args.userId, args.event]);
			expect(events).toEqual([
				['ada', 'Greeted'],
				['ada', 'Seen'],
				['grace', 'Greeted'],
				['grace', 'Seen'],
			]);
			expect(JSON.stringify(said[2])).toContain('grace');
		},
	);
});
