import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { BUILDER_HINT_OF_TRIGGER } from './description/builderHint';
import { leanplumApiTest } from './methods/credentialTest';
import { getAbTests, getMessages } from './methods/lists';
import { dropRepeated } from './trigger/dropRepeated';
import { TRIGGER_FIELDS } from './trigger/fields';
import { nameMessages } from './trigger/nameMessages';
import { receive } from './trigger/receive';
import { isRegistered, register, unregister } from './trigger/registration';

export class LeanplumTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Leanplum Trigger',
		name: 'leanplumTrigger',
		icon: { light: 'file:leanplum.svg', dark: 'file:leanplum.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { messageEvents: "message event", abTestEvents: "A/B test event", dashboardWebhook: "dashboard webhook" }[$parameter["triggerOn"]] }}',
		description:
			'Send messages, sync user attributes, track events, and start workflows when users open messages or unsubscribe',
		eventTriggerDescription:
			'Waiting for an event from Leanplum. Send a test message to trigger one.',
		activationMessage: 'Leanplum now sends events to this workflow.',
		builderHint: BUILDER_HINT_OF_TRIGGER,
		defaults: { name: 'Leanplum Trigger' },
		hints: [
			{
				message:
					'In the Leanplum dashboard, enter the webhook URL of this node and add the Webhook Secret from your credential. Use …?secret=YOUR_SECRET or https://leanplum:YOUR_SECRET@….',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["triggerOn"] === "dashboardWebhook" }}',
			},
		],
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'leanplumApi', required: true, testedBy: 'leanplumApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: '={{ $parameter["triggerOptions"]["answerWhen"] || "onReceived" }}',
				responseData: 'noData',
				path: 'leanplum',
				ndvHideUrl: '={{ $parameter["triggerOn"] !== "dashboardWebhook" }}',
				ndvHideMethod: '={{ $parameter["triggerOn"] !== "dashboardWebhook" }}',
			},
		],
		properties: TRIGGER_FIELDS,
	};

	methods = {
		credentialTest: { leanplumApiTest },
		loadOptions: { getAbTests, getMessages },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** Runs at the start of each execution, where n8n's de-duplication store can be reached. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await nameMessages(this, await dropRepeated(this))];
	}
}
