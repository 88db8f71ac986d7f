import { DateTime } from 'luxon';
import {
	isBlank,
	ItemInput,
	withoutUndefined,
	WrongInput,
} from '../../nodes/Leanplum/operation/itemInput';
import { idSchema, parametersSchema } from '../../nodes/Leanplum/values/values';
import { readerOf } from './parameterReader.mts';

/** The input of an item with the given parameters, in a workflow set to Berlin time. */
function inputOf(parameters: Record<string, unknown> = {}): ItemInput {
	return new ItemInput(readerOf(parameters), 0, {}, 'Europe/Berlin');
}

/** What is wrong, as sentences. */
function sentences(input: ItemInput): string[] {
	return input.problems.map(({ field, message }) => `${field} ${message}`);
}

describe('blank values', () => {
	it.each([[undefined], [null], ['']])('%p is one', (value) => {
		expect(isBlank(value)).toBe(true);
	});

	it.each([[0], [false], [' '], [[]], [{}], [Number.NaN]])('%p is none', (value) => {
		expect(isBlank(value)).toBe(false);
	});
});

describe('the parameters of an item', () => {
	it('are read by name', () => {
		expect(inputOf({ event: 'Buy' }).value('event')).toBe('Buy');
	});

	it('may be collections', () => {
		const fields = inputOf({ fields: { info: 'x' } }).inside('fields');
		expect(fields.value('info')).toBe('x');
		expect([fields.has('info'), fields.has('more'), fields.isEmpty]).toEqual([true, false, false]);
	});

	it.each([[''], [null], ['text'], [['x']]])(
		'are an empty collection where n8n gives %p',
		(fields) => {
			expect(inputOf({ fields }).inside('fields').isEmpty).toBe(true);
		},
	);

	it('may be rows', () => {
		const input = inputOf({ list: { row: [{ name: 'a' }, null, 'x', { name: 'b' }] } });
		expect(input.rows('list').map((row) => row.value('name'))).toEqual(['a', 'b']);
		for (const list of [undefined, '', {}, { row: {} }, { other: [{}] }]) {
			expect(inputOf({ list }).rows('list')).toEqual([]);
		}
	});

	it('are named with their place in what is said of them', () => {
		const input = inputOf({ list: { row: [{ count: 'x' }] } });
		const [row] = input.rows('list');
		row!.at('Event "Buy"').integer('Count', 'x');
		expect(sentences(input)).toEqual(['Event "Buy" Count is not a number']);
	});
});

describe('checking a value', () => {
	it('gives it as it is to be sent', () => {
		const input = inputOf();
		expect(input.check('User ID', idSchema, 42)).toBe('42');
		expect(input.problems).toEqual([]);
	});

	it('notes every problem with the field and the entry, and gives nothing', () => {
		const input = inputOf();
		const value = { ok: 1, 'a,b': 2, nested: {} };
		expect(input.check('Parameter', parametersSchema, value)).toBeUndefined();
		expect(sentences(input)).toEqual([
			expect.stringMatching(/^Parameter "a,b" contains one of the characters/),
			expect.stringMatching(/^Parameter "nested" must be text/),
		]);
	});

	it('collects the problems of several fields', () => {
		const input = inputOf();
		input.refuse('Event Name', 'is empty');
		input.number('Value', 'much');
		input.epochSeconds('Time', 'soon');
		expect(sentences(input)).toHaveLength(3);
		expect(() => input.throwIfWrong()).toThrow(WrongInput);
	});

	it('has nothing against input without problems', () => {
		expect(() => inputOf().throwIfWrong()).not.toThrow();
	});

	it.each([[undefined], [null], ['']])('leaves out %p where a value is optional', (blank) => {
		const input = inputOf();
		expect(input.optional('User ID', idSchema, blank)).toBeUndefined();
		expect(input.epochSeconds('Time', blank)).toBeUndefined();
		expect(input.isoDate('Date', blank)).toBeUndefined();
		expect(input.number('Value', blank)).toBeUndefined();
		expect(input.integer('Count', blank)).toBeUndefined();
		expect(input.object('JSON', blank)).toBeUndefined();
		expect(input.problems).toEqual([]);
	});
});

