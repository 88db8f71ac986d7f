import { runInNewContext } from 'node:vm';
import { DateTime } from 'luxon';
import { isDateObject, isEmpty, trim } from '../../nodes/Leanplum/values/blank';
import { plainChoices, readChoice, readChoices } from '../../nodes/Leanplum/values/choice';
import { readEpochSeconds, readPacificDay } from '../../nodes/Leanplum/values/date';
import { readId, readNumericIds } from '../../nodes/Leanplum/values/id';
import { parseExactly, readJson, readObject } from '../../nodes/Leanplum/values/json';
import { readEach, readScalar } from '../../nodes/Leanplum/values/list';
import { isName, problemsOfName, readName } from '../../nodes/Leanplum/values/names';
import { readNumber, readWhole } from '../../nodes/Leanplum/values/number';
import {
	accept,
	LongNumber,
	Measurement,
	parted,
	refuse,
	shown,
	told,
	within,
	type Reading,
} from '../../nodes/Leanplum/values/reading';
import {
	readCurrency,
	readEmail,
	readKnownText,
	readText,
	readUrl,
} from '../../nodes/Leanplum/values/text';
import { readYesNo } from '../../nodes/Leanplum/values/yesNo';

/** A value, what is wrong, or nothing. */
function resultOf(reading: Reading<unknown>): unknown {
	if (reading.kind === 'empty') return undefined;
	return reading.kind === 'value' ? reading.value : told(reading);
}

/** Expects a value, nothing, or a refusal that holds a text. */
function expectResult(reading: Reading<unknown>, expected: unknown): void {
	if (reading.kind === 'refused') expect(told(reading)).toContain(expected);
	else expect(resultOf(reading)).toEqual(expected);
}

describe('blanks', () => {
	it.each([...' \t\r\n\u0000\u001f\u007f\u009f\u00a0\u00ad\u200b\u200f\u2028\u3000\ufeff'])(
		'are trimmed off: %j',
		(blank) => {
			expect(trim(`${blank}${blank}a${blank}b${blank}`)).toBe(`a${blank}b`);
			expect([isEmpty(blank), trim(blank)]).toEqual([true, '']);
		},
	);

	it.each([...'!~a0ä\u00a1\u2010\u2027😀'])('are not %j', (text) => {
		expect([isEmpty(text), trim(text)]).toEqual([false, text]);
		expect([isEmpty(` ${text}`), trim(` ${text} `)]).toEqual([false, text]);
	});

	it.each([
		[undefined, true],
		[null, true],
		['', true],
		[0, false],
		[false, false],
		[[], false],
		[{}, false],
	])('are all that is in %p: %p', (value, expected) => {
		expect(isEmpty(value)).toBe(expected);
	});
});

it.each([
	[new Date(0), true],
	[new Date(Number.NaN), true],
	[runInNewContext('new Date(0)'), true],
	[DateTime.now(), true],
	[DateTime.invalid('x'), true],
	[null, false],
	[0, false],
	['2026-05-31', false],
	[{ valueOf: () => 0 }, false],
	[() => 0, false],
])('%p is a date object: %p', (value, expected) => {
	expect(isDateObject(value)).toBe(expected);
});

describe('a value in a message', () => {
	it.each<[unknown, string]>([
		['a"b', '"a\\"b"'],
		['x'.repeat(40), `"${'x'.repeat(40)}"`],
		['x'.repeat(41), `"${'x'.repeat(40)}…"`],
		[new LongNumber('1'.repeat(41)), `${'1'.repeat(40)}…`],
		[new Date(0), 'a date'],
		[new Date(Number.NaN), 'an invalid date'],
		[DateTime.invalid('x'), 'an invalid date'],
		[[], 'an empty list'],
		[[1], 'a list'],
		[{}, 'an object'],
		[() => 0, 'a function'],
		[undefined, 'nothing'],
		[null, 'null'],
		[false, 'false'],
		[BigInt(`1${'0'.repeat(40)}`), `1${'0'.repeat(39)}…`],
	])('%p shows as %s', (value, text) => {
		expect(shown(value)).toBe(text);
	});

	it.each([
		['is empty', 'is empty', ''],
		['is empty. Enter a value', 'is empty', 'Enter a value'],
		['is 1.5. Enter a number. Or none', 'is 1.5', 'Enter a number. Or none'],
		['is "a. B" here. Enter a value', 'is "a. B" here', 'Enter a value'],
		['is "a\\". B". Enter a value', 'is "a\\". B"', 'Enter a value'],
		['such as e.g. this', 'such as e.g. this', ''],
		['has a line\nmore. Enter a value', 'has a line\nmore', 'Enter a value'],
	])('parts %j', (message, what, remedy) => {
		expect(parted(message)).toEqual({ what, remedy });
	});

	it('stands between what is wrong and the remedy, with its place', () => {
		const refused = within('items', within(2, refuse('is odd. Enter another', 5)));
		expect(told(refused)).toBe('is odd (got 5 at items → 2). Enter another');
		expect(told(refused, true)).toBe('is odd at items → 2. Enter another');
		expect(told(refuse('is odd', 'x'))).toBe('is odd (got "x")');
		expect(told(refuse('is odd', 'x'), true)).toBe('is odd');
	});
});

