import { numberField } from '../../nodes/Leanplum/operation/fields/fieldKinds';
import {
	ItemInput,
	withoutUndefined,
	WrongInput,
} from '../../nodes/Leanplum/operation/fields/itemInput';
import { readId } from '../../nodes/Leanplum/values/id';
import { readWhole } from '../../nodes/Leanplum/values/number';
import { readerOf } from './parameterReader.mts';

/** The input of an item with the given parameters, in a workflow set to Berlin time. */
function inputOf(parameters: Record<string, unknown> = {}): ItemInput {
	return new ItemInput(readerOf(parameters), 0, {}, 'Europe/Berlin');
}

/** What is wrong, as sentences. */
function sentences(input: ItemInput): string[] {
	return input.problems.map(({ field, message }) => `${field} ${message}`);
}

describe('the parameters of an item', () => {
	it('are read by name', () => {
		expect(inputOf({ event: 'Buy' }).value('event')).toBe('Buy');
	});

	it('may be collections', () => {
		const input = inputOf({ fields: { info: 'x' } });
		const fields = input.inside('fields');
		expect(fields.value('info')).toBe('x');
		expect([fields.has('info'), fields.has('more')]).toEqual([true, false]);
		expect([
			input.lacks('fields'),
			input.lacks('fields', 'info'),
			input.lacks('fields', 'more'),
		]).toEqual([false, false, true]);
	});

	it.each([[''], [null], ['text'], [['x']]])(
		'are an empty collection where n8n gives %p',
		(fields) => {
			const input = inputOf({ fields });
			expect(input.inside('fields').has('0')).toBe(false);
			expect([input.lacks('fields'), input.lacks('fields', '0')]).toEqual([true, true]);
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
		const place = row!.at('Event "Buy"');
		place.take('Count', readWhole(place.value('count')));
		expect(sentences(input)).toEqual([
			'Event "Buy" Count must be a whole number, such as 12 (got "x")',
		]);
	});
});

describe('what readers make of values', () => {
	it('is taken, with what was made of it', () => {
		const input = inputOf();
		expect(input.take('User ID', readId(' ann '))).toBe('ann');
		expect(input.take('User ID', readId(42))).toBe('42');
		expect(input.problems).toEqual([]);
		expect(input.notes).toEqual([{ field: 'User ID', kind: 'trimmed' }]);
	});

	it('is refused with the field, the value, and what is right', () => {
		const input = inputOf();
		expect(input.take('Count', readWhole('1.5'))).toBeUndefined();
		expect(input.take('Token', readWhole('abc'), true)).toBeUndefined();
		expect(sentences(input)).toEqual([
			'Count must be a whole number, such as 12 (got "1.5")',
			'Token must be a whole number, such as 12',
		]);
		expect(() => input.throwIfWrong()).toThrow(WrongInput);
	});

	it('may be nothing', () => {
		const input = inputOf();
		expect(input.take('Count', readWhole(null))).toBeUndefined();
		expect([input.problems, input.notes]).toEqual([[], []]);
		expect(() => input.throwIfWrong()).not.toThrow();
	});
});

describe('an empty value', () => {
	it.each([
		[undefined, false, 'leftOut'],
		['leave', false, 'leftOut'],
		['Clear', true, 'cleared'],
	])('is passed over as the user chose: %p', (ifEmpty, clears, kind) => {
		const input = inputOf({ options: { ifEmpty } });
		expect(input.passOver('Attribute "city"', true)).toBe(clears);
		expect(input.notes).toEqual([{ field: 'Attribute "city"', kind }]);
		expect(input.problems).toEqual([]);
	});

	it('is left out where it cannot be cleared', () => {
		const input = inputOf({ options: { ifEmpty: 'clear' } });
		expect(input.passOver('Value')).toBe(false);
		expect(input.notes).toEqual([{ field: 'Value', kind: 'leftOut' }]);
	});

	it('fails the item when the user wants that', () => {
		const input = inputOf({ options: { ifEmpty: 'fail' } });
		expect(input.passOver('Value', true)).toBe(false);
		expect(sentences(input)).toEqual([expect.stringMatching(/^Value is empty\./)]);
	});

	it('is noted of fields with an expression only, in groups and rows as well', () => {
		const value = numberField('Value', 'value');
		const parameters = {
			fields: { value: '=none' },
			list: { row: [{ value: '' }, { value: '=none' }] },
		};
		const input = new ItemInput(readerOf(parameters, [{}]), 0, {}, 'UTC');
		value.read(input.inside('fields'));
		for (const row of input.rows('list')) value.read(row.at('Row'));
		expect(input.notes.map(({ field }) => field)).toEqual(['Value', 'Row Value']);
	});
});

describe('arguments', () => {
	it('are sent only where they are set; null, 0, false and empty texts are', () => {
		const args = { a: undefined, b: null, c: 0, d: false, e: '', f: [] };
		expect(Object.keys(withoutUndefined(args))).toEqual(['b', 'c', 'd', 'e', 'f']);
	});
});
