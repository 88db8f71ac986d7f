import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { pacificDay } from '../../testkit/pacificDay.mts';
import { TriggerTestApp } from './triggerTestApp.mts';
import { MESSAGES, QUICK } from './testApp.mts';

const testApp = TriggerTestApp.forThisFile();

const OPENED = `.m${MESSAGES.push} Open`;

const exportUser = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'export',
	identifyBy: 'userId',
	userId: 'nina',
	simplify: true,
	options: { ...QUICK, ...options },
});

const NAMED = { messageNames: true };

/** The names of Nina's event counters, and what the output pane says. */
async function countersOf(parameters: INodeParameters) {
	const { json, hints } = await testApp.run(parameters);
	expect(json).toMatchObject([{ status: 'done' }]);
	return {
		names: Object.keys(json[0]!.events as IDataObject),
		hints: hints.map(({ message }) => message),
	};
}

/** Makes Leanplum answer so when it is asked for messages. */
async function answer(status: number, element: IDataObject): Promise<void> {
	const fault = { kind: 'status', status, body: JSON.stringify({ response: [element] }) } as const;
	const match = { action: 'getMessages' };
	await testApp.admin.fault({ appId: testApp.appId, match, times: null, fault });
}

async function nameOf(messageId: string): Promise<string> {
	const picked = { __rl: true, mode: 'id', value: messageId };
	const read = { resource: 'message', operation: 'get', messageId: picked, simplify: true };
	const { json } = await testApp.run(read);
	return String(json[0]!.name);
}

describe('The names of messages', () => {
	beforeEach(async () => {
		const event = { resource: 'event', operation: 'track', identifyBy: 'userId', userId: 'nina' };
		const messageId = { __rl: true, mode: 'id', value: MESSAGES.push };
		await testApp.run({ ...event, event: 'Open', additionalFields: { messageId } });
	});

	it("stand in a user's counters on request, for one look-up a run", async () => {
		expect((await countersOf(exportUser())).names).toEqual([OPENED]);
		expect(await testApp.received('getMessages')).toEqual([]);
		const { json } = await testApp.run(exportUser(NAMED), [{}, {}, {}]);
		const named = { [`${await nameOf(MESSAGES.push)} Open`]: expect.anything() as unknown };
		expect(json.map(({ events }) => events)).toEqual([named, named, named]);
		await testApp.run(exportUser(NAMED));
		expect(await testApp.received('getMessages')).toHaveLength(1);
	});

	it('are as they came where the response is not simplified', async () => {
		const { names } = await countersOf({ ...exportUser(NAMED), simplify: false });
		expect(names).toEqual([OPENED]);
	});

	it('keep the ID where two messages have the same name', async () => {
		const name = 'Spring sale';
		const messages = [
			{ id: MESSAGES.push, name },
			{ id: '1', name },
		];
		await answer(200, { success: true, messages });
		const { names } = await countersOf(exportUser(NAMED));
		expect(names).toEqual([`${name} (ID ${MESSAGES.push}) Open`]);
	});

	it('take the place of no other event', async () => {
		const messages = [
			{ id: MESSAGES.push, name: 'Till' },
			{ id: '1', name: 'Till Open' },
		];
		await answer(200, { success: true, messages });
		const event = { resource: 'event', operation: 'track', identifyBy: 'userId', userId: 'nina' };
		await testApp.run({ ...event, event: 'Till Open' });
		const { names } = await countersOf(exportUser(NAMED));
		expect(names.sort()).toEqual([OPENED, 'Till Open']);
	});

	it('stay IDs when they cannot be looked up, and the output pane says why', async () => {
		testApp.credential.contentReadOnlyApiKey = '';
		const { names, hints } = await countersOf(exportUser(NAMED));
		expect(names).toEqual([OPENED]);
		expect(hints).toEqual([
			"Couldn't look up message names: Include Message Names needs the Content Read-Only Key",
		]);
	});

	it('come with the rows of a report', async () => {
		await testApp.admin.settings({ jobPendingMs: 1, jobRunningMs: 1 }, testApp.appId);
		const report = {
			resource: 'export',
			operation: 'report',
			mode: 'wait',
			output: 'rows',
			dataType: 'UserActivity',
			startDate: pacificDay(20),
			endDate: pacificDay(),
		};
		const rowsOf = async (options: INodeParameters) => {
			const { json, error } = await testApp.run({
				...report,
				options: { ...QUICK, pollInterval: 0.02, ...options },
			});
			expect(error).toBeUndefined();
			return json;
		};
		const rows = await rowsOf(NAMED);
		const name = await nameOf(MESSAGES.push);
		expect(rows.find(({ event }) => event === OPENED)).toMatchObject({ messageName: name });
		expect(rows.find(({ event }) => event === 'Purchase')).toMatchObject({ messageName: null });
		expect(new Set((await rowsOf({})).map(({ messageName }) => messageName))).toEqual(
			new Set([null]),
		);
	});
});

describe('An event of the trigger', () => {
	const activate = async (triggerOptions: INodeParameters) => {
		testApp.server.parameters = { triggerOptions };
		await testApp.server.activate();
		return await testApp.ownUrl();
	};

	it('carries the name of its message on request, for one look-up', async () => {
		const url = await activate({ messageNames: true });
		const name = await nameOf(MESSAGES.push);
		expect(await testApp.started(url)).toMatchObject([{ userId: 'ada', messageName: name }]);
		const other = await testApp.ownUrl({ userId: 'grace', messageId: '99' });
		expect(await testApp.started(other)).toMatchObject([{ userId: 'grace', messageName: null }]);
		expect(await testApp.received('getMessages')).toHaveLength(1);
	});

	it('carries it, too, where the option says yes in another way', async () => {
		const url = await activate({ messageNames: 'yes' });
		expect(await testApp.started(url)).toMatchObject([
			{ messageName: await nameOf(MESSAGES.push) },
		]);
	});

	it('has no name otherwise', async () => {
		const [event] = await testApp.started(await activate({}));
		expect(event).not.toHaveProperty('messageName');
		expect(await testApp.received('getMessages')).toEqual([]);
	});

	it.each([
		['Leanplum fails', async () => await answer(500, { success: false })],
		['the key is missing', async () => void (testApp.server.credential.contentReadOnlyApiKey = '')],
		[
			'the key is wrong',
			async () => void (testApp.server.credential.contentReadOnlyApiKey = 'prod_wrong'),
		],
	])('is not lost when %s', async (_case, arrange) => {
		const url = await activate({ messageNames: true });
		await arrange();
		expect(await testApp.started(url)).toMatchObject([{ userId: 'ada', messageName: null }]);
		expect(testApp.server.runs.map(({ error }) => error)).toEqual([undefined]);
	});
});
