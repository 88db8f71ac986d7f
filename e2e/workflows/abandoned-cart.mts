import assert from 'node:assert/strict';
import type { Example } from '../lib/example.mts';
import { atStandIn, startStandIn } from '../lib/standIn.mts';

const cart = (cartId: string, customerId: string, firstName: string) => ({
	cartId,
	customerId,
	firstName,
	products: ['Red shoes', 'Blue socks'],
});

/** The shop is a stand-in: the address in Abandoned Carts differs, everything else is as shipped. */
const example: Example = {
	async surround({ admin, appId }) {
		const carts = [
			cart('cart-1', 'ada', 'Ada'),
			cart('cart-2', 'grace', 'Grace'),
			cart('cart-3', 'someone-who-left', 'Charles'),
		];
		const shop = await startStandIn(() => ({ carts }));
		return {
			replace: { 'Abandoned Carts': atStandIn(shop.url) },
			async check(_run, again) {
				assert.equal(shop.requests[0]?.path, '/api/carts');
				assert.equal(shop.requests[0].query.get('state'), 'abandoned');
				// The next time the shop gives the same carts, and one that is new.
				carts.push(cart('cart-4', 'alan', 'Alan'));
				const run = await again();
				assert.deepEqual(
					run.json('Send Reminder').map(({ status }) => status),
					['duplicate', 'duplicate', 'skipped', 'done'],
				);
				const sent = await admin.sent(appId);
				assert.deepEqual(
					sent.map(({ userId, values }) => [userId, values]),
					['ada', 'grace', 'alan'].map((userId) => [
						userId,
						{ firstName: userId[0]!.toUpperCase() + userId.slice(1), product: 'Red shoes' },
					]),
				);
			},
			close: () => shop.close(),
		};
	},
	start: { kind: 'schedule' },
	outputs: {
		'Send Reminder': { items: 3, statuses: { done: 2, skipped: 1 } },
		'Note It as Event': { items: 2, statuses: { done: 2 } },
	},
	requests: 2,
	done: { sendMessage: 2, track: 2 },
};

export default example;
