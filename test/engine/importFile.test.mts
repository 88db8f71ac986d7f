import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';
import type { NodeRun, NodeRunResult } from '../../testkit/engine.mts';
import { stored, storeFilesIn } from '../../testkit/fileStorage.mts';
import { MESSAGES, QUICK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

// Before anything runs, for the engine looks only once where files are kept.
let folder: string;
beforeAll(async () => {
	folder = await storeFilesIn(mkdtempSync(join(tmpdir(), 'import-file-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueRegularOutput' as const };

function importFile(options: INodeParameters = {}, defaultAction = 'setUserAttributes') {
	return {
		resource: 'import',
		operation: 'importFile',
		binaryPropertyName: 'data',
		defaultAction,
		options: { ...QUICK, ...options },
	};
}

/** Imports a file. */
async function run(
	csv: string | IBinaryData,
	parameters: INodeParameters = importFile(),
	more: Partial<NodeRun> = {},
	items: IDataObject[] = [{}],
) {
	const result = await testApp.run(parameters, items, { binary: { data: csv }, ...more });
	for (const request of await testApp.requests()) expect(request.keyInUrl).toBe(false);
	expect((await testApp.stats()).maxInFlightPerUser).toBeLessThanOrEqual(1);
	return result;
}

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

const DONE = { skipped: 0, failed: 0, unknown: 0, notSent: 0, failedRows: [] };
const REPORT: INodeParameters = { ifRowsFail: 'report' };

describe('Import → Import CSV File', () => {
	it('sends no message with a value that is empty, unless there is a replacement', async () => {
		const csv = lines('userId,messageId,Name', `a,${MESSAGES.push},`, `b,${MESSAGES.push},Bo`);
		const values = async (options: INodeParameters) => {
			const { json } = await run(
				csv,
				importFile({ ...REPORT, skipWrongRows: true, ...options }, '={{ "Send Message" }}'),
			);
			const received = await testApp.received('sendMessage');
			return [json[0]?.notSent, received.map(({ args }) => args.values)];
		};
		expect(await values({})).toEqual([1, [{ Name: 'Bo' }]]);
		testApp.credential = await testApp.newCredential();
		const replaced = await values({ ifValueIsNull: 'replace', nullReplacement: 'there' });
		expect(replaced).toEqual([0, [{ Name: 'there' }, { Name: 'Bo' }]]);
	});

	it('tells with Preview Only what it would take, and sends nothing', async () => {
		const rows = userNames(120).map((name) => `${name},gold`);
		const { json } = await run(
			lines('userId,userAttributes.plan', ...rows, ',silver'),
			importFile({ previewOnly: true, skipWrongRows: true }),
		);
		expect(json).toEqual([
			{
				status: 'preview',
				done: null,
				skipped: null,
				failed: null,
				unknown: null,
				notSent: null,
				rows: 121,
				rowsToImportAgain: null,
				preview: { requests: 3, billedUsers: 120, wrongRows: 1, rowsWithNothingToSend: 0 },
				failedRows: [{ row: 122, status: 'notSent', reason: expect.stringContaining('userId') }],
				encoding: 'UTF-8',
				delimiter: ',',
				columns: [
					{ column: 'userId', becomes: 'userId' },
					{ column: 'userAttributes.plan', becomes: 'userAttributes.plan', type: 'text' },
				],
			},
		]);
		expect(await testApp.requests()).toEqual([]);
	});

	it('offers with Preview Only to skip invalid rows only where there are others', async () => {
		const { hints } = await run(
			lines('userId,userAttributes.plan', ',silver'),
			importFile({ previewOnly: true }),
		);
		expect(hints.map(({ message }) => message)).toContain(
			'Preview: nothing was sent. 0 requests, 0 users billed, 1 row with problems',
		);
	});

	it('tells with Preview Only that a wrong row keeps the file from being sent', async () => {
		const { json, hints, error } = await run(
			lines('userId,userAttributes.plan', 'ada,gold', ',silver'),
			importFile({ previewOnly: true }),
		);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ status: 'preview', rows: 2, preview: { requests: 0, billedUsers: 0, wrongRows: 1 } },
		]);
		expect(json[0]!.failedRows).toMatchObject([{ row: 3 }]);
		expect(hints.map(({ message }) => message)).toContain(
			"Preview: nothing was sent. 0 requests, 0 users billed, 1 row with problems. To send the others, turn on 'Skip Invalid Rows'",
		);
		expect(await testApp.requests()).toEqual([]);
	});

	it('does what the rows say, and says so', async () => {
		const { json, hints } = await run(
			lines(
				'userId,userAttributes.plan,userAttributes.points,country',
				'007,gold,120,DE',
				'kim,"silver, old",,FR',
			),
		);
		expect(json).toMatchObject([
			{
				rows: 2,
				done: 2,
				...DONE,
				encoding: 'UTF-8',
				delimiter: ',',
				columns: [
					{ column: 'userId', becomes: 'userId' },
					{ column: 'userAttributes.plan', becomes: 'userAttributes.plan', type: 'text' },
					{ column: 'userAttributes.points', becomes: 'userAttributes.points', type: 'number' },
					{ column: 'country', becomes: 'country' },
				],
			},
		]);
		expect(hints).toMatchObject([
			{ message: '"userAttributes.points" was empty in 1 of 2 rows and was left out' },
		]);
		expect((await testApp.user('007'))?.attributes).toEqual({ plan: 'gold', points: 120 });
		expect((await testApp.user('kim'))?.attributes).toEqual({ plan: 'silver, old' });
		expect(await testApp.requests()).toMatchObject([
			{ action: 'multi', method: 'POST', keyClass: 'production', keyInUrl: false },
		]);
	});

	it('sends 120 users in three requests', async () => {
		const rows = userNames(120).map((user) => `${user},gold`);
		const { json } = await run(lines('userId,userAttributes.plan', ...rows));
		expect(json).toMatchObject([{ rows: 120, done: 120 }]);
		expect(await testApp.stats()).toMatchObject({ requests: 3, actions: 120, billedUsers: 120 });
	});

	it('keeps the rows of a user in their order, whatever they do', async () => {
		const rows = Array.from({ length: 600 }, (_, index) => `setUserAttributes,kim,${index},`);
		const { json } = await run(
			lines(
				'action,userId,userAttributes.step,event',
				...rows,
				'track,kim,,Purchase',
				'deleteUser,kim,,',
				'track,kim,,Return',
			),
		);
		expect(json).toMatchObject([{ rows: 603, done: 603 }]);
		const kim = await testApp.user('kim');
		expect(kim?.attributes).toEqual({});
		expect(Object.keys(kim?.events ?? {})).toEqual(['Return']);
		const steps = await testApp.received('setUserAttributes');
		expect(steps.map(({ args }) => (args.userAttributes as IDataObject).step)).toEqual(
			Array.from({ length: 600 }, (_, index) => index),
		);
	});

	it('lets only those rows share requests whose action allows it', async () => {
		const users = userNames(100).map((user) => `,${user},DE`);
		const { json } = await run(
			lines('action,userId,country', ...users, 'block,spam-1', 'block,spam-2'),
		);
		expect(json).toMatchObject([{ rows: 102, done: 102 }]);
		expect((await testApp.stats()).requestsByAction).toEqual({ multi: 2, block: 2 });
	});

	it('keeps the order of a user over all portions of a large file', async () => {
		const filler = Array.from({ length: 5200 }, (_, index) => `filler-${index},x`);
		const { json } = await run(
			lines('userId,userAttributes.plan', 'kim,first', ...filler, 'kim,last'),
			importFile({ parallelRequests: 20 }),
		);
		expect(json).toMatchObject([{ rows: 5202, done: 5202 }]);
		expect((await testApp.user('kim'))?.attributes).toEqual({ plan: 'last' });
	});

	it('imports the files of several items one after the other', async () => {
		await testApp.admin.settings({ latencyMs: 50 }, testApp.appId);
		const { json } = await run(
			lines('userId,event', ...userNames(60).map((user) => `${user},Visit`)),
			importFile({}, 'track'),
			{},
			[{}, {}, {}],
		);
		expect(json).toMatchObject(Array(3).fill({ rows: 60, done: 60 }));
		expect((await testApp.user('user-1'))?.events.Visit).toMatchObject({ count: 3 });
	});

	it('reads a byte order mark, quoted line breaks and Windows line ends', async () => {
		const csv = '\ufeffuserId,userAttributes.note\r\nkim,"one\r\ntwo ""2"""\r\n\r\nlee,x\r\n';
		const { json } = await run(csv);
		expect(json).toMatchObject([{ rows: 2, done: 2 }]);
		expect((await testApp.user('kim'))?.attributes).toEqual({ note: 'one\r\ntwo "2"' });
	});

	it('reads semicolons and keeps text columns', async () => {
		await run(
			lines('userId;userAttributes.zip;userAttributes.tags', 'kim;10115;[a, b]'),
			importFile({ delimiter: ';', textColumns: 'userAttributes.zip' }),
		);
		expect((await testApp.user('kim'))?.attributes).toEqual({ zip: '10115', tags: ['a', 'b'] });
	});

	it('imports the file of a marketer as it is', async () => {
		await testApp.admin.putUser(testApp.appId, 'bo@example.com', { attributes: { Plan: 'gold' } });
		// As Excel writes it in Germany: Windows-1252, decimal commas, a delimiter after every row.
		const file = Buffer.from(
			[
				'Email;First Name;Plan;Opt-in;Since;Spent;',
				' ann@example.com ;J\xfcrgen;gold;yes;45413;1.234,50;',
				'bo@example.com;Zo\xeb;;no;31.12.2025;9,9;',
				'kim@example.com;"Kim ""K""";silver \x80;no;2024-05-02;12;',
				';;;;;;',
			].join('\r\n'),
			'latin1',
		);
		const parameters = {
			...importFile({
				decimalSeparator: ',',
				fieldTypes: {
					row: [
						{ name: 'Opt-in', type: 'boolean' },
						{ name: 'Since', type: 'date' },
					],
				},
				skipWrongRows: true,
				...REPORT,
			}),
			userIdColumn: 'Email',
		};
		const { json, hints } = await run(await stored(file), parameters);
		expect(json).toMatchObject([
			{
				rows: 3,
				done: 2,
				notSent: 1,
				encoding: 'Windows-1252',
				delimiter: ';',
				failedRows: [{ row: 3, reason: expect.stringMatching(/^column "Since" must be a date/) }],
				columns: [
					{ column: 'Email', becomes: 'userId' },
					{ column: 'First Name', becomes: 'userAttributes.First Name', type: 'text' },
					{ column: 'Plan', becomes: 'userAttributes.Plan', type: 'text' },
					{ column: 'Opt-in', becomes: 'userAttributes.Opt-in', type: 'boolean' },
					{ column: 'Since', becomes: 'userAttributes.Since', type: 'date' },
					{ column: 'Spent', becomes: 'userAttributes.Spent', type: 'number' },
				],
			},
		]);
		expect((await testApp.user('ann@example.com'))?.attributes).toEqual({
			'First Name': 'Jürgen',
			Plan: 'gold',
			'Opt-in': 'True',
			Since: '2024-05-01',
			Spent: 1234.5,
		});
		expect((await testApp.user('kim@example.com'))?.attributes).toMatchObject({
			'First Name': 'Kim "K"',
			Plan: 'silver €',
			Since: '2024-05-02',
			Spent: 12,
		});
		expect((await testApp.user('bo@example.com'))?.attributes).toEqual({ Plan: 'gold' });
		expect(hints[0]?.message).toContain('"Since": 1 spreadsheet date was converted');
	});

	it.each([
		['leave', 'done', { Plan: 'gold' }],
		['clear', 'done', {}],
		['fail', 'notSent', { Plan: 'gold' }],
	])('does with empty cells what the user wants: %s', async (ifEmpty, count, attributes) => {
		await testApp.admin.putUser(testApp.appId, 'bo', { attributes: { Plan: 'gold' } });
		const file = lines('userId,Plan,Town', 'bo,,Ulm');
		const { json } = await run(file, importFile({ ifEmpty, skipWrongRows: true, ...REPORT }));
		expect(json).toMatchObject([{ rows: 1, [count]: 1 }]);
		const town = count === 'done' ? { Town: 'Ulm' } : {};
		expect((await testApp.user('bo'))?.attributes).toEqual({ ...attributes, ...town });
	});

	it('reads times in the time zone of the workflow', async () => {
		await run(lines('userId,event,time', 'kim,Visit,2026-11-20T12:00'), importFile({}, 'track'), {
			timezone: 'Europe/Berlin',
		});
		const [visit] = await testApp.received('track');
		expect(visit?.args.time).toBe(Date.UTC(2026, 10, 20, 11) / 1000);
	});

	it('takes a file without rows for done', async () => {
		const { json } = await run('userId,userAttributes.plan\n');
		expect(json).toMatchObject([{ rows: 0, done: 0, ...DONE }]);
		expect(await testApp.requests()).toEqual([]);
	});

	describe('says which rows were not done', () => {
		it('because Leanplum skipped or refused them', async () => {
			await testApp.admin.seedUsers(testApp.appId, ['kim']);
			await testApp.admin.fault({
				appId: testApp.appId,
				fault: { kind: 'itemError', userId: 'lee', message: 'Too strange' },
			});
			const { json, hints } = await run(
				lines(
					'action,userId,event,messageId',
					'track,kim,Buy,',
					'track,lee,Buy,',
					'sendMessage,nobody,,' + MESSAGES.push,
				),
				importFile(REPORT),
			);
			expect(json).toMatchObject([
				{
					rows: 3,
					done: 1,
					skipped: 1,
					failed: 1,
					unknown: 0,
					notSent: 0,
					failedRows: [
						{
							row: 3,
							userId: 'lee',
							status: 'failed',
							reason: 'Leanplum rejected the request: Too strange',
						},
						{
							row: 4,
							userId: 'nobody',
							status: 'skipped',
							reason: expect.stringMatching(/user not found/i),
						},
					],
				},
			]);
			expect(hints).toMatchObject([
				{ message: 'Of 3 rows: 1 done, 1 skipped by Leanplum, 1 failed', location: 'outputPane' },
			]);
		});

		it('as many as wanted, and counts them all', async () => {
			const rows = userNames(30).map((user) => `${user},${MESSAGES.push}`);
			const { json } = await run(
				lines('userId,messageId', ...rows),
				importFile({ maxFailedRows: 2 }, 'sendMessage'),
			);
			expect(json).toMatchObject([
				{ rows: 30, done: 0, skipped: 30, failedRows: [{ row: 2 }, { row: 3 }] },
			]);
			expect(json[0]?.failedRows).toHaveLength(2);
		});

		it('as a failure of the item where skipped ones are to fail', async () => {
			const { error } = await run(
				lines('userId,messageId', `nobody,${MESSAGES.push}`),
				importFile({ ifSkipped: 'fail' }, 'sendMessage'),
			);
			expect(error?.message).toBe('Leanplum skipped 1 row');
			expect(error?.description).toContain('Of 1 row: 1 skipped by Leanplum.');
		});

		it('as a failure of the item, unless the user wants a report', async () => {
			await testApp.admin.seedUsers(testApp.appId, ['kim']);
			await testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				fault: { kind: 'itemError', userId: 'lee', message: 'Too strange' },
			});
			const file = lines('userId,event', 'kim,Buy', 'lee,Buy', 'may,Buy');
			const { error } = await run(file, importFile({}, 'track'));
			expect(error?.message).toBe('1 of 3 rows failed');
			expect(error?.description).toContain('Row 3: Leanplum rejected the request: Too strange.');
			expect(error?.description).toContain('Of 3 rows: 2 done, 1 failed.');
			const { json } = await run(file, importFile({}, 'track'), { settings: CONTINUE });
			expect(json).toMatchObject([{ error: { rows: 3, done: 2, failed: 1 } }]);
			const { json: report } = await run(file, importFile(REPORT, 'track'));
			expect(report).toMatchObject([{ rows: 3, done: 2, failed: 1 }]);
		});

		it('though not as a failure when there was nothing to send', async () => {
			const { json, hints } = await run(lines('userId,Plan', 'kim,gold', 'lee,', '# the end'));
			expect(json).toMatchObject([
				{
					rows: 3,
					done: 1,
					notSent: 2,
					failedRows: [
						{ row: 3, status: 'notSent', reason: 'has only an ID, so there is nothing to set' },
						{ row: 4, status: 'notSent', reason: 'is a comment' },
					],
				},
			]);
			expect(hints[0]?.message).toContain('Of 3 rows: 1 done, 2 not sent');
			expect(await testApp.stats()).toMatchObject({ actions: 1, billedUsers: 1 });
		});

		it('because they are wrong and were left out', async () => {
			const { json } = await run(
				lines('userId,totalSessions,country', 'kim,1,DE', 'lee,many,DE', ',1,DE', 'may,2,FR,x'),
				importFile({ skipWrongRows: true, ...REPORT }),
			);
			expect(json).toMatchObject([
				{
					rows: 4,
					done: 1,
					skipped: 0,
					failed: 0,
					unknown: 0,
					notSent: 3,
					failedRows: [
						{
							row: 3,
							status: 'notSent',
							reason: 'column "totalSessions" must be a whole number, such as 12 (got "many")',
						},
						{
							row: 4,
							status: 'notSent',
							reason: 'column "userId" is empty',
						},
						{ row: 5, status: 'notSent', reason: expect.stringContaining('has 4 cells') },
					],
				},
			]);
			expect((await testApp.stats()).actions).toBe(1);
		});
	});

	describe('sends nothing', () => {
		it.each<[string, string, string]>([
			['an empty file', '', 'The file is empty'],
			[
				'an unknown column',
				lines('userId,plan', 'kim,gold'),
				'Column "plan" is not an argument of the action setUserAttributes',
			],
			['a quote that is not closed', 'userId\n"kim\n', 'Row 2 has an unclosed quote (and 1 more)'],
			['nobody in it', 'country\nDE\n', 'The file has no column "userId" or "deviceId"'],
		])('of %s', async (_what, csv, message) => {
			const { error } = await run(csv, { ...importFile(), otherColumns: 'refuse' });
			expect(error?.message).toBe(message);
			expect(error?.description).toMatch(/^Nothing was sent for this item/);
			expect(await testApp.requests()).toEqual([]);
		});

		it('when a row is wrong, which it names with its column', async () => {
			const rows = userNames(300).map((user) => `${user},1`);
			const { error } = await run(
				lines('userId,totalSessions', ...rows, ...rows.map((row) => `${row}.5`)),
			);
			expect(error?.message).toBe(
				'Row 302, column "totalSessions" must be a whole number, such as 12 (got "1.5") (and 5 more)',
			);
			expect(error?.description).toContain(
				'Row 306, column "totalSessions" must be a whole number, such as 12 (got "1.5"); The file has 300 invalid rows. To import the others, turn on \'Skip Invalid Rows\' under Options.',
			);
			expect(await testApp.requests()).toEqual([]);
		});

		it.each<[string, INodeParameters, string]>([
			[
				'a field without a file',
				{ binaryPropertyName: 'contacts' },
				'Input Data Field Name "contacts" holds no file',
			],
			['no field', { binaryPropertyName: "={{ '' }}" }, 'Input Data Field Name is empty'],
			[
				'an action that is none',
				{ defaultAction: "={{ 'setVars' }}" },
				'Default Action must be one of',
			],
			['no delimiter', { options: { delimiter: '={{ "x" }}' } }, 'Delimiter must be one of'],
			[
				'a text column that is none',
				{ options: { textColumns: 'userAttributes.zip' } },
				'The file has no column "userAttributes.zip", which Field Types names',
			],
		])('with %s', async (_what, parameters, message) => {
			const { error } = await run('userId\nkim\n', { ...importFile(), ...parameters });
			expect(error?.message).toContain(message);
			expect(await testApp.requests()).toEqual([]);
		});

		it('without a key that a row needs', async () => {
			testApp.credential.developmentApiKey = '';
			const { error } = await run(lines('action,userId', ',kim', 'deleteUser,lee'));
			expect(error?.message).toBe('The file needs the Development Key');
			expect(await testApp.requests()).toEqual([]);
		});
	});

	describe('when something goes wrong', () => {
		const HUNDRED = lines('userId,event', ...userNames(100).map((user) => `${user},Buy`));
		const ONE_BY_ONE = importFile({ parallelRequests: 1, ...REPORT }, 'track');

		it('tells of events whose reply was lost, and does not send them again', async () => {
			await testApp.admin.fault({ appId: testApp.appId, fault: { kind: 'drop', when: 'after' } });
			const { json, executions } = await run(HUNDRED, ONE_BY_ONE, { settings: RETRY_ON_FAIL });
			expect(executions).toBe(1);
			expect(json).toMatchObject([{ rows: 100, done: 50, unknown: 50, failed: 0 }]);
			expect(json[0]?.failedRows).toHaveLength(50);
			expect(json[0]).toMatchObject({
				failedRows: expect.arrayContaining([
					expect.objectContaining({ row: 2, userId: 'user-1', status: 'unknown' }),
				]),
			});
			expect((await testApp.stats()).tracked).toBe(100);
		});

		it('does not send again with Retry On Fail what may have been done', async () => {
			await testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				fault: { kind: 'drop', when: 'after' },
			});
			const parameters = importFile({ parallelRequests: 1 }, 'track');
			const { error, executions } = await run(HUNDRED, parameters, { settings: RETRY_ON_FAIL });
			expect(executions).toBe(3);
			expect(error?.message).toMatch(/^Leanplum may or may not have processed this item/);
			expect(error?.description).toContain('Of 100 rows: 100 unconfirmed.');
			expect(await testApp.stats()).toMatchObject({ requests: 2, tracked: 100 });
		});

		it('fails like other operations when nothing gets through, and starts again', async () => {
			await testApp.admin.fault({
				appId: testApp.appId,
				times: 6,
				fault: { kind: 'status', status: 503 },
			});
			const { json, executions } = await run(HUNDRED, ONE_BY_ONE, { settings: RETRY_ON_FAIL });
			expect(executions).toBe(2);
			expect(json).toMatchObject([{ rows: 100, done: 100, ...DONE }]);
			expect((await testApp.stats()).tracked).toBe(100);
		});

		it('stops at a wrong key and says what was done before', async () => {
			const rows = userNames(5000).map((user) => `track,${user},Buy`);
			const more = userNames(200).map((user) => `deleteUser,${user},`);
			const { json } = await run(
				lines('action,userId,event', ...rows, ...more),
				importFile({ parallelRequests: 1 }),
				{
					settings: { ...CONTINUE, ...RETRY_ON_FAIL },
					credential: { ...testApp.credential, developmentApiKey: 'no-key-of-this-app' },
				},
			);
			expect(json).toMatchObject([
				{
					status: 'failed',
					rows: 5200,
					done: 5000,
					failed: 1,
					error: {
						message: 'Leanplum rejected the Development Key: Invalid access key',
						description: expect.stringContaining(
							'Of 5,200 rows: 5,000 done, 1 failed, 199 not sent.',
						),
						rows: 5200,
					},
				},
			]);
			const { byAction, requestsByAction } = await testApp.stats();
			expect(byAction).toMatchObject({ track: 5000 });
			expect(requestsByAction).toEqual({ multi: 100, deleteUser: 1 });
		});

		it('sends the rest of a large file no more when Leanplum takes nothing', async () => {
			const rows = userNames(5100).map((user) => `${user},Buy`);
			await testApp.admin.fault({
				appId: testApp.appId,
				times: null,
				fault: { kind: 'status', status: 500 },
			});
			const { json } = await run(
				lines('userId,event', ...rows),
				importFile({ maxRetries: 0 }, 'track'),
				{ settings: CONTINUE },
			);
			expect(json).toMatchObject([{ error: { rows: 5100, done: 0 } }]);
			expect((await testApp.stats()).requests).toBeLessThanOrEqual(8);
		});

		/** The text of a file that came out. */
		const fileOf = ({ items }: NodeRunResult) =>
			readFileSync(join(folder, items[0]!.binary!.rowsNotSent!.id!.split(':')[1]!), 'utf8');

		it('gives a file of the rows that were not sent, to import them in a second run', async () => {
			const names = userNames(5100);
			const rows = names.map((user, index) => `${user};="${index}";${index < 5000 ? 'x' : index}`);
			const file = lines('User ID;Code;Plan', ...rows, 'wrong;1;2;3;4', 'kim;;', '#');
			await testApp.admin.settings({ recordRequests: false }, testApp.appId);
			// From the fourth request on Leanplum is down.
			await testApp.admin.fault({
				appId: testApp.appId,
				skip: 3,
				times: null,
				fault: { kind: 'status', status: 503 },
			});
			const options = { parallelRequests: 1, maxRetries: 0, skipWrongRows: true, ...REPORT };
			const first = await run(file, importFile(options));
			const { done } = first.json[0] as { done: number };
			expect(done).toBe(150);
			expect(first.json).toMatchObject([{ rows: 5103, rowsToImportAgain: 4950 }]);
			expect(first.hints[0]?.message).toContain(
				'The field rowsNotSent holds a CSV file with 4,950 rows to import again',
			);
			const rest = fileOf(first);
			expect(rest.split('\r\n').slice(0, 2)).toEqual([
				'\ufeffUser ID;Code;Plan',
				'user-151;"=""150""";x',
			]);
			await testApp.admin.clearFaults(testApp.appId);
			const second = await run(rest, importFile(options));
			expect(second.json).toMatchObject([{ rows: 4950, done: 4950 }]);
			for (const [user, index] of [
				['user-1', 0],
				['user-200', 199],
				['user-5050', 5049],
			] as const) {
				const { attributes } = (await testApp.user(user))!;
				expect(attributes).toEqual({ Code: `${index}`, Plan: index < 5000 ? 'x' : `${index}` });
			}
		});

		it('gives the file to items that fail, too', async () => {
			await testApp.admin.fault({
				appId: testApp.appId,
				skip: 1,
				times: null,
				fault: { kind: 'status', status: 503 },
			});
			const parameters = importFile({ parallelRequests: 1, maxRetries: 0 }, 'track');
			const result = await run(HUNDRED, parameters, { settings: CONTINUE });
			expect(result.json).toMatchObject([
				{ error: { description: expect.stringContaining('50 rows to import again'), done: 50 } },
			]);
			expect(fileOf(result).split('\r\n')).toHaveLength(52);
		});

		it('gives the file when the execution was stopped', async () => {
			await testApp.admin.settings({ latencyMs: 200 }, testApp.appId);
			const rows = userNames(500).map((user) => `${user},Buy`);
			const parameters = importFile({ parallelRequests: 1 }, 'track');
			const result = await testApp.run(parameters, [{}], {
				binary: { data: lines('userId,event', ...rows) },
				cancelWhen: async () => (await testApp.stats()).requests >= 2,
			});
			expect(result.wentOnForMs).toBeLessThan(1_800);
			const { error } = result.json[0] as { error: IDataObject };
			expect(error).toMatchObject({ message: 'The execution was stopped', rows: 500 });
			const { done, unknown, notSent, failed } = error as Record<string, number>;
			expect([done! >= 50, unknown! <= 50]).toEqual([true, true]);
			expect(error.rowsToImportAgain).toBe(notSent! + failed!);
			expect(fileOf(result).split('\r\n')).toHaveLength(notSent! + failed! + 2);
		});

		it('ends soon when the execution is stopped, not with the answer', async () => {
			await testApp.admin.settings({ latencyMs: 20_000 }, testApp.appId);
			const { wentOnForMs } = await testApp.run(ONE_BY_ONE, [{}], {
				binary: { data: HUNDRED },
				cancelWhen: async () => (await testApp.stats()).requests >= 1,
			});
			expect(wentOnForMs).toBeLessThan(5_000);
			expect((await testApp.stats()).requests).toBe(1);
		});
	});
});

