import { fromList, ORDER_SHIPPED, row, rows, WELCOME_PUSH, type PageExample } from '../example.mts';

const SEND = {
	resource: 'message',
	operation: 'send',
	messageId: ORDER_SHIPPED,
	userId: '={{ $json.user }}',
	values: rows(row('orderId', '={{ $json.order }}')),
};

const SHIPPED = { user: 'ada', order: 'A-1' };

const ONCE = {
	sendOnce: { once: { sendOnce: 'executions', sendOnceKey: '=shipped {{ $json.order }}' } },
};

/** Examples of docs/messages.md, docs/send-once.md and docs/failures.md. */
export const MESSAGE_EXAMPLES: readonly PageExample[] = [
	{
		name: 'send',
		parameters: SEND,
		items: [SHIPPED, { user: 'someone-who-left', order: 'A-2' }],
	},
	{
		name: 'send-not-started',
		parameters: {
			resource: 'message',
			operation: 'send',
			messageId: fromList('4810110001000008', 'Back in stock (not started)'),
			userId: 'ada',
		},
	},
	{
		name: 'send-outside-target',
		parameters: {
			resource: 'message',
			operation: 'send',
			messageId: fromList('4810110001000006', 'VIP offer (gold tier only)'),
			userId: 'grace',
		},
	},
	{
		name: 'send-null',
		parameters: {
			resource: 'message',
			operation: 'send',
			messageId: WELCOME_PUSH,
			userId: '={{ $json.user }}',
			specifyValues: 'json',
			valuesJson: '={{ { firstName: $json.name } }}',
		},
		items: [
			{ user: 'ada', name: 'Ada' },
			{ user: 'grace', name: null },
		],
	},
	{
		name: 'send-twice',
		async prepare({ run }) {
			await run({ ...SEND, options: ONCE }, [SHIPPED]);
		},
		parameters: { ...SEND, options: ONCE },
		items: [SHIPPED, { user: 'grace', order: 'A-2' }],
	},
	{
		name: 'preview',
		parameters: { ...SEND, options: { previewOnly: true } },
		items: [SHIPPED, { user: '', order: 'A-2' }],
	},
	{
		name: 'get-message',
		parameters: { resource: 'message', operation: 'get', messageId: WELCOME_PUSH },
	},
	{
		name: 'get-messages',
		parameters: { resource: 'message', operation: 'getAll', returnAll: true },
		show: 2,
	},
	{
		name: 'start-campaign',
		parameters: {
			resource: 'campaign',
			operation: 'start',
			campaignId: { __rl: true, mode: 'id', value: '4810110004000001' },
			userId: 'ada',
		},
	},
	{
		name: 'categories',
		parameters: { resource: 'unsubscribeCategory', operation: 'getAll', returnAll: true },
	},
];
