import { row, rows, type PageExample } from '../example.mts';

/** Examples of docs/events-and-sessions.md and docs/billing.md. */
export const EVENT_EXAMPLES: readonly PageExample[] = [
	{
		name: 'track',
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: '={{ $json.customer }}',
			event: 'Purchase',
			parameters: rows(row('orderNumber', '={{ $json.number }}')),
			value: '={{ $json.total }}',
			currencyCode: 'EUR',
		},
		items: [
			{ customer: 'ada', number: 'A-1', total: 19.5 },
			{ customer: 'grace', number: 'A-2', total: 5 },
		],
	},
	{
		name: 'billing-preview',
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: '={{ $json.customer }}',
			event: '={{ $json.event }}',
			options: { previewOnly: true },
		},
		items: [
			{ customer: 'ada', event: 'Login' },
			{ customer: 'ada', event: 'Purchase' },
			{ customer: 'grace', event: 'Login' },
		],
		show: 1,
	},
	{
		name: 'track-parameters',
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: 'ada',
			event: 'Level completed',
			parameters: rows(row('level', 3, 'number'), row('perfect', true, 'boolean')),
			additionalFields: { disposition: 'passive' },
		},
	},
	{
		name: 'track-old',
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: '={{ $json.customer }}',
			event: 'Purchase',
			time: '={{ $json.at }}',
		},
		items: [
			{ customer: 'ada', at: '2024-01-31T09:00:00Z' },
			{ customer: 'grace', at: '31.1.2024' },
		],
	},
	{
		name: 'track-in-session',
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: 'katherine',
			event: 'Song played',
			additionalFields: { disposition: 'requireActive' },
		},
	},
	{
		name: 'advance',
		async prepare({ run }) {
			await run({ resource: 'session', operation: 'start', userId: 'ada' });
		},
		parameters: {
			resource: 'state',
			operation: 'advance',
			userId: '={{ $json.user }}',
			state: 'Checkout',
		},
		items: [{ user: 'ada' }, { user: 'grace' }],
	},
	{
		name: 'start-session',
		parameters: {
			resource: 'session',
			operation: 'start',
			userId: 'ada',
			options: { batching: 'off' },
		},
	},
];
