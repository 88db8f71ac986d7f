import fc from 'fast-check';
import type { z } from 'zod';
import {
	attributesSchema,
	currencySchema,
	emailSchema,
	idSchema,
	incrementsSchema,
	nameSchema,
	numericIdSchema,
	parametersSchema,
	setValuesSchema,
	surelyPasses,
	templateValuesSchema,
	webAddressSchema,
} from '../../nodes/Leanplum/values/values';

/** What a schema says against a value: for each problem the entry that has it and the message. */
function objections(schema: z.ZodTypeAny, value: unknown): string[] {
	const { error } = schema.safeParse(value);
	return (error?.issues ?? []).map(({ path, message }) => [...path, message].join(': '));
}

const ofLength = (length: number) => 'n'.repeat(length);

describe('the name of an event, attribute or parameter', () => {
	it.each([
		'a',
		'Level Complete',
		'Ünïcode 日本語',
		'with.dot',
		'with-hyphen',
		'with/slash',
		'/leading slash',
		'trailing dot.',
		'trailing hyphen-',
		"it's",
		'a}',
		'1st',
		'2026 plan',
		'-'.padStart(2, 'x'),
		ofLength(139),
	])('may be %j', (name) => {
		expect(objections(nameSchema, name)).toEqual([]);
	});

	it.each([
		['', 'is empty'],
		[ofLength(140), 'has 140 characters, Leanplum allows 139'],
		['.hidden', 'starts with a dot or a hyphen'],
		['-minus', 'starts with a dot or a hyphen'],
		['path/', 'ends with a slash'],
		['a,b', 'contains one of the characters'],
		['a|b', 'contains one of the characters'],
		['a"b', 'contains one of the characters'],
		['a{b', 'contains one of the characters'],
		['a\tb', 'a tab'],
		['a\rb', 'a line break'],
		['a\nb', 'a line break'],
		['12345', 'consists of digits only'],
		['0', 'consists of digits only'],
	])('must not be %j', (name, objection) => {
		expect(objections(nameSchema, name)).toEqual([expect.stringContaining(objection)]);
	});

	it('is told everything that is wrong with it at once', () => {
		expect(objections(nameSchema, `.${ofLength(140)},/`)).toHaveLength(4);
	});

	it.each([null, 5, undefined, {}])('must be text, not %p', (name) => {
		expect(objections(nameSchema, name)).toHaveLength(1);
	});
});

describe('the id of a user or device', () => {
	it.each([
		['customer-42', 'customer-42'],
		['ada@example.com', 'ada@example.com'],
		[ofLength(400), ofLength(400)],
		// Recorded: numbers are accepted and come back as text.
		[123456, '123456'],
		[9007199254740991, '9007199254740991'],
	])('%p is sent as %j', (id, sent) => {
		expect(idSchema.parse(id)).toBe(sent);
	});

	it.each([[ofLength(401)], [true], [{}], [null], [undefined], [['a']]])('must not be %p', (id) => {
		expect(objections(idSchema, id)).toHaveLength(1);
	});

	it('says how long it may be', () => {
		expect(objections(idSchema, ofLength(401))).toEqual([
			'is longer than the 400 characters that Leanplum allows',
		]);
	});

	// The call would reach another user, or create one.
	it.each([2 ** 53, 2 ** 60 + 1, 1e21, Number.NaN, Number.POSITIVE_INFINITY])(
		'must not be the number %d, which is not what the user meant',
		(id) => {
			expect(objections(idSchema, id)).not.toEqual([]);
		},
	);
});

describe('the id of a message or campaign', () => {
	it.each([
		['5670583287676928', '5670583287676928'],
		[' 5670583287676928\n', '5670583287676928'],
		[5670583287676928, '5670583287676928'],
		['9223372036854775807', '9223372036854775807'],
		['1', '1'],
	])('%p is sent as the text %j', (id, sent) => {
		expect(numericIdSchema.parse(id)).toBe(sent);
	});

	it('keeps every digit of ids that came as text', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (id) => {
				expect(numericIdSchema.parse(String(id))).toBe(String(id));
			}),
		);
	});

	it.each([[''], ['abc'], ['12 34'], ['-5'], [-5], ['1e5'], ['12345678901234567890'], [true]])(
		'must not be %p',
		(id) => {
			expect(objections(numericIdSchema, id)).not.toEqual([]);
		},
	);

	it.each([2 ** 53, 1.5])('must not be %d, a number that is not what the user meant', (id) => {
		expect(objections(numericIdSchema, id)).not.toEqual([]);
	});

	it('advises to pass long ids as text', () => {
		expect(objections(numericIdSchema, 2 ** 53)).toEqual([
			expect.stringContaining('pass it as text'),
		]);
	});
});

describe('attributes', () => {
	it('are texts, numbers, booleans, lists of them, or null to clear', () => {
		const attributes = { name: 'Ada', age: 36, vip: true, tags: ['a', 1, false], plan: null };
		expect(attributesSchema.parse(attributes)).toEqual(attributes);
		expect(attributesSchema.parse({})).toEqual({});
	});

	it.each([
		['a nested object', { city: { name: 'Rome' } }],
		['a list in a list', { tags: [['a']] }],
		['an object in a list', { tags: [{ a: 1 }] }],
		['null in a list', { tags: ['a', null] }],
		['no number', { age: Number.NaN }],
		['no finite number', { age: Number.POSITIVE_INFINITY }],
	])('must not hold %s', (_, attributes) => {
		const [objection, ...more] = objections(attributesSchema, attributes);
		expect(more).toEqual([]);
		expect(objection).toMatch(new RegExp(`^${Object.keys(attributes)[0]}: `));
	});

	it('are told all that is wrong at once, name by name', () => {
		const said = objections(attributesSchema, { '12': 'x', ok: 1, nested: { a: 1 } });
		expect(said).toEqual([
			'12: consists of digits only',
			expect.stringMatching(/^nested: .*nested objects are not allowed$/),
		]);
	});
});

