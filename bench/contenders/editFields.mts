import { runWorkflow } from '../../testkit/engine.mts';
import type { Contender } from './contender.mts';
import { checked, nodeOf, throughOneNode } from './engine.mts';
import { loadNode } from './nodesBase.mts';

/** n8n's Edit Fields node with as many expressions: what the engine itself costs. */
export const editFields: Contender = {
	sends: false,
	async run({ expressions }, items, credential) {
		const assignments = expressions.map((value, index) => ({
			id: String(index),
			name: `field${index}`,
			value,
			type: value.includes('{ {') ? 'object' : 'string',
		}));
		const node = nodeOf('n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} });
		return checked(
			await runWorkflow({
				...throughOneNode(items, node),
				types: { 'n8n-nodes-base.set': loadNode('Set/Set.node.js') },
				credential,
			}),
		);
	},
};
