import { fieldReader, UNREAD } from '../../nodes/Leanplum/operation/fields/itemFields';
import { ParameterReader } from '../../nodes/Leanplum/operation/fields/parameters';
import { readerOf, type Readings } from './parameterReader.mts';

const ITEMS = [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Eve' }];

/** Reads a parameter for each item. */
function readForAll(parameters: Record<string, unknown>, name: string) {
	const readings: Readings = {};
	const reader = readerOf(parameters, ITEMS, readings);
	const values = ITEMS.map((_, itemIndex) => reader.read(name, itemIndex));
	return { values, resolved: readings[name] };
}

describe('a parameter', () => {
	it('without an expression is resolved once for all items', () => {
		const { values, resolved } = readForAll({ event: 'Buy' }, 'event');
		expect(values).toEqual(['Buy', 'Buy', 'Buy']);
		expect(resolved).toBe(1);
	});

	it('with an expression is resolved for each item', () => {
		expect(readForAll({ userId: '=name' }, 'userId').values).toEqual(['Ada', 'Bob', 'Eve']);
	});

	it.each([
		['a collection', { info: '=name' }, { info: 'Bob' }],
		[
			'rows of a collection',
			{ row: [{ name: 'x' }, { name: '=name' }] },
			{ row: [{ name: 'x' }, { name: 'Bob' }] },
		],
	])('with an expression deep in %s is resolved for each item', (_, parameter, forSecond) => {
		const { values } = readForAll({ fields: parameter }, 'fields');
		expect(values[1]).toEqual(forSecond);
		expect(values[0]).not.toEqual(forSecond);
	});

	it('that looks like an expression in the middle only is none', () => {
		const { values, resolved } = readForAll({ info: 'a=b' }, 'info');
		expect(values).toEqual(['a=b', 'a=b', 'a=b']);
		expect(resolved).toBe(1);
	});

	it('that the operation does not have is blank, resolved once', () => {
		const { values, resolved } = readForAll({}, 'devices');
		expect(values).toEqual(['', '', '']);
		expect(resolved).toBe(1);
	});

	it.each([[null], [0], [false]])('may be %p', (value) => {
		expect(readForAll({ value }, 'value').values).toEqual([value, value, value]);
	});
});

describe('a parameter whose expressions only name fields of the item', () => {
	it.each([
		['={{ $json.name }}', ['Ada', 'Bob', 'Eve']],
		['={{$json["name"]}}', ['Ada', 'Bob', 'Eve']],
		["={{ $json['name'] }}", ['Ada', 'Bob', 'Eve']],
	])('is read from the items once n8n has agreed: %s', (expression, expected) => {
		const { values, resolved } = readForAll({ userId: expression }, 'userId');
		expect(values).toEqual(expected);
		expect(resolved).toBe(2);
	});

	it('may be a collection', () => {
		const parameter = { row: [{ name: 'x', value: '={{ $json.name }}' }], info: 'always' };
		const { values, resolved } = readForAll({ fields: parameter }, 'fields');
		expect(values).toEqual(
			ITEMS.map(({ name }) => ({ row: [{ name: 'x', value: name }], info: 'always' })),
		);
		expect(resolved).toBe(2);
	});
});

describe('a parameter of which n8n makes something else than the field', () => {
	it('is resolved by n8n for each item', () => {
		// Not so with the n8n of today; what a later one makes of an expression must win.
		const reader = new ParameterReader({
			getInputData: () => ITEMS.map((json) => ({ json })),
			getNode: () => ({ parameters: { userId: '={{ $json.name }}' } }),
			getNodeParameter: (_: string, itemIndex: number) => `n8n-${itemIndex}`,
		} as never);
		expect(ITEMS.map((_, index) => reader.read('userId', index))).toEqual([
			'n8n-0',
			'n8n-1',
			'n8n-2',
		]);
	});
});

describe('a shortcut to the fields of an item', () => {
	const item = {
		user: 'ada',
		points: 7,
		gone: null,
		'zip code': '10115',
		address: { city: 'Berlin', 'post box': { no: 3 } },
		tags: ['a'],
	};

	it.each([
		['={{ $json.user }}', 'ada'],
		['={{ $json.points }}', 7],
		['={{ $json["zip code"] }}', '10115'],
		["={{ $json.address['post box'].no }}", 3],
		['={{ $json["address"]["city"] }}', 'Berlin'],
		[
			['={{ $json.user }}', 'b'],
			['ada', 'b'],
		],
		[
			{ a: '={{ $json.user }}', b: [{ c: '={{ $json.points }}' }] },
			{ a: 'ada', b: [{ c: 7 }] },
		],
	])('reads %j', (parameter, expected) => {
		expect(fieldReader(parameter)?.(item)).toEqual(expected);
	});

	it.each([
		'={{ $json.gone }}',
		'={{ $json.missing }}',
		'={{ $json.missing.name }}',
		'={{ $json.user.length }}',
		'={{ $json.tags }}',
		'={{ $json.address }}',
		'={{ $json.toString }}',
		'={{ $json.constructor.name }}',
		'={{ $json.__proto__ }}',
		'={{ $json.tags["0"] }}',
	])('leaves to n8n what is no plain value of its own: %s', (expression) => {
		expect(fieldReader(expression)?.(item)).toBe(UNREAD);
		expect(fieldReader({ a: 'b', c: expression })?.(item)).toBe(UNREAD);
		expect(fieldReader([expression])?.(item)).toBe(UNREAD);
	});

	it.each([
		'={{ $json.user.toUpperCase() }}',
		'={{ $json.user }} ',
		'=a {{ $json.user }}',
		'={{ $json.user }}{{ $json.points }}',
		'={{ $json.points + 1 }}',
		'={{ $json["user" + 1] }}',
		'={{ $json["a\\n"] }}',
		'={{ $json }}',
		'={{ $json?.user }}',
		'={{ $json[0] }}',
		'={{ $input.item.json.user }}',
		'=user',
	])('does not exist for %s', (expression) => {
		expect(fieldReader(expression)).toBeUndefined();
		expect(fieldReader({ a: { b: expression } })).toBeUndefined();
	});
});