describe('values to add to or remove from sets', () => {
	it('are single values or lists', () => {
		const values = { tags: 'a', codes: [1, 2], flag: true };
		expect(setValuesSchema.parse(values)).toEqual(values);
	});

	it.each([[{ tags: null }], [{ tags: {} }], [{ tags: [{}] }], [{ '7': 'a' }]])(
		'must not be %j',
		(values) => {
			expect(objections(setValuesSchema, values)).toHaveLength(1);
		},
	);
});

describe('increments', () => {
	it('are whole numbers, negative ones too', () => {
		expect(incrementsSchema.parse({ points: 5, lives: -1 })).toEqual({ points: 5, lives: -1 });
	});

	// Leanplum skips them without a word (A.4).
	it.each([[{ points: 1.5 }], [{ points: '5' }], [{ points: null }], [{ points: Number.NaN }]])(
		'must not be %p',
		(increments) => {
			expect(objections(incrementsSchema, increments)).toHaveLength(1);
		},
	);
});

describe('the parameters of an event', () => {
	const many = (count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, index]));

	it('may be up to 50', () => {
		expect(objections(parametersSchema, many(50))).toEqual([]);
		expect(objections(parametersSchema, many(51))).toEqual(['has more than 50 entries']);
	});

	it('are flat', () => {
		expect(objections(parametersSchema, { a: 'x', b: 1, c: false })).toEqual([]);
		for (const value of [null, [], ['a'], {}, Number.NaN]) {
			expect(objections(parametersSchema, { item: value })).toEqual([
				expect.stringMatching(/^item: /),
			]);
		}
	});

	it('have names like everything else', () => {
		expect(objections(parametersSchema, { 'a|b': 1 })).toHaveLength(1);
	});
});

describe('the values of a message template', () => {
	it('may be anything that JSON holds, for templates loop over lists', () => {
		const values = { name: 'Ada', items: [{ title: 'x', price: 1.5 }, null], nested: { a: true } };
		expect(templateValuesSchema.parse(values)).toEqual(values);
	});

	it.each([[{ at: Number.NaN }], [{ at: undefined }], [{ at: 1n }], ['text']])(
		'must not be %p',
		(values) => {
			expect(objections(templateValuesSchema, values)).not.toEqual([]);
		},
	);
});

describe('a currency', () => {
	it.each([
		['EUR', 'EUR'],
		[' usd ', 'USD'],
	])('%j is sent as %j', (code, sent) => {
		expect(currencySchema.parse(code)).toBe(sent);
	});

	it.each(['', 'EU', 'EURO', '€', 'E1R', 978])('must not be %p', (code) => {
		expect(objections(currencySchema, code)).toHaveLength(1);
	});
});

describe('an email address', () => {
	it.each([
		['ada@example.com', 'ada@example.com'],
		[' ada+test@example.co.uk ', 'ada+test@example.co.uk'],
	])('%j is sent as %j', (address, sent) => {
		expect(emailSchema.parse(address)).toBe(sent);
	});

	it.each(['', 'ada', '@example.com', 'ada@', 'a@b@c', 'ada lovelace@example.com', 5, null])(
		'must not be %p',
		(address) => {
			expect(objections(emailSchema, address)).toHaveLength(1);
		},
	);
});

describe('an address on the web', () => {
	it.each(['https://example.com', 'http://example.com/hook?user={{User ID}}'])(
		'may be %j',
		(address) => {
			expect(webAddressSchema.parse(address)).toBe(address);
		},
	);

	it.each(['', 'example.com', 'ftp://example.com', 'https://', 'https:///path', 5, null])(
		'must not be %p',
		(address) => {
			expect(objections(webAddressSchema, address)).toHaveLength(1);
		},
	);
});

it('a name that would be dropped is refused rather than lost', () => {
	const lost = JSON.parse('{"__proto__":1}') as unknown;
	for (const schema of [attributesSchema, parametersSchema, templateValuesSchema]) {
		const { error } = schema.safeParse(lost);
		expect(error?.issues.map(({ message }) => message)).toEqual([
			'is a name that cannot be passed on',
		]);
	}
	const nested = JSON.parse('{"a":{"__proto__":1}}') as unknown;
	expect(templateValuesSchema.safeParse(nested).success).toBe(false);
});

describe('the quick check', () => {
	const names = fc.oneof(fc.string(), fc.constantFrom('plan', 'a,b', '__proto__', ofLength(140)));
	const values = fc.oneof(
		fc.anything(),
		fc.string(),
		fc.integer({ min: 138, max: 402 }).map(ofLength),
		fc.dictionary(names, fc.oneof(fc.anything(), fc.string(), fc.integer())),
		fc.dictionary(fc.string({ minLength: 4 }), fc.integer(), { minKeys: 48, maxKeys: 53 }),
	);

	it.each(
		Object.entries<z.ZodTypeAny>({
			nameSchema,
			idSchema,
			attributesSchema,
			setValuesSchema,
			incrementsSchema,
			parametersSchema,
		}),
	)('of %s passes what the schema gives back as it is, and nothing else', (_, schema) => {
		fc.assert(
			fc.property(values, (value) => {
				const { success, data } = schema.safeParse(value);
				expect(surelyPasses(schema, value)).toBe(success && Object.is(data, value));
			}),
			{ numRuns: 1000 },
		);
	});

	it('says nothing of other schemas', () => {
		expect(surelyPasses(currencySchema, 'EUR')).toBe(false);
	});
});
