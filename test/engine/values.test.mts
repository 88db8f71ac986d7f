import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { id, KINDS, whole, ZONE, type Cases } from '../values/cases.mts';
import { eventsOf, QUICK, TRACK, TestApp } from './testApp.mts';

const testApp = TestApp.forThisFile();

/** Whether n8n can hold a value in an item, where everything is JSON. */
function isJson(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	if (typeof value === 'object' && value !== null) {
		const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
		return isPlain && Object.values(value).every(isJson);
	}
	return typeof value !== 'undefined' && typeof value !== 'bigint';
}

type Wanted = { sent: unknown } | { empty: true } | { message: string };

/** The cases of a kind as items of a run, and what must become of each. */
function itemsOf({ accepted, empty, refused }: Cases): Array<{ v: unknown; wanted: Wanted }> {
	return [
		...accepted.map(([v, sent]) => ({ v, wanted: { sent } })),
		...empty.map((v) => ({ v, wanted: { empty: true as const } })),
		...refused.map(([v, message]) => ({ v, wanted: { message } })),
	].filter(({ v }) => isJson(v));
}

const SET: INodeParameters = {
	resource: 'user',
	operation: 'setAttributes',
	identifyBy: 'userId',
	userId: '={{ $json.user }}',
};

/** Runs the items of a kind; those that are refused do not keep the others from being sent. */
async function runAll(parameters: INodeParameters, items: ReadonlyArray<{ v: unknown }>) {
	return await testApp.run(
		{ ...parameters },
		items.map(({ v }, index) => ({ user: `u${index}`, v }) as IDataObject),
		{ settings: { onError: 'continueRegularOutput' }, timezone: ZONE },
	);
}

const IMPORT: INodeParameters = {
	resource: 'import',
	operation: 'importFile',
	binaryPropertyName: 'data',
	defaultAction: 'setUserAttributes',
};

it('is written down in cases for every kind', () => {
	for (const { accepted, empty, refused } of Object.values(KINDS)) {
		expect(accepted.length).toBeGreaterThanOrEqual(2);
		expect(empty.length).toBeGreaterThanOrEqual(1);
		expect(refused.length).toBeGreaterThanOrEqual(2);
	}
});

describe('User IDs', () => {
	it('are trimmed, and refused where they stand for nothing', async () => {
		const items = itemsOf(id);
		const { json, hints } = await runAll(
			{ ...TRACK, userId: '={{ $json.v }}', event: 'Buy' },
			items,
		);
		const received = (await testApp.received('track')).map(({ args }) => args.userId);
		const wanted = items.flatMap((item) => ('sent' in item.wanted ? [item.wanted.sent] : []));
		expect(received.sort()).toEqual([...wanted].sort());
		expect(json).toHaveLength(items.length);
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/^User ID had spaces around it in \d+ of \d+ items/),
		);
	});

	it.each([['the argument of a custom action', { userId: '={{ $json.v }}' }]])(
		'are read alike as %s',
		async () => {
			const items = [{ v: ' ann ' }, { v: 'undefined' }];
			await runAll(
				{
					resource: 'custom',
					operation: 'callAction',
					leanplumAction: 'track',
					argumentsJson: '={{ { userId: $json.v, event: "Buy" } }}',
					options: QUICK,
				},
				items,
			);
			expect((await testApp.received('track')).map(({ args }) => args.userId)).toEqual(['ann']);
		},
	);
});

it('reads increments as whole numbers', async () => {
	const items = itemsOf(whole);
	await runAll(
		{
			...SET,
			attributes: { row: [{ name: 'seen', type: 'boolean', booleanValue: true }] },
			additionalFields: {
				valuesToIncrement: { row: [{ name: 'v', type: 'number', numberValue: '={{ $json.v }}' }] },
			},
			options: QUICK,
		},
		items,
	);
	const received = new Map(
		(await testApp.received('setUserAttributes')).map(({ args }) => [args.userId, args]),
	);
	items.forEach(({ v, wanted }, index) => {
		const args = received.get(`u${index}`);
		if ('sent' in wanted) {
			expect([v, args?.userAttributeValuesToIncrement]).toEqual([v, { v: wanted.sent }]);
		} else if ('empty' in wanted) {
			expect([v, args?.userAttributes, args?.userAttributeValuesToIncrement]).toEqual([
				v,
				{ seen: true },
				undefined,
			]);
		} else expect([v, args]).toEqual([v, undefined]);
	});
});