describe('a text of a form', () => {
	it.each<[(given: unknown) => Reading<string>, unknown, unknown]>([
		[readCurrency, ' eur\n', 'EUR'],
		[readCurrency, 'EURO', 'must be a three-letter currency code'],
		[readCurrency, 'US', 'must be a three-letter currency code'],
		[readCurrency, 'U$D', 'must be a three-letter currency code'],
		[readCurrency, 978, 'must be a three-letter currency code, such as EUR (got 978)'],
		[readCurrency, ' ', undefined],
		[readEmail, ' nathan@example.com ', 'nathan@example.com'],
		[readEmail, 'nathan', 'must be an email address, such as nathan@example.com'],
		[readEmail, 'nathan @example.com', 'must be an email address'],
		[readEmail, 'nathan@example.com, ann@example.com', 'must be an email address'],
		[readEmail, 'nathan@example.com;', 'must be an email address'],
		[readEmail, 'mailto:nathan@example.com', 'must be an email address'],
		[readEmail, '@example.com', 'must be an email address'],
		[readEmail, 'nathan@', 'must be an email address'],
		[readEmail, null, undefined],
		[readUrl, ' https://example.com/hook?a=b ', 'https://example.com/hook?a=b'],
		[readUrl, 'http://localhost:5678', 'http://localhost:5678'],
		[readUrl, 'see https://example.com', 'must be a URL, such as https://example.com/hook'],
		[readUrl, 'https:///hook', 'must be a URL'],
		[readUrl, 'https:// example.com', 'must be a URL'],
		[readUrl, 'ftp://example.com', 'must be a URL'],
		[readUrl, true, 'must be a URL'],
	])('is read by %p: %j', (read, given, expected) => {
		expectResult(read(given), expected);
	});

	it.each<[unknown, number | undefined, unknown]>([
		['{{ $json.name }}', undefined, 'Switch the field to Expression'],
		['Hi {{name}}', undefined, 'Hi {{name}}'],
		['#1', undefined, '#1'],
		['see #N/A', undefined, 'see #N/A'],
		[' #REF! ', undefined, 'is the error of a spreadsheet. Fix its formula, or leave'],
		['#value!', undefined, 'is the error of a spreadsheet'],
		[12345, 4, 'can have up to 4 characters, but has 5'],
		[1e21, undefined, 'has more digits'],
		[new LongNumber('9007199254740993'), undefined, 'has more digits'],
		[() => 0, undefined, 'must be text'],
	])('%p of up to %p characters is text: %j', (given, maxLength, expected) => {
		const reading = readText(given, maxLength);
		if (reading.kind === 'refused') {
			expect(reading.message).toContain(expected);
		} else expect(reading).toEqual(accept(expected));
	});

	it('stays in a list when it is blank', () => {
		expect(readKnownText(' ')).toEqual(accept(' '));
		expect(readKnownText('a', 1)).toEqual(accept('a'));
		expect(readKnownText('ab', 1).kind).toBe('refused');
	});
});

describe('several values', () => {
	const read = (given: unknown) => readScalar(given);

	it.each<[unknown, string | undefined, unknown]>([
		['a;b', ';', ['a', 'b']],
		['a,b', ';', ['a,b']],
		['a,b', '', ['a', 'b']],
		['a, b\nc', '\\n', ['a, b', 'c']],
		['a b\tc', '\\t', ['a b', 'c']],
		[' [a; b] ', ';', ['a', 'b']],
		['[a', undefined, ['[a']],
		['b]', undefined, ['b]']],
		['[1, true, "x"]', undefined, [1, true, 'x']],
		['say "hi", you', undefined, ['say "hi"', 'you']],
		['[a, "b"', undefined, 'looks like a JSON list'],
		['{a} b', undefined, ['{a} b']],
		[7, undefined, [7]],
		[false, undefined, [false]],
		[['', 'a'], undefined, ['', 'a']],
		[['a', null], undefined, 'has an entry without a value (got null at 2)'],
		[['a', [1]], undefined, 'must be text, a number, true or false (got a list at 2)'],
		[{}, undefined, 'must be text, a number, true or false (got an object)'],
		[[new Measurement(1e21), new LongNumber('1')], undefined, 'has more digits'],
		[[new Measurement(1e21)], undefined, [1e21]],
	])('%j are split at %j: %j', (given, separator, expected) => {
		expectResult(readEach(given, read, separator), expected);
	});

	it('may be choices and IDs', () => {
		const choices = plainChoices(['Email', 'Webhook']);
		expectResult(readChoices('[email, WEBHOOK]', choices), ['Email', 'Webhook']);
		expectResult(readChoices(['Email', 'Mail'], choices), 'must be one of: Email, Webhook');
		expectResult(readNumericIds('1, 22'), ['1', '22']);
		expectResult(readNumericIds('[1, "x"]'), 'must be an ID of up to 19 digits (got "x" at 2)');
	});
});