describe('times', () => {
	it('are read in the time zone of the workflow', () => {
		const input = inputOf();
		expect(input.epochSeconds('Time', '2026-05-31T14:00:00')).toBe(1780228800);
		expect(input.isoDate('Date', DateTime.fromSeconds(1780228800))).toBe(
			'2026-05-31T14:00:00.000+02:00',
		);
		expect(input.isoDate('Date', '2026-05-31')).toBe('2026-05-31');
	});

	it('are refused with an example when they are none', () => {
		const input = inputOf();
		expect(input.epochSeconds('Time', 'soon')).toBeUndefined();
		expect(input.isoDate('Date', 'soon')).toBeUndefined();
		expect(sentences(input)).toEqual([
			expect.stringMatching(/^Time is not a date or time, such as 2026-/),
			expect.stringMatching(/^Date is not a date, such as 2026-/),
		]);
	});
});

describe('numbers', () => {
	it.each([
		[9.99, 9.99],
		['9.99', 9.99],
		['-3', -3],
		[0, 0],
		['0', 0],
	])('may come as %p', (value, number) => {
		const input = inputOf();
		expect(input.number('Value', value)).toBe(number);
		expect(input.problems).toEqual([]);
	});

	it.each([['9,99'], ['much'], [true], [{}], [[]], [Number.NaN], ['Infinity']])(
		'are not %p',
		(value) => {
			const input = inputOf();
			expect(input.number('Value', value)).toBeUndefined();
			expect(sentences(input)).toEqual(['Value is not a number']);
		},
	);

	it.each([' ', '\t\n'])(
		'are left out where a cell holds the blanks %j, not sent as 0',
		(value) => {
			const input = inputOf();
			expect(input.number('Value', value)).toBeUndefined();
			expect(input.integer('Count', value)).toBeUndefined();
			expect(input.problems).toEqual([]);
		},
	);

	it.each([[3], ['3'], [-3]])('may be whole: %p', (value) => {
		expect(inputOf().integer('Count', value)).toBe(Number(value));
	});

	it.each([[1.5], ['1.5'], [2 ** 53]])('are refused where whole ones are wanted: %p', (value) => {
		const input = inputOf();
		expect(input.integer('Count', value)).toBeUndefined();
		expect(sentences(input)).toEqual(['Count is not a whole number']);
	});

	it('are refused once when they are no numbers at all', () => {
		const input = inputOf();
		input.integer('Count', 'many');
		expect(sentences(input)).toEqual(['Count is not a number']);
	});
});

describe('JSON objects', () => {
	it.each([[{ a: 1 }], ['{"a":1}']])('may come as %p', (value) => {
		const input = inputOf();
		expect(input.object('JSON', value)).toEqual({ a: 1 });
		expect(input.problems).toEqual([]);
	});

	it('keep every digit of long integers', () => {
		expect(inputOf().object('JSON', '{"order":12345678901234567890}')).toEqual({
			order: '12345678901234567890',
		});
	});

	it.each([['[1]'], ['1'], ['null'], ['{"a":'], ['text'], [[1]], [5], [true]])(
		'are not %p',
		(value) => {
			const input = inputOf();
			expect(input.object('JSON', value)).toBeUndefined();
			expect(sentences(input)).toEqual([expect.stringMatching(/^JSON is not a JSON object/)]);
		},
	);
});

describe('arguments', () => {
	it('are sent only where they are set; null, 0, false and empty texts are', () => {
		const args = { a: undefined, b: null, c: 0, d: false, e: '', f: [] };
		expect(Object.keys(withoutUndefined(args))).toEqual(['b', 'c', 'd', 'e', 'f']);
	});
});

describe('a text', () => {
	it.each([
		['a', 'a'],
		[' ', ' '],
		[0, '0'],
		[1.5, '1.5'],
		[false, 'false'],
		[undefined, undefined],
		[null, undefined],
		['', undefined],
	])('%p is %p', (value, text) => {
		const input = inputOf();
		expect(input.text('Info', value)).toBe(text);
		expect(sentences(input)).toEqual([]);
	});

	it.each([[{}], [[]], [{ toString: 'x' }], [Number.NaN], [new Date()]])('%p is none', (value) => {
		const input = inputOf();
		expect(input.text('Info', value)).toBeUndefined();
		expect(sentences(input)).toEqual(['Info is not text']);
	});
});

describe('an object', () => {
	const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

	it('may be nested, but not too deeply', () => {
		const input = inputOf();
		expect(input.object('JSON', nested(100))).toBeDefined();
		expect(input.object('JSON', nested(101))).toBeUndefined();
		expect(input.object('JSON', JSON.parse(nested(101)))).toBeUndefined();
		const sentence = 'JSON is nested more than 100 levels deep';
		expect(sentences(input)).toEqual([sentence, sentence]);
	});
});