describe('JSON', () => {
	const json = (attributes: string): INodeParameters => ({
		...SET,
		attributesFrom: 'json',
		attributesJson: attributes,
		options: QUICK,
	});

	it('keeps types; null clears, empty text is left out, and a missing member is nothing', async () => {
		const { json: output, hints } = await testApp.run(
			json(
				'={{ { plan: "gold", city: $json.city, vip: true, n: 1.5, at: new Date("2024-05-01") } }}',
			),
			[{ user: 'a', city: null }, { user: 'b', city: '' }, { user: 'c' }],
		);
		const known = { plan: 'gold', vip: true, n: 1.5, at: '2024-05-01T00:00:00.000Z' };
		expect(
			(await testApp.received('setUserAttributes')).map(({ args }) => args.userAttributes),
		).toEqual([{ ...known, city: null }, known, known]);
		expect(hints.map(({ message }) => message)).toEqual([
			'Attributes (JSON) "city" was empty in 1 of 3 items and was left out',
			'Attributes (JSON) "city" was cleared in 1 of 3 items',
		]);
		expect(output[1]?.warning).toBe('Left out: Attributes (JSON) "city".');
	});

	it.each([
		['{"a": 9007199254740993}', 'got 9007199254740993'],
		['={{ { a: 7615917337495251231 } }}', 'has more digits'],
		['{"a": [1, 9007199254740993]}', 'at 2'],
		['{"a": {"b": 1}}', 'or a list of them, not an object'],
		['{"a": 1, "b": "a", "a": 2}', 'has a name twice (got "a")'],
		['{"a": 1, "\\u0061": 2}', 'has a name twice'],
	])('%s is refused', async (attributes, message) => {
		const { error } = await testApp.run(json(attributes), [{ user: 'a' }]);
		expect(error?.message).toContain(message);
		expect(await testApp.requests()).toEqual([]);
	});

	it('takes a number with an exponent for a measurement', async () => {
		await testApp.run(json('{"a": 1e21}'), [{ user: 'a' }]);
		const [received] = await testApp.received('setUserAttributes');
		expect(received?.args.userAttributes).toEqual({ a: 1e21 });
	});
});

describe('Names that JavaScript gives a meaning', () => {
	const NAMED = '{"constructor":"a","prototype":"b","__proto__":"c","plan":"d"}';

	it.each([1, 3])('arrive, with %d items', async (count) => {
		const items = Array.from({ length: count }, (_, index) => ({ user: `u${index}` }));
		await testApp.run(
			{ ...SET, attributesFrom: 'json', attributesJson: NAMED, options: QUICK },
			items,
		);
		await testApp.run(
			{ ...TRACK, event: 'Buy', specifyParameters: 'json', parametersJson: NAMED },
			items,
		);
		const received = (await testApp.requests()).flatMap(({ actions }) => actions);
		expect(received).toHaveLength(2 * count);
		for (const { args } of received) {
			expect(JSON.stringify(args.userAttributes ?? args.params)).toBe(NAMED);
		}
	});
});

