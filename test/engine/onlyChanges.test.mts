import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { QUICK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Sets name and plan of the user that the item names, compared with the item's `lastSent`. */
const SYNC: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	identifyBy: 'userId',
	userId: '={{ $json.user }}',
	attributesFrom: 'item',
	options: { ...QUICK, lastSent: '={{ $json.lastSent }}', ifEmpty: 'clear' },
};

/** A table of users in which each row keeps what was last sent. */
function rowsOf(users: readonly string[], attributes: IDataObject): IDataObject[] {
	return users.map((user) => ({ user, ...attributes }));
}

/** Runs the sync and stores what comes out in the rows, as a workflow would. */
async function sync(rows: IDataObject[]) {
	const result = await testApp.run(SYNC, rows);
	result.json.forEach(({ sentAttributes }, index) => {
		rows[index]!.lastSent = sentAttributes as IDataObject;
	});
	return result.json;
}

const requestCount = async () => (await testApp.requests()).length;

describe('Compare With Last Sent', () => {
	it('makes 3 requests for 10,000 users of whom 150 changed', async () => {
		const rows: IDataObject[] = rowsOf(userNames(10_000), { plan: 'gold', points: 1 }).map(
			(row) => ({
				...row,
				lastSent: { plan: 'gold', points: 1 },
			}),
		);
		rows.slice(100, 250).forEach((row) => (row.points = 2));
		const json = await sync(rows);
		expect(json.filter(({ status }) => status === 'unchanged')).toHaveLength(9850);
		expect(json.filter(({ status }) => status === 'done')).toHaveLength(150);
		expect(await requestCount()).toBe(3);
		const [first] = await testApp.received('setUserAttributes');
		expect(first?.args.userAttributes).toEqual({ points: 2 });
	}, 300_000);

	it('sends everything for a user who is new, and then only differences', async () => {
		const rows = rowsOf(['ada'], { plan: 'gold', tags: ['a', 'b'], trial: null });
		expect(await sync(rows)).toMatchObject([{ status: 'done', userId: 'ada' }]);
		expect(rows[0]?.lastSent).toEqual({ plan: 'gold', tags: ['a', 'b'], trial: null });
		expect(await sync(rows)).toMatchObject([
			{ status: 'unchanged', userId: 'ada', sentAttributes: rows[0]?.lastSent },
		]);
		rows[0]!.tags = ['b', 'a'];
		await sync(rows);
		const sent = (await testApp.received('setUserAttributes')).map(
			({ args }) => args.userAttributes,
		);
		expect(sent).toEqual([{ plan: 'gold', tags: ['a', 'b'], trial: null }, { tags: ['b', 'a'] }]);
	});

	it('sends a value that goes from A to B and back to A each time', async () => {
		const rows = rowsOf(['ada'], { plan: 'A' });
		for (const plan of ['A', 'B', 'A']) {
			rows[0]!.plan = plan;
			expect(await sync(rows)).toMatchObject([{ status: 'done' }]);
		}
		expect((await testApp.user('ada'))?.attributes).toMatchObject({ plan: 'A' });
	});

	it('sends again what was skipped or failed, because nothing is stored for it', async () => {
		const rows = rowsOf(['ada', 'nobody'], { plan: 'gold' });
		await testApp.admin.fault({
			appId: testApp.appId,
			fault: { kind: 'itemError', message: 'Not today', userId: 'nobody' },
		});
		const first = await testApp.run(SYNC, rows, { settings: { onError: 'continueRegularOutput' } });
		expect(first.json.map(({ sentAttributes }) => sentAttributes)).toEqual([
			{ plan: 'gold' },
			null,
		]);
	});

	it('also sends what is to be cleared for the first time, and numbers that became text', async () => {
		const rows = [{ user: 'ada', old: null, points: '1', lastSent: { points: 1 } }];
		await sync(rows);
		const [sent] = await testApp.received('setUserAttributes');
		expect(sent?.args.userAttributes).toEqual({ old: null, points: '1' });
	});

	it('keeps what was sent earlier and is not in the item now', async () => {
		const rows: IDataObject[] = [{ user: 'ada', plan: 'gold', lastSent: { city: 'Paris' } }];
		await sync(rows);
		expect(rows[0]?.lastSent).toEqual({ city: 'Paris', plan: 'gold' });
	});

	it('takes what was stored as text', async () => {
		const rows = [{ user: 'ada', plan: 'gold', lastSent: '{"plan":"gold"}' }];
		expect(await sync(rows)).toMatchObject([{ status: 'unchanged' }]);
	});

	it('sends an unchanged user for whom there is more to set', async () => {
		const { json } = await testApp.run(
			{ ...SYNC, additionalFields: { created: '2024-01-01T00:00:00Z' } },
			[{ user: 'ada', plan: 'gold', lastSent: { plan: 'gold' } }],
		);
		expect(json).toMatchObject([{ status: 'done', sentAttributes: { plan: 'gold' } }]);
	});

	it('refuses something else than an object', async () => {
		const { error } = await testApp.run(SYNC, [{ user: 'ada', plan: 'gold', lastSent: '[1]' }]);
		expect(error?.message).toContain('Compare With Last Sent must be a JSON object');
		expect(await requestCount()).toBe(0);
	});

	const plansSent = async () =>
		(await testApp.received('setUserAttributes')).map(({ args }) => args.userAttributes);

	it('compares items of one user in a run in turn', async () => {
		const lastSent = { plan: 'A', city: 'Paris' };
		const { json } = await testApp.run(SYNC, [
			{ user: 'ada', plan: 'B', lastSent },
			{ user: 'ada', plan: 'A', lastSent },
			{ user: 'ada', city: 'Paris', lastSent },
			{ user: 'grace', plan: 'A', lastSent },
		]);
		expect(await plansSent()).toEqual([{ plan: 'B' }, { plan: 'A' }]);
		expect((await testApp.user('ada'))?.attributes).toMatchObject({ plan: 'A' });
		expect(json.map(({ status, sentAttributes }) => [status, sentAttributes])).toEqual([
			['done', { plan: 'B', city: 'Paris' }],
			['done', { plan: 'A', city: 'Paris' }],
			// What became of the plan is not known when this item is compared.
			['unchanged', { city: 'Paris' }],
			['unchanged', lastSent],
		]);
	});

	it('compares with items that were done in an earlier try of Retry On Fail', async () => {
		const rows = [
			{ user: 'ada', plan: 'B', lastSent: { plan: 'A' } },
			{ user: 'ada', plan: 'A', lastSent: { plan: 'A' } },
		];
		await testApp.admin.fault({
			appId: testApp.appId,
			skip: 1,
			fault: { kind: 'itemError', message: 'Not today' },
		});
		const options = { ...(SYNC.options as INodeParameters), batching: 'off' };
		const { executions } = await testApp.run({ ...SYNC, options }, rows, {
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(executions).toBe(2);
		expect((await testApp.user('ada'))?.attributes).toMatchObject({ plan: 'A' });
	});

	it('leaves open what Leanplum has after a lost reply, so that the next run sends it', async () => {
		const rows: IDataObject[] = [
			{ user: 'ada', plan: 'B', lastSent: { plan: 'A', city: 'Paris' } },
		];
		await testApp.admin.fault({
			appId: testApp.appId,
			times: 3,
			fault: { kind: 'drop', when: 'after' },
		});
		const { json } = await testApp.run(SYNC, rows, {
			settings: { onError: 'continueRegularOutput' },
		});
		const { sentAttributes } = json[0]!.error as IDataObject;
		expect(json[0]).toMatchObject({ status: 'unknown' });
		expect(sentAttributes).toEqual({ city: 'Paris' });
		rows[0] = { user: 'ada', plan: 'A', lastSent: sentAttributes };
		expect(await sync(rows)).toMatchObject([{ status: 'done' }]);
		expect((await testApp.user('ada'))?.attributes).toMatchObject({ plan: 'A' });
	});

	it('is counted by Preview Only', async () => {
		const { json, hints } = await testApp.run(
			{ ...SYNC, options: { ...(SYNC.options as INodeParameters), previewOnly: true } },
			[
				{ user: 'ada', plan: 'gold', lastSent: { plan: 'gold' } },
				{ user: 'grace', plan: 'gold' },
			],
		);
		expect(json).toMatchObject([
			{ status: 'unchanged', userId: 'ada' },
			{ status: 'preview', userId: 'grace' },
		]);
		expect(hints[0]?.message).toMatch(/\b1 request, 1 user billed, 1 item unchanged\b/);
	});
});
