import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { readFromStandIn, startStandIn, valuesToStandIn } from '../lib/standIn.mts';

type Row = Record<string, unknown>;

const row = (userId: string, more: Row = {}): Row => ({
	'User ID': userId,
	plan: 'gold',
	points: 120,
	'Leanplum Status': '',
	'Leanplum Message': '',
	...more,
});

/** As Google Sheets gives them: the first row below the header is row 2. */
const ROWS = [
	row('ada'),
	// Has no ID.
	row(''),
	// Has not the app.
	row('stranger'),
	// Leanplum rejects it.
	row('alan'),
	row('grace', { plan: 'free', points: 0, 'Leanplum Status': 'done' }),
].map((one, index): Row => ({ row_number: index + 2, ...one }));

/** The sheet is kept by a stand-in, for Google's address is fixed. */
const example: Example = {
	toChoose: ['Rows', 'Write Back'],
	async prepare({ admin, appId }) {
		await admin.seedUsers(appId, ['ada', 'alan', 'grace']);
		const fault = { kind: 'itemError' as const, userId: 'alan', message: 'Rejected' };
		await admin.fault({ appId, times: null, fault });
	},
	async surround({ admin, appId }) {
		const sheet = new Map(ROWS.map((one) => [Number(one.row_number), one]));
		const google = await startStandIn(({ method, body }) => {
			if (method === 'GET') return [...sheet.values()];
			const changed = JSON.parse(body) as Row;
			const number = Number(changed.row_number);
			sheet.set(number, { ...sheet.get(number), ...changed, row_number: number });
			return changed;
		});
		const column = (name: string) => [...sheet.values()].map((one) => one[name]);
		return {
			replace: {
				Rows: readFromStandIn(google.url),
				'Write Back': valuesToStandIn(
					google.url,
					({ columns }) => (columns as { value: Row }).value,
				),
			},
			async check(_run, again) {
				assert.deepEqual(column('Leanplum Status'), [
					...['done', 'failed', 'skipped', 'failed'],
					'done',
				]);
				const messages = column('Leanplum Message').map(String);
				assert.equal(messages[0], '');
				assert.match(messages[1]!, /^User ID /);
				assert.match(messages[2]!, /^User not found/);
				assert.match(messages[3]!, /Rejected$/);
				const { attributes } = (await admin.user(appId, 'ada'))!;
				assert.deepEqual(attributes, { plan: 'gold', points: 120 });
				assert.deepEqual((await admin.user(appId, 'grace'))?.attributes, {}, 'was done before');

				// The ID is filled in, and Leanplum takes the other one; what is done stays as it is.
				sheet.set(3, { ...sheet.get(3), 'User ID': 'grace' });
				await admin.clearFaults(appId);
				await admin.clearRequests(appId);
				await again();
				assert.deepEqual(column('Leanplum Status'), [
					...['done', 'done', 'skipped', 'done'],
					'done',
				]);
				assert.deepEqual(column('Leanplum Message').slice(0, 2), ['', '']);
				assert.equal((await admin.user(appId, 'grace'))?.attributes.plan, 'gold');
				const requests = await admin.requests(appId);
				assert.equal(requests.flatMap(({ actions }) => actions).length, 3);
			},
			close: google.close,
		};
	},
	start: { kind: 'schedule' },
	outputs: {
		Rows: { items: 5 },
		'Not Done Yet': { items: 4 },
		'Set Attributes': { items: 4, statuses: { done: 1, failed: 1, notSent: 1, skipped: 1 } },
		'Write Back': { items: 4 },
	},
	requests: 1,
	done: { setUserAttributes: 1 },
};

export default example;