describe('Rows as Google Sheets gives them', () => {
	const ROWS = 1000;
	const FIRST_DAY = 45_000;
	const rows = Array.from({ length: ROWS }, (_, index) => ({
		user: `u${index}`,
		optIn: index % 2 === 0 ? 'TRUE' : 'FALSE',
		since: FIRST_DAY + index,
		city: index % 10 === 0 ? '' : `City ${index}`,
	}));

	const dates = rows.map((_, index) =>
		new Date(Date.UTC(1899, 11, 30 + FIRST_DAY + index)).toISOString().slice(0, 10),
	);

	const WAYS_IN: Readonly<Record<string, INodeParameters>> = {
		rows: {
			attributes: {
				row: [
					{ name: 'optIn', type: 'boolean', booleanValue: '={{ $json.optIn }}' },
					{ name: 'since', type: 'date', dateValue: '={{ $json.since }}' },
					{ name: 'city', type: 'string', stringValue: '={{ $json.city }}' },
				],
			},
		},
		'all fields': {
			attributesFrom: 'item',
			excludedFields: 'user',
			fieldTypes: {
				row: [
					{ name: 'optIn', type: 'boolean' },
					{ name: 'since', type: 'date' },
				],
			},
		},
	};

	it.each(Object.keys(WAYS_IN))('are read as meant, through %s', async (way) => {
		const { hints } = await testApp.run({ ...SET, ...WAYS_IN[way], options: QUICK }, rows);
		const attributes = (await testApp.received('setUserAttributes')).map(
			({ args }) => args.userAttributes as IDataObject,
		);
		expect(attributes.filter(({ optIn }) => optIn === true)).toHaveLength(500);
		expect(attributes.filter(({ optIn }) => optIn === false)).toHaveLength(500);
		expect(attributes.map(({ since }) => since).sort()).toEqual(dates);
		expect(attributes.filter(({ city }) => city === '' || city === null)).toEqual([]);
		expect(attributes.filter((one) => 'city' in one)).toHaveLength(900);
		const messages = hints.map(({ message }) => message);
		expect(messages).toContainEqual(
			expect.stringMatching(/"city" was empty in 100 of 1,000 items and was left out$/),
		);
		expect(messages).toContainEqual(
			expect.stringMatching(/"since": 1,000 spreadsheet dates were converted$/),
		);
	});

	it('are read as meant, as a CSV file', async () => {
		const cells = rows.map(({ user, optIn, since, city }) => [user, optIn, since, city].join(','));
		await testApp.run(
			{
				...IMPORT,
				options: { ...QUICK, fieldTypes: { row: [{ name: 'since', type: 'date' }] } },
			},
			[{}],
			{ binary: { data: ['userId,optIn,since,town', ...cells].join('\n') } },
		);
		const attributes = (await testApp.received('setUserAttributes')).map(
			({ args }) => args.userAttributes as IDataObject,
		);
		expect(attributes.filter(({ optIn }) => optIn === true)).toHaveLength(500);
		expect(attributes.filter(({ optIn }) => optIn === false)).toHaveLength(500);
		expect(attributes.map(({ since }) => since).sort()).toEqual(dates);
		expect(attributes.filter(({ town }) => town === '' || town === null)).toEqual([]);
		expect(attributes.filter((one) => 'town' in one)).toHaveLength(900);
	});

	it('are named where they look like another type and have none', async () => {
		const { hints } = await testApp.run(
			{ ...SET, attributesFrom: 'item', excludedFields: 'user', options: QUICK },
			rows.slice(0, 20),
		);
		expect(hints.map(({ message }) => message)).toEqual([
			'Field "city" was empty in 2 of 20 items and was left out',
			'Field "optIn" looks like true or false in every item, but was sent as text. To change its type, add it to Field Types.',
		]);
	});
});

describe('Empty values', () => {
	const setCity = (ifEmpty: string): INodeParameters => ({
		...SET,
		attributes: {
			row: [
				{ name: 'plan', type: 'string', stringValue: 'gold' },
				{ name: 'city', type: 'string', stringValue: '={{ $json.city }}' },
			],
		},
		options: { ...QUICK, ifEmpty },
	});

	it.each([
		['leave', { plan: 'gold' }],
		['clear', { plan: 'gold', city: null }],
	])('are treated as If a Value Is Empty says: %s', async (ifEmpty, attributes) => {
		await testApp.run(setCity(ifEmpty), [{ user: 'a' }]);
		const [received] = await testApp.received('setUserAttributes');
		expect(received?.args.userAttributes).toEqual(attributes);
	});

	it('fail the item when the user wants that', async () => {
		const { error } = await testApp.run(setCity('fail'), [{ user: 'a' }]);
		expect(error?.message).toContain('Attribute "city" is empty');
		expect(await testApp.requests()).toEqual([]);
	});

	it('of an event are told, and called a likely typo where all are empty', async () => {
		const { json, hints } = await testApp.run(
			{ ...TRACK, value: '={{ $json.totl }}' },
			eventsOf(['a', 'b']),
		);
		expect(json.map(({ warning }) => warning)).toEqual(['Left out: Value.', 'Left out: Value.']);
		expect(hints).toEqual([
			expect.objectContaining({
				message: 'Value was empty in all 2 items and was left out. Its expression may have a typo.',
			}),
		]);
	});
});

describe('Template values', () => {
	const sendTo = (more: INodeParameters): INodeParameters => ({
		resource: 'message',
		operation: 'send',
		identifyBy: 'userId',
		userId: '={{ $json.user }}',
		messageId: { __rl: true, mode: 'id', value: '4810110001000001' },
		...more,
	});
	const ROWS = {
		string: { name: 'n', type: 'string', stringValue: '={{ $json.n }}' },
		number: { name: 'n', type: 'number', numberValue: '={{ $json.n }}' },
		date: { name: 'n', type: 'date', dateValue: '={{ $json.n }}' },
	};
	const WAYS_IN: Array<[string, INodeParameters]> = [
		...Object.entries(ROWS).map(([type, row]): [string, INodeParameters] => [
			type,
			{ values: { row: [row] } },
		]),
		['JSON', { specifyValues: 'json', valuesJson: '={{ { n: $json.n } }}' }],
	];

	it.each(WAYS_IN)('that are null are refused or replaced: %s', async (_way, values) => {
		const items = [{ user: 'ada', n: null }, { user: 'ada', n: '' }, { user: 'ada' }];
		const { error } = await testApp.run(sendTo({ ...values, options: QUICK }), items);
		expect(error?.message).toContain('"n" is empty');
		expect(await testApp.requests()).toEqual([]);
		const replace = { ...QUICK, ifValueIsNull: 'Replace it', nullReplacement: 'there' };
		await testApp.run(sendTo({ ...values, options: replace }), items);
		const received = await testApp.received('sendMessage');
		expect(received.map(({ args }) => args.values)).toEqual(items.map(() => ({ n: 'there' })));
	});
});

