import type { INodeParameters } from 'n8n-workflow';
import type { ActionName } from '../../nodes/Leanplum/protocol/action/catalogue';
import { pacificDay } from '../../testkit/pacificDay.mts';

/** Parameters of the node that fill in every field of one operation. */
export interface FullUse {
	/** The action of the catalogue that it sends. */
	action: ActionName;
	parameters: INodeParameters;
	/** Arguments that exclude others of the same action, for a second use of the operation. */
	also?: INodeParameters[];
	/** Names of binary fields that the item carries. */
	files?: string[];
	/** What stands in them; otherwise any text. */
	content?: string;
}

const picked = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** Leanplum exports no data of more than 60 days ago. */
const [FROM, TO] = [pacificDay(20), pacificDay(2)];

const USER: INodeParameters = { identifyBy: 'both', userId: 'customer-1', deviceId: 'phone-1' };
const POLICY: INodeParameters = { createDisposition: 'CreateIfNeeded', devMode: true };

const DEVICE: INodeParameters = {
	appVersion: '4.2.0',
	systemName: 'iOS',
	systemVersion: '18.1',
	browserName: 'Firefox',
	browserVersion: '128.0',
	deviceName: 'My Phone',
	deviceModel: 'iPhone15,2',
	iosPushToken: 'apple-token',
	gcmRegistrationId: 'google-token',
	webPushSubscription: '{"endpoint":"https://push.example.com"}',
	huaweiPushRegId: 'huawei-token',
};

const LOCATION: INodeParameters = {
	location: {
		locale: 'en_US',
		country: 'US',
		region: 'ca',
		city: 'San Francisco',
		location: '37.3,-122.0',
		locationAccuracyType: 'GPS',
		timezone: 'America/Los_Angeles',
		timezoneOffsetSeconds: '-28800',
	},
};

const rows = (...row: INodeParameters[]): INodeParameters => ({ row });
const text = (name: string): INodeParameters => ({ name, type: 'string', stringValue: 'x' });

const simple = (action: ActionName, resource: string, operation: string): FullUse => ({
	action,
	parameters: { resource, operation, ...USER, additionalFields: POLICY },
});

