import { findAction } from '../../nodes/Leanplum/protocol/action/catalogue';
import {
	ColumnInspector,
	type ColumnType,
	type ValueKind,
} from '../../nodes/Leanplum/csv/columns/columnType';
import type { ColumnChoice } from '../../nodes/Leanplum/csv/columns/columns';
import { readHeader, withType } from '../../nodes/Leanplum/csv/columns/header';
import { ROW_ACTIONS } from '../../nodes/Leanplum/csv/columns/leanplumNames';
import { accept, refuse } from '../../nodes/Leanplum/values/reading';
import { RowReader, type IfEmpty } from '../../nodes/Leanplum/csv/columns/rowReader';

const SET = findAction('setUserAttributes');
const TRACK = findAction('track');

const CHOICE: ColumnChoice = {
	preset: SET,
	userId: '',
	event: '',
	others: 'refuse',
	named: [],
	types: new Map(),
	timezone: 'Europe/Berlin',
	onNothing: (given) => refuse('is empty', given),
};

function headerOf(names: readonly string[], preset = SET, choice: Partial<ColumnChoice> = {}) {
	return readHeader(names, { ...CHOICE, preset, ...choice });
}

/** What a row comes to, whose columns have the types that the row shows. */
function rowOf(
	cells: Record<string, string>,
	preset = SET,
	choice: Partial<ColumnChoice> = {},
	ifEmpty: IfEmpty = 'leave',
) {
	const { header, complaints } = headerOf(Object.keys(cells), preset, choice);
	expect(complaints).toEqual([]);
	const columns = header.columns.map((column) => {
		if (!column.reader.typed || column.type) return column;
		const inspector = new ColumnInspector(choice.decimalSeparator, column.reader.typed);
		inspector.take(Object.values(cells)[column.index]!);
		return withType(column, inspector.look.type, { ...CHOICE, ...choice });
	});
	const reader = new RowReader({ ...header, columns }, preset, ifEmpty);
	return reader.read({ number: 2, cells: Object.values(cells) });
}

