import { pacificDay } from '../../../testkit/pacificDay.mts';
import { ORDER_SHIPPED, type PageExample, type Setting } from '../example.mts';

const RAW_DATA = {
	resource: 'export',
	operation: 'rawData',
	mode: 'wait',
	output: 'job',
	startDate: "={{ $now.setZone('America/Los_Angeles').minus({ days: 10 }).toISODate() }}",
	endDate: "={{ $now.setZone('America/Los_Angeles').toISODate() }}",
};

async function finishedExport({ run }: Setting) {
	const [job] = await run({ ...RAW_DATA, startDate: pacificDay(10) });
	return { jobId: String(job?.jobId) };
}

const BUCKET = 'leanplum-imports';
const FILE = 'contacts-8d1f3a.csv';

const START_CSV = {
	resource: 'import',
	operation: 'startCsv',
	bucket: BUCKET,
	file: FILE,
	additionalFields: { defaultAction: 'setUserAttributes' },
};

async function finishedImport({ admin, appId, run }: Setting) {
	const csv = 'userId,userAttributes.plan\nada,gold\n,free\n';
	await admin.putCloudObject(appId, BUCKET, FILE, csv);
	const [job] = await run(START_CSV);
	const results = { resource: 'import', operation: 'getResults', jobId: String(job?.jobId) };
	while ((await run(results))[0]?.state !== 'FINISHED');
	return { jobId: results.jobId };
}

/** As docs/files-and-imports.md shows it. */
const CONTACTS = `action,userId,userAttributes.plan,userAttributes.points,userAttributes.interests,event,value
,customer-1,gold,120,"[Technology, Music]",,
,customer-2,silver,15,,,
track,customer-2,,,,Purchase,9.99
track,customer-3,,,,Purchase,much
`;

const ADD_POSTBACK = {
	resource: 'postback',
	operation: 'add',
	postbackType: 'messageEvents',
	postbackUrl:
		'=https://example.com/hook?user={{ "{{User ID\\}}" }}&event={{ "{{Message event\\}}" }}',
};

/** Examples of docs/credential-and-keys.md, docs/exports.md, docs/files-and-imports.md, docs/postbacks.md and docs/custom.md. */
export const DATA_EXAMPLES: readonly PageExample[] = [
	{
		name: 'missing-key',
		credential: { dataExportApiKey: '' },
		parameters: { resource: 'user', operation: 'export', userId: 'ada' },
	},
	{
		name: 'wrong-key',
		credential: { dataExportApiKey: 'of-another-app' },
		parameters: { resource: 'user', operation: 'export', userId: 'ada' },
	},
	{ name: 'raw-data', parameters: RAW_DATA },
	{
		name: 'download-items',
		values: finishedExport,
		parameters: {
			resource: 'export',
			operation: 'downloadResults',
			jobId: '={{ $json.jobId }}',
			output: 'items',
			returnAll: true,
		},
		show: 1,
	},
	{
		name: 'report',
		prepare: async ({ admin, appId }) =>
			await admin.messageEvent(appId, {
				userId: 'ada',
				deviceId: 'ada-phone',
				messageId: '4810110001000002',
				event: 'Open',
			}),
		parameters: {
			resource: 'export',
			operation: 'report',
			mode: 'wait',
			dataType: 'MessageResults',
			startDate: '={{ $now.minus({ days: 2 }).toISODate() }}',
			endDate: '={{ $now.toISODate() }}',
			messageId: ORDER_SHIPPED,
		},
	},
	{
		name: 'export-users',
		parameters: {
			resource: 'export',
			operation: 'users',
			mode: 'wait',
			audienceName: 'Gold customers',
			additionalFields: { userAttribute: 'email' },
		},
	},
	{
		name: 'too-old',
		parameters: {
			resource: 'export',
			operation: 'rawData',
			mode: 'start',
			startDate: '2024-01-31',
		},
	},
	{
		name: 'upload',
		parameters: { resource: 'file', operation: 'upload', binaryPropertyName: 'banner' },
		files: { banner: 'the picture' },
	},
	{
		name: 'start-csv',
		async prepare({ admin, appId }) {
			await admin.putCloudObject(appId, BUCKET, FILE, 'userId,userAttributes.plan\nada,gold\n');
		},
		parameters: START_CSV,
	},
	{
		name: 'import-results',
		values: finishedImport,
		parameters: { resource: 'import', operation: 'getResults', jobId: '={{ $json.jobId }}' },
	},
	{
		name: 'import-file',
		parameters: {
			resource: 'import',
			operation: 'importFile',
			binaryPropertyName: 'contacts',
			defaultAction: 'setUserAttributes',
			options: { skipWrongRows: true, ifRowsFail: 'report' },
		},
		files: { contacts: CONTACTS },
	},
	{ name: 'add-postback', parameters: ADD_POSTBACK },
	{
		name: 'postbacks',
		async prepare({ run }) {
			await run(ADD_POSTBACK);
		},
		parameters: { resource: 'postback', operation: 'getAll', returnAll: true },
	},
	{
		name: 'postback-too-many',
		async prepare({ run }) {
			for (const number of [1, 2, 3]) {
				await run({ ...ADD_POSTBACK, postbackUrl: `https://example.com/hook${number}` });
			}
		},
		parameters: ADD_POSTBACK,
	},
	{
		name: 'call-action',
		parameters: {
			resource: 'custom',
			operation: 'callAction',
			leanplumAction: 'setUserAttributes',
			key: 'automatic',
			argumentsJson: '={{ { userId: $json.id, userAttributes: { plan: $json.plan } } }}',
		},
		items: [{ id: 'customer-1', plan: 'gold' }],
	},
];