it('A choice is found by its value before any label', () => {
	const choices = [
		{ name: 'b', value: 'a' },
		{ name: 'None', value: '' },
		{ name: 'Other', value: 'B' },
	];
	expectResult(readChoice('B', choices), 'B');
	expectResult(readChoice('b', choices), 'B');
	expectResult(readChoice('push', plainChoices(['Push', 'push'])), 'push');
	expectResult(readChoice('none', choices), '');
	expectResult(readChoice('x', choices), 'must be one of: b (a), None, Other (B)');
});

it.each([
	['="5"', 'is marked as text for a spreadsheet. Remove the =" before it and the " after it'],
	['="a\nb"', 'is marked as text for a spreadsheet'],
	['a="5"', undefined],
	['="5', undefined],
	['[object Map]', 'stands for a missing value'],
	['-Infinity', 'stands for a missing value'],
	['+4.91E+11', 'a spreadsheet has shortened'],
	['x4E+11', undefined],
	['4E+11x', undefined],
	['4+4', undefined],
	['{{ $json.id }}', "didn't resolve"],
])('The ID %j is refused: %j', (id, message) => {
	const reading = readId(id);
	if (message === undefined) expect(reading).toEqual(accept(id));
	else expect(reading).toMatchObject({ message: expect.stringContaining(message) as string });
});

