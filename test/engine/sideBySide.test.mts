import type { LeanplumCredential } from '../../nodes/Leanplum/protocol/action/keys';
import { expectNoKeys } from './secrets.mts';
import { eventsOf, TRACK, userNames, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** As many executions as a worker of n8n runs at once. */
const EXECUTIONS = 10;

/** The same users in every app, so that a memory shared by mistake would show. */
const USERS = userNames(60);

async function credentials(): Promise<LeanplumCredential[]> {
	return await Promise.all(Array.from({ length: EXECUTIONS }, () => testApp.newCredential()));
}

describe('Ten executions at once in one process', () => {
	it('keep their keys, items and users apart', async () => {
		const all = await credentials();
		const settings = { onError: 'continueRegularOutput' as const };
		const runs = await Promise.all(
			all.map(async (credential, number) => {
				await testApp.admin.settings({ latencyMs: number * 3 }, credential.appId);
				return await testApp.run(TRACK, eventsOf(USERS, `event-${number}`), {
					credential,
					settings,
				});
			}),
		);
		for (const [number, { appId }] of all.entries()) {
			const { json } = runs[number]!;
			expect(json.map(({ userId, status }) => [userId, status])).toEqual(
				USERS.map((user) => [user, 'done']),
			);
			const requests = await testApp.admin.requests(appId);
			expect(new Set(requests.map(({ keyClass }) => keyClass))).toEqual(new Set(['production']));
			const received = requests.flatMap(({ actions }) => actions);
			expect(received.map(({ userId }) => userId).sort()).toEqual([...USERS].sort());
			expect(new Set(received.map(({ args }) => args.event))).toEqual(new Set([`event-${number}`]));
			const others = all.filter((_, other) => other !== number);
			for (const other of others) expectNoKeys(runs[number], other);
		}
	});

	it('wait for their own app only', async () => {
		const [busy, ...free] = await credentials();
		const fault = { kind: 'status', status: 503 } as const;
		await testApp.admin.fault({ appId: busy!.appId, times: null, fault });
		let busyHasEnded = false;
		const parameters = { ...TRACK, options: { maxRetries: 1, retryDelay: 8000 } };
		const waiting = testApp
			.run(parameters, eventsOf(USERS), { credential: busy, cancelWhen: async () => busyHasEnded })
			.then(() => 'stopped');
		const others = await Promise.all(
			free.map((credential) => testApp.run(parameters, eventsOf(USERS), { credential })),
		);
		// The one that waits is still at it when all others have ended.
		expect((await testApp.admin.stats(busy!.appId)).requests).toBeGreaterThan(0);
		busyHasEnded = true;
		expect(await waiting).toBe('stopped');
		for (const { json } of others) {
			expect(json.filter(({ status }) => status === 'done')).toHaveLength(USERS.length);
		}
	});

	it('stop at the wrong key of their own only', async () => {
		const all = await credentials();
		all[0]!.clientKey = 'prod_wrong_key';
		const settings = { onError: 'continueRegularOutput' as const };
		const runs = await Promise.all(
			all.map((credential) => testApp.run(TRACK, eventsOf(USERS), { credential, settings })),
		);
		expect(runs.map(({ json }) => json.filter(({ status }) => status === 'done').length)).toEqual([
			0,
			...new Array<number>(EXECUTIONS - 1).fill(USERS.length),
		]);
	});
});
