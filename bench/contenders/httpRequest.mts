import { runWorkflow, type WorkflowRun } from '../../testkit/engine.mts';
import type { ItemWorkload } from '../workloads/workload.mts';
import type { Contender } from './contender.mts';
import { checked, nodeOf, throughOneNode, to } from './engine.mts';
import { loadNode } from './nodesBase.mts';

function httpRequest(workload: ItemWorkload, apiUrl: string) {
	return nodeOf('n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: `${apiUrl}?action=${workload.action}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'leanplumApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: workload.body,
	});
}

/** n8n's HTTP Request node with its defaults: all items at once. */
export const http: Contender = {
	sends: true,
	async run(workload, items, credential) {
		return checked(
			await runWorkflow({
				...throughOneNode(items, httpRequest(workload, credential.apiUrl)),
				types: { 'n8n-nodes-base.httpRequest': loadNode('HttpRequest/HttpRequest.node.js') },
				credential,
			}),
		);
	},
};

/** The same in n8n's Loop Over Items, so that each request waits for the one before. */
export const httpInLoop: Contender = {
	sends: true,
	async run(workload, items, credential) {
		const request = httpRequest(workload, credential.apiUrl);
		const loop = nodeOf('n8n-nodes-base.splitInBatches', 3, { batchSize: 1 });
		const connections: WorkflowRun['connections'] = {
			Source: { main: [to(loop.name)] },
			[loop.name]: { main: [[], to(request.name)] },
			[request.name]: { main: [to(loop.name)] },
		};
		return checked(
			await runWorkflow({
				items: items.map((json) => ({ json })),
				nodes: [loop, request],
				connections,
				types: {
					'n8n-nodes-base.splitInBatches': loadNode('SplitInBatches/SplitInBatches.node.js'),
					'n8n-nodes-base.httpRequest': loadNode('HttpRequest/HttpRequest.node.js'),
				},
				credential,
			}),
		);
	},
};
