import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runInNewContext } from 'node:vm';

const FILE = resolve(__dirname, '../../docs/workflows/leanplum-and-clevertap.json');

type Json = Record<string, unknown>;

const { nodes } = JSON.parse(readFileSync(FILE, 'utf8')) as {
	nodes: Array<{ name: string; parameters: { jsCode?: string } }>;
};

/** Runs a Code node of the template as it is shipped; `before` holds the items of other nodes. */
function runCode(name: string, before: Record<string, Json[]>, input: Json[] = []): Json[] {
	const code = nodes.find((node) => node.name === name)?.parameters.jsCode;
	if (!code) throw new Error(`The template has no Code node ${name}.`);
	const items = (list: Json[] = []) => ({
		isExecuted: list.length > 0,
		all: () => list.map((json) => ({ json })),
		first: () => ({ json: list[0] }),
		last: () => ({ json: list.at(-1) }),
	});
	const scope = { $: (node: string) => items(before[node]), $input: items(input), Buffer };
	const result = runInNewContext(`(() => {${code}})()`, scope) as Array<{ json: Json }>;
	// What comes from another context has other prototypes.
	return JSON.parse(JSON.stringify(result.map(({ json }) => json))) as Json[];
}

const SETTINGS = {
	sendEventsAtBoth: false,
	dateAttributes: ['birthday'],
	multiValueAttributes: ['interests'],
	cleverTapUrl: '',
};

function plan(state: Json, settings: Json = {}): Json {
	const [json] = runCode('Plan', {
		Settings: [{ ...SETTINGS, ...settings }],
		'Get Migration State': [state],
	});
	return json!;
}

const cleverTap = { apiUrl: 'https://us1.api.clevertap.com', attributeMappings: { mail: 'Email' } };
const stateOf = (profiles: unknown, events: unknown) => ({ profiles, events, cleverTap });

describe('The plan of the CleverTap template', () => {
	it.each([
		['lp', 'lp', [true, true, false, false]],
		['lp+ct', 'lp+ct', [true, true, true, false]],
		['ct', 'ct', [false, false, true, true]],
		['ct', 'lp+ct', [false, true, true, false]],
		['lp+ct', 'lp', [true, true, true, false]],
		['new', undefined, [true, true, false, false]],
	])('with profiles at %s and events at %s', (profiles, events, wanted) => {
		const made = plan(stateOf(profiles, events));
		expect([
			made.leanplumProfiles,
			made.leanplumEvents,
			made.cleverTapProfiles,
			made.cleverTapEvents,
		]).toEqual(wanted);
	});

	it('sends events to both only when the settings say so', () => {
		expect(plan(stateOf('lp+ct', 'lp+ct'), { sendEventsAtBoth: true }).cleverTapEvents).toBe(true);
		expect(plan(stateOf('lp', 'lp'), { sendEventsAtBoth: true }).cleverTapEvents).toBe(false);
	});

	it('writes as before when Leanplum does not tell', () => {
		const made = plan({ error: { message: 'Unknown action' } });
		expect(made).toMatchObject({ leanplumProfiles: true, cleverTapProfiles: false });
		expect(made.note).toMatch(/did not return/);
	});

	it('wants a URL before it writes to CleverTap', () => {
		expect(() => plan({ profiles: 'ct', events: 'ct' })).toThrow(/cleverTapUrl/);
		const own = { profiles: 'ct', events: 'ct', cleverTap: {} };
		expect(plan(own, { cleverTapUrl: 'https://ct.example/' }).apiUrl).toBe('https://ct.example');
	});

	it.each(['Email', ['Email'], { mail: 1 }, { mail: '' }])(
		'sends nothing with the mappings %p',
		(attributeMappings) => {
			const of = (phase: string) => () =>
				plan({ profiles: phase, events: phase, cleverTap: { ...cleverTap, attributeMappings } });
			expect(of('ct')).toThrow(/mappings are not readable/);
			expect(of('lp')).not.toThrow();
		},
	);

	it.each(['AAA-BBB-CCCZ', [{ attributeMappings: {} }], null, undefined, 1])(
		'sends no attributes when CleverTap is described by %p',
		(unreadable) => {
			const of = (profiles: string, events: string) => () =>
				plan({ profiles, events, cleverTap: unreadable }, { cleverTapUrl: 'https://ct.example' });
			expect(of('ct', 'ct')).toThrow(/mappings are not readable/);
			expect(of('lp+ct', 'lp')).toThrow(/mappings are not readable/);
			expect(of('lp', 'ct')).not.toThrow();
		},
	);

	it.each(['dateAttributes', 'multiValueAttributes'])('wants a list in %s', (name) => {
		expect(() => plan(stateOf('ct', 'ct'), { [name]: 'birthday' })).toThrow(`${name} in the`);
	});
});