describe('JSON', () => {
	it.each<[string, unknown]>([
		['{"a":1,"a":2}', 'has a name twice (got "a"). Remove one of them'],
		['{"a":1,"\\u0061":2}', 'has a name twice'],
		['{"a":{"b":1,"b" :2}}', 'has a name twice (got "b")'],
		['{"a":{"b":1},"b":{"b":1}}', { a: { b: 1 }, b: { b: 1 } }],
		['{"a":[{"b":1},{"b":2}],"c":"b"}', { a: [{ b: 1 }, { b: 2 }], c: 'b' }],
		['{"a":"}","b":"{\\"a\\":1","c":"a"}', { a: '}', b: '{"a":1', c: 'a' }],
		[`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, expect.anything()],
		[`${'{"a":'.repeat(101)}1${'}'.repeat(101)}`, 'can have up to 100 levels of lists'],
		['12345678901234567890', 'must be a JSON object, such as {"name": "value"}'],
	])('object %s is read as %j', (given, expected) => {
		expectResult(readObject(given), expected);
	});

	it.each<[string, unknown]>([
		['9007199254740992', new LongNumber('9007199254740992')],
		['9007199254740991', 9007199254740991],
		['-9007199254740992.5', new LongNumber('-9007199254740992.5')],
		['0.12345678901234567', Number('0.12345678901234567')],
		['1e300', new Measurement(1e300)],
		['-1E+300', new Measurement(-1e300)],
		['1e5', 100000],
		['"1e300"', '1e300'],
		[
			'["#","##12345678901234567890",1e300]',
			['#', '##12345678901234567890', new Measurement(1e300)],
		],
		['["\\"#",12345678901234567890]', ['"#', new LongNumber('12345678901234567890')]],
	])('%s keeps its digits', (text, value) => {
		expect(parseExactly(text)).toEqual(value);
	});

	it.each<[unknown, unknown]>([
		[undefined, undefined],
		[null, null],
		[false, false],
		[BigInt(5), 5],
		[new Measurement(1e300), 1e300],
		[new LongNumber('1'), 'has more digits'],
		[() => 0, 'must be a JSON value (got a function)'],
		[
			[undefined, 1],
			[null, 1],
		],
		[[1, Number.NaN], '(got NaN at 2)'],
		['', ''],
		['{{ $json.a }}', "didn't resolve"],
	])('value %p is read as %j', (given, expected) => {
		expectResult(readJson(given), expected);
	});

	it('has what stands for nothing', () => {
		const onNothing = (given: unknown) => accept(`for ${String(given)}`);
		expectResult(readJson([null, undefined, { a: null, b: undefined }], onNothing), [
			'for null',
			'for undefined',
			{ a: 'for null', b: 'for undefined' },
		]);
		expectResult(
			readJson(null, () => refuse('is empty', null)),
			'is empty',
		);
	});
});

describe('a name', () => {
	it.each<[string, string[]]>([
		['Buy', []],
		['n'.repeat(139), []],
		['12a', []],
		['', ['is empty']],
		['\u200b ', ['is empty']],
		['n'.repeat(140), ['can have up to 139 characters, but has 140']],
		['-a', ["can't start with a dot or hyphen"]],
		['a/', ["can't end with a slash"]],
		['a\tb', ['can\'t contain , | " { tabs, or line breaks']],
		['12', ["can't consist of digits only"]],
		['.a/', ["can't start with a dot or hyphen", "can't end with a slash"]],
	])('%j has the problems %j', (name, problems) => {
		expect([...problemsOfName(name)]).toEqual(problems);
		expect(isName(name)).toBe(problems.length === 0);
		// Also when it is asked for again.
		expect(isName(name)).toBe(problems.length === 0);
		if (problems.length > 0 && problems[0] !== 'is empty') {
			expect(readName(name)).toMatchObject({ message: problems.join(', and ') });
		}
	});
});

it.each<[unknown, unknown]>([
	[-0, 0],
	['-0', 0],
	[new Measurement(1e300), 1e300],
	[new LongNumber('1'), 'has more digits'],
	[new Date(0), 'must be a number in plain form, such as 1234.5'],
])('The number %p is read as %p', (given, expected) => {
	expectResult(readNumber(given), expected);
	if (typeof expected === 'string') {
		expectResult(readWhole(given), expected.replace(/ number .*/, ' whole number, such as 12'));
	}
});

it('Yes or no may be a large integer', () => {
	expectResult(readYesNo(BigInt(1)), true);
	expectResult(readYesNo(BigInt(2)), 'must be true or false, yes or no, on or off, or 1 or 0');
});

describe('a time', () => {
	const ZONE = 'Europe/Berlin';

	it.each<[unknown, unknown]>([
		// The edges of what is taken for days, written dates, seconds, milliseconds, and microseconds.
		[9_999_999, 9_999_999],
		[10_000_000, 'has eight digits that are not a calendar date'],
		[99_999_999, 'has eight digits that are not a calendar date'],
		[100_000_000, 100_000_000],
		[7_289_654_399, 7_289_654_399],
		[7_289_654_400, 'must be in the years 1900 to 2200'],
		[1e11, 1e8],
		[1e14, 1e8],
		[-2_208_988_800, -2_208_988_800],
		[-2_208_988_801, 'must be in the years 1900 to 2200'],
		['20240501', 1_714_514_400],
		['2024-05-01T14:00:00+14:00', 1_714_521_600],
		['2024-05-01T14:00:00-14:00', 1_714_622_400],
		['2024-05-01T14:00:00+14:01', 'must be a date or time, such as 2026-05-31'],
		// From 02:00 to 03:00 the clocks of that day show no time.
		['2024-03-31T01:59:59', 1_711_846_799],
		['2024-03-31T02:30:00', "doesn't exist in Europe/Berlin, because clocks skip it"],
		['2024-03-31 02:30:00', "doesn't exist in Europe/Berlin, because clocks skip it"],
		['2024-03-31T02:30:00Z', 1_711_852_200],
		['2024-03-31T03:00', 1_711_846_800],
		['2024-03-31T24:00', 1_711_922_400],
		['20240331T0230', "doesn't exist in Europe/Berlin, because clocks skip it"],
		[45_382.0625, 1_711_845_000],
		[45_382.1, "doesn't exist in Europe/Berlin, because clocks skip it"],
		[' ', undefined],
	])('%p is read as %p', (given, expected) => {
		expectResult(readEpochSeconds(given, ZONE), expected);
	});

	it('is refused where the clocks skip less than an hour', () => {
		const zone = 'Australia/Lord_Howe';
		expectResult(readEpochSeconds('2024-10-06T02:15', zone), `doesn't exist in ${zone}`);
		expectResult(readEpochSeconds('2024-10-06T02:30', zone), 1_728_142_200);
	});

	it.each([
		[undefined, undefined],
		['tomorrow', 'must be a date or time'],
		['20260531', '20260531'],
		['2026-05-31T23:30:00-07:00', '20260531'],
	])('%p is read as the export day %p', (given, expected) => {
		expectResult(readPacificDay(given, ZONE), expected);
	});
});
