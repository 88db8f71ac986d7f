import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { readFromStandIn, startStandIn, valuesToStandIn } from '../lib/standIn.mts';

/** A customer as BigQuery gives it: numbers and booleans are text. */
const customer = (id: string | null, points: string) => ({
	customer_id: id,
	plan: 'gold',
	points,
	newsletter: 'true',
});

/** Ada; nobody; a wrong number; one who has not the app; one whom Leanplum rejects. */
const CUSTOMERS = [
	customer('ada', '120'),
	customer(null, '1'),
	customer('edsger', 'many'),
	customer('stranger', '0'),
	customer('alan', '7'),
];

interface Result {
	customer_id: string | null;
	status: string;
	message: string;
	read_at: string;
}

interface Fields {
	values: { fieldId: string; fieldValue: string }[];
}

/**
 * The warehouse is a stand-in that gives those who were never done, as the query asks for it, and
 * what BigQuery's node gives when there are none.
 */
const example: Example = {
	toChoose: ['Changed Customers', 'Write Results'],
	async prepare({ admin, appId }) {
		await admin.seedUsers(appId, ['ada', 'edsger', 'alan']);
		const fault = { kind: 'itemError' as const, userId: 'alan', message: 'Rejected' };
		await admin.fault({ appId, times: null, fault });
	},
	async surround({ admin, appId }) {
		let customers = CUSTOMERS;
		let reads = 0;
		const results: Result[] = [];
		const done = () => results.filter(({ status }) => status === 'done');
		const warehouse = await startStandIn(({ method, body }) => {
			if (method === 'POST') {
				results.push(JSON.parse(body) as Result);
				return { success: true };
			}
			const known = new Set(done().map((result) => result.customer_id));
			const changed = customers.filter(({ customer_id: id }) => !known.has(id));
			reads += 1;
			if (changed.length === 0) return { success: true };
			return changed.map((one) => ({ ...one, read_at: `read ${reads}` }));
		});
		const inOrder = () =>
			results.splice(0).sort((a, b) => String(a.customer_id).localeCompare(String(b.customer_id)));
		return {
			replace: {
				'Changed Customers': readFromStandIn(warehouse.url),
				'Write Results': valuesToStandIn(warehouse.url, ({ fieldsUi }) =>
					Object.fromEntries(
						(fieldsUi as Fields).values.map(({ fieldId, fieldValue }) => [fieldId, fieldValue]),
					),
				),
			},
			async check(_run, again) {
				const written = inOrder();
				assert.deepEqual(
					written.map(({ customer_id: id, status, read_at: readAt }) => [id, status, readAt]),
					[
						['ada', 'done', 'read 1'],
						['alan', 'failed', 'read 1'],
						['edsger', 'failed', 'read 1'],
						[null, 'failed', 'read 1'],
						['stranger', 'skipped', 'read 1'],
					],
				);
				assert.match(written[1]!.message, /Rejected$/);
				assert.match(written[2]!.message, /"points"/);
				assert.match(written[3]!.message, /^User ID /);
				assert.deepEqual((await admin.user(appId, 'ada'))?.attributes, {
					plan: 'gold',
					points: 120,
					// Leanplum stores booleans as this text.
					newsletter: 'True',
				});

				// The next night who was done is not read, and Leanplum takes the one that it rejected.
				results.push(written[0]!);
				await admin.clearFaults(appId);
				const second = await again();
				const statuses = second.json('Set Attributes').map(({ status }) => status);
				assert.deepEqual(statuses, ['notSent', 'notSent', 'skipped', 'done']);
				assert.equal((await admin.user(appId, 'alan'))?.attributes.points, 7);

				// And then nobody has changed.
				customers = [];
				await admin.clearRequests(appId);
				results.splice(0);
				const third = await again();
				assert.deepEqual(third.json('Set Attributes'), []);
				assert.deepEqual(results, []);
				assert.deepEqual(await admin.requests(appId), []);
			},
			close: warehouse.close,
		};
	},
	start: { kind: 'schedule' },
	outputs: {
		'Set Attributes': { items: 5, statuses: { done: 1, failed: 1, notSent: 2, skipped: 1 } },
		'Write Results': { items: 5 },
	},
	requests: 1,
	done: { setUserAttributes: 1 },
};

export default example;
