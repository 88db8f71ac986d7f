import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { QUICK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** `RESUME_USERS=100000` tries it with as many as a large sync has. */
const USERS = Number(process.env.RESUME_USERS ?? 4_000);
const PER_REQUEST = 50;

const SYNC: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	userId: '={{ $json.user }}',
	attributesFrom: 'json',
	attributesJson: '{"plan":"gold"}',
	options: QUICK,
};

/** How often each user was sent, as Leanplum carried it out. */
async function timesDone(): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	for (const { args, outcome } of await testApp.received('setUserAttributes')) {
		if (outcome !== 'done') continue;
		const user = String(args.userId);
		times.set(user, (times.get(user) ?? 0) + 1);
	}
	return times;
}

/** Leanplum is down after half of the requests. */
async function outageHalfway(): Promise<void> {
	await testApp.admin.fault({
		appId: testApp.appId,
		skip: Math.floor(USERS / PER_REQUEST / 2),
		times: null,
		fault: { kind: 'status', status: 503 },
	});
}

const onError = { settings: { onError: 'continueRegularOutput' as const } };
const retryLater = ({ error }: IDataObject) => (error as IDataObject | undefined)?.retryLater;

it('A sync goes on where an outage ended it: each user is sent once after the second run', async () => {
	const items = [...userNames(USERS), ''].map((user) => ({ user }));
	await outageHalfway();
	const first = await testApp.run(SYNC, items, onError);
	expect(new Set(first.json.map(({ status }) => status))).toEqual(
		new Set(['done', 'failed', 'notSent']),
	);
	expect(first.json.filter(({ status }) => status === 'notSent').length).toBeGreaterThan(USERS / 3);
	// Sending the one without a user again would not help.
	expect(first.json.at(-1)).toMatchObject({ status: 'notSent' });
	expect(retryLater(first.json.at(-1)!)).toBeUndefined();

	await testApp.admin.clearFaults(testApp.appId);
	const rest = items.filter((_, index) => retryLater(first.json[index]!));
	expect(rest).toHaveLength(USERS - first.json.filter(({ status }) => status === 'done').length);
	const second = await testApp.run(SYNC, rest, onError);
	expect(new Set(second.json.map(({ status }) => status))).toEqual(new Set(['done']));
	const times = await timesDone();
	expect(times.size).toBe(USERS);
	expect([...times.values()].every((count) => count === 1)).toBe(true);
}, 600_000);

it.each([
	['stopped by an outage', async () => void (await outageHalfway()), {}],
	[
		'cancelled',
		async () => void (await testApp.admin.settings({ latencyMs: 200 }, testApp.appId)),
		{ cancelWhen: async () => (await testApp.stats()).requests >= USERS / PER_REQUEST / 2 },
	],
])(
	'A sync that is %s is complete after a second run with all its users',
	async (_, trouble, more) => {
		const items = userNames(USERS).map((user) => ({ user }));
		await trouble();
		const first = await testApp.run(SYNC, items, more);
		expect(first.json).toEqual([]);
		const before = await timesDone();
		expect(before.size).toBeGreaterThan(0);
		expect(before.size).toBeLessThan(USERS);

		await testApp.admin.clearFaults(testApp.appId);
		await testApp.admin.settings({ latencyMs: 0 }, testApp.appId);
		const second = await testApp.run(SYNC, items, onError);
		expect(new Set(second.json.map(({ status }) => status))).toEqual(new Set(['done']));
		// Of what such a run gave nothing is known, so all are sent, which sets the same values again.
		const times = await timesDone();
		expect(times.size).toBe(USERS);
		const timesOf = (users: Iterable<string>) => new Set([...users].map((user) => times.get(user)));
		expect(timesOf(before.keys())).toEqual(new Set([2]));
		expect(timesOf(times.keys())).toEqual(new Set([1, 2]));
	},
	600_000,
);

it('A wrong key is no reason of an item either', async () => {
	testApp.credential.clientKey = 'prod_wrong';
	const wrong = await testApp.run(SYNC, [{ user: 'ada' }], onError);
	testApp.credential.clientKey = '';
	const missing = await testApp.run(SYNC, [{ user: 'ada' }], onError);
	expect([...wrong.json, ...missing.json].map(retryLater)).toEqual([true, true]);
});