describe('A file in n8n’s storage', () => {
	it('of 20,000 rows is read as it comes', async () => {
		await testApp.admin.settings({ recordRequests: false }, testApp.appId);
		function* rows() {
			yield 'userId,event,params.note\n';
			for (let row = 0; row < 20_000; row++) yield `user-${row >> 2},Buy,"ä, ""${row}"""\n`;
		}
		const { json } = await run(await stored(Readable.from(rows())), importFile({}, 'track'));
		expect(json).toMatchObject([{ rows: 20_000, done: 20_000, ...DONE }]);
		expect(await testApp.stats()).toMatchObject({ tracked: 20_000, byAction: { track: 20_000 } });
	});

	it('that is not UTF-8 is read as Windows-1252', async () => {
		const latin1 = Buffer.from('userId,userAttributes.town\nkim,Köln\n', 'latin1');
		const { json } = await run(await stored(latin1));
		expect(json).toMatchObject([{ done: 1, encoding: 'Windows-1252' }]);
		expect((await testApp.user('kim'))?.attributes).toEqual({ town: 'Köln' });
	});

	it('that is gone fails the item', async () => {
		const file = await stored(Buffer.from('userId\nkim\n'));
		rmSync(folder, { recursive: true });
		const { error } = await run(file);
		expect(error?.message).toBe("Couldn't read the file from n8n's storage");
		expect(await testApp.requests()).toEqual([]);
	});
});