describe('Options by item', () => {
	it('let Preview Only hold per item', async () => {
		const { json } = await testApp.run(
			{ ...TRACK, options: { ...QUICK, previewOnly: '={{ $json.test }}' } },
			[
				{ user: 'a', event: 'Buy', test: false },
				{ user: 'b', event: 'Buy', test: 'TRUE' },
			],
		);
		expect((await testApp.received('track')).map(({ args }) => args.userId)).toEqual(['a']);
		expect(json.map(({ status }) => status)).toEqual(['done', 'preview']);
	});

	it('refuse an empty Preview Only and Development Mode', async () => {
		for (const [parameters, label] of [
			[{ options: { ...QUICK, previewOnly: '={{ $json.none }}' } }, 'Preview Only'],
			[{ additionalFields: { devMode: '={{ $json.none }}' } }, 'Development Mode'],
			[
				{
					resource: 'custom',
					operation: 'callAction',
					leanplumAction: 'track',
					argumentsJson: '{"userId": "a", "event": "Buy", "devMode": ""}',
				},
				'Arguments (JSON) "devMode"',
			],
		] as const) {
			const { error } = await testApp.run({ ...TRACK, ...parameters }, eventsOf(['a']));
			expect(error?.message).toContain(`${label} is empty`);
		}
		expect(await testApp.requests()).toEqual([]);
	});

	it('refuse options of the run that differ', async () => {
		const { error } = await testApp.run(
			{ ...TRACK, options: { ...QUICK, batching: '={{ $json.how }}' } },
			[
				{ user: 'a', event: 'Buy', how: 'automatic' },
				{ user: 'b', event: 'Buy', how: 'off' },
			],
		);
		expect(error?.message).toContain('Batching must be the same for all items');
		expect(await testApp.requests()).toEqual([]);
	});

	it('take choices by label, in any case', async () => {
		await testApp.run({ ...TRACK, additionalFields: { createDisposition: '={{ $json.how }}' } }, [
			{ user: 'a', event: 'Buy', how: 'createNever' },
			{ user: 'b', event: 'Buy', how: ' skip the request ' },
		]);
		expect((await testApp.received('track')).map(({ args }) => args.createDisposition)).toEqual([
			'CreateNever',
			'CreateNever',
		]);
	});

	it.each([
		['{{ $json.a }} {{ $json.b }}', 'is empty'],
		["{{ 'null' }}", 'stands for a missing value (got "null")'],
		["{{ '4.91E+11' }}", 'is a number that a spreadsheet has shortened (got "4.91E+11")'],
	])('trim and check the Send Once Key, such as %s', async (key, message) => {
		const { error } = await testApp.run(
			{
				...TRACK,
				options: {
					...QUICK,
					sendOnce: {
						once: { sendOnce: 'executions', sendOnceKey: `=${key}` },
					},
				},
			},
			eventsOf(['a', 'b']),
		);
		expect(error?.message).toContain(`Send Once Key ${message}`);
		expect(await testApp.requests()).toEqual([]);
	});
});

it('reads the text of AI agents by the same rules', async () => {
	await testApp.run(
		{
			...SET,
			userId: ' ada ',
			attributes: {
				row: [
					{ name: 'optIn', type: 'boolean', booleanValue: 'TRUE' },
					{ name: 'since', type: 'date', dateValue: '45413' },
					{ name: 'points', type: 'number', numberValue: '12' },
					{ name: 'tags', type: 'list', listValue: 'a;b', separator: ';' },
					{ name: 'city', type: 'string', stringValue: '' },
				],
			},
			options: QUICK,
		},
		[{}],
		{ asTool: true },
	);
	const [received] = await testApp.received('setUserAttributes');
	expect(received?.args).toMatchObject({
		userId: 'ada',
		userAttributes: { optIn: true, since: '2024-05-01', points: 12, tags: ['a', 'b'] },
	});
	expect(received?.args.userAttributes).not.toHaveProperty('city');
});