function argsOf(...given: Parameters<typeof rowOf>) {
	const result = rowOf(...given);
	if (!('call' in result)) throw new Error(JSON.stringify(result));
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
		['1.50', 1.5],
		['0.1234567890123456789', '0.1234567890123456789'],
		['1e3', '1e3'],
		['9007199254740993', '9007199254740993'],
		['9007199254740992', '9007199254740992'],
		['Infinity', 'Infinity'],
		['TRUE', true],
		['False', false],
		['yes', 'yes'],
		['1', 1],
		['-0', 0],
		[' 5', 5],
		['+5', '+5'],
		['[a, 1, b]', ['a', '1', 'b']],
		['[1, 2]', [1, 2]],
		['="120"', '120'],
		["'00123", '00123'],
		["'t Hooft", "'t Hooft"],
		["'+49 (170) 12-34", '+49 (170) 12-34'],
		['["a, b","1"]', ['a, b', '1']],
		['[5" disk, x]', ['5" disk', 'x']],
		['[', '['],
		['[a', '[a'],
		['a]', 'a]'],
		['[x, 1e3, true]', ['x', '1e3', 'true']],
	])('gives an attribute %j as %j', (cell, value) => {
		expect(argsOf({ userId: 'u', 'userAttributes.a': cell }).userAttributes).toEqual({ a: value });
	});

	it('keeps the values of text columns', () => {
		const cells = { userId: 'u', 'userAttributes.a': '12345', 'userAttributes.b': '[x]' };
		const types = new Map<string, ColumnType>(Object.keys(cells).map((name) => [name, 'string']));
		expect(argsOf(cells, SET, { types }).userAttributes).toEqual({ a: '12345', b: '[x]' });
	});

	it('takes attributes as JSON, in which null clears', () => {
		const cell = '{"plan":"gold","trial":null}';
		expect(argsOf({ userId: 'u', userAttributes: cell }).userAttributes).toEqual({
			plan: 'gold',
			trial: null,
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
				locationAccuracyType: 'gps',
				newUserId: '43',
				unsubscribeCategoriesToAdd: '[5670583287676928, 5670583287676929]',
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
			unsubscribeCategoriesToAdd: ['5670583287676928', '5670583287676929'],
			unsubscribeChannelsToAdd: ['Email'],
			unsubscribeChannelsToRemove: ['Webhook', 'Push Notification'],
			events: { Purchase: { count: 3, value: 9.5, firstTime: 1780236000 } },
			states: { Checkout: { countIncrement: 1 } },
			userAttributeValuesToAdd: { interests: ['a', 'b'] },
			userAttributeValuesToIncrement: { points: 5 },
			devices: [{ deviceId: 'phone', appVersion: '4' }],
		});
	});

	it('keeps prices in messages as they are written', () => {
		const cells = { userId: 'u', messageId: '5', 'values.price': '9.90', 'values.count': '3' };
		expect(argsOf(cells, findAction('sendMessage')).values).toEqual({ price: '9.90', count: 3 });
		const local = { userId: 'u', messageId: '5', 'values.price': '9,90' };
		const choice = { decimalSeparator: ',' } as const;
		expect(argsOf(local, findAction('sendMessage'), choice).values).toEqual({ price: '9,90' });
	});

	it('does not send a message with a value that is empty, unless there is a replacement', () => {
		const send = findAction('sendMessage');
		const empty = { userId: 'u', messageId: '5', 'values.name': ' ' };
		const nothing = { userId: 'u', messageId: '5', values: '{"name": "", "list": [null]}' };
		for (const [cells, got] of [
			[empty, '""'],
			[nothing, '"" at name'],
		] as const) {
			expect(complaintsOf(cells, send)).toMatchObject([{ message: `is empty (got ${got})` }]);
		}
		const choice = { onNothing: () => accept('there') };
		expect(argsOf(empty, send, choice).values).toEqual({ name: 'there' });
		expect(argsOf(nothing, send, choice).values).toEqual({ name: 'there', list: ['there'] });
	});

	it('reads yes or no in every way people write it', () => {
		for (const cell of ['False', 'no', 'OFF', '0', ' false ']) {
			const cells = { userId: 'u', country: 'DE', devMode: cell };
			expect(argsOf(cells).devMode).toBe(false);
		}
	});

	it('names its action, which goes before the default one and brings its key', () => {
		for (const action of ['Track', 'set user attributes']) {
			expect(rowOf({ action, userId: 'u', event: '' })).not.toMatchObject({
				complaints: [{ column: 'action' }],
			});
		}
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

	it.each<[string, Record<string, string>, string, IfEmpty]>([
		['createDisposition', { userId: 'u', createDisposition: '', country: 'DE' }, '', 'fail'],
		['a parameter', { userId: 'u', event: 'e', 'params.a': '' }, 'track', 'clear'],
		['all attributes', { userId: 'u', country: 'DE', userAttributes: '' }, '', 'clear'],
	])('leaves %s out that is empty', (_what, cells, action, ifEmpty) => {
		const given = Object.entries(cells).filter(([, cell]) => cell !== '');
		expect(argsOf(cells, action === '' ? SET : findAction(action), {}, ifEmpty)).toEqual(
			Object.fromEntries(given),
		);
	});

	it('has at most 50 parameters', () => {
		const cells = (count: number) => ({
			userId: 'u',
			event: 'e',
			...Object.fromEntries(Array.from({ length: count }, (_, n) => [`params.p${n}`, `${n}`])),
		});
		expect(complaintsOf(cells(50), TRACK)).toEqual([]);
		expect(complaintsOf(cells(51), TRACK)).toEqual([
			{ column: 'params', message: 'has more than 50 values' },
		]);
	});

	it('may be shorter than the header, and may hold a name of the header', () => {
		const { header } = headerOf(['userId', 'country', 'userAttributes.a']);
		const reader = new RowReader(header, SET, 'leave');
		expect(reader.read({ number: 2, cells: ['u', 'country'] })).toMatchObject({
			call: { args: { userId: 'u', country: 'country' } },
		});
	});

	it('is refused with a broken quote', () => {
		const { header } = headerOf(['userId']);
		const broken = 'has an unclosed quote';
		expect(new RowReader(header, SET, 'leave').read({ number: 2, cells: [], broken })).toEqual({
			complaints: [{ message: broken }],
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
		['no user', { userId: '', country: 'DE' }, 'userId', 'is empty'],
		['a long id', { userId: 'x'.repeat(401) }, 'userId', 'must have at most 400 characters'],
		[
			'no number',
			{ userId: 'u', timeSpentInApp: 'x' },
			'timeSpentInApp',
			'must be a number in plain form',
		],
		[
			'no whole number',
			{ userId: 'u', totalSessions: '1.5' },
			'totalSessions',
			'must be a whole number',
		],
		['no boolean', { userId: 'u', devMode: 'x' }, 'devMode', 'must be true or false'],
		[
			'no word on test traffic',
			{ userId: 'u', country: 'DE', devMode: ' ' },
			'devMode',
			'is empty (got "")',
		],
		[
			'a text that is too long',
			{ userId: 'u', 'userAttributes.a': 'x'.repeat(140) },
			'userAttributes.a',
			'can have up to 139 characters',
		],
		['no time', { userId: 'u', created: 'today' }, 'created', 'must be a date or time'],
		['no object', { userId: 'u', userAttributes: 'x' }, 'userAttributes', 'must be a JSON object'],
		[
			'a list',
			{ userId: 'u', userAttributes: '[{"a":1}]' },
			'userAttributes',
			'must be a JSON object',
		],
		[
			'an object that is nested too deep',
			{ userId: 'u', userAttributes: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}` },
			'userAttributes',
			'can have up to 100 levels',
		],
		[
			'what says nothing of a device',
			{ userId: 'u', devices: '[{"deviceId":"d","devMode":"true"}]' },
			'devices',
			'is not one of deviceId, appVersion',
		],
		[
			'an unknown accuracy',
			{ userId: 'u', locationAccuracyType: 'WIFI' },
			'locationAccuracyType',
			'must be one of: Cell Network (CELL), GPS, IP Address (IP)',
		],
		[
			'a wrong name',
			{ userId: 'u', userAttributes: '{"a|b":1}' },
			'userAttributes',
			"can't contain",
		],
		[
			'no increment',
			{ userId: 'u', 'userAttributeValuesToIncrement.points': '1.5' },
			'userAttributeValuesToIncrement.points',
			'whole number',
		],
		[
			'a device without id',
			{ userId: 'u', devices: '[{"appVersion":"4"}]' },
			'devices',
			'needs a deviceId',
		],
		[
			'a misspelt device field',
			{ userId: 'u', devices: '[{"deviceId":"d","device_name":"x"}]' },
			'devices',
			'(got "device_name" at 1 → device_name)',
		],
		[
			'an unknown channel',
			{ userId: 'u', unsubscribeChannelsToAdd: 'Mail' },
			'unsubscribeChannelsToAdd',
			'must be one of: Email',
		],
		[
			'an unknown disposition',
			{ userId: 'u', createDisposition: 'No' },
			'createDisposition',
			'must be one of: Create the User (CreateIfNeeded), Skip the Request (CreateNever)',
		],
		[
			'no action',
			{ action: 'fly', userId: 'u' },
			'action',
			'must be one of the actions that a row can have: advance, pauseState',
		],
		['an action on the app', { action: 'setVars', userId: 'u' }, 'action', 'must be one of the'],
		['a read', { action: 'exportUser', userId: 'u' }, 'action', 'must be one of the actions'],
		['no argument', { action: 'block', userId: 'u', info: 'x' }, 'info', 'is not an argument of'],
		['no event', { action: 'track', userId: 'u', info: 'x' }, 'event', 'is empty, but track needs'],
		['no device', { action: 'setDeviceAttributes', userId: 'u' }, 'deviceId', 'is empty'],
		[
			'a cell without a name',
			{ userId: 'u', '': 'x' },
			'number 2',
			'has no name in the header. Name the column, or delete it',
		],
	])('is refused with %s', (_what, cells, column, message) => {
		expect(complaintsOf(cells)).toEqual([{ column, message: expect.stringContaining(message) }]);
	});

	it('keeps brackets in a parameter, which cannot be a list', () => {
		const cells = { userId: 'u', event: 'e', 'params.note': '[draft]' };
		expect(argsOf(cells, TRACK).params).toEqual({ note: '[draft]' });
	});

	it('is refused without an action when no other is chosen', () => {
		const { header } = readHeader(['userId', '', 'action'], { ...CHOICE, preset: undefined });
		const reader = new RowReader(header, undefined, 'leave');
		const complaint = { column: 'action', message: 'is empty, and no Default Action is selected' };
		for (const cells of [['u'], ['u', '', ''], ['u', '', '  ']]) {
			expect(reader.read({ number: 2, cells })).toEqual({ complaints: [complaint] });
		}
		expect(reader.read({ number: 3, cells: ['u', '', 'block'] })).toMatchObject({
			call: { args: { userId: 'u' } },
		});
	});

	it('is refused with more cells than the header, unless they are empty', () => {
		const { header } = headerOf(['userId', 'country']);
		const reader = new RowReader(header, SET, 'leave');
		expect(reader.read({ number: 2, cells: ['u', 'DE', '', 'x', ''] })).toEqual({
			complaints: [{ message: expect.stringContaining('has 4 cells, but the header has 2') }],
		});
		expect(reader.read({ number: 3, cells: ['u', 'DE', '', ' '] })).toMatchObject({ call: {} });
	});

	it('with an ID only, or a comment, has nothing to send', () => {
		const onlyAnId = { nothing: 'has only an ID, so there is nothing to set' };
		expect(rowOf({ userId: 'u', country: '', 'userAttributes.a': ' ' })).toEqual(onlyAnId);
		expect(rowOf({ userId: 'u', devMode: 'true' })).toEqual(onlyAnId);
		for (const userId of ['# exported on Monday', ' #', '\ufeff# x']) {
			expect(rowOf({ userId, country: '' })).toEqual({ nothing: 'is a comment' });
		}
		expect(argsOf({ userId: '#1', country: 'DE' })).toEqual({ userId: '#1', country: 'DE' });
		expect(
			rowOf({ userId: 'u', country: '' }, findAction('block'), { others: 'named' }),
		).toMatchObject({ call: { args: { userId: 'u' } } });
	});

	it('clears attributes, or is refused, where empty cells say so', () => {
		const cells = { userId: 'u', 'userAttributes.a': '', country: '' };
		expect(rowOf(cells, SET, {}, 'clear')).toMatchObject({
			call: { args: { userId: 'u', userAttributes: { a: null } } },
		});
		expect(complaintsOf(cells, SET, {}, 'fail')).toEqual([
			{ column: 'userAttributes.a', message: 'is empty (got "")' },
			{ column: 'country', message: 'is empty (got "")' },
		]);
	});

	it('gives lists whose values the user separates', () => {
		const cells = { userId: 'u', 'User Tags': 'a,1;b' };
		const types = new Map([['user tags', 'list' as const]]);
		const separators = new Map([['User Tags', ';']]);
		const { userAttributes } = argsOf(cells, SET, { others: 'values', types, separators });
		expect(userAttributes).toEqual({ 'User Tags': ['a,1', 'b'] });
	});

	it('is none when it repeats the header', () => {
		const { header } = headerOf(['userId', 'userAttributes.a']);
		const cells = [' userId', 'userAttributes.a'];
		expect(new RowReader(header, SET, 'leave').read({ number: 3, cells })).toEqual({
			nothing: 'is the header again',
		});
	});

	it('tells what was made of its cells only if it is sent', () => {
		const { header } = headerOf(['userId', 'userAttributes.a', 'userAttributes.b', 'country']);
		const notes: unknown[] = [];
		const readWith = (ifEmpty: IfEmpty) => {
			const reader = new RowReader(header, SET, ifEmpty, (...note) => notes.push(note));
			return (...cells: string[]) => reader.read({ number: 2, cells });
		};
		const read = readWith('leave');
		read('', 'x', '');
		read('u', '', '');
		expect(notes).toEqual([]);
		read('u', 'x', '');
		expect(notes).toEqual([[header.columns[2], 'leftOut']]);
		notes.length = 0;
		readWith('clear')(' u', 'x', '', 'DE');
		expect(notes).toEqual([
			[header.columns[0], 'trimmed'],
			[header.columns[2], 'cleared'],
		]);
	});

	it('gives numbers with decimal commas where the file has them', () => {
		const choice = { decimalSeparator: ',' as const };
		const cells = { userId: 'u', 'userAttributes.a': '1.234,5', timeSpentInApp: '1\u00a0001,5' };
		expect(argsOf(cells, SET, choice)).toEqual({
			userId: 'u',
			userAttributes: { a: 1234.5 },
			timeSpentInApp: 1001.5,
		});
		for (const [cell, separator, message] of [
			['1.5', ',', 'must be a number with a decimal comma'],
			['1,5', undefined, 'select the Decimal Separator'],
			["1'234.5", undefined, 'select the Decimal Separator'],
			['1,5', '.', 'must be a number with a decimal point'],
		] as const) {
			const refused = { userId: 'u', timeSpentInApp: cell };
			expect(rowOf(refused, SET, { decimalSeparator: separator })).toMatchObject({
				complaints: [{ message: expect.stringContaining(message) }],
			});
		}
	});

	it('gives the types that the user says', () => {
		const types = new Map<string, ColumnType>([
			['since', 'date'],
			['userAttributes.optIn', 'boolean'],
			['tags', 'list'],
			['code', 'number'],
		]);
		const cells = {
			userId: 'u',
			since: '45413',
			'userAttributes.optIn': 'yes',
			tags: 'a, b',
			code: '007',
		};
		expect(argsOf(cells, SET, { types, others: 'values' }).userAttributes).toEqual({
			since: '2024-05-01',
			optIn: true,
			tags: ['a', 'b'],
			code: 7,
		});
	});

	it('gives texts of a chosen type within their bounds', () => {
		const types = new Map<string, ColumnType>([['userAttributes.a', 'string']]);
		const cells = { userId: 'u', 'userAttributes.a': 'x'.repeat(140) };
		expect(complaintsOf(cells, SET, { types })).toMatchObject([
			{ message: expect.stringContaining('can have up to 139 characters') },
		]);
	});

	it('gives the members of a traffic source as text', () => {
		const cells = { userId: 'u', 'trafficSource.publisherName': '5' };
		expect(argsOf(cells, findAction('setTrafficSourceInfo')).trafficSource).toEqual({
			publisherName: '5',
		});
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

describe('A column of a CSV file', () => {
	const lookOf = (cells: string[], separator?: '.' | ',', kind: ValueKind = {}) => {
		const inspector = new ColumnInspector(separator, kind);
		for (const cell of cells) inspector.take(cell);
		return inspector.look;
	};

	it.each<[string[], unknown]>([
		[['1', '', '2.5', '-3'], { type: 'number' }],
		[['1', '007'], { type: 'string' }],
		[['1', '1e3'], { type: 'string' }],
		[['1', '12345678901234567890'], { type: 'string' }],
		[['0.00001234567890123'], { type: 'number' }],
		[['123456789.012345'], { type: 'number' }],
		[['1', 'x'], { type: 'string' }],
		[['="1"', '2'], { type: 'string' }],
		[['TRUE', 'false', ' True '], { type: 'boolean' }],
		[['true', '1'], { type: 'string' }],
		[['yes', 'no'], { type: 'string' }],
		[['[a]', '[b, c]'], { type: 'list' }],
		[['[a]', 'b'], { type: 'string' }],
		[['', ' '], { type: 'string' }],
		[[], { type: 'string' }],
		[['1,5', '2'], { type: 'string', localNumber: '1,5' }],
		[['2', '1.234,5'], { type: 'string', localNumber: '1.234,5' }],
		[['1,234', '2.5'], { type: 'string', localNumber: '1,234' }],
		[['1\u202f234,5', '2'], { type: 'string', localNumber: '1\u202f234,5' }],
		[["1'234.50", '2.5'], { type: 'string', localNumber: "1'234.50" }],
		[['600 123 456', '7'], { type: 'string' }],
		[['1,5', 'x'], { type: 'string' }],
		[['2026-05-31', '2026-06-01'], { type: 'string' }],
	])('with the cells %j looks like %j', (cells, look) => {
		expect(lookOf(cells)).toEqual(look);
	});

	it.each<[string[], unknown]>([
		[['1,5', '2', '1.234,5'], { type: 'number' }],
		[['1\u00a0234,5', '12 345', '2,25'], { type: 'number' }],
		[['600 123 456', '7'], { type: 'string' }],
		[['1,5', '1.234'], { type: 'string', localNumber: '1.234' }],
		[['1.5'], { type: 'string', localNumber: '1.5' }],
		[['1.234.567', '9,5'], { type: 'number' }],
	])('with the cells %j and decimal commas looks like %j', (cells, look) => {
		expect(lookOf(cells, ',')).toEqual(look);
	});

	it.each<[string[], unknown]>([
		[['1,234.56', '99.50', "1'234.50", '1 234.5', '1,234,567'], { type: 'number' }],
		[['1.5', '1,234'], { type: 'string', localNumber: '1,234' }],
	])('with the cells %j and decimal points looks like %j', (cells, look) => {
		expect(lookOf(cells, '.')).toEqual(look);
	});
});

it.each<[string[], string]>([
	[['9.9', '1'], 'number'],
	[['9.90', '1'], 'string'],
	[['true', 'FALSE'], 'boolean'],
	[['[a]', '[b]'], 'list'],
])('The cells %j, which users see in a message, look like %s', (cells, type) => {
	const inspector = new ColumnInspector(undefined, { isShown: true });
	for (const cell of cells) inspector.take(cell);
	expect(inspector.look).toEqual({ type });
});

describe('The header of a CSV file', () => {
	const becomes = (names: string[], preset = SET, choice: Partial<ColumnChoice> = {}) => {
		const { header, complaints } = headerOf(names, preset, { others: 'values', ...choice });
		expect(complaints).toEqual([]);
		return Object.fromEntries(header.columns.map(({ name, path }) => [name, path]));
	};

	it.each(['userId', 'user_id', 'User ID', 'UserID', 'USERID', '\u200bUser-Id\ufeff '])(
		'knows the IDs of users by the name %j',
		(name) => {
			expect(Object.values(becomes([name, 'Plan']))).toEqual([
				['userId'],
				['userAttributes', 'Plan'],
			]);
		},
	);

	it('finds columns that the user names, by name, in any case, or by number', () => {
		for (const userId of ['Email', ' email ', '2']) {
			expect(becomes(['First\r\nName', 'Email'], SET, { userId })).toEqual({
				'First Name': ['userAttributes', 'First Name'],
				Email: ['userId'],
			});
		}
	});

	it('makes other columns parameters and template values where the action has those', () => {
		expect(
			becomes(['Email', 'Action Taken', 'Time', 'Colour'], TRACK, {
				userId: 'Email',
				event: 'Action Taken',
			}),
		).toEqual({
			Email: ['userId'],
			'Action Taken': ['event'],
			Time: ['time'],
			Colour: ['params', 'Colour'],
		});
		expect(becomes(['userId', 'messageid', 'Name'], findAction('sendMessage'))).toEqual({
			userId: ['userId'],
			messageid: ['messageId'],
			Name: ['values', 'Name'],
		});
	});

	it('takes names of Leanplum in any case, also before a dot', () => {
		expect(becomes(['userID', 'Country', 'userattributes.plan', 'address.street'])).toEqual({
			userID: ['userId'],
			Country: ['country'],
			'userattributes.plan': ['userAttributes', 'plan'],
			'address.street': ['userAttributes', 'address.street'],
		});
	});

	it('imports only named columns where the user wants that', () => {
		const { header, complaints } = headerOf(['Email', 'Plan', 'country', 'State', 'city'], SET, {
			userId: 'Email',
			others: 'named',
			named: [
				{ column: 'State', becomes: '' },
				{ column: '2', becomes: 'tier' },
				{ column: 'city', becomes: 'userAttributes.town' },
			],
		});
		expect(complaints).toEqual([]);
		expect(header.columns.map(({ name, path }) => [name, ...path])).toEqual([
			['Email', 'userId'],
			['Plan', 'userAttributes', 'tier'],
			['State', 'userAttributes', 'State'],
			['city', 'userAttributes', 'town'],
		]);
		expect(header.unused).toEqual(['country']);
	});

	const NAME_IT = 'name it in Columns with Other Columns set to Only Those Named';
	it.each<[string, string]>([
		['userAttribute.plan', 'userAttributes.plan'],
		['UserAttribute.plan', 'userAttributes.plan'],
		['attributes.plan', 'userAttributes.plan'],
		['ibutes.plan', 'userAttributes.plan'],
		['userAttributes_plan', 'userAttributes.plan'],
		['userAttributes __plan_type', 'userAttributes.plan_type'],
		['userAttributesplan_type', 'userAttributes.plan_type'],
		...['userIds', 'usrId', 'useerId', 'uaerId', 'xuserId', 'user_ie'].map(
			(name): [string, string] => [name, 'userId'],
		),
		['event.Purchase.count', 'events.Purchase.count'],
		['Events', 'events'],
	])('is never an attribute in silence by the name %s', (name, near) => {
		expect(headerOf(['deviceId', name], SET, { others: 'values' }).complaints).toEqual([
			{ column: name, message: `is nearly "${near}". Rename it to "${near}", or ${NAME_IT}` },
		]);
	});

	it.each([
		['messageid', 'is not an argument of the action setUserAttributes'],
		['Action', 'is nearly "action"'],
	])('is no attribute in silence by the name %s', (name, message) => {
		expect(headerOf(['deviceId', name], SET, { others: 'values' }).complaints).toEqual([
			{ column: name, message: `${message}. To import it anyway, ${NAME_IT}` },
		]);
	});

	it.each(['usId', 'userIdxx', 'esurId', 'User ID Old', 'butes.plan', 'countri.code', 'countr'])(
		'is an attribute by the name %s, which is like none of Leanplum’s',
		(name) => {
			expect(becomes(['deviceId', name])).toEqual({
				deviceId: ['deviceId'],
				[name]: ['userAttributes', name],
			});
		},
	);

	it.each<[string, string[], Partial<ColumnChoice>, string[], string[]]>([
		['track', ['User ID', 'EVENT', 'country'], {}, ['userId', 'event'], ['country']],
		['sendMessage', ['userId', 'Message Id', 'x'], {}, ['userId', 'messageId'], ['x']],
		['setDeviceAttributes', ['deviceId', 'x'], {}, ['deviceId'], ['x']],
		['setUserAttributes', ['Email', 'userId'], { userId: 'Email' }, ['userId'], ['userId']],
		[
			'setUserAttributes',
			['action', 'userId', 'messageId', 'x'],
			{},
			['userId', 'messageId'],
			['x'],
		],
	])('keeps of %s what it cannot do without: %j', (action, names, choice, kept, unused) => {
		const { header, complaints } = headerOf(names, findAction(action), {
			others: 'named',
			...choice,
		});
		expect(complaints).toEqual([]);
		expect(header.columns.map(({ path }) => path.join('.'))).toEqual(kept);
		expect(header.unused).toEqual(unused);
	});

	it.each<[string[], string, number]>([
		[['email', 'Email'], 'Email', 1],
		[['Email', 'Name'], 'email', 0],
		[['', 'country'], '1', 0],
		[[...'abcdefghij'], '10', 9],
		[['2', 'Email'], '2', 0],
	])('of %j finds the column %j', (names, userId, index) => {
		const { header, complaints } = headerOf(names, SET, { userId, others: 'named' });
		expect(complaints).toEqual([]);
		expect(header.columns).toMatchObject([{ index, path: ['userId'] }]);
		expect(header.nameless).toEqual([]);
	});

	it.each(['col1', '1st', '0', '3', '-1'])('has no column %j of two', (userId) => {
		expect(headerOf(['Email', 'Plan'], SET, { userId, others: 'named' }).complaints[0]).toEqual({
			message: `has no column "${userId}", which User ID Column names. Its columns: "Email", "Plan"`,
		});
	});

	it('goes by what is said of a name as it is written, and of what it becomes', () => {
		const types = new Map<string, ColumnType>([
			['plan', 'number'],
			['Plan', 'string'],
			['userAttributes.Points', 'number'],
		]);
		const { header, complaints } = headerOf(['userId', 'plan', 'Plan', 'Points'], SET, {
			types,
			others: 'values',
		});
		expect(complaints).toEqual([]);
		expect(header.columns.map(({ type }) => type)).toEqual([
			undefined,
			'number',
			'string',
			'number',
		]);
	});

	it.each<[string, string[], string, Partial<ColumnChoice>]>([
		[
			'has no column "Deed", which Event Column names. Its columns: "userId", "event"',
			['userId', 'event'],
			'track',
			{ event: 'Deed' },
		],
		[
			'has no column "Plan", which Columns names. Its columns: "userId"',
			['userId'],
			'setUserAttributes',
			{ others: 'named', named: [{ column: 'Plan', becomes: '' }] },
		],
		[
			'is not an argument of the action. See the list in the docs',
			['userId', 'x'],
			'block',
			{ others: 'named', named: [{ column: 'x', becomes: 'y' }] },
		],
		[
			'has no column "deviceId". Its columns: "appVersion"',
			['', 'appVersion'],
			'setDeviceAttributes',
			{},
		],
		[
			"has a name that can't consist of digits only",
			['userId', 'events.2024.count'],
			'setUserAttributes',
			{},
		],
		[
			'must end with one of count, countIncrement, firstTime, lastTime, value, valueIncrement',
			['userId', 'events.Buy'],
			'setUserAttributes',
			{},
		],
		[
			'must end with one of count, countIncrement, firstTime, lastTime',
			['userId', 'states.Idle.constructor'],
			'setUserAttributes',
			{},
		],
		[
			'must end with one of count, countIncrement, firstTime, lastTime',
			['userId', 'states.Idle.count.more'],
			'setUserAttributes',
			{},
		],
		['can have up to 20 dots', ['userId', `values${'.a'.repeat(21)}`], 'sendMessage', {}],
		[
			'and "values.a" exclude each other. Use one of them',
			['userId', 'values.a', 'values.a.b'],
			'sendMessage',
			{},
		],
	])('says: %s', (message, names, action, choice) => {
		const { complaints } = headerOf(names, findAction(action), choice);
		expect(complaints.map((one) => one.message)).toEqual([message]);
	});

	it.each<[string, string[], Partial<ColumnChoice>, string]>([
		[
			'a user ID column that is not there',
			['Email', 'Plan'],
			{ userId: 'Mail' },
			'has no column "Mail", which User ID Column names. Its columns: "Email", "Plan"',
		],
		['a number beyond the last column', ['Email'], { userId: '2' }, 'has no column "2"'],
		[
			'two columns of one name',
			['userId', 'Plan', 'Plan'],
			{},
			'both become "userAttributes.Plan"',
		],
		['two user IDs', ['userId', 'User ID'], {}, 'both become "userId"'],
		[
			'a type of a column that is not there',
			['userId'],
			{ types: new Map([['Plan', 'number']]) },
			'has no column "Plan", which Field Types names',
		],
		[
			'no user ID',
			['Email', 'Plan'],
			{},
			'Select the column with the user IDs in User ID Column. Its columns: "Email", "Plan"',
		],
		['a name that Leanplum drops', ['userId', '2024'], {}, "can't consist of digits only"],
		[
			'a number of values below an attribute',
			['userId', 'userAttributes.a.b'],
			{},
			"can't have a second dot",
		],
		['an unknown counter', ['userId', 'events.Buy.times'], {}, 'must end with one of count'],
		['a value of a state', ['userId', 'states.Checkout.value'], {}, 'must end with one of count'],
	])('is refused with %s', (_what, names, choice, message) => {
		expect(headerOf(names, SET, { others: 'values', ...choice }).complaints).toMatchObject([
			{ message: expect.stringContaining(message) },
		]);
	});

	it.each<[string, string[], string | undefined, string]>([
		[
			'an unknown argument',
			['userId', 'x'],
			'x',
			'is not an argument of the action setUserAttributes',
		],
		['a bare attribute', ['userId', 'plan'], 'plan', 'name it "userAttributes.plan"'],
		['an argument of another action', ['userId', 'event'], 'event', 'is not an argument'],
		['a column twice', ['userId', 'userId'], 'userId', 'both become'],
		['a member of a text', ['userId', 'country.code'], 'country.code', "can't have a dot"],
		['the key', ['userId', 'clientKey'], 'clientKey', 'is not an argument'],
		['a lost argument', ['userId', '__proto__'], '__proto__', 'is not an argument'],
		['a name of JavaScript’s', ['userId', 'constructor'], 'constructor', 'is not an argument'],
		['nothing behind a dot', ['userId', 'userAttributes.'], 'userAttributes.', 'before or after'],
		['nobody', ['country'], undefined, 'has no column "userId" or "deviceId"'],
		[
			'a way that is too long',
			['userId', `userAttributes${'.a'.repeat(100_000)}`],
			`userAttributes${'.a'.repeat(100_000)}`,
			"can't have a second dot",
		],
		[
			'an object and its members',
			['userId', 'userAttributes.a', 'userAttributes'],
			'userAttributes.a',
			'and "userAttributes" exclude each other',
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
		[
			'track',
			'To import it as a value, name it "params.price", or set Other Columns to Import as Values',
		],
		[
			'sendMessage',
			'To import it as a value, name it "values.price", or set Other Columns to Import as Values',
		],
		[
			'setTrafficSourceInfo',
			'To import it as a value, name it "trafficSource.price", or set Other Columns to Import as Values',
		],
		['block', 'To leave it out, set Other Columns to Only Those Named'],
	])('says where a value of %s belongs', (action, advice) => {
		expect(headerOf(['userId', 'price'], findAction(action)).complaints).toEqual([
			{ column: 'price', message: `is not an argument of the action ${action}. ${advice}` },
		]);
	});

	it('may lead 20 levels deep', () => {
		expect(
			headerOf(['userId', `values${'.a'.repeat(20)}`], findAction('sendMessage')).complaints,
		).toEqual([]);
	});

	it('may name devices only', () => {
		expect(headerOf(['deviceId', 'country']).complaints).toEqual([]);
	});

	it('may have the arguments of any action when rows name theirs', () => {
		expect(headerOf(['action', 'userId', 'event', 'email', 'fullErasure']).complaints).toEqual([]);
		for (const name of ['vars.x', 'plan']) {
			const { complaints } = headerOf(['action', 'userId', name], SET, { others: 'values' });
			expect(complaints).toMatchObject([
				{ message: expect.stringContaining('is not an argument of any action') },
			]);
		}
		const preset = undefined;
		expect(readHeader(['action', 'country'], { ...CHOICE, preset }).complaints).toMatchObject([
			{ message: expect.stringContaining('has no column "userId" or "deviceId"') },
		]);
	});

	it('must name the actions when no other is given', () => {
		expect(readHeader(['userId'], { ...CHOICE, preset: undefined }).complaints).toEqual([
			{ message: expect.stringContaining('has no column "action"') },
		]);
		expect(readHeader(['action', 'userId'], { ...CHOICE, preset: undefined }).complaints).toEqual(
			[],
		);
	});

	it('may have blanks around its names', () => {
		expect(headerOf([' userId ', '\tcountry']).complaints).toEqual([]);
	});
});