/** A full use of every operation that sends an action of Leanplum's. */
export const FULL_USES: readonly FullUse[] = [
	{
		action: 'advance',
		parameters: {
			resource: 'state',
			operation: 'advance',
			...USER,
			state: 'Checkout',
			parameters: rows(text('step')),
			additionalFields: { ...POLICY, info: 'from the web' },
		},
	},
	simple('pauseState', 'state', 'pause'),
	simple('resumeState', 'state', 'resume'),
	simple('pauseSession', 'session', 'pause'),
	simple('resumeSession', 'session', 'resume'),
	simple('heartbeat', 'session', 'heartbeat'),
	{
		action: 'start',
		parameters: {
			resource: 'session',
			operation: 'start',
			...USER,
			additionalFields: {
				...POLICY,
				background: true,
				includeDefaults: false,
				device: { device: DEVICE },
				location: LOCATION,
				time: '2026-11-20T12:00:00Z',
				userAttributes: rows(text('plan')),
			},
		},
	},
	simple('stop', 'session', 'stop'),
	{
		action: 'track',
		parameters: {
			resource: 'event',
			operation: 'track',
			...USER,
			event: 'Purchase',
			value: '9.99',
			currencyCode: 'EUR',
			time: '2026-11-20T12:00:00Z',
			parameters: rows(text('plan')),
			additionalFields: {
				...POLICY,
				info: 'from the CRM',
				messageId: picked('4810110001000001'),
				disposition: 'passive',
			},
		},
	},
	{
		action: 'setUserAttributes',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			...USER,
			createDisposition: 'CreateIfNeeded',
			attributesFrom: 'json',
			attributesJson: '{"plan":"gold"}',
			additionalFields: {
				devMode: true,
				created: '2026-01-01',
				lastActive: '2026-11-20',
				totalSessions: 3,
				timeSpentInApp: 90,
				newUserId: 'customer-2',
				resetAnomalies: true,
				unsubscribeCategoriesToAdd: ['1'],
				unsubscribeCategoriesToRemove: ['2'],
				unsubscribeChannelsToAdd: ['Email'],
				unsubscribeChannelsToRemove: ['Webhook'],
				location: LOCATION,
				devices: rows({ deviceId: 'phone-1', ...DEVICE }),
				events: rows({ name: 'Purchase', count: '1' }),
				states: rows({ name: 'Checkout', count: '1' }),
				valuesToAdd: rows(text('interests')),
				valuesToRemove: rows(text('interests')),
				valuesToIncrement: rows({ name: 'points', type: 'number', numberValue: 1 }),
			},
		},
		also: [{ createDisposition: 'CreateNever' }],
	},
	{
		action: 'setDeviceAttributes',
		parameters: {
			resource: 'device',
			operation: 'setAttributes',
			deviceId: 'phone-1',
			deviceAttributes: DEVICE,
			additionalFields: { ...POLICY, userId: 'customer-1' },
		},
	},
	{
		action: 'setTrafficSourceInfo',
		parameters: {
			resource: 'user',
			operation: 'setTrafficSource',
			...USER,
			trafficSource: { publisherId: '12', publisherName: 'Example Ads' },
			additionalFields: { ...POLICY, time: '2026-11-20T12:00:00Z' },
		},
	},
	{
		action: 'registerDevice',
		parameters: {
			resource: 'device',
			operation: 'register',
			deviceId: 'phone-1',
			email: 'nathan@example.com',
		},
	},
	{
		action: 'deleteUser',
		parameters: {
			resource: 'user',
			operation: 'delete',
			...USER,
			fullErasure: true,
		},
	},
	{
		action: 'block',
		parameters: {
			resource: 'user',
			operation: 'block',
			...USER,
			additionalFields: { devMode: true },
		},
	},
	{
		action: 'unblock',
		parameters: {
			resource: 'user',
			operation: 'unblock',
			...USER,
			additionalFields: { devMode: true },
		},
	},
	{
		action: 'getMessage',
		parameters: {
			resource: 'message',
			operation: 'get',
			messageId: picked('4810110001000001'),
			additionalFields: { includeDrafts: true },
		},
	},
	{
		action: 'getMessages',
		parameters: {
			resource: 'message',
			operation: 'getAll',
			additionalFields: { includeDrafts: true, recent: false },
		},
	},
	{
		action: 'getUnsubscribeCategories',
		parameters: { resource: 'unsubscribeCategory', operation: 'getAll' },
	},
	{
		action: 'sendMessage',
		parameters: {
			resource: 'message',
			operation: 'send',
			...USER,
			messageId: picked('4810110001000001'),
			values: rows(text('firstName')),
			additionalFields: { ...POLICY, force: true },
		},
	},
	{
		action: 'addAndroidNotificationChannel',
		parameters: {
			resource: 'androidChannel',
			operation: 'upsert',
			channelId: picked('promotions'),
			name: 'Promotions',
			importance: 4,
			additionalFields: {
				description: 'Offers',
				groupId: 'marketing',
				enableLights: true,
				lightColor: 255,
				enableVibration: true,
				vibrationPattern: '100, 50',
				lockscreenVisibility: 1,
				bypassDnd: false,
				showBadge: true,
				sound: 'android.resource://com.example/raw/ping',
				default: true,
			},
		},
	},
	{
		action: 'getAndroidNotificationChannels',
		parameters: { resource: 'androidChannel', operation: 'getAll' },
	},
	{
		action: 'deleteAndroidNotificationChannel',
		parameters: { resource: 'androidChannel', operation: 'delete', channelId: picked('news') },
	},
	{
		action: 'getAbTest',
		parameters: {
			resource: 'abTest',
			operation: 'get',
			abTestId: picked('4810110002000001'),
			additionalFields: { includeDrafts: true },
		},
	},
	{
		action: 'getAbTests',
		parameters: {
			resource: 'abTest',
			operation: 'getAll',
			additionalFields: { includeDrafts: true, recent: false },
		},
	},
	{
		action: 'getVariant',
		parameters: {
			resource: 'variant',
			operation: 'get',
			variantId: picked('4810110002000011'),
			additionalFields: { includeDrafts: true },
		},
	},
	{
		action: 'getVars',
		parameters: {
			resource: 'variable',
			operation: 'get',
			...USER,
			additionalFields: { ...POLICY, includeDefaults: false },
		},
	},
	{
		action: 'setVars',
		parameters: {
			resource: 'variable',
			operation: 'set',
			variables: rows(text('button.color')),
			additionalFields: { deviceId: 'phone-1' },
		},
	},
	{
		action: 'deleteVars',
		parameters: { resource: 'variable', operation: 'delete', variableNames: ['button.color'] },
	},
	{
		action: 'uploadFile',
		parameters: { resource: 'file', operation: 'upload', binaryPropertyName: 'one, two' },
		files: ['one', 'two'],
	},
	{
		action: 'downloadFile',
		parameters: { resource: 'file', operation: 'download', fileName: 'one.txt' },
	},
	{
		action: 'addPostback',
		parameters: {
			resource: 'postback',
			operation: 'add',
			postbackType: 'messageEvents',
			postbackUrl: 'https://example.com/hook?user={{User ID}}&event={{Message event}}',
			additionalFields: { channels: ['Email'] },
		},
	},
	{
		action: 'getMigrateState',
		parameters: {
			resource: 'app',
			operation: 'getMigrationState',
			additionalFields: { userId: 'customer-1', deviceId: 'phone-1' },
		},
	},
	{ action: 'listPostbacks', parameters: { resource: 'postback', operation: 'getAll' } },
	{
		action: 'deletePostback',
		parameters: { resource: 'postback', operation: 'delete', postbackId: picked('1') },
	},
	{
		action: 'exportData',
		parameters: {
			resource: 'export',
			operation: 'rawData',
			mode: 'start',
			startDate: FROM,
			endDate: TO,
			additionalFields: {
				exportFormat: 'json',
				startTime: `${FROM}T00:00:00Z`,
				endTime: `${TO}T00:00:00Z`,
				callbackUrl: 'https://example.com/resume',
				s3BucketName: 'bucket',
				s3AccessId: 'id',
				s3AccessKey: 'secret',
				s3ObjectPrefix: 'leanplum/',
				compressData: true,
			},
		},
	},
	{
		action: 'exportReport',
		parameters: {
			resource: 'export',
			operation: 'report',
			mode: 'start',
			dataType: 'MessageResults',
			startDate: FROM,
			messageId: picked('4810110001000001'),
			endDate: TO,
			additionalFields: { eventNames: 'Purchase, Login' },
		},
		also: [
			{ dataType: 'AbTestResults', abTestId: picked('4810110002000001') },
			{ dataType: 'BookmarkedReport', bookmarkName: 'Weekly revenue' },
		],
	},
	{
		action: 'exportUser',
		parameters: { resource: 'user', operation: 'export', ...USER },
	},
	{
		action: 'exportUsers',
		parameters: {
			resource: 'export',
			operation: 'users',
			mode: 'start',
			audienceName: 'Gold',
			additionalFields: {
				abTestId: picked('4810110002000001'),
				userAttribute: 'plan',
			},
		},
	},
	{
		action: 'getExportResults',
		parameters: { resource: 'export', operation: 'getResults', jobId: 'export_1_2' },
	},
	{
		action: 'multiCsv',
		parameters: {
			resource: 'import',
			operation: 'startCsv',
			bucket: 'leanplum-imports',
			file: 'contacts.csv',
			additionalFields: { defaultAction: 'setUserAttributes' },
		},
	},
	{
		action: 'getMultiResults',
		parameters: { resource: 'import', operation: 'getResults', jobId: 'import_1_2' },
	},
	{
		action: 'startCampaign',
		parameters: {
			resource: 'campaign',
			operation: 'start',
			...USER,
			campaignId: picked('4810110003000001'),
			values: rows(text('firstName')),
			additionalFields: { ...POLICY, force: true },
		},
	},
];

/** Full uses of further operations, whose action another operation sends with all its parameters. */
export const FURTHER_USES: readonly FullUse[] = [
	{
		action: 'setUserAttributes',
		parameters: {
			resource: 'import',
			operation: 'importFile',
			binaryPropertyName: 'data',
			defaultAction: 'setUserAttributes',
			userIdColumn: 'userId',
			otherColumns: 'named',
			columns: { row: [{ column: 'userAttributes.plan', becomes: 'userAttributes.plan' }] },
			options: {
				delimiter: ',',
				encoding: 'UTF-8',
				decimalSeparator: '.',
				fieldTypes: { row: [{ name: 'userAttributes.plan', type: 'string' }] },
				ifEmpty: 'leave',
				ifRowsFail: 'report',
				maxFailedRows: 10,
				skipWrongRows: true,
				textColumns: 'userAttributes.plan',
			},
		},
		files: ['data'],
		content: 'userId,userAttributes.plan\ncustomer-1,gold\n',
	},
];
