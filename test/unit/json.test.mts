import fc from 'fast-check';
import {
	isNestedWithin,
	isObject,
	jsonBytes,
	parseJson,
	setOwn,
	withIdsAsText,
} from '../../nodes/Leanplum/protocol/basics/json';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Integers of 64 bits, often near the border of what a JavaScript number holds. */
const int64 = fc.oneof(
	fc.bigInt({ min: INT64_MIN, max: INT64_MAX }),
	fc.bigInt({ min: 2n ** 53n - 100n, max: 2n ** 53n + 100n }),
	fc.bigInt({ min: -(2n ** 53n) - 100n, max: -(2n ** 53n) + 100n }),
	fc.bigInt({ min: -1000n, max: 1000n }),
);

describe('reading JSON', () => {
	it('keeps every digit of any 64-bit integer, wherever it stands', () => {
		fc.assert(
			fc.property(int64, int64, (a, b) => {
				const parsed = parseJson(`{"id":${a},"list":[${b}, {"x" : ${a} }]}`) as {
					id: unknown;
					list: [unknown, { x: unknown }];
				};
				const read = [parsed.id, parsed.list[0], parsed.list[1].x].map(String);
				expect(read).toEqual([a, b, a].map(String));
			}),
			{ numRuns: 500 },
		);
	});

	it('reads integers that a number can hold as numbers', () => {
		expect(parseJson('[9007199254740991, -9007199254740991, 5670583287676928, 0]')).toEqual([
			9007199254740991, -9007199254740991, 5670583287676928, 0,
		]);
	});

	it('reads integers that a number cannot hold as text', () => {
		expect(parseJson('[9007199254740993,-9223372036854775808]')).toEqual([
			'9007199254740993',
			'-9223372036854775808',
		]);
	});

	it('reads everything else as JSON.parse does', () => {
		const noLongIntegers = fc
			.json({ depthSize: 'medium' })
			.filter((text) => !/(^|[^\d.])\d{16,}([^\d.eE]|$)/.test(text));
		fc.assert(
			fc.property(noLongIntegers, (text) => {
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
			{ numRuns: 300 },
		);
	});

	it.each([
		['digits in a text', '{"text":"id 12345678901234567890, -12345678901234567890"}'],
		['digits after an escaped quote', '["\\" 12345678901234567890"]'],
		['digits after an escaped backslash', '["\\\\", "12345678901234567890"]'],
		['digits in a name', '{"12345678901234567890":1}'],
		['digits of a fraction', '[0.12345678901234567890, 1506018056.3240001010]'],
		['digits before an exponent', '[12345678901234567890e2, 1.43935302887E9]'],
	])('leaves %s alone', (_, text) => {
		expect(parseJson(`[${text},1]`)).toEqual([JSON.parse(text), 1]);
	});

	it('keeps a text apart from the long integer next to it', () => {
		expect(parseJson('{"12345678901234567890":12345678901234567891}')).toEqual({
			'12345678901234567890': '12345678901234567891',
		});
	});

	it.each(['', '<html>502 Bad Gateway</html>', '{"response":[{"succ', '{"a":12345678901234567890'])(
		'gives nothing for what is no JSON: %s',
		(text) => {
			expect(parseJson(text)).toBeUndefined();
		},
	);

	it.each(['{12345678901234567890:1}', '[00012345678901234567]'])(
		'does not make JSON of what is none: %s',
		(text) => {
			expect(parseJson(text)).toBeUndefined();
		},
	);

	it('never throws, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				expect(() => parseJson(text)).not.toThrow();
			}),
			{ numRuns: 300 },
		);
	});
});

describe('objects with named members', () => {
	it.each([[{}], [{ a: 1 }]])('%j is one', (value) => {
		expect(isObject(value)).toBe(true);
	});

	it.each([[null], [undefined], [[]], ['text'], [1], [true]])('%j is none', (value) => {
		expect(isObject(value)).toBe(false);
	});
});

describe('the size of JSON', () => {
	it.each([
		[{ name: 'Ada' }, 14],
		// Two bytes for ö, three for €, four for the emoji.
		['öö', 6],
		['€', 5],
		['😀', 6],
		[undefined, 0],
	])('of %j is %i bytes in UTF-8', (value, bytes) => {
		expect(jsonBytes(value)).toBe(bytes);
	});
});

describe('the ids of a reply', () => {
	it.each([
		[{ id: 5 }, { id: '5' }],
		[
			{ postbackId: 7, campaignID: 8 },
			{ postbackId: '7', campaignID: '8' },
		],
		[{ abTestIds: [1, '2'] }, { abTestIds: ['1', '2'] }],
		[{ messages: [{ id: 5, name: 'x' }] }, { messages: [{ id: '5', name: 'x' }] }],
		[{ details: { variantId: 0 } }, { details: { variantId: '0' } }],
		[
			{ userId: 'ada', deviceId: null },
			{ userId: 'ada', deviceId: null },
		],
	])('are text, as long ones are: %j', (reply, expected) => {
		expect(withIdsAsText(reply)).toEqual(expected);
	});

	it.each([
		[{ messagesSent: 1, success: true, lastActive: 1.5, grid: 4, Ids: 3 }],
		[{ vars: { id: 5, levelId: 6 } }],
		[{ userAttributes: { id: 5, shopId: 7, tags: [1] } }],
		[{ values: { id: 1 }, params: { id: 1 }, parameters: { id: 1 } }],
		[[1, 'a', null]],
	])('are not among %j', (reply) => {
		expect(withIdsAsText(reply)).toEqual(reply);
	});

	it('are changed in a copy', () => {
		const reply = { list: [{ id: 5 }] };
		withIdsAsText(reply);
		expect(reply).toEqual({ list: [{ id: 5 }] });
	});
});

describe('a name like any other', () => {
	it.each(['plan', '__proto__', 'constructor'])('is %s', (name) => {
		const target: Record<string, unknown> = {};
		setOwn(target, name, 'x');
		setOwn(target, name, 'y');
		expect(Object.entries(target)).toEqual([[name, 'y']]);
		expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
		expect(JSON.stringify(target)).toBe(`{"${name}":"y"}`);
	});

	it('stays one in a reply', () => {
		const reply = parseJson('{"vars":{},"__proto__":{"id":5}}');
		expect(JSON.stringify(withIdsAsText(reply))).toBe('{"vars":{},"__proto__":{"id":"5"}}');
	});
});

describe('nesting', () => {
	it.each([
		['x', 0],
		[null, 0],
		[{}, 0],
		[{ a: 1 }, 1],
		[[[]], 1],
		[{ a: [{ b: 1 }], c: 2 }, 3],
	])('of %j is %d levels deep', (value, levels) => {
		expect(isNestedWithin(value, levels)).toBe(true);
		if (levels > 0) expect(isNestedWithin(value, levels - 1)).toBe(false);
	});
});
