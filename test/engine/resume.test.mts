import type { INodeParameters } from 'n8n-workflow';
import { QUICK, userNames, World } from './world.mts';

const world = World.forThisFile();

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
	for (const { args, outcome } of await world.received('setUserAttributes')) {
		if (outcome !== 'done') continue;
		const user = String(args.userId);
		times.set(user, (times.get(user) ?? 0) + 1);
	}
	return times;
}

it('A sync goes on where an outage ended it: each user is sent once after the second run', async () => {
	const items = userNames(USERS).map((user) => ({ user }));
	const onError = { settings: { onError: 'continueRegularOutput' as const } };
	await world.admin.fault({
		appId: world.appId,
		skip: Math.floor(USERS / PER_REQUEST / 2),
		times: null,
		fault: { kind: 'status', status: 503 },
	});
	const first = await world.run(SYNC, items, onError);
	const isOpen = first.json.map(({ status }) => status === 'notSent' || status === 'failed');
	expect(new Set(first.json.map(({ status }) => status))).toEqual(
		new Set(['done', 'failed', 'notSent']),
	);
	expect(first.json.filter(({ status }) => status === 'notSent').length).toBeGreaterThan(USERS / 3);

	await world.admin.clearFaults(world.appId);
	const rest = items.filter((_, index) => isOpen[index]);
	const second = await world.run(SYNC, rest, onError);
	expect(new Set(second.json.map(({ status }) => status))).toEqual(new Set(['done']));
	const times = await timesDone();
	expect(times.size).toBe(USERS);
	expect([...times.values()].every((count) => count === 1)).toBe(true);
}, 600_000);
