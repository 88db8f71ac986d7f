import { forEach, type ItemWorkload } from './workload.mts';

/** Purchases, in turn by each user; each has a value of its own, so that none can stand for another. */
export function events(items: number, users: number): ItemWorkload {
	const userOf = (index: number) => `customer-${index % users}`;
	return {
		title: `${items.toLocaleString('en-US')} events for ${users.toLocaleString('en-US')} users`,
		items,
		users,
		item: (index) => ({ user: userOf(index), price: index + 1, shop: 'Berlin' }),
		action: 'track',
		args: ({ user, price }) => ({
			userId: user as string,
			event: 'Purchase',
			value: price as number,
		}),
		body: "={{ { userId: $json.user, event: 'Purchase', value: $json.price } }}",
		parameters: {
			resource: 'event',
			operation: 'track',
			userId: '={{ $json.user }}',
			event: 'Purchase',
			value: '={{ $json.price }}',
		},
		expressions: ['={{ $json.user }}', '={{ $json.price }}'],

		async inspect(admin, appId, count) {
			const effect = { lost: 0, doubled: 0 };
			const everyone = Array.from({ length: Math.min(users, count) }, (_, index) => index);
			await forEach(everyone, async (first) => {
				const view = await admin.user(appId, userOf(first));
				const { count: found = 0, value: sum = 0 } = view?.events.Purchase ?? {};
				let expected = 0;
				let expectedSum = 0;
				for (let index = first; index < count; index += users) {
					expected++;
					expectedSum += index + 1;
				}
				effect.lost += Math.max(0, expected - found);
				effect.doubled += Math.max(0, found - expected);
				// As many as expected, but not the same ones.
				if (found === expected && sum !== expectedSum) {
					effect.lost++;
					effect.doubled++;
				}
			});
			return effect;
		},
	};
}

/** The same with expressions that do more than name a field, so that n8n has to compute them. */
export function computedEvents(items: number, users: number): ItemWorkload {
	const simple = events(items, users);
	return {
		...simple,
		title: `${simple.title}, computed expressions`,
		parameters: {
			...simple.parameters,
			userId: '={{ $json.user.trim() }}',
			value: '={{ $json.price * 1 }}',
		},
		expressions: ['={{ $json.user.trim() }}', '={{ $json.price * 1 }}'],
	};
}
