import type { IBuilderHint } from 'n8n-workflow';

const PACKAGE = 'n8n-nodes-leanplum';

/** What n8n's AI workflow builder cannot see from the fields of the node. */
export const BUILDER_HINT: IBuilderHint = {
	searchHint:
		'Give all items to one Leanplum node: they share requests by themselves, so that no Loop Over Items, Wait or Code node is needed for batches, rate limits or retries. Leanplum reports success also when it did nothing: decide by the output field "status" (done, skipped, unchanged, duplicate). Messages need Manual delivery; choose them from the list, never invent an ID. What is sent cannot be taken back: set "Send Once" with a key in workflows that may run twice, and "Preview Only" to try one. For long exports, use Start and Sleep, then Download Results.',
	relatedNodes: [
		{
			nodeType: `${PACKAGE}.leanplumTrigger`,
			relationHint: 'Starts a workflow when a message was opened, clicked, bounced or unsubscribed',
		},
		{
			nodeType: `${PACKAGE}.leanplumTool`,
			relationHint:
				'The same operations as a tool of an AI agent; review by a human before it sends',
		},
	],
};

/** The same for the trigger. */
export const BUILDER_HINT_OF_TRIGGER: IBuilderHint = {
	searchHint:
		'Registers and removes its postback in Leanplum by itself and proves who calls; needs the Data Export Key and an n8n that the internet reaches. An app has three postbacks, so filter in one trigger instead of adding several. An event can arrive twice: switch on "Drop Repeated Deliveries" where that matters.',
	relatedNodes: [
		{
			nodeType: `${PACKAGE}.leanplum`,
			relationHint: 'Sets attributes of the user or sends a message in answer',
		},
	],
};
