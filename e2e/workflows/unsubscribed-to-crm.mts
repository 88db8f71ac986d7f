import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { atStandIn, startStandIn } from '../lib/standIn.mts';

const ORDER_SHIPPED = '4810110001000002';
const WELCOME_PUSH = '4810110001000001';

/** The CRM is a stand-in: the address in Update Contact differs, everything else is as shipped. */
const example: Example = {
	async surround() {
		const crm = await startStandIn();
		return {
			credentials: { httpHeaderAuth: { name: 'Authorization', value: 'Bearer crm' } },
			replace: { 'Update Contact': atStandIn(crm.url) },
			async check(run) {
				const [event] = run.json('Unsubscribed');
				assert.deepEqual(
					crm.requests.map(({ method, path, headers }) => [method, path, headers.authorization]),
					[['PATCH', '/api/contacts/ada', 'Bearer crm']],
				);
				assert.deepEqual(crm.json(), [
					{ emailConsent: false, reason: 'Unsubscribe', at: event?.triggeredAt },
				]);
			},
			close: () => crm.close(),
		};
	},
	start: {
		kind: 'trigger',
		happens: [
			// None of these is wanted, so they start nothing.
			{ userId: 'ada', messageId: ORDER_SHIPPED, event: 'Sent' },
			{ userId: 'ada', messageId: WELCOME_PUSH, event: 'Open' },
			{ userId: 'ada', messageId: ORDER_SHIPPED, event: 'Unsubscribe' },
		],
	},
	outputs: { Unsubscribed: { items: 1 }, 'Update Contact': { items: 1 } },
	// All of the trigger: does a rule exist, again before it adds one, and the adding.
	requests: 4,
	done: { listPostbacks: 3, addPostback: 1 },
};

export default example;
