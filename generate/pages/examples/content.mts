import { BUTTON_COLOUR, fromList, row, rows, type PageExample } from '../example.mts';

/** Examples of docs/ab-tests-and-variables.md and docs/devices-and-channels.md. */
export const CONTENT_EXAMPLES: readonly PageExample[] = [
	{
		name: 'get-ab-test',
		parameters: { resource: 'abTest', operation: 'get', abTestId: BUTTON_COLOUR },
	},
	{
		name: 'get-variant',
		parameters: {
			resource: 'variant',
			operation: 'get',
			variantId: fromList('4810110002000012', 'Green button'),
		},
	},
	{
		name: 'get-variables',
		parameters: { resource: 'variable', operation: 'get', userId: '={{ $json.user }}' },
		items: [{ user: 'ada' }, { user: 'someone-who-left' }],
	},
	{
		name: 'set-variables',
		parameters: {
			resource: 'variable',
			operation: 'set',
			variables: rows(row('button.color', 'green'), row('maxItems', 30, 'number')),
		},
	},
	{
		name: 'delete-variables',
		parameters: { resource: 'variable', operation: 'delete', variableNames: ['button.color'] },
	},
	{
		name: 'register-device',
		parameters: {
			resource: 'device',
			operation: 'register',
			deviceId: '7F3A9C21-5E0B',
			email: 'nathan@example.com',
		},
	},
	{
		name: 'set-device',
		parameters: {
			resource: 'device',
			operation: 'setAttributes',
			deviceId: '={{ $json.device }}',
			deviceAttributes: { appVersion: '={{ $json.version }}', systemName: 'Android' },
		},
		items: [{ device: '7F3A9C21-5E0B', version: '4.2.0' }],
	},
	{
		name: 'channel',
		parameters: {
			resource: 'androidChannel',
			operation: 'upsert',
			channelId: { __rl: true, mode: 'id', value: 'promotions' },
			name: 'Promotions',
			importance: 4,
			additionalFields: { description: 'Offers and coupons' },
		},
	},
	{
		name: 'channels',
		parameters: { resource: 'androidChannel', operation: 'getAll', returnAll: true },
	},
];
