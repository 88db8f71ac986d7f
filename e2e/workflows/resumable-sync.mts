import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { atStandIn, startStandIn } from '../lib/standIn.mts';
import { createUserTable, letTimePass, TABLE_NODES, workflowOf } from '../lib/waitingRows.mts';

const NODES = [...TABLE_NODES, 'Oldest User', 'Take Users'];
/** Fill nine requests; the outage begins after the second. */
const USERS = Array.from({ length: 450 }, (_, index) => `user-${index + 1}`);
const DONE_BEFORE = 100;

const example: Example = {
	toChoose: NODES,
	prepare: async ({ admin, appId }) => await admin.seedUsers(appId, USERS),
	async surround({ admin, appId, api }) {
		const crm = await startStandIn(() =>
			[...USERS, 'stranger'].map((userId) => ({ userId, attributes: { plan: 'gold' } })),
		);
		const table = await createUserTable(api, `sync-${appId}`);
		return {
			replace: {
				...Object.fromEntries(NODES.map((name) => [name, table.choose])),
				Users: atStandIn(crm.url),
			},
			async check(run) {
				assert.equal(await table.count(), USERS.length + 1);
				const workflow = await workflowOf(api, run.id);
				const next = async () =>
					await api.finished(await api.run(workflow, 'Every Minute'), undefined, 120_000);
				await admin.fault({
					appId,
					skip: DONE_BEFORE / 50,
					times: null,
					fault: { kind: 'status', status: 503 },
				});
				const first = await next();
				const statuses = first.json('Set Attributes').map(({ status }) => status);
				assert.ok(statuses.includes('notSent'), 'the node stopped sending');
				assert.equal(await table.count(), USERS.length + 1 - DONE_BEFORE);

				await admin.clearFaults(appId);
				await letTimePass(table);
				const second = await next();
				assert.equal(second.json('Take Users').length, USERS.length + 1 - DONE_BEFORE);
				const left = await table.rows();
				assert.deepEqual(
					left.map(({ user_id, due }) => [user_id, due]),
					[['stranger', null]],
				);
				assert.notEqual(left[0]?.problem, null);
				const requests = await admin.requests(appId, 'setUserAttributes');
				const done = requests
					.flatMap(({ actions }) => actions.filter(({ outcome }) => outcome === 'done'))
					.map(({ args }) => args.userId);
				assert.deepEqual(done.sort(), [...USERS].sort(), 'each user is sent once');
			},
			close: crm.close,
		};
	},
	start: { kind: 'manual' },
	outputs: { Users: { items: USERS.length + 1 }, Store: { items: 1 } },
	requests: 0,
	done: {},
};

export default example;
