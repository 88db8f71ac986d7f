import type { ItemWorkload } from './workload.mts';

/** A started push message with manual delivery among those that the sandbox comes with. */
const MESSAGE = '4810110001000001';

/** A message to users of whom each has one device. */
export function messages(items: number): ItemWorkload {
	const userOf = (index: number) => `customer-${index}`;
	return {
		title: `${items.toLocaleString('en-US')} messages`,
		items,
		users: items,
		item: (index) => ({ user: userOf(index), firstName: `Contact ${index}` }),
		action: 'sendMessage',
		args: ({ user, firstName }) => ({
			messageId: MESSAGE,
			userId: user as string,
			values: { firstName: firstName as string },
		}),
		body: `={{ { messageId: '${MESSAGE}', userId: $json.user, values: { firstName: $json.firstName } } }}`,
		parameters: {
			resource: 'message',
			operation: 'send',
			messageId: { __rl: true, mode: 'id', value: MESSAGE },
			userId: '={{ $json.user }}',
			values: {
				row: [{ name: 'firstName', type: 'string', stringValue: '={{ $json.firstName }}' }],
			},
		},
		expressions: ['={{ $json.user }}', '={{ $json.firstName }}'],

		async prepare(admin, appId) {
			const everyone = Array.from({ length: items }, (_, index) => userOf(index));
			await admin.seedUsers(appId, everyone, { withDevice: true });
		},

		async inspect(admin, appId, count) {
			const times = new Map<string, number>();
			for (const { userId } of await admin.sent(appId)) {
				times.set(userId, (times.get(userId) ?? 0) + 1);
			}
			const repeated = [...times.values()].reduce((sum, number) => sum + number - 1, 0);
			return { lost: count - times.size, doubled: repeated };
		},
	};
}
