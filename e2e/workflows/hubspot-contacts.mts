import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { atStandIn, readFromStandIn, startStandIn } from '../lib/standIn.mts';

interface Contact {
	id: string;
	properties: Record<string, string | null>;
}

/** A contact as HubSpot gives it: every value is text or null. */
const contact = (id: string, customerId: string | null): Contact => ({
	id,
	properties: {
		customer_id: customerId,
		firstname: `Customer ${id}`,
		lifecyclestage: 'customer',
		loyalty_points: '120',
		leanplum_status: null,
		leanplum_message: null,
		leanplum_last_sent: null,
	},
});

/** Ada; nobody; one who has not the app; one whom Leanplum rejects. */
const CONTACTS = [
	contact('101', 'ada'),
	contact('102', null),
	contact('103', 'stranger'),
	contact('104', 'alan'),
];

/**
 * The contacts are kept by a stand-in. The request that writes back is the one of the file but for its
 * host; the HubSpot node, whose address is fixed, is replaced by one that reads what it would give.
 */
const example: Example = {
	async prepare({ admin, appId }) {
		await admin.seedUsers(appId, ['ada', 'alan']);
		const fault = { kind: 'itemError' as const, userId: 'alan', message: 'Rejected' };
		await admin.fault({ appId, times: null, fault });
	},
	async surround({ admin, appId }) {
		const stored = new Map(CONTACTS.map((one) => [one.id, one]));
		const hubSpot = await startStandIn(({ method, path, headers, body }) => {
			if (method === 'GET') return [...stored.values()];
			assert.equal(headers.authorization, 'Bearer token-of-the-app');
			const id = /^\/crm\/v3\/objects\/contacts\/(\d+)$/.exec(path)![1]!;
			const { properties } = JSON.parse(body) as Contact;
			stored.set(id, { id, properties: { ...stored.get(id)!.properties, ...properties } });
			return stored.get(id)!;
		});
		const written = () => hubSpot.requests.filter(({ method }) => method === 'PATCH').length;
		const property = (name: string) =>
			[...stored.values()].map(({ properties }) => properties[name]);
		const change = (id: string, name: string, value: string) => {
			stored.get(id)!.properties[name] = value;
		};
		return {
			credentials: { hubspotAppToken: { appToken: 'token-of-the-app' } },
			replace: { Contacts: readFromStandIn(hubSpot.url), 'Write Back': atStandIn(hubSpot.url) },
			async check(_run, again) {
				assert.deepEqual(property('leanplum_status'), ['done', 'failed', 'skipped', 'failed']);
				const messages = property('leanplum_message').map(String);
				assert.match(messages[1]!, /^User ID /);
				assert.match(messages[2]!, /^User not found/);
				assert.match(messages[3]!, /Rejected$/);
				const sent = { firstName: 'Customer 101', lifecycleStage: 'customer', loyaltyPoints: 120 };
				assert.deepEqual((await admin.user(appId, 'ada'))?.attributes, sent);
				assert.deepEqual(JSON.parse(property('leanplum_last_sent')[0]!), sent);
				assert.deepEqual(property('leanplum_last_sent').slice(1), ['', '', '']);

				// Nothing changed: the same result is not written again, so that no loop begins.
				assert.equal(written(), CONTACTS.length);
				await again();
				assert.equal(written(), CONTACTS.length);

				// Only what changed goes out, and what failed before.
				change('101', 'loyalty_points', '130');
				await admin.clearFaults(appId);
				await admin.clearRequests(appId);
				await again();
				assert.deepEqual(property('leanplum_status'), ['done', 'failed', 'skipped', 'done']);
				assert.equal(written(), CONTACTS.length + 2);
				const requests = await admin.requests(appId);
				const [ada] = requests.flatMap(({ actions }) => actions);
				assert.deepEqual(ada?.args.userAttributes, { loyaltyPoints: 130 });
				assert.equal((await admin.user(appId, 'ada'))?.attributes.loyaltyPoints, 130);
			},
			close: hubSpot.close,
		};
	},
	start: { kind: 'schedule' },
	timeoutMs: 120_000,
	outputs: {
		'Set Attributes': { items: 4, statuses: { done: 1, failed: 1, notSent: 1, skipped: 1 } },
		'Result Is New': { items: 4 },
		'Write Back': { items: 4 },
	},
	requests: 1,
	done: { setUserAttributes: 1 },
};

export default example;
