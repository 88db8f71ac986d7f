import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { AppIdentity } from 'leanplum-sandbox';
import type { AdminClient } from 'leanplum-sandbox/client';

/** What a use may build on: the outputs of the uses before it, as `resource.operation`. */
export type Outputs = Readonly<Record<string, readonly IDataObject[]>>;

/** How an operation is typically used, so that its output shows what users will get; of several uses, the last. */
export interface TypicalUse {
	resource: string;
	operation: string;
	parameters?: INodeParameters | ((outputs: Outputs) => INodeParameters);
	/** Names of binary fields that the item carries. */
	files?: string[];
	/** What stands in them; otherwise any text. */
	content?: string;
	/** What goes in, where one item does not show every field that can come out. */
	items?: IDataObject[];
	/** The fields that come out whatever is asked for; the others depend on that. */
	only?: readonly string[];
	/** Brings the app into the state that it needs. */
	prepare?: (admin: AdminClient, app: AppIdentity) => Promise<void>;
}

/** A name of the user's own. It is another in every run, so that a schema that has it is found out. */
const OWN = `own-${randomUUID()}`;

const picked = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });
const ADA: INodeParameters = { identifyBy: 'userId', userId: 'ada' };
const NOW = '$now.setZone("America/Los_Angeles")';
/** Days on which something happened in the sandbox, which starts with a few sessions; as Leanplum counts them. */
const LAST_DAYS: INodeParameters = {
	startDate: `={{ ${NOW}.minus({ days: 2 }).toISODate() }}`,
	endDate: `={{ ${NOW}.toISODate() }}`,
};
/** What every session of a raw export has (Leanplum, exportData schema). */
const FIELDS_OF_SESSIONS = [
	'deviceId',
	'duration',
	'firstRun',
	'isSession',
	'priorEvents',
	'priorSessions',
	'priorTimeSpentInApp',
	'sessionId',
	'time',
	'userId',
];
const row = (...rows: INodeParameters[]): INodeParameters => ({ row: rows });

const ofAda = (resource: string, operation: string, more: INodeParameters = {}): TypicalUse => ({
	resource,
	operation,
	parameters: { ...ADA, ...more },
});

