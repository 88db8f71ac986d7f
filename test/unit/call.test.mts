import fc from 'fast-check';
import {
	createCall,
	isRead,
	isRepeatable,
	namesItsSubject,
	repeatRuleOf,
	usersOf,
	type RepeatRule,
} from '../../nodes/Leanplum/protocol/action/call';
import {
	CATALOGUE,
	type ActionName,
	type ActionSpec,
} from '../../nodes/Leanplum/protocol/action/catalogue';
import type { JsonObject } from '../../nodes/Leanplum/protocol/basics/json';

describe('the key of a call', () => {
	it.each([
		['track', 'production'],
		['exportUser', 'dataExport'],
		['getMessages', 'contentReadOnly'],
		['deleteUser', 'development'],
	] as const)('is for %s the %s key', (action, key) => {
		expect(createCall(action, { userId: 'ada' }).key).toBe(key);
	});

	it('is the development key in development mode', () => {
		expect(createCall('track', { userId: 'ada', devMode: true }).key).toBe('development');
		expect(createCall('track', { userId: 'ada', devMode: false }).key).toBe('production');
	});

	it('is the development key for clearing the mark of anomalous users', () => {
		const args = { userId: 'ada', resetAnomalies: true };
		expect(createCall('setUserAttributes', args).key).toBe('development');
		expect(createCall('setUserAttributes', { ...args, resetAnomalies: false }).key).toBe(
			'production',
		);
	});

	it('is the one that the user chose, where an operation offers the choice', () => {
		const args = { userId: 'ada', devMode: true };
		expect(createCall('unblock', args, 'production').key).toBe('production');
	});

	it('is the one that is said of an action that the catalogue does not have', () => {
		const spec: ActionSpec = {
			...CATALOGUE.getMessages,
			action: 'getNewsfeedMessages',
			key: 'contentReadOnly',
		};
		const args = { deviceId: 'phone' };
		expect(createCall(spec, args)).toEqual({ spec, args, key: 'contentReadOnly' });
	});
});

describe('the users that a call touches', () => {
	it.each<[string, JsonObject, string[]]>([
		['a user id', { userId: 'ada' }, ['ada']],
		['a device id', { deviceId: 'phone' }, ['phone']],
		['both', { userId: 'ada', deviceId: 'phone' }, ['ada', 'phone']],
		['the user it is merged with', { userId: 'anon', newUserId: 'ada' }, ['anon', 'ada']],
		['a number, which is the same as its text', { userId: 123456 }, ['123456']],
		['an anonymous user, named like the device', { userId: 'x', deviceId: 'x' }, ['x']],
		['nobody', { event: 'Open' }, []],
		['blank ids', { userId: '', deviceId: null, newUserId: undefined }, []],
	])('are known from %s', (_, args, users) => {
		expect(usersOf(args).sort()).toEqual(users.sort());
	});
});

describe('whether a call names the one it acts on', () => {
	it.each<[ActionName, JsonObject, boolean]>([
		['track', { userId: 'ada' }, true],
		['track', { deviceId: 'phone' }, true],
		['track', { userId: 7 }, true],
		['track', { event: 'Open' }, false],
		['track', { userId: '' }, false],
		// The target of a merge is not the one that is acted on.
		['setUserAttributes', { newUserId: 'ada' }, false],
		['setDeviceAttributes', { deviceId: 'phone' }, true],
		['setDeviceAttributes', { userId: 'ada' }, false],
		['registerDevice', { email: 'ada@example.com' }, false],
		['getMessages', {}, true],
	])('%s %j: %p', (action, args, expected) => {
		expect(namesItsSubject(createCall(action, args))).toBe(expected);
	});
});

it.each<[ActionName, JsonObject, RepeatRule, boolean]>([
	['exportUser', { userId: 'ada' }, 'always', true],
	['setUserAttributes', { userId: 'ada' }, 'always', false],
	['track', { userId: 'ada', event: 'Buy' }, 'afterServerError', false],
	['sendMessage', { userId: 'ada', messageId: '1' }, 'ifNotBegun', false],
	['exportData', { startDate: '20260531' }, 'ifNotBegun', false],
])('%s %j may be sent again %s, and is a read: %p', (action, args, rule, read) => {
	const call = createCall(action, args);
	expect([repeatRuleOf(call), isRead(call)]).toEqual([rule, read]);
});

describe('repeating a call whose reply was lost', () => {
	const repeats = (action: ActionName, args: JsonObject) => isRepeatable(createCall(action, args));

	it.each<[string, ActionName, JsonObject]>([
		['absolute attributes', 'setUserAttributes', { userAttributes: { plan: 'gold', age: null } }],
		['values of sets', 'setUserAttributes', { userAttributeValuesToAdd: { tags: ['a'] } }],
		['absolute counters', 'setUserAttributes', { events: { Buy: { count: 3, value: 9 } } }],
		['counters of states', 'setUserAttributes', { states: { Shop: { count: 3, lastTime: 1 } } }],
		['a read', 'exportUser', { userId: 'ada' }],
		['a deletion', 'deleteUser', { userId: 'ada' }],
		['the end of a session', 'stop', { userId: 'ada' }],
		[
			'attributes named like increments',
			'setUserAttributes',
			{ userAttributes: { countIncrement: 1 } },
		],
	])('is harmless for %s', (_, action, args) => {
		expect(repeats(action, args)).toBe(true);
	});

	it.each<[string, ActionName, JsonObject]>([
		['an event', 'track', { event: 'Buy' }],
		['a message', 'sendMessage', { messageId: '1' }],
		['a campaign', 'startCampaign', { campaignId: '1' }],
		['a state', 'advance', { state: 'Shop' }],
		['a session', 'start', {}],
		['a postback', 'addPostback', { type: 'messageEvents' }],
		['an export, which costs quota', 'exportData', { startDate: '20260531' }],
		['increments', 'setUserAttributes', { userAttributeValuesToIncrement: { points: 1 } }],
		['a merge of users', 'setUserAttributes', { newUserId: 'ada' }],
		['an event counted up', 'setUserAttributes', { events: { Buy: { countIncrement: 1 } } }],
		['a value summed up', 'setUserAttributes', { events: { Buy: { valueIncrement: 0.5 } } }],
		['a state counted up', 'setUserAttributes', { states: { Shop: { countIncrement: 1 } } }],
		[
			'one increment among absolute counters',
			'setUserAttributes',
			{ events: { Open: { count: 1 }, Buy: { count: 2, countIncrement: 1 } } },
		],
	])('might do %s twice', (_, action, args) => {
		expect(repeats(action, args)).toBe(false);
	});

	// Leanplum takes JSON text for structured arguments too (reference §1.4).
	it('might do an event counted up twice, also when the counters come as JSON text', () => {
		const events = JSON.stringify({ Buy: { countIncrement: 1 } });
		expect(repeats('setUserAttributes', { events })).toBe(false);
	});

	it('never fails over what users put into the arguments', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (events, states) => {
				const args = { userId: 'ada', events, states } as JsonObject;
				expect(typeof repeats('setUserAttributes', args)).toBe('boolean');
			}),
		);
	});
});
