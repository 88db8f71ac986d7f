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
