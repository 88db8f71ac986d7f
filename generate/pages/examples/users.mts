import { row, rows, type PageExample } from '../example.mts';

const CONTACTS = [
	{ contact: 'customer-1', plan: 'gold', points: 120, newsletter: true, since: '2024-03-01' },
	{ contact: 'customer-2', plan: 'free', points: 0, newsletter: false, since: '2026-11-20' },
];

const exportOf = (userId: string) => ({ resource: 'user', operation: 'export', userId });

/** Examples of docs/users.md and docs/sync.md. */
export const USER_EXAMPLES: readonly PageExample[] = [
	{
		name: 'set-attributes',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.contact }}',
			attributesFrom: 'fields',
			attributes: rows(
				row('plan', '={{ $json.plan }}'),
				row('points', '={{ $json.points }}', 'number'),
				row('newsletter', '={{ $json.newsletter }}', 'boolean'),
				row('customerSince', '={{ $json.since }}', 'date'),
			),
		},
		items: CONTACTS,
	},
	{
		name: 'set-attributes-of-item',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.contact }}',
			attributesFrom: 'item',
			excludedFields: 'contact',
			createDisposition: 'CreateNever',
		},
		items: [
			{ contact: 'ada', plan: 'gold' },
			{ contact: 'someone-who-left', plan: 'free' },
		],
	},
	{
		name: 'add-and-increment',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: 'ada',
			attributesFrom: 'fields',
			additionalFields: {
				valuesToAdd: rows(row('interests', 'Chess')),
				valuesToRemove: rows(row('interests', 'Music')),
				valuesToIncrement: rows(row('points', 10, 'number')),
			},
		},
	},
	{
		name: 'wrong-attribute',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.contact }}',
			attributesFrom: 'item',
			excludedFields: 'contact',
		},
		items: [
			{ contact: 'customer-1', 'first,name': 'Ada' },
			{ contact: 'customer-2', address: { city: 'London' } },
		],
	},
	{
		name: 'export-user',
		parameters: { ...exportOf('grace'), options: { restoreBooleans: true } },
	},
	{ name: 'export-nobody', parameters: exportOf('someone-who-left') },
	{
		name: 'unsubscribe',
		names: { 1002: 'Offers' },
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: 'ada',
			attributesFrom: 'fields',
			additionalFields: {
				unsubscribeChannelsToAdd: ['Email'],
				unsubscribeCategoriesToAdd: ['1002'],
			},
		},
	},
	{
		name: 'delete-user',
		parameters: {
			resource: 'user',
			operation: 'delete',
			userId: 'ada',
			fullErasure: true,
		},
	},
	{
		name: 'blocked-user',
		async prepare({ run }) {
			await run({ resource: 'user', operation: 'block', userId: 'ada' });
		},
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.contact }}',
			attributesFrom: 'item',
			excludedFields: 'contact',
		},
		items: [
			{ contact: 'ada', plan: 'gold' },
			{ contact: 'grace', plan: 'free' },
		],
	},
	{
		name: 'traffic-source',
		parameters: {
			resource: 'user',
			operation: 'setTrafficSource',
			userId: 'ada',
			trafficSource: { publisherName: 'Example Ads', publisherSubCampaign: 'summer-sale' },
		},
	},
	{
		name: 'only-changes',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.contact }}',
			attributesFrom: 'item',
			excludedFields: 'contact, lastSent',
			options: { lastSent: '={{ $json.lastSent }}' },
		},
		items: [
			{ contact: 'ada', plan: 'gold', points: 130, lastSent: { plan: 'gold', points: 120 } },
			{ contact: 'grace', plan: 'free', points: 0, lastSent: { plan: 'free', points: 0 } },
		],
	},
];
