import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runWorkflow } from '../../testkit/engine.mts';
import { batchesOf, eachBatch } from './batches.mts';
import type { Contender } from './contender.mts';
import { checked, nodeOf, throughOneNode } from './engine.mts';

const TYPE = 'leanplum-bench.helper';

/**
 * The bare client's requests through n8n's HTTP helper, in a node that does nothing else: what any
 * node needs that sends as n8n's rules want it.
 */
export const helper: Contender = {
	sends: true,
	async run(workload, items, credential) {
		const type: INodeType = {
			description: {
				displayName: 'Helper',
				name: 'helper',
				group: ['output'],
				version: 1,
				description: '',
				defaults: { name: 'Helper' },
				inputs: [NodeConnectionTypes.Main],
				outputs: [NodeConnectionTypes.Main],
				credentials: [{ name: 'leanplumApi', required: true }],
				properties: [],
			},
			async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
				await eachBatch(batchesOf(workload, items), async (data) => {
					await this.helpers.httpRequestWithAuthentication.call(this, 'leanplumApi', {
						method: 'POST',
						url: `${credential.apiUrl}?action=multi`,
						body: { time: Date.now() / 1000, data },
						json: true,
					});
				});
				return [this.getInputData()];
			},
		};
		return checked(
			await runWorkflow({
				...throughOneNode(items, nodeOf(TYPE, 1, {})),
				types: { [TYPE]: type },
				credential,
			}),
		);
	},
};
