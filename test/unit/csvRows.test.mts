import { findAction } from '../../nodes/Leanplum/protocol/action/catalogue';
import { readHeader, ROW_ACTIONS } from '../../nodes/Leanplum/csv/csvHeader';
import { RowReader } from '../../nodes/Leanplum/csv/csvRows';

const SET = findAction('setUserAttributes');
const TRACK = findAction('track');

function headerOf(names: readonly string[], action = SET) {
	return readHeader(names, action, 'Europe/Berlin');
}

/** What a row comes to. */
function rowOf(cells: Record<string, string>, action = SET, textColumns: string[] = []) {
	const { header, complaints } = headerOf(Object.keys(cells), action);
	expect(complaints).toEqual([]);
	return new RowReader(header, action, new Set(textColumns)).read({
		number: 2,
		cells: Object.values(cells),
	});
}

function argsOf(...given: Parameters<typeof rowOf>) {
	const result = rowOf(...given);
	if ('complaints' in result) throw new Error(JSON.stringify(result.complaints));
	return result.call.args;
}

function complaintsOf(...given: Parameters<typeof rowOf>) {
	const result = rowOf(...given);
	return 'complaints' in result ? result.complaints : [];
}

describe('A row of a CSV file', () => {
	it('gives arguments, with dots for members, and leaves empty cells out', () => {
		expect(
			argsOf({
				userId: '007',
				'userAttributes.plan': 'gold',
				'userAttributes.points': '120',
				'userAttributes.city': '',
				country: 'DE',
			}),
		).toEqual({ userId: '007', userAttributes: { plan: 'gold', points: 120 }, country: 'DE' });
	});

	it.each<[string, unknown]>([
		['120', 120],
		['-1.5', -1.5],
		['007', '007'],
		['1.50', '1.50'],
		['1e3', '1e3'],
		['9007199254740993', '9007199254740993'],
		['9007199254740992', '9007199254740992'],
		['Infinity', 'Infinity'],
		['true', 'true'],
		[' 5', ' 5'],
		['[a, 1, b]', ['a', 1, 'b']],
		[' [] ', []],
		['["a, b","1"]', ['a, b', '1']],
		['[5" disk, x]', ['5" disk', 'x']],
		['[', '['],
		['[a', '[a'],
		['a]', 'a]'],
		['[ ]', []],
		['[1e3, true]', ['1e3', 'true']],
	])('gives an attribute %j as %j', (cell, value) => {
		expect(argsOf({ userId: 'u', 'userAttributes.a': cell }).userAttributes).toEqual({ a: value });
	});

	it('keeps the values of text columns', () => {
		const cells = { userId: 'u', 'userAttributes.a': '12345', 'userAttributes.b': '[x]' };
		expect(argsOf(cells, SET, Object.keys(cells)).userAttributes).toEqual({ a: '12345', b: '[x]' });
	});

	it('takes attributes as JSON, in which null clears', () => {
		const cell = '{"plan":"gold","trial":null,"long":9007199254740993}';
		expect(argsOf({ userId: 'u', userAttributes: cell }).userAttributes).toEqual({
			plan: 'gold',
			trial: null,
			long: '9007199254740993',
		});
	});

	it('gives each argument the type that Leanplum wants', () => {
		expect(
			argsOf({
				userId: '42',
				created: '2026-05-31T14:00',
				totalSessions: '12',
				timeSpentInApp: '1.5',
				devMode: ' TRUE ',
				locationAccuracyType: 'GPS',
				newUserId: '43',
				unsubscribeCategoriesToAdd: '[5670583287676928, 9007199254740993]',
				unsubscribeChannelsToAdd: 'Email',
				unsubscribeChannelsToRemove: '[Webhook, Push Notification]',
				'events.Purchase.count': '3',
				'events.Purchase.value': '9.5',
				'events.Purchase.firstTime': '2026-05-31T14:00:00Z',
				'states.Checkout.countIncrement': '1',
				'userAttributeValuesToAdd.interests': '[a, b]',
				'userAttributeValuesToIncrement.points': '5',
				devices: '[{"deviceId":"phone","appVersion":4}]',
			}),
		).toEqual({
			userId: '42',
			created: 1780228800,
			totalSessions: 12,
			timeSpentInApp: 1.5,
			devMode: true,
			locationAccuracyType: 'GPS',
			newUserId: '43',
			unsubscribeCategoriesToAdd: ['5670583287676928', '9007199254740993'],
			unsubscribeChannelsToAdd: ['Email'],
			unsubscribeChannelsToRemove: ['Webhook', 'Push Notification'],
			events: { Purchase: { count: 3, value: 9.5, firstTime: 1780236000 } },
			states: { Checkout: { countIncrement: 1 } },
			userAttributeValuesToAdd: { interests: ['a', 'b'] },
			userAttributeValuesToIncrement: { points: 5 },
			devices: [{ deviceId: 'phone', appVersion: '4' }],
		});
	});

	it('gives false for a word of any case', () => {
		expect(argsOf({ userId: 'u', devMode: 'False' })).toEqual({ userId: 'u', devMode: false });
	});

	it('names its action, which goes before the default one and brings its key', () => {
		const result = rowOf({ action: 'deleteUser', userId: 'u', fullErasure: 'true' });
		expect(result).toMatchObject({
			call: {
				spec: { action: 'deleteUser' },
				key: 'development',
				args: { userId: 'u', fullErasure: true },
			},
		});
		expect(rowOf({ action: ' block ', userId: 'u' })).toMatchObject({
			call: { spec: { action: 'block' } },
		});
		expect(rowOf({ action: '', userId: 'u', event: 'Buy' }, TRACK)).toMatchObject({
			call: { spec: { action: 'track' }, key: 'production' },
		});
	});

	it('records what happened to a message without the name of an event', () => {
		expect(argsOf({ userId: 'u', event: '', messageId: '5' }, TRACK)).toEqual({
			userId: 'u',
			messageId: '5',
		});
	});

	it('may be for any action that changes users or devices', () => {
		expect(ROW_ACTIONS.map(({ action }) => action)).toEqual([
			'advance',
			'pauseState',
			'resumeState',
			'pauseSession',
			'resumeSession',
			'heartbeat',
			'start',
			'stop',
			'track',
			'setUserAttributes',
			'setDeviceAttributes',
			'setTrafficSourceInfo',
			'registerDevice',
			'deleteUser',
			'block',
			'unblock',
			'sendMessage',
			'startCampaign',
		]);
	});

	it.each<[string, Record<string, string>, string, string]>([
		['no user', { userId: '', country: 'DE' }, 'userId', 'is empty, so nobody is addressed'],
		['a long id', { userId: 'x'.repeat(401) }, 'userId', 'is longer than the 400 characters'],
		['no number', { userId: 'u', timeSpentInApp: 'x' }, 'timeSpentInApp', 'is not a number'],
		['no whole number', { userId: 'u', totalSessions: '1.5' }, 'totalSessions', 'is not a whole'],
		['no boolean', { userId: 'u', devMode: '1' }, 'devMode', 'is neither true nor false'],
		['no time', { userId: 'u', created: 'today' }, 'created', 'is not a date or time'],
		['no object', { userId: 'u', userAttributes: 'x' }, 'userAttributes', 'is no JSON object'],
		['a list', { userId: 'u', userAttributes: '[{"a":1}]' }, 'userAttributes', 'is no JSON object'],
		[
			'an object that is nested too deep',
			{ userId: 'u', userAttributes: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}` },
			'userAttributes',
			'is no JSON object',
		],
		[
			'nothing for a number',
			{ userId: 'u', events: '{"Buy":{"count":""}}' },
			'events.Buy.count',
			'is not a whole number',
		],
		[
			'a value of a state',
			{ userId: 'u', 'states.Checkout.value': '1' },
			'states.Checkout',
			'can only have count, countIncrement, firstTime, lastTime',
		],
		[
			'what says nothing of a device',
			{ userId: 'u', devices: '[{"deviceId":"d","devMode":"true"}]' },
			'devices.0',
			'has a member "devMode"',
		],
		[
			'an unknown accuracy',
			{ userId: 'u', locationAccuracyType: 'WIFI' },
			'locationAccuracyType',
			'must be one of CELL, GPS, IP',
		],
		[
			'an object in an attribute',
			{ userId: 'u', 'userAttributes.a.b': 'x' },
			'userAttributes.a',
			'nested objects are not allowed',
		],
		[
			'a wrong name',
			{ userId: 'u', userAttributes: '{"a|b":1}' },
			'userAttributes.a|b',
			'contains one of the characters',
		],
		[
			'a lost name',
			{ userId: 'u', userAttributes: '{"__proto__":1}' },
			'userAttributes.__proto__',
			'cannot be passed on',
		],
		[
			'no increment',
			{ userId: 'u', 'userAttributeValuesToIncrement.points': '1.5' },
			'userAttributeValuesToIncrement.points',
			'whole number',
		],
		[
			'an unknown counter',
			{ userId: 'u', 'events.Buy.times': '1' },
			'events.Buy',
			'has a member "times", but can only have count',
		],
		[
			'a device without id',
			{ userId: 'u', devices: '[{"appVersion":"4"}]' },
			'devices.0.deviceId',
			'is not text',
		],
		[
			'a misspelt device field',
			{ userId: 'u', devices: '[{"deviceId":"d","device_name":"x"}]' },
			'devices.0',
			'has a member "device_name"',
		],
		[
			'an unknown channel',
			{ userId: 'u', unsubscribeChannelsToAdd: 'Mail' },
			'unsubscribeChannelsToAdd.0',
			'must be one of Email',
		],
		[
			'an unknown disposition',
			{ userId: 'u', createDisposition: 'No' },
			'createDisposition',
			'must be one of CreateIfNeeded, CreateNever',
		],
		[
			'no action',
			{ action: 'fly', userId: 'u' },
			'action',
			'is none of the actions that a row can hold: advance, pauseState',
		],
		['an action on the app', { action: 'setVars', userId: 'u' }, 'action', 'is none of the'],
		['a read', { action: 'exportUser', userId: 'u' }, 'action', 'is none of the actions'],
		['no argument', { action: 'block', userId: 'u', info: 'x' }, 'info', 'is no argument of'],
		['no event', { action: 'track', userId: 'u', info: 'x' }, 'event', 'is empty, but track needs'],
		['no device', { action: 'setDeviceAttributes', userId: 'u' }, 'deviceId', 'is empty, so'],
		['a cell without a name', { userId: 'u', '': 'x' }, 'number 2', 'has no name in the header'],
	])('is refused with %s', (_what, cells, column, message) => {
		expect(complaintsOf(cells)).toEqual([{ column, message: expect.stringContaining(message) }]);
	});

	it('is refused with a list in a parameter, unless it is text', () => {
		const cells = { userId: 'u', event: 'e', 'params.note': '[draft]' };
		expect(complaintsOf(cells, TRACK)).toMatchObject([{ column: 'params.note' }]);
		expect(argsOf(cells, TRACK, ['params.note']).params).toEqual({ note: '[draft]' });
	});

	it('is refused without an action when no other is chosen', () => {
		const { header } = readHeader(['userId', '', 'action'], undefined, 'UTC');
		const reader = new RowReader(header, undefined, new Set());
		const complaint = { column: 'action', message: 'is empty, and no Default Action is chosen' };
		for (const cells of [['u'], ['u', '', ''], ['u', '', '  ']]) {
			expect(reader.read({ number: 2, cells })).toEqual({ complaints: [complaint] });
		}
		expect(reader.read({ number: 3, cells: ['u', '', 'block'] })).toMatchObject({
			call: { args: { userId: 'u' } },
		});
	});

	it('is refused with more cells than the header', () => {
		const { header } = headerOf(['userId', 'country']);
		const reader = new RowReader(header, SET, new Set());
		expect(reader.read({ number: 2, cells: ['u', 'DE', ''] })).toEqual({
			complaints: [{ message: expect.stringContaining('has 3 cells, but the header has 2') }],
		});
		expect(reader.read({ number: 3, cells: ['u'] })).toMatchObject({ call: {} });
	});

	it('tells everything that is wrong with it', () => {
		expect(complaintsOf({ userId: 'u', created: 'x', devMode: 'x' })).toHaveLength(2);
		expect(
			complaintsOf({
				userId: 'u',
				'userAttributeValuesToIncrement.a': 'x',
				'userAttributeValuesToIncrement.b': 'y',
			}),
		).toMatchObject([
			{ column: 'userAttributeValuesToIncrement.a' },
			{ column: 'userAttributeValuesToIncrement.b' },
		]);
	});

	it('cannot make a name of JavaScript’s own its action', () => {
		expect(complaintsOf({ action: 'constructor', userId: 'u' })).toMatchObject([
			{ column: 'action' },
		]);
	});
});

describe('The header of a CSV file', () => {
	it.each<[string, string[], string | undefined, string]>([
		['an unknown argument', ['userId', 'x'], 'x', 'is no argument of the action setUserAttributes'],
		['a bare attribute', ['userId', 'plan'], 'plan', 'name it "userAttributes.plan"'],
		['another delimiter', ['userId;country'], 'userId;country', 'choose the Delimiter'],
		['an argument of another action', ['userId', 'event'], 'event', 'is no argument'],
		['a column twice', ['userId', 'userId'], 'userId', 'is there twice'],
		['a member of a text', ['userId', 'country.code'], 'country.code', 'must not have a dot'],
		['the key', ['userId', 'clientKey'], 'clientKey', 'is no argument'],
		[
			'a lost name',
			['userId', 'userAttributes.__proto__'],
			'userAttributes.__proto__',
			'passed on',
		],
		['a lost argument', ['userId', '__proto__'], '__proto__', 'is no argument'],
		['a name of JavaScript’s', ['userId', 'constructor'], 'constructor', 'is no argument'],
		['nothing behind a dot', ['userId', 'userAttributes.'], 'userAttributes.', 'before or behind'],
		['nobody', ['country'], undefined, 'neither a column "userId" nor a column "deviceId"'],
		[
			'a way that is too long',
			['userId', `userAttributes${'.a'.repeat(100_000)}`],
			`userAttributes${'.a'.repeat(100_000)}`,
			'nested more than 20 levels deep',
		],
		[
			'an object and its members',
			['userId', 'userAttributes.a', 'userAttributes'],
			'userAttributes.a',
			'and "userAttributes" exclude each other',
		],
		[
			'a member and members of it',
			['userId', 'userAttributes.a.b', 'userAttributes.a'],
			'userAttributes.a.b',
			'and "userAttributes.a" exclude each other',
		],
	])('is refused with %s', (_what, names, column, message) => {
		expect(headerOf(names).complaints).toEqual([
			{
				...(column === undefined ? {} : { column }),
				message: expect.stringContaining(message),
			},
		]);
	});

	it.each([
		['track', '; if you mean a value in it, name it "params.price"'],
		['sendMessage', '; if you mean a value in it, name it "values.price"'],
		['setTrafficSourceInfo', '; if you mean a value in it, name it "trafficSource.price"'],
		['block', ''],
	])('says where a value of %s belongs', (action, advice) => {
		expect(headerOf(['userId', 'price'], findAction(action)).complaints).toEqual([
			{ column: 'price', message: `is no argument of the action ${action}${advice}` },
		]);
	});

	it('may lead 20 levels deep', () => {
		expect(headerOf(['userId', `userAttributes${'.a'.repeat(20)}`]).complaints).toEqual([]);
	});

	it('may name devices only', () => {
		expect(headerOf(['deviceId', 'country']).complaints).toEqual([]);
	});

	it('may have the arguments of any action when rows name theirs', () => {
		expect(headerOf(['action', 'userId', 'event', 'email', 'fullErasure']).complaints).toEqual([]);
		expect(headerOf(['action', 'userId', 'vars.x']).complaints).toMatchObject([
			{ message: 'is no argument of any action' },
		]);
	});

	it('must name the actions when no other is given', () => {
		expect(readHeader(['userId'], undefined, 'UTC').complaints).toEqual([
			{ message: expect.stringContaining('has no column "action"') },
		]);
		expect(readHeader(['action', 'userId'], undefined, 'UTC').complaints).toEqual([]);
	});

	it('may have blanks around its names', () => {
		expect(headerOf([' userId ', '\tcountry']).complaints).toEqual([]);
	});
});