function batchesOf(contacts: Json[], state = stateOf('ct', 'ct'), settings: Json = {}): Json[] {
	return runCode('Make Records', {
		Settings: [{ ...SETTINGS, ...settings }],
		Plan: [plan(state, settings)],
		Contacts: contacts,
	});
}

const recordsOf = (contacts: Json[]) =>
	batchesOf(contacts).flatMap(({ records }) => records as Json[]);

function attributesOf(given: Json): Json {
	const [record] = recordsOf([{ userId: 'ada', attributes: given }]);
	return (record?.profileData ?? {}) as Json;
}

describe('The records of the CleverTap template', () => {
	it.each([
		['a text', { plan: 'gold' }, { plan: 'gold' }],
		['numbers and booleans', { n: 0, yes: true }, { n: 0, yes: true }],
		["Leanplum's booleans", { news: 'True', push: 'False' }, { news: true, push: false }],
		['a mapped name', { mail: 'ada@example.com' }, { Email: 'ada@example.com' }],
		['a name with forbidden characters', { 'a.b$c': 'x' }, { abc: 'x' }],
		['a list as the SDKs write it', { tags: ['a', null, 2, true] }, { tags: '[a,2,true]' }],
		['a multi-value property', { interests: ['a', 2] }, { interests: { $add: ['a', '2'] } }],
		['a list of objects as JSON', { tags: [{ a: 1 }, 'x'] }, { tags: '[{"a":1},x]' }],
		[
			'objects in a multi-value property as JSON',
			{ interests: [{ a: 1 }] },
			{ interests: { $add: ['{"a":1}'] } },
		],
		['a date', { birthday: '1990-05-31' }, { birthday: '$D_644112000' }],
		['a date with a time', { birthday: '1990-05-31T12:00:00+02:00' }, { birthday: '$D_644148000' }],
		[
			'a time without a zone, as UTC',
			{ birthday: '1990-05-31 12:00' },
			{ birthday: '$D_644155200' },
		],
		['a day that does not exist, as it is', { birthday: '1990-02-30' }, { birthday: '1990-02-30' }],
		['a number in words, as it is', { birthday: 'May 5' }, { birthday: 'May 5' }],
		['a name that objects have', { constructor: 'a' }, { constructor: 'a' }],
		['text that only looks like a date', { model: '2024-01' }, { model: '2024-01' }],
		['a name that is cleared', { Name: null }, { Name: { $delete: 1 } }],
		['a phone number', { Phone: '+49 (151) 123-4567' }, { Phone: '+491511234567' }],
	])('hold %s', (_name, given, wanted) => {
		expect(attributesOf(given)).toEqual(wanted);
	});

	it.each([
		['an invalid email', { mail: 'ada' }, /email is not valid/],
		['a phone without a country', { Phone: '0151 123456' }, /country code/],
		['an empty attribute', { plan: null }, /CleverTap keeps/],
		['what is no number', { points: NaN }, /points is not an exact number/],
		['a number that lost digits', { points: 2 ** 60 }, /points is not an exact number/],
		['a list with a number that lost digits', { tags: [1, 2 ** 60] }, /tags holds a number/],
		['an object with such a number', { point: { x: 2 ** 60 } }, /point holds a number/],
		['such a member of a multi-value property', { interests: [2 ** 60] }, /interests holds a/],
		[
			'such a date, without another note',
			{ birthday: 2 ** 60 },
			/^birthday is not an exact.*text$/,
		],
		['a multi-value property with no member', { interests: [] }, /interests is an empty list/],
		['a name of forbidden characters', { $: 1 }, /no name of its own/],
		['the second of two equal names', { ke$pt: 1 }, /ke\$pt has no name of its own/],
	])('leave out %s and say so', (_name, given, why) => {
		const [batch] = batchesOf([{ userId: 'ada', attributes: { kept: 1, ...given } }]);
		expect((batch!.records as Json[])[0]!.profileData).toEqual({ kept: 1 });
		expect(batch!.report).toEqual([
			{ userId: 'ada', result: 'note', why: expect.stringMatching(why) as string },
		]);
	});

	it('say which members of lists were left out or cut', () => {
		const given = { tags: [{ a: 1 }, undefined, 'x', null], interests: [null, 'x'.repeat(600)] };
		const [batch] = batchesOf([{ userId: 'ada', attributes: given }]);
		expect(batch!.records).toMatchObject([
			{ profileData: { tags: '[{"a":1},x]', interests: { $add: ['x'.repeat(512)] } } },
		]);
		const why =
			'Empty members of tags were left out. Empty members of interests were left out. ' +
			'A member of interests was cut to 512 bytes';
		expect(batch!.report).toMatchObject([{ why }]);
	});

	it('do not contradict themselves about what is no date', () => {
		const [batch] = batchesOf([{ userId: 'ada', attributes: { birthday: 'x'.repeat(600) } }]);
		const why = 'birthday is not a date, so it was not converted. birthday was cut to 512 bytes';
		expect(batch!.report).toMatchObject([{ why }]);
	});

	it('cut long texts at a character', () => {
		const { long } = attributesOf({ long: '😀'.repeat(200) });
		expect(Buffer.byteLength(String(long))).toBeLessThanOrEqual(512);
		expect(long).toBe('😀'.repeat(128));
		const attributes = {
			long: 'x'.repeat(513),
			list: ['x'.repeat(511)],
			object: { x: 'x'.repeat(511) },
		};
		const [batch] = batchesOf([{ userId: 'ada', attributes }]);
		const why = ['long', 'list', 'object'].map((name) => `${name} was cut to 512 bytes`).join('. ');
		expect(batch!.report).toMatchObject([{ why }]);
	});

	it.each(['', '  ', 'null', 'undefined', null, undefined, 'device-1', ' device-1 ', 2 ** 60, {}])(
		'skip a user with the ID %p',
		(userId) => {
			const [batch] = batchesOf([{ userId, deviceId: 'device-1', attributes: { a: 1 } }]);
			expect(batch).toMatchObject({ kind: 'none', report: [{ result: 'skipped' }] });
		},
	);

	it('make events, and purchases as the SDKs do', () => {
		const events = [
			{ name: 'Open', time: 1_700_000_000.9, value: 0, params: { tags: ['a', 'b'], no: null } },
			{ name: 'Buy', time: 1_700_000_000, value: '9.5', currency: 'EUR', params: { no: 7 } },
			{ name: 'Odd', time: 0 },
		];
		expect(recordsOf([{ userId: 'ada', events }])).toEqual([
			{
				type: 'event',
				identity: 'ada',
				ts: 1_700_000_000,
				evtName: 'Open',
				evtData: { tags: '[a,b]', value: 0 },
			},
			{
				type: 'event',
				identity: 'ada',
				ts: 1_700_000_000,
				evtName: 'Charged',
				evtData: { no: 7, value: 9.5, event: 'Buy', currencyCode: 'EUR' },
			},
		]);
	});

	it.each([
		['without a name', { time: 5 }, /no name/],
		['with milliseconds for a time', { name: 'Open', time: 1_700_000_000_000 }, /time of Open/],
		['of tomorrow', { name: 'Open', time: Date.now() / 1000 + 86_400 }, /time of Open/],
		['that is null', null, /An event is not an object/],
		['that is text', 'Open', /An event is not an object/],
		['that is a list', [{ name: 'Open' }], /An event is not an object/],
		['with an object for a name', { name: { toString: 1 }, time: 5 }, /name of an event is not/],
		['with an inexact number for a name', { name: 2 ** 60, time: 5 }, /name of an event is not/],
		['with a name of forbidden characters', { name: '$$', time: 5 }, /\$\$ has no name in Clever/],
		['with a list for a time', { name: 'Open', time: [5] }, /time of Open/],
		['with text for parameters', { name: 'Open', time: 5, params: 'abc' }, /parameters of Open/],
		['with a list of parameters', { name: 'Open', time: 5, params: [1, 2] }, /parameters of Open/],
		['with an object for a currency', { name: 'Buy', time: 5, currency: {} }, /currency of Buy/],
	])('send no event %s and say so', (_name, event, why) => {
		const [batch] = batchesOf([{ userId: 'ada', events: [event] }]);
		expect(batch).toMatchObject({
			kind: 'none',
			report: [{ result: 'note', why: expect.stringMatching(why) as string }],
		});
	});

	it.each([
		['attributes', 'plan=gold', /attributes are not an object/],
		['events', { name: 'Open' }, /events are not a list/],
	])('say when %s have another shape', (field, value, why) => {
		const [batch] = batchesOf([{ userId: 'ada', [field]: value }]);
		expect(batch).toMatchObject({ kind: 'none', report: [{ result: 'note' }] });
		expect((batch!.report as Json[])[0]!.why).toMatch(why);
	});

	it.each([
		[
			'the second of two equal names',
			{ params: { kept: 1, ke$pt: 2 } },
			/Open: ke\$pt has no name/,
		],
		['a name of forbidden characters', { params: { kept: 1, $: 3 } }, /Open: \$ has no name/],
		['a number that lost digits', { params: { kept: 1, n: 2 ** 60 } }, /Open: n is not an exact/],
		['a list with such a number', { params: { kept: 1, n: [2 ** 60] } }, /Open: n holds a number/],
		['a value that lost digits', { params: { kept: 1 }, value: 2 ** 60 }, /Open: value is not an/],
		['such a value as text', { params: { kept: 1 }, value: '1152921504606846977' }, /value is not/],
		['a list for a value', { params: { kept: 1 }, value: [5] }, /Open: value is not an exact/],
	])('leave out %s of an event and say so', (_name, more, why) => {
		const events = [null, { name: 'Open', time: 5, ...more }];
		const [batch] = batchesOf([{ userId: 'ada', events }]);
		expect((batch!.records as Json[]).map(({ evtData }) => evtData)).toEqual([{ kept: 1 }]);
		expect((batch!.report as Json[])[0]!.why).toMatch(why);
	});

	it('keep the fields of an event when parameters have the same names', () => {
		const params = {
			value: 1,
			event: 'x',
			currencyCode: 'USD',
			list: [{ a: 1 }],
			object: { a: 1 },
		};
		const events = [
			{ name: 'Buy', time: 5, value: 9, currency: 'EUR', params },
			{ name: 'Open', time: 5, value: 'abc', params: { value: 1 } },
			{ name: 'Open', time: 5, params: { value: 1 } },
		];
		const [batch] = batchesOf([{ userId: 'ada', events }]);
		const own = { value: 9, event: 'Buy', currencyCode: 'EUR' };
		expect((batch!.records as Json[]).map(({ evtData }) => evtData)).toEqual([
			{ ...own, list: '[{"a":1}]', object: '{"a":1}' },
			{},
			{ value: 1 },
		]);
		const { why } = (batch!.report as Json[])[0]!;
		for (const name of ['Buy: value', 'Buy: event', 'Buy: currencyCode', 'Open: value']) {
			expect(why).toContain(`${name} has no name of its own`);
		}
	});

	it('cut long parameters of events and say so', () => {
		const events = [{ name: 'Open', time: 5, params: { page: 'x'.repeat(600) } }];
		const [batch] = batchesOf([{ userId: 'ada', events }]);
		expect(batch!.records).toMatchObject([{ evtData: { page: 'x'.repeat(512) } }]);
		expect(batch!.report).toMatchObject([{ why: 'Open: page was cut to 512 bytes' }]);
	});

	it('make no purchase of an event without a currency, and no number of a text', () => {
		const events = [{ name: 'Open', time: 5, value: 'abc', currency: '' }];
		const [batch] = batchesOf([{ userId: 'ada', events }]);
		expect(batch!.records).toMatchObject([{ evtName: 'Open', evtData: {} }]);
		expect(batch!.report).toMatchObject([
			{
				why: 'Open: value is not an exact number, so it was left out. Return long numbers as text',
			},
		]);
	});

	it('send no events at lp+ct, and profiles before events otherwise', () => {
		const contacts = [{ userId: 'ada', attributes: { a: 1 }, events: [{ name: 'Open', time: 5 }] }];
		const kinds = (state: ReturnType<typeof stateOf>) =>
			batchesOf(contacts, state).map(({ kind }) => kind);
		expect(kinds(stateOf('lp+ct', 'lp+ct'))).toEqual(['profile']);
		expect(kinds(stateOf('ct', 'ct'))).toEqual(['profile', 'event']);
		expect(kinds(stateOf('lp', 'lp'))).toEqual(['none']);
	});

	it('go in batches of 1,000 records and 2 MB', () => {
		const many = Array.from({ length: 2_001 }, (_, n) => ({ userId: `u${n}`, attributes: { n } }));
		const sizes = batchesOf(many).map(({ records }) => (records as Json[]).length);
		expect(sizes).toEqual([1_000, 1_000, 1]);
		const wide = Object.fromEntries(
			Array.from({ length: 20 }, (_, n) => [`a${n}`, 'x'.repeat(512)]),
		);
		const large = Array.from({ length: 400 }, (_, n) => ({ userId: `u${n}`, attributes: wide }));
		for (const { records } of batchesOf(large)) {
			expect(JSON.stringify(records).length).toBeLessThanOrEqual(2_000_500);
		}
		expect(batchesOf(large).length).toBeGreaterThan(1);
	});
});

