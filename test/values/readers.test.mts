import fc from 'fast-check';
import { DateTime } from 'luxon';
import { readChoice } from '../../nodes/Leanplum/values/choice';
import {
	readDate,
	readEpochSeconds,
	readPacificDay,
	readTime,
} from '../../nodes/Leanplum/values/date';
import { readId, readNumericId } from '../../nodes/Leanplum/values/id';
import { parseExactly, readJson, readObject } from '../../nodes/Leanplum/values/json';
import { readList } from '../../nodes/Leanplum/values/list';
import { readAttribute, readParameter, readTemplateValue } from '../../nodes/Leanplum/values/named';
import { isName, problemsOfName, readName } from '../../nodes/Leanplum/values/names';
import { readNumber, readWhole } from '../../nodes/Leanplum/values/number';
import {
	accept,
	LongNumber,
	Measurement,
	shown,
	told,
	type Reader,
	type Reading,
} from '../../nodes/Leanplum/values/reading';
import { readText } from '../../nodes/Leanplum/values/text';
import { readYesNo } from '../../nodes/Leanplum/values/yesNo';
import { KINDS, ZONE } from './cases.mts';

const DISPOSITIONS = [
	{ name: 'Create the User', value: 'CreateIfNeeded' },
	{ name: 'Skip the Request', value: 'CreateNever' },
];

const READERS: Readonly<Record<keyof typeof KINDS, Reader<unknown>>> = {
	yesNo: readYesNo,
	number: readNumber,
	whole: readWhole,
	date: (given) => readDate(given, ZONE),
	id: readId,
	numericId: readNumericId,
	text: (given) => readText(given, 139),
	list: (given) => readList(given, ',', 139),
	choice: (given) => readChoice(given, DISPOSITIONS),
};

/** A refusal as the user reads it. */
function messageOf(reading: Reading<unknown>): string {
	return reading.kind === 'refused' ? told(reading) : `${reading.kind}, not refused`;
}

describe.each(Object.entries(KINDS))('%s', (name, { accepted, empty, refused }) => {
	const read = READERS[name as keyof typeof KINDS];

	it.each(accepted.map(([given, sent, note]) => ({ title: shown(given), given, sent, note })))(
		'reads $title',
		({ given, sent, note }) => {
			expect(read(given)).toEqual(note ? { kind: 'value', value: sent, note } : accept(sent));
		},
	);

	it.each(empty.map((given) => [given]))('takes %p for empty', (given) => {
		expect(read(given)).toEqual({ kind: 'empty' });
	});

	it.each(refused.map(([given, message]) => ({ title: shown(given), given, message })))(
		'refuses $title',
		({ given, message }) => {
			expect(messageOf(read(given))).toContain(message);
		},
	);

	it('never throws, and what it accepts can be written as JSON', () => {
		const anything = fc.oneof(fc.anything({ withBigInt: true, withDate: true }), fc.string());
		fc.assert(
			fc.property(anything, (given) => {
				const reading = read(given);
				if (reading.kind === 'value') expect(JSON.stringify(reading.value)).toBeDefined();
				else if (reading.kind === 'refused') expect(told(reading)).toMatch(/\w/);
			}),
		);
	});
});

describe('a number', () => {
	it('reads the text of every number that JavaScript writes exactly', () => {
		const finite = fc.oneof(
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.maxSafeInteger(),
		);
		fc.assert(
			fc.property(finite, (value) => {
				const reading = readNumber(String(value));
				if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
					// Written with an exponent from 1e21, else with digits that may be lost.
					expect(reading.kind).toBe(/e/.test(String(value)) ? 'value' : 'refused');
				} else expect(reading).toEqual(accept(value + 0));
			}),
		);
	});

	it('never rounds a whole number', () => {
		fc.assert(
			fc.property(fc.bigInt(), (digits) => {
				for (const given of [digits, String(digits), new LongNumber(String(digits))]) {
					const reading = readNumber(given);
					if (reading.kind === 'value') expect(BigInt(reading.value)).toBe(digits);
				}
			}),
		);
	});
});

describe('a name', () => {
	it('is one if it has no problems', () => {
		const unit = fc.constantFrom(
			'a',
			' ',
			'1',
			'.',
			'-',
			'/',
			',',
			'|',
			'"',
			'{',
			'\t',
			'\n',
			'\u200b',
			'ß',
		);
		const names = fc.oneof(
			fc.string({ unit, maxLength: 5 }),
			fc.string({ minLength: 137, maxLength: 142 }),
			fc.string({ unit: 'grapheme' }),
		);
		fc.assert(
			fc.property(names, (name) => {
				expect(isName(name)).toBe([...problemsOfName(name)].length === 0);
			}),
		);
	});
});

