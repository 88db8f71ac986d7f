import type { IBuilderHint } from 'n8n-workflow';

const PACKAGE = 'n8n-nodes-leanplum';

/** What n8n's AI workflow builder cannot see from the fields of the node. */
export const BUILDER_HINT: IBuilderHint = {
	searchHint:
		'Pass all items to one Leanplum node. It batches and retries automatically, so don\'t add Loop Over Items, Wait, or Code nodes. Leanplum reports success even when it did nothing: check the output field "status" (done, skipped, unchanged, duplicate). Messages need Manual delivery. Select them from the list, and never invent an ID. Sending cannot be undone: use "Send Once" with a key in workflows that may run twice, and "Preview Only" to test. For long exports, use Start and Sleep, then Download Results.',
	relatedNodes: [
		{
			nodeType: `${PACKAGE}.leanplumTrigger`,
			relationHint: 'Starts a workflow when a message was opened, clicked, bounced or unsubscribed',
		},
		{
			nodeType: `${PACKAGE}.leanplumTool`,
			relationHint: 'The same operations as an AI agent tool, with human review before it sends',
		},
	],
};

/** The same for the trigger. */
export const BUILDER_HINT_OF_TRIGGER: IBuilderHint = {
	searchHint:
		'Registers its postback in Leanplum when published, and removes it when unpublished. Requires the Data Export Key and a public n8n URL. An app can have only three postbacks, so filter in one trigger instead of adding several. Events can arrive twice: turn on "Ignore Duplicate Events" if that matters.',
	relatedNodes: [
		{
			nodeType: `${PACKAGE}.leanplum`,
			relationHint: "Sets the user's attributes or sends a follow-up message",
		},
	],
};