describe("What the CleverTap template makes of CleverTap's response", () => {
	const batch = {
		kind: 'event',
		tries: 1,
		records: [{ evtName: 'a' }, { evtName: 'b' }, { evtName: 'c' }],
		userIds: ['ada', 'grace', 'alan'],
	};
	const read = (response: Json, of: Json = {}) =>
		runCode('Read Response', { Batch: [{ ...batch, ...of }] }, [response])[0]!;
	const resultsOf = (response: Json, of: Json = {}) =>
		(read(response, of).results as Json[]).map(({ result }) => result);
	const reply = (processed: number, ...unprocessed: Json[]) => ({
		statusCode: 200,
		body: { status: 'partial', processed, unprocessed },
	});
	const rejected = (number: number) => ({
		code: 515,
		error: `Email is not valid.Skipped record number : ${number}`,
		record: { evtName: 'altered' },
	});

	it('finds the rejected record by its number and hands on our own copy', () => {
		const { results } = read(reply(2, rejected(2)));
		expect(results).toEqual([
			{ userId: 'ada', kind: 'event', result: 'done', why: '' },
			expect.objectContaining({ userId: 'grace', result: 'failed', record: { evtName: 'b' } }),
			{ userId: 'alan', kind: 'event', result: 'done', why: '' },
		]);
	});

	it.each([
		['counts that do not add up', reply(3, rejected(2))],
		['a number outside the batch', reply(2, rejected(4))],
		['the same number twice', reply(1, rejected(2), rejected(2))],
		['no number', reply(2, { code: 555, error: 'odd' })],
		['nothing in the list', reply(2, null as never)],
		[
			'nothing at all',
			{ statusCode: 200, body: { status: 'fail', processed: 0, unprocessed: [] } },
		],
		['a page', { statusCode: 200, body: '<html>' }],
	])('knows nothing for sure with %s', (_name, response) => {
		expect(resultsOf(response)).toEqual(['unknown', 'unknown', 'unknown']);
	});

	it.each([
		[429, 'event', true],
		[503, 'event', true],
		[500, 'event', false],
		[undefined, 'event', false],
		[500, 'profile', true],
		[undefined, 'profile', true],
	])('after status %p of a batch of the kind %s: again %p', (statusCode, kind, again) => {
		const response = statusCode ? { statusCode, body: {} } : { error: { message: 'reset' } };
		expect(read(response, { kind }).again).toBe(again);
		expect(read(response, { kind, tries: 5 }).again).toBe(again);
		expect(read(response, { kind, tries: 6 }).again).toBe(false);
	});

	it('calls profiles unknown when a try without a clear response may have stored them', () => {
		const lost = { error: { message: 'reset' } };
		const { batch: again } = read(lost, { kind: 'profile' }) as { batch: Json };
		const busy = { statusCode: 429, body: {} };
		const { batch: last } = read(busy, { ...again, tries: 5 }) as { batch: Json };
		expect(resultsOf(busy, last)).toEqual(['unknown', 'unknown', 'unknown']);
		expect(resultsOf(busy, { kind: 'profile', tries: 6 })).toEqual(['failed', 'failed', 'failed']);
	});

	it('calls events that may be stored unknown', () => {
		expect(resultsOf({ statusCode: 500, body: {} })).toEqual(['unknown', 'unknown', 'unknown']);
	});

	it('stops at wrong keys', () => {
		const response = { statusCode: 401, body: { error: 'Account ID is not valid', code: 401 } };
		expect(() => read(response)).toThrow(/Passcode/);
	});
});

