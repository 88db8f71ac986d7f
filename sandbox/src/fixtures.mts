import type { App } from './model/app.mjs';
import type { AbTest, Message } from './model/content.mjs';
import { newUser, type User } from './model/user.mjs';

const DAY_S = 24 * 60 * 60;

/** Messages of every channel, and of every state that decides whether a message can be sent. */
function messages(now: number): Message[] {
	const ago = (days: number): number => now - days * DAY_S;
	return [
		{
			id: '4810110001000001',
			name: 'Welcome push',
			messageType: 'Push Notification',
			deliveryType: 'manual',
			state: 'active',
			created: ago(40),
			updated: ago(12),
		},
		{
			id: '4810110001000002',
			name: 'Order shipped',
			messageType: 'Email',
			deliveryType: 'manual',
			state: 'active',
			created: ago(35),
		},
		{
			id: '4810110001000003',
			name: 'Winter sale',
			messageType: 'Newsfeed Message',
			deliveryType: 'manual',
			state: 'active',
			created: ago(30),
		},
		{
			id: '4810110001000004',
			name: 'Tell the CRM',
			messageType: 'Webhook',
			deliveryType: 'manual',
			state: 'active',
			created: ago(28),
		},
		{
			id: '4810110001000005',
			name: 'Rate us',
			messageType: 'In-app Message',
			deliveryType: 'triggered',
			state: 'active',
			templateName: 'Center Popup',
			localTriggers: 'When app starts',
			created: ago(25),
		},
		{
			id: '4810110001000006',
			name: 'VIP offer (gold tier only)',
			messageType: 'Push Notification',
			deliveryType: 'manual',
			state: 'active',
			targeting: { attribute: 'tier', equals: 'gold' },
			created: ago(20),
		},
		{
			id: '4810110001000007',
			name: 'Weekly digest (not manual)',
			messageType: 'Email',
			deliveryType: 'recurring',
			state: 'active',
			scheduledTime: ago(1),
			created: ago(90),
		},
		{
			id: '4810110001000008',
			name: 'Back in stock (not started)',
			messageType: 'Push Notification',
			deliveryType: 'manual',
			state: 'inactive',
			created: ago(3),
		},
		{
			id: '4810110001000009',
			name: 'Spring teaser (draft)',
			messageType: 'Push Notification',
			deliveryType: 'manual',
			state: 'draft',
			created: ago(1),
		},
		{
			id: '4810110001000010',
			name: 'Black Friday (finished long ago)',
			messageType: 'Email',
			deliveryType: 'immediate',
			state: 'finished',
			created: ago(210),
			finished: ago(200),
		},
	];
}

function abTests(now: number): AbTest[] {
	const people = { createdBy: 'ada@example.com', publishedBy: 'grace@example.com' };
	return [
		{
			id: '4810110002000001',
			name: 'Button colour',
			state: 'active',
			created: now - 20 * DAY_S,
			targetingSticky: true,
			variants: [
				{ id: '4810110002000011', name: 'Control', percent: 50, variables: [] },
				{
					id: '4810110002000012',
					name: 'Green button',
					percent: 50,
					variables: [{ name: 'button.color', value: 'green' }],
				},
			],
			...people,
		},
		{
			id: '4810110002000002',
			name: 'Shorter onboarding (draft)',
			state: 'draft',
			created: now - 2 * DAY_S,
			targetingSticky: false,
			variants: [{ id: '4810110002000021', name: 'Control', percent: 100, variables: [] }],
			...people,
		},
		{
			id: '4810110002000003',
			name: 'Price display (finished long ago)',
			state: 'finished',
			created: now - 120 * DAY_S,
			finished: now - 100 * DAY_S,
			chosenVariant: 1,
			targetingSticky: false,
			variants: [
				{ id: '4810110002000031', name: 'Control', percent: 50, variables: [] },
				{ id: '4810110002000032', name: 'With tax', percent: 50, variables: [] },
			],
			...people,
		},
	];
}

function users(now: number): User[] {
	const people: [userId: string, tier: string, city: string, interests: string[]][] = [
		['ada', 'gold', 'London', ['Mathematics', 'Music']],
		['grace', 'silver', 'New York', ['Sailing']],
		['alan', 'gold', 'Manchester', ['Running', 'Chess']],
		['katherine', 'bronze', 'Hampton', []],
	];
	return people.map(([userId, tier, city, interests], index) => {
		const user = newUser(userId, false, now - (30 - index) * DAY_S);
		user.attributes.set('tier', tier);
		user.attributes.set('email', `${userId}@example.com`);
		user.attributes.set('interests', interests);
		user.location.city = city;
		user.devices.set(`${userId}-phone`, { deviceId: `${userId}-phone`, systemName: 'iOS' });
		return user;
	});
}

/** Fills a new app with what a small company might have made in its dashboard, and four users. */
export function addFixtures(app: App): void {
	const now = app.now();
	for (const message of messages(now)) app.messages.set(message.id, message);
	for (const test of abTests(now)) app.abTests.set(test.id, test);
	for (const user of users(now)) app.putUser(user);
	app.categories.set('1001', { id: '1001', name: 'News', description: 'What is new' });
	app.categories.set('1002', { id: '1002', name: 'Offers', description: 'Sales and coupons' });
	app.androidChannels.set('general', {
		id: 'general',
		name: 'General',
		importance: 3,
		default: true,
	});
	app.variables.set('welcomeText', 'Hello!');
	app.variables.set('button.color', 'blue');
	app.variables.set('maxItems', 20);
}
