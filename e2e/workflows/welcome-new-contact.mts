import assert from 'node:assert/strict';
import type { Example, ExampleWorld } from '../lib/example.mts';

const PATH = 'crm-contact-created';
const ADA = { contactId: 'ada', firstName: 'Ada', plan: 'gold', createdAt: '2026-11-20' };

/** The CRM calls again; what it is told. */
async function call({ api }: ExampleWorld, contact: object): Promise<Record<string, unknown>> {
	const response = await fetch(`${api.url}/webhook/${PATH}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(contact),
	});
	return (await response.json()) as Record<string, unknown>;
}

const example: Example = {
	start: { kind: 'webhook', path: PATH, body: ADA },
	outputs: {
		'Set Attributes': { items: 1, statuses: { done: 1 } },
		'Send Welcome': { items: 1, statuses: { done: 1 } },
	},
	requests: 2,
	done: { setUserAttributes: 1, sendMessage: 1 },
	async check(world, _run, response) {
		const { admin, appId } = world;
		assert.equal((response as { status: string }).status, 'done', 'the CRM is told');
		const user = await admin.user(appId, 'ada');
		assert.equal(user?.attributes.plan, 'gold');
		assert.equal(user.attributes.customerSince, '2026-11-20');
		assert.equal((await call(world, ADA)).status, 'duplicate', 'nobody is welcomed again');
		const withoutApp = await call(world, { ...ADA, contactId: 'contact-without-the-app' });
		assert.equal(withoutApp.status, 'skipped');
		const sent = await admin.sent(appId);
		assert.deepEqual(
			sent.map(({ userId, values }) => [userId, values]),
			[['ada', { firstName: 'Ada' }]],
		);
	},
};

export default example;
