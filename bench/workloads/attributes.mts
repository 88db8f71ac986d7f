import type { ItemWorkload } from './workload.mts';

const PLANS = ['free', 'silver', 'gold'];

/** Contacts of a CRM, each a user of its own, whose fields become attributes. */
export function attributes(items: number): ItemWorkload {
	const count = items.toLocaleString('en-US');
	return {
		title: `${count} attribute sets for ${count} users`,
		items,
		users: items,
		item: (index) => ({
			id: `customer-${index}`,
			firstName: `Contact ${index}`,
			plan: PLANS[index % PLANS.length]!,
			points: index,
		}),
		action: 'setUserAttributes',
		args: ({ id, firstName, plan, points }) => ({
			userId: id as string,
			userAttributes: {
				firstName: firstName as string,
				plan: plan as string,
				points: points as number,
			},
		}),
		body: '={{ { userId: $json.id, userAttributes: { firstName: $json.firstName, plan: $json.plan, points: $json.points } } }}',
		parameters: {
			resource: 'user',
			operation: 'setAttributes',
			userId: '={{ $json.id }}',
			attributesFrom: 'item',
			excludedFields: 'id',
		},
		expressions: ['={{ $json.id }}'],

		async inspect(admin, appId, expected) {
			const found = (await admin.userIds(appId)).filter((id) => id.startsWith('customer-')).length;
			// Each user is looked up once for each time that its attributes are set.
			const { billedUsers } = await admin.stats(appId);
			return { lost: expected - found, doubled: Math.max(0, billedUsers - found) };
		},
	};
}
