import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { leanplumApiTest } from './methods/credentialTest';
import { describe, findOperation, subtitleFor } from './description/description';
import {
	getUnsubscribeCategories,
	getVariableNames,
	searchAbTests,
	searchAndroidChannels,
	searchCampaigns,
	searchMessages,
	searchMessagesToSend,
	searchPostbacks,
	searchVariants,
} from './methods/lists';
import { BUILDER_HINT } from './description/builderHint';
import { OUTPUTS } from './operation/fields/options';
import { runOperation } from './run/run';
import { RESOURCES } from './resources';
import { wake, WAKE_WEBHOOKS } from './resources/export/wake';

export class Leanplum implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Leanplum',
		name: 'leanplum',
		icon: { light: 'file:leanplum.svg', dark: 'file:leanplum.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleFor(RESOURCES),
		description: 'Send messages, sync user attributes, track events, and read data in Leanplum',
		defaults: { name: 'Leanplum' },
		usableAsTool: true,
		builderHint: BUILDER_HINT,
		hints: [
			{
				message: 'Preview Only is on: nothing will be sent',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["options"]["previewOnly"] === true }}',
			},
		],
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUTS,
		credentials: [{ name: 'leanplumApi', required: true, testedBy: 'leanplumApiTest' }],
		webhooks: WAKE_WEBHOOKS,
		waitingNodeTooltip: 'Sleeps until Leanplum calls n8n because the export is finished',
		properties: describe(RESOURCES, 'message'),
	};

	methods = {
		credentialTest: { leanplumApiTest },
		listSearch: {
			searchAbTests,
			searchAndroidChannels,
			searchCampaigns,
			searchMessages,
			searchMessagesToSend,
			searchPostbacks,
			searchVariants,
		},
		loadOptions: { getUnsubscribeCategories, getVariableNames },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, '');
		const name = this.getNodeParameter('operation', 0, '');
		const operation = findOperation(RESOURCES, resource, name);
		if (!operation) {
			const shown = (value: unknown) => `"${String(value).slice(0, 100)}"`;
			const isKnown = RESOURCES.some(({ value }) => value === resource);
			const message = isKnown
				? `The resource ${shown(resource)} has no operation ${shown(name)}`
				: `The Leanplum node has no resource ${shown(resource)}`;
			throw new NodeOperationError(this.getNode(), message, {
				description:
					'Nothing was sent. Select a Resource and an Operation in the node. If a workflow file or an expression sets them, it must use their stored values, for example "message" and "send".',
			});
		}
		return await runOperation(this, operation, this.continueOnFail());
	}

	/** Leanplum calls an execution that sleeps. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wake(this);
	}
}