it('The events for Leanplum belong to their contact, and are refused as anything but a list', () => {
	const read = (events: unknown) =>
		runCode('Events for Leanplum', { Plan: [{ leanplumEvents: true }] }, [
			{ userId: 'ada', events },
		]);
	expect(read([{ name: 'Open', userId: 'eve' }])).toEqual([{ name: 'Open', userId: 'ada' }]);
	expect(read(null)).toEqual([]);
	expect(() => read({ name: 'Open' })).toThrow(/events of user ada must be a list/);
});

it('The report of the CleverTap template lists what Leanplum did not do', () => {
	const [report] = runCode('Report', {
		Plan: [{ note: '' }],
		'Make Records': [{ report: [] }],
		'Loop Over Batches': [{ results: [{ userId: 'ada', result: 'done' }] }],
		'Set Attributes': [
			{ status: 'done', userId: 'ada' },
			{ status: 'failed', userId: 'bob', error: { message: 'plan is invalid' } },
		],
		'Track Event': [{ status: 'skipped', userId: 'cy', warning: 'User not found' }],
	});
	expect(report).toMatchObject({
		counts: { done: 1, failed: 1, skipped: 1 },
		problems: [
			{ userId: 'bob', result: 'failed', why: 'Leanplum: plan is invalid' },
			{ userId: 'cy', result: 'skipped', why: 'Leanplum: User not found' },
		],
	});
});
