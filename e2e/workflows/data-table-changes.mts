import assert from 'node:assert/strict';
import { createDataTable } from '../lib/dataTable.mts';
import type { Example } from '../lib/example.mts';
import { atStandIn, startStandIn } from '../lib/standIn.mts';

interface Row {
	user_id: string;
	last_sent: string;
	leanplum_status: string;
	leanplum_message: string;
}

const COLUMNS = {
	user_id: 'string',
	last_sent: 'string',
	leanplum_status: 'string',
	leanplum_message: 'string',
} as const;

const CONTACTS = [
	{ contactId: 'ada', firstName: 'Ada', plan: 'gold', points: 120 },
	{ contactId: 'grace', firstName: 'Grace', plan: 'silver', points: 40 },
	// Has not the app.
	{ contactId: 'stranger', firstName: 'Nobody', plan: 'free', points: 0 },
	// No number.
	{ contactId: 'edsger', firstName: 'Edsger', plan: 'free', points: 'many' },
	// Leanplum rejects it.
	{ contactId: 'alan', firstName: 'Alan', plan: 'free', points: 1 },
];

const example: Example = {
	toChoose: ['Last Sent', 'Remember'],
	async prepare({ admin, appId }) {
		await admin.seedUsers(appId, ['ada', 'grace', 'edsger', 'alan']);
		const fault = { kind: 'itemError' as const, userId: 'alan', message: 'Rejected' };
		await admin.fault({ appId, times: null, fault });
	},
	async surround({ admin, appId, api }) {
		const contacts = structuredClone(CONTACTS);
		const crm = await startStandIn(() => contacts);
		const table = await createDataTable<Row>(api, `sent-${appId}`, COLUMNS);
		const byUser = async () => new Map((await table.rows()).map((row) => [row.user_id, row]));
		const statuses = async () => {
			const rows = await byUser();
			assert.equal(rows.size, CONTACTS.length, 'one row for each contact');
			return CONTACTS.map(({ contactId }) => rows.get(contactId)?.leanplum_status);
		};
		return {
			replace: {
				Contacts: atStandIn(crm.url),
				'Last Sent': table.choose,
				Remember: table.choose,
			},
			async check(_run, again) {
				assert.deepEqual(await statuses(), ['done', 'done', 'skipped', 'failed', 'failed']);
				const first = await byUser();
				const sent = { firstName: 'Ada', plan: 'gold', points: 120 };
				assert.deepEqual(JSON.parse(first.get('ada')!.last_sent), sent);
				assert.equal(first.get('stranger')!.last_sent, '');
				assert.match(first.get('edsger')!.leanplum_message, /"points"/);
				assert.match(first.get('alan')!.leanplum_message, /Rejected$/);

				// The next night one has changed, and Leanplum takes the one that it rejected.
				contacts[0]!.plan = 'platinum';
				await admin.clearFaults(appId);
				await admin.clearRequests(appId);
				const second = await again();
				assert.equal(second.json('Remember').length, CONTACTS.length - 1);
				assert.deepEqual(await statuses(), ['done', 'done', 'skipped', 'failed', 'done']);
				const requests = await admin.requests(appId);
				const actions = requests.flatMap((request) => request.actions);
				assert.deepEqual(
					actions.map(({ args }) => args.userId),
					['ada', 'stranger', 'alan'],
				);
				assert.deepEqual(actions[0]?.args.userAttributes, { plan: 'platinum' });
				assert.deepEqual((await admin.user(appId, 'ada'))?.attributes, {
					...sent,
					plan: 'platinum',
				});

				// Nothing changed: only who never was done is tried again.
				await admin.clearRequests(appId);
				await again();
				const last = (await admin.requests(appId)).flatMap((request) => request.actions);
				assert.deepEqual(
					last.map(({ args }) => args.userId),
					['stranger'],
				);
			},
			close: crm.close,
		};
	},
	start: { kind: 'schedule' },
	outputs: {
		'Contacts with Last Sent': { items: 5 },
		'Set Attributes': { items: 5, statuses: { done: 2, failed: 1, notSent: 1, skipped: 1 } },
		Remember: { items: 5 },
	},
	requests: 1,
	done: { setUserAttributes: 2 },
};

export default example;