/** A typical use of every operation, in an order in which each finds what it needs. */
export const TYPICAL_USES: readonly TypicalUse[] = [
	{ resource: 'abTest', operation: 'get', parameters: { abTestId: picked('4810110002000001') } },
	{ resource: 'abTest', operation: 'getAll', parameters: { returnAll: true } },
	{
		resource: 'app',
		operation: 'getMigrationState',
		async prepare(admin, { appId }) {
			await admin.putMigration(appId, { phase: 'cleverTap' });
		},
	},
	{ resource: 'variant', operation: 'get', parameters: { variantId: picked('4810110002000012') } },
	{
		resource: 'androidChannel',
		operation: 'upsert',
		parameters: { channelId: picked('promotions'), name: 'Promotions', importance: 4 },
	},
	{ resource: 'androidChannel', operation: 'getAll', parameters: { returnAll: true } },
	{
		resource: 'androidChannel',
		operation: 'delete',
		parameters: { channelId: picked('promotions') },
	},
	ofAda('campaign', 'start', { campaignId: picked('4810110004000001') }),
	ofAda('event', 'track', { event: OWN, value: '9.99' }),
	ofAda('session', 'start'),
	ofAda('session', 'heartbeat'),
	ofAda('session', 'pause'),
	ofAda('session', 'resume'),
	ofAda('state', 'advance', { state: OWN }),
	ofAda('state', 'pause'),
	ofAda('state', 'resume'),
	ofAda('session', 'stop'),
	{
		resource: 'device',
		operation: 'register',
		parameters: { deviceId: 'ada-phone', email: 'nathan@example.com' },
	},
	{
		resource: 'device',
		operation: 'setAttributes',
		parameters: { deviceId: 'ada-phone', deviceAttributes: { appVersion: '4.2.0' } },
	},
	{ resource: 'message', operation: 'get', parameters: { messageId: picked('4810110001000001') } },
	{ resource: 'message', operation: 'getAll', parameters: { returnAll: true } },
	{
		resource: 'message',
		operation: 'send',
		parameters: { userId: '={{ $json.userId }}', messageId: picked('4810110001000001') },
		// Leanplum skips the second with a warning.
		items: [{ userId: 'ada' }, { userId: 'nobody' }],
	},
	{ resource: 'unsubscribeCategory', operation: 'getAll', parameters: { returnAll: true } },
	ofAda('variable', 'get'),
	{
		resource: 'variable',
		operation: 'set',
		parameters: {
			variables: row({ name: OWN, type: 'string', stringValue: 'red' }),
		},
	},
	{
		resource: 'variable',
		operation: 'delete',
		parameters: { variableNames: [OWN] },
	},
	{
		resource: 'file',
		operation: 'upload',
		parameters: { binaryPropertyName: 'image' },
		files: ['image'],
	},
	{ resource: 'file', operation: 'download', parameters: { fileName: 'image.txt' } },
	{
		resource: 'postback',
		operation: 'add',
		parameters: { postbackUrl: 'https://example.com/hook?user={{User ID}}' },
	},
	{ resource: 'postback', operation: 'getAll', parameters: { returnAll: true } },
	{
		resource: 'postback',
		operation: 'delete',
		parameters: (outputs) => ({
			postbackId: picked(String(outputs['postback.getAll']?.[0]?.postbackId)),
		}),
	},
	{
		resource: 'export',
		operation: 'rawData',
		parameters: {
			mode: 'wait',
			output: 'job',
			options: { pollInterval: 0.02 },
			...LAST_DAYS,
		},
	},
	{
		resource: 'export',
		operation: 'getResults',
		parameters: (outputs) => ({ jobId: String(outputs['export.rawData']?.[0]?.jobId) }),
	},
	{
		resource: 'export',
		operation: 'downloadResults',
		parameters: (outputs) => ({ jobId: String(outputs['export.rawData']?.[0]?.jobId) }),
	},
	// What comes out by default; the job above is for those that read it.
	{
		resource: 'export',
		operation: 'rawData',
		parameters: { mode: 'wait', options: { pollInterval: 0.02 }, ...LAST_DAYS },
		only: FIELDS_OF_SESSIONS,
	},
	{
		resource: 'export',
		operation: 'report',
		parameters: {
			mode: 'wait',
			options: { pollInterval: 0.02 },
			dataType: 'UserActivity',
			...LAST_DAYS,
		},
	},
	{
		resource: 'export',
		operation: 'users',
		parameters: { mode: 'wait', options: { pollInterval: 0.02 } },
	},
	{
		resource: 'import',
		operation: 'startCsv',
		parameters: { bucket: 'imports', file: 'contacts.csv' },
		prepare: async (admin, { appId }) =>
			await admin.putCloudObject(
				appId,
				'imports',
				'contacts.csv',
				'action,userId,userAttributes\nsetUserAttributes,ada,"{""plan"":""gold""}"\ndance,ada,\n',
			),
	},
	{
		resource: 'import',
		operation: 'getResults',
		parameters: (outputs) => ({ jobId: String(outputs['import.startCsv']?.[0]?.jobId) }),
	},
	{
		resource: 'import',
		operation: 'importFile',
		files: ['data'],
		parameters: { options: { skipWrongRows: true, ifRowsFail: 'report' } },
		// The second row lacks what it needs, so that the output tells of it; so does the third, which is sent.
		content:
			'action,userId,event,messageId\ntrack,ada,Purchase,\ntrack,ada,,\nsendMessage,nobody,,1\n',
	},
	ofAda('user', 'setAttributes', { attributesFrom: 'json', attributesJson: '{"plan":"gold"}' }),
	ofAda('user', 'setTrafficSource', { trafficSource: { publisherName: 'Example Ads' } }),
	{
		...ofAda('user', 'export'),
		prepare: async (admin, { appId }) => {
			await admin.putUser(appId, 'ada', {
				lastActive: 1,
				attributes: { [OWN]: 'gold' },
				events: { [OWN]: { count: 1 } },
				states: { [OWN]: { count: 1 } },
				devices: [{ deviceId: OWN }],
				unsubscribedChannels: ['Email'],
				unsubscribedCategories: ['1001'],
				location: { city: 'Berlin', region: 'Berlin', country: 'DE', location: '52.52,13.41' },
			});
		},
	},
	ofAda('user', 'block'),
	ofAda('user', 'unblock'),
	ofAda('user', 'delete'),
	{
		resource: 'custom',
		operation: 'callAction',
		parameters: { leanplumAction: 'getVars', argumentsJson: '{"userId":"grace"}' },
		only: ['status'],
	},
];
