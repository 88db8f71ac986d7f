import { createRequire } from 'node:module';
import type { INodeType } from 'n8n-workflow';
import { runWorkflow } from '../../testkit/engine.mts';
import type { Contender } from './contender.mts';
import { checked, nodeOf, throughOneNode } from './engine.mts';

// As it is shipped, not as the loader of TypeScript would have it.
const { Leanplum } = createRequire(import.meta.url)(
	'../../dist/nodes/Leanplum/Leanplum.node.js',
) as { Leanplum: new () => INodeType };

/** This node under the name by which n8n knows it. */
export const leanplumType = () => ({ 'n8n-nodes-leanplum.leanplum': new Leanplum() });

/** This node, with the options that it comes with. */
export const leanplum: Contender = {
	sends: true,
	async run({ parameters }, items, credential) {
		return checked(
			await runWorkflow({
				...throughOneNode(items, nodeOf('n8n-nodes-leanplum.leanplum', 1, parameters)),
				types: leanplumType(),
				credential,
			}),
		);
	},
};
