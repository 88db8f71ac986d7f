import fc from 'fast-check';
import { argumentReader } from '../../nodes/Leanplum/csv/columns/argumentReaders';
import { cellText, isMarked, markAsText } from '../../nodes/Leanplum/csv/columns/cell';
import { localNumber } from '../../nodes/Leanplum/csv/columns/cellReaders';
import { looksLikeText, type DecimalSeparator } from '../../nodes/Leanplum/csv/columns/columnType';
import type { ParameterType } from '../../nodes/Leanplum/protocol/action/catalogue';
import { readNumber } from '../../nodes/Leanplum/values/number';
import { accept, refuse, told, type Reading } from '../../nodes/Leanplum/values/reading';

/** A value, or the message of its refusal. */
const resultOf = (reading: Reading<unknown>) =>
	reading.kind === 'value' ? reading.value : reading.kind === 'refused' ? told(reading) : '';

describe('A cell that is marked as text', () => {
	it.each([
		['="00123"', '00123'],
		[' ="a ""b"""\t', 'a "b"'],
		['\u00a0="1"', '1'],
		['\ufeff="1"', '1'],
		['=""', ''],
		["'00123", '00123'],
		[" '5", '5'],
	])('%j holds %j', (cell, text) => {
		expect([isMarked(cell), cellText(cell)]).toEqual([true, text]);
	});

	it.each([
		'',
		'a',
		'="',
		'="a',
		'="1" x',
		'1"',
		'"5"',
		'=1',
		"'t Hooft",
		"x'5",
		"'",
		' a ',
		'\u00a01',
	])('is not %j', (cell) => {
		expect([isMarked(cell), cellText(cell)]).toEqual([false, cell]);
	});

	it('gives back what was marked', () => {
		const texts = fc.string({ unit: fc.constantFrom('"', '=', "'", '1', ' ', 'a', '\n') });
		fc.assert(
			fc.property(texts, (text) => {
				const marked = markAsText(text);
				expect(isMarked(marked)).toBe(true);
				expect(cellText(marked)).toBe(isMarked(text) ? cellText(text) : text);
				expect(markAsText(marked)).toBe(marked);
			}),
		);
	});
});

it.each([
	...['', ' ', 'a', '007', '1e3', '12345678901234567890', '="1"', '2026-05-31'].map((cell) => [
		cell,
		true,
	]),
	...['1', ' -1.5 ', '1,5', '1.234,5', 'TRUE', ' false', '[a]', '[]'].map((cell) => [cell, false]),
] as Array<[string, boolean]>)('A cell %j alone looks like text: %p', (cell, expected) => {
	expect(looksLikeText(cell)).toBe(expected);
});

describe('A number of a file', () => {
	it.each<[unknown, DecimalSeparator | undefined, unknown]>([
		[12, ',', 12],
		[1.5, ',', 1.5],
		[' ', ',', ''],
		[undefined, undefined, ''],
		['1.50', undefined, 1.5],
		['1,5', undefined, 'For others, select the Decimal Separator under Options'],
		['x', undefined, 'must be a number in plain form'],
		['x', ',', 'must be a number in plain form'],
		['x', '.', 'must be a number in plain form'],
		['x.y', ',', 'must be a number with a decimal comma, such as 1234,5 (got "x.y")'],
		['x,y', '.', 'must be a number with a decimal point, such as 1234.5 (got "x,y")'],
		['9.007.199.254.740.993', ',', '(got "9.007.199.254.740.993")'],
		['9,007,199,254,740,993', '.', '(got "9,007,199,254,740,993")'],
		['1.234.567,5', ',', 1_234_567.5],
		["1'234.5", '.', 1234.5],
	])('%j with the separator %j is %j', (given, separator, expected) => {
		const result = resultOf(localNumber(separator, readNumber)(given));
		if (typeof result === 'string' && expected !== '') expect(result).toContain(expected);
		else expect(result).toBe(expected);
	});
});

describe('A whole argument', () => {
	const notation = {
		timezone: 'Europe/Berlin',
		decimalSeparator: ',' as const,
		onNothing: (given: unknown) => refuse('is empty', given),
	};

	it.each<[ParameterType, string, unknown]>([
		['boolean', 'yes', true],
		['integer', '5', 5],
		['number', '1,5', 1.5],
		['id', ' 12 ', '12'],
		['time', '2026-05-31', 1_780_178_400],
		['array', 'a, b', ['a', 'b']],
		['object', '{"a":1}', { a: 1 }],
		['string', ' 5', ' 5'],
	])('of the type %s is read from %j', (type, given, value) => {
		expect(argumentReader('unknown', type, notation)(given)).toMatchObject(accept(value));
	});

	it('that is a file stays empty', () => {
		expect(argumentReader('unknown', 'file', notation)('x')).toEqual({ kind: 'empty' });
	});

	it.each<[string, string, unknown]>([
		['events', '{"Buy":{"count":null,"value":"1,5"}}', { Buy: { value: 1.5 } }],
		[
			'events',
			'{"Buy":{"count":"x"}}',
			'must be a whole number, such as 12 (got "x" at Buy → count)',
		],
		['events', '{"Buy":5}', 'must be an object (got 5 at Buy)'],
		['states', '{"Idle":{"value":1}}', 'is not one of count, countIncrement, firstTime, lastTime'],
		['params', '{"a":null,"b":1}', { b: 1 }],
		['params', '{"a|b":1}', "has a name that can't contain"],
		['userAttributes', '{"a":null,"b":1}', { a: null, b: 1 }],
		['trafficSource', '{"publisherName":5}', { publisherName: '5' }],
		['values', '{"a|b":1}', { 'a|b': 1 }],
		['devices', '[{"deviceId":" d ","appVersion":" 4 "}]', [{ deviceId: 'd', appVersion: ' 4 ' }]],
		['devices', '[{"deviceId":"d"},{"appVersion":"4"}]', 'needs a deviceId (got an object at 2)'],
		['devices', '[{"deviceId":"d"},5]', 'must be an object (got 5 at 2)'],
		['devices', '{"deviceId":"d"}', 'must be a JSON list of devices'],
		['devices', 'phone', 'must be a JSON list of devices'],
	])('named %s is read from %s', (name, given, expected) => {
		const result = resultOf(argumentReader(name, 'object', notation)(given));
		if (typeof expected === 'string') expect(result).toContain(expected);
		else expect(result).toStrictEqual(expected);
	});
});
