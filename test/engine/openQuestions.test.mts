import type { INodeParameters } from 'n8n-workflow';
import { eventsOf, MESSAGES, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

type Settings = Parameters<TestApp['admin']['settings']>[0];

/**
 * What the sandbox infers of Leanplum and the node could depend on, and the other ways in which Leanplum
 * may do it.
 */
const ANSWERS: ReadonlyArray<readonly [string, Settings]> = [
	['what the sandbox infers', {}],
	['overlapping requests that wait', { lock: 'wait' }],
	['overlapping requests that run at the same time', { lock: false }],
	['408 for too many requests', { throttleStatus: 408 }],
	['development keys refused without development mode', { developmentKey: 'refused' }],
	['content for a start that creates nobody', { createNeverStart: 'content' }],
	[
		'everything else than what is inferred',
		{
			lock: 'wait',
			throttleStatus: 408,
			developmentKey: 'refused',
			createNeverStart: 'content',
			legacyMissingUser404: false,
		},
	],
];

/** Retries that outlast the second for which Leanplum throttles, and users who are in other requests. */
const PATIENT: INodeParameters = { maxRetries: 8, retryDelay: 20 };

const USERS = ['ada', 'grace', 'alan'];

describe.each(ANSWERS)('With %s', (_name, settings) => {
	beforeEach(async () => {
		await testApp.admin.settings({ ...settings, latencyMs: 5 }, testApp.appId);
		await testApp.admin.seedUsers(testApp.appId, USERS, { withDevice: true });
	});

	const countOf = async (user: string, event: string) =>
		(await testApp.user(user))?.events[event]?.count;

	it.each(['automatic', 'off'])(
		'two runs for the same users lose nothing, batching %s',
		async (batching) => {
			const parameters = { ...TRACK, options: { ...PATIENT, batching } };
			const runs = await Promise.all(
				['Open', 'Buy'].map((event) =>
					testApp.run(parameters, eventsOf([...USERS, ...USERS], event)),
				),
			);
			for (const { json } of runs)
				expect(json.map(({ status }) => status)).toEqual(Array(6).fill('done'));
			for (const user of USERS) {
				expect([await countOf(user, 'Open'), await countOf(user, 'Buy')]).toEqual([2, 2]);
			}
		},
	);

	it('messages in development mode are sent once each', async () => {
		const { json } = await testApp.run(
			{
				resource: 'message',
				operation: 'send',
				messageId: { __rl: true, mode: 'id', value: MESSAGES.push },
				userId: '={{ $json.user }}',
				additionalFields: { devMode: true },
				options: { ...PATIENT, batching: 'off' },
			},
			[{ user: 'ada' }, { user: 'ada' }, { user: 'grace' }],
		);
		expect(json.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
		const sent = await testApp.admin.sent(testApp.appId);
		expect(sent.map(({ userId }) => userId).sort()).toEqual(['ada', 'ada', 'grace']);
	});

	it('a development key without development mode does something or says why not', async () => {
		const { json } = await testApp.run(
			{
				resource: 'custom',
				operation: 'callAction',
				leanplumAction: 'track',
				key: 'development',
				argumentsJson: '={{ { userId: $json.user, event: $json.event } }}',
				options: PATIENT,
			},
			eventsOf(USERS),
			{ settings: { onError: 'continueRegularOutput' } },
		);
		for (const [index, user] of USERS.entries()) {
			const wasDone = (await countOf(user, 'Purchase')) === 1;
			expect(wasDone).toBe(settings.developmentKey !== 'refused');
			const { status, error } = json[index]!;
			expect(status).toBe(wasDone ? 'done' : 'failed');
			if (!wasDone)
				expect(JSON.stringify(error)).toContain('Leanplum rejected the Development Key');
		}
	});

	it('a start that may create nobody says the same of one item and of two', async () => {
		const start = async (users: string[]) => {
			const { json } = await testApp.run(
				{
					resource: 'session',
					operation: 'start',
					userId: '={{ $json.user }}',
					additionalFields: { createDisposition: 'CreateNever' },
					options: PATIENT,
				},
				users.map((user) => ({ user })),
			);
			return json.map(({ userId: _, ...rest }) => rest);
		};
		const [alone] = await start(['kim']);
		expect(await start(['kim', 'lee'])).toEqual([alone, alone]);
		expect(await testApp.user('kim')).toBeUndefined();
		expect(alone?.status).toBe(settings.createNeverStart === 'content' ? 'done' : 'skipped');
	});
});