describe('a date', () => {
	it('gives back every day as ISO day, digits, and day number', () => {
		const days = fc.integer({ min: 61, max: 99_999 });
		fc.assert(
			fc.property(days, (number) => {
				const day = DateTime.utc(1899, 12, 30).plus({ days: number }).toISODate()!;
				expect(readDate(day, ZONE)).toEqual(accept(day));
				expect(readDate(day.replaceAll('-', ''), ZONE)).toEqual(accept(day));
				expect(readDate(number, ZONE)).toEqual(accept(day, 'spreadsheetDate'));
				expect(readEpochSeconds(number, ZONE)).toEqual(
					accept(DateTime.fromISO(day, { zone: ZONE }).toSeconds(), 'spreadsheetDate'),
				);
			}),
		);
	});

	it('gives back the moment of every epoch and ISO text, in any zone', () => {
		const zones = fc.constantFrom('UTC', ZONE, 'America/St_Johns', 'Asia/Kathmandu');
		const moments = fc.date({
			min: new Date('1980-01-01'),
			max: new Date('2199-12-30'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(moments, zones, (at, zone) => {
				const seconds = at.getTime() / 1000;
				const iso = DateTime.fromJSDate(at, { zone }).toISO()!;
				for (const given of [at.getTime(), at.getTime() * 1000, seconds, iso, at]) {
					expect(readEpochSeconds(given, 'Pacific/Auckland')).toEqual(accept(seconds));
				}
			}),
		);
	});

	it('is a day for Leanplum’s exports: the day itself, or the day in California', () => {
		expect(readPacificDay('2026-05-31', ZONE)).toEqual(accept('20260531'));
		expect(readPacificDay(46173, ZONE)).toEqual(accept('20260531', 'spreadsheetDate'));
		expect(readPacificDay('2026-05-31T01:00:00', ZONE)).toEqual(accept('20260530'));
		expect(readPacificDay('2026-01-31T08:00:00Z', ZONE)).toEqual(accept('20260131'));
	});

	it("take the day of a midnight, in its own zone or in the workflow's", () => {
		const midnight = DateTime.fromISO('2026-05-31', { zone: ZONE });
		const ways = [
			midnight,
			midnight.toISO(),
			midnight.toUTC().toISO(),
			midnight.toJSDate(),
			midnight.toSeconds(),
			'2026-05-31T00:00:00Z',
			'2026-05-31T00:00:00+09:00',
		];
		for (const given of ways) expect(readPacificDay(given, ZONE)).toEqual(accept('20260531'));
	});

	it('is a moment of the workflow’s zone when it names none', () => {
		expect(readTime('2026-05-31', ZONE)).toEqual(
			accept({ day: '2026-05-31', seconds: 1780178400 }),
		);
		expect(readTime('2026-05-31', 'Mars/Olympus').kind).toBe('refused');
	});
});

describe('JSON', () => {
	it('keeps every digit of whole numbers in mind', () => {
		expect(parseExactly('{"a":9007199254740993,"b":["x",1e21,-12345678901234567890]}')).toEqual({
			a: new LongNumber('9007199254740993'),
			b: ['x', new Measurement(1e21), new LongNumber('-12345678901234567890')],
		});
		expect(parseExactly('{"a":"9007199254740993","#b":"#9007199254740993","c":1.5e3}')).toEqual({
			a: '9007199254740993',
			'#b': '#9007199254740993',
			c: 1500,
		});
		expect(parseExactly('{"a":')).toBeUndefined();
	});

	it('parses what JSON.parse parses, where no number is too long', () => {
		fc.assert(
			fc.property(fc.json({ noUnicodeString: false }), (text) => {
				const parsed = parseExactly(text);
				const plain = readJson(parsed);
				if (plain.kind === 'value') expect(plain.value).toEqual(JSON.parse(text));
			}),
		);
	});

	it.each([
		['{"a":1}', { a: 1 }],
		[{ a: 1 }, { a: 1 }],
		['{}', {}],
	])('reads the object %j', (given, object) => {
		expect(readObject(given)).toEqual(accept(object));
	});

	it.each([[''], ['null'], [null], [undefined], [' ']])('takes %p for empty', (given) => {
		expect(readObject(given)).toEqual({ kind: 'empty' });
	});

	it.each([['[]'], ['{'], ['"a"'], [[]], [5], [new Date(0)]])('refuses %p', (given) => {
		expect(messageOf(readObject(given))).toContain('must be a JSON object');
	});

	it('takes dates as ISO 8601 and leaves out what is undefined', () => {
		const at = new Date('2024-05-01T12:00:00Z');
		const luxon = DateTime.fromISO('2024-05-01T21:00:00+09:00', { setZone: true });
		expect(readJson({ at, deep: [{ luxon }], none: undefined, no: null })).toEqual(
			accept({
				at: '2024-05-01T12:00:00.000Z',
				deep: [{ luxon: '2024-05-01T21:00:00.000+09:00' }],
				no: null,
			}),
		);
		expect(readObject({ luxon }).kind).toBe('value');
	});

	it('says where a value is that it refuses', () => {
		const reading = readJson({ items: [{ ok: 1 }, { price: Number.NaN }] });
		expect(messageOf(reading)).toContain('at items → 2 → price');
	});

	it('refuses numbers that would be sent as null', () => {
		expect(messageOf(readJson(parseExactly('{"a":[1e400]}')))).toContain('must be a number');
	});

	it('keeps names that JavaScript gives a meaning', () => {
		const given = '{"constructor":"a","prototype":"b","__proto__":"c"}';
		const reading = readJson(parseExactly(given));
		expect(reading.kind === 'value' && JSON.stringify(reading.value)).toBe(given);
	});
});

describe('named values', () => {
	it('keep their types', () => {
		for (const value of ['TRUE', 'a', 1.5, true]) {
			expect(readAttribute(value)).toEqual(accept(value));
			expect(readParameter(value)).toEqual(accept(value));
		}
		expect(readAttribute(['a', 1])).toEqual(accept(['a', 1]));
		expect(readAttribute('[a, b]')).toEqual(accept('[a, b]'));
	});

	it('are empty when nothing is in them', () => {
		for (const value of [undefined, null, '', ' ', '\u200b']) {
			expect(readAttribute(value).kind).toBe('empty');
			expect(readParameter(value).kind).toBe('empty');
		}
		expect(readAttribute([]).kind).toBe('empty');
	});

	it('refuse what Leanplum cannot store', () => {
		expect(messageOf(readParameter(['a']))).toContain('not a list or an object');
		expect(messageOf(readAttribute({ a: 1 }))).toContain('or a list of them, not an object');
		expect(messageOf(readAttribute(2 ** 60))).toContain('more digits');
		expect(messageOf(readAttribute('x'.repeat(140)))).toContain('up to 139');
	});

	it('of templates get what stands for nothing, also inside', () => {
		const read = (given: unknown) => readTemplateValue(given, () => accept('there'));
		expect(read(null)).toEqual(accept('there'));
		expect(read(' ')).toEqual(accept('there'));
		expect(read({ name: null, list: [null, ''], gone: undefined })).toEqual(
			accept({ name: 'there', list: ['there', ''], gone: 'there' }),
		);
		expect(read([])).toEqual(accept([]));
	});

	it('of templates are no objects that became text', () => {
		const reading = readTemplateValue({ list: ['[object Object]'] }, () => accept(''));
		expect(messageOf(reading)).toContain('an object that was written as text');
	});
});

describe('a name', () => {
	it.each(['constructor', 'prototype', '__proto__', 'Level Complete', 'n'.repeat(139)])(
		'may be %j',
		(name) => expect(readName(name)).toEqual(accept(name)),
	);

	it.each(['.a', 'a/', 'a,b', '12', 'n'.repeat(140)])('may not be %j', (name) => {
		expect(readName(name).kind).toBe('refused');
	});

	it.each([' Buy ', 'Buy\n', '\u200bBuy'])('is trimmed, as from %j', (name) => {
		expect(readName(name)).toEqual(accept('Buy', 'trimmed'));
	});

	it.each(['undefined', ' NULL', 'NaN'])('may not stand for a missing value like %j', (name) => {
		expect(messageOf(readName(name))).toContain('stands for a missing value');
	});

	it.each(['', ' ', '\u200b', null])('may not be empty like %j', (name) => {
		expect(readName(name).kind).toBe('empty');
	});
});

describe('a refusal', () => {
	it('shows a short part of the value, and nothing of a secret', () => {
		const refused = readYesNo('secret'.repeat(20));
		expect(messageOf(refused)).toContain(`(got "${'secret'.repeat(20).slice(0, 40)}…")`);
		expect(refused.kind === 'refused' && told(refused, true)).not.toContain('secret');
	});
});
