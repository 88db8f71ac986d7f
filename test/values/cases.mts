import { DateTime } from 'luxon';

/** The zone that the cases are read in. */
export const ZONE = 'Europe/Berlin';

/** What a reader of a kind is given, and what it must make of it. */
export interface Cases {
	/** The kind, as docs/values.md calls it. */
	readonly kind: string;
	/** The rule in words. */
	readonly rule: string;
	/** What is given, what is sent for it, and the note that the user gets. */
	readonly accepted: ReadonlyArray<readonly [given: unknown, sent: unknown, note?: string]>;
	readonly empty: readonly unknown[];
	/** What is given, and a part of the message. */
	readonly refused: ReadonlyArray<readonly [given: unknown, message: string]>;
}

const NBSP = '\u00a0';
const ZERO_WIDTH = '\u200b';
const LONG = '7615917337495251231';

const EMPTY_VALUES = [undefined, null, '', '   ', '\t\n', NBSP, ZERO_WIDTH, `\ufeff ${NBSP}`];

const LOST = 'more digits than a number can hold';

export const yesNo: Cases = {
	kind: 'Yes or no',
	rule: 'True or false, yes or no, on or off, 1 or 0, in any case, as boolean, number, or text. That includes Leanplum\'s own "True" and "False".',
	accepted: [
		[true, true],
		[false, false],
		[1, true],
		[0, false],
		['TRUE', true],
		['True', true],
		['true', true],
		[' yes ', true],
		['Yes', true],
		['ON', true],
		['1', true],
		['False', false],
		['FALSE', false],
		['no', false],
		['Off', false],
		['0', false],
		[`true${NBSP}`, true],
	],
	empty: EMPTY_VALUES,
	refused: [
		['maybe', 'must be true or false'],
		['wahr', 'got "wahr"'],
		['y', 'must be true or false'],
		['null', 'must be true or false'],
		[2, 'got 2'],
		[-1, 'must be true or false'],
		[Number.NaN, 'must be true or false'],
		[[true], 'got a list'],
		[[], 'got an empty list'],
		[{}, 'got an object'],
		[new Date(0), 'got a date'],
	],
};

export const number: Cases = {
	kind: 'Number',
	rule: 'Numbers, and text in plain decimal form or with an exponent. Whole numbers with more digits than a number can hold must be sent as text.',
	accepted: [
		[12, 12],
		[-1.5, -1.5],
		[0, 0],
		['12', 12],
		[' 12.50 ', 12.5],
		['-0.5', -0.5],
		['+5', 5],
		['.5', 0.5],
		['007', 7],
		['1e21', 1e21],
		['2.5E-3', 0.0025],
		[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
		['9007199254740991', Number.MAX_SAFE_INTEGER],
		['1.234', 1.234],
		[BigInt(42), 42],
	],
	empty: EMPTY_VALUES,
	refused: [
		[LONG, LOST],
		['9007199254740993', LOST],
		['-9007199254740993', LOST],
		['9007199254740993.0', LOST],
		[Number(LONG), LOST],
		[1e21, LOST],
		[BigInt(LONG), LOST],
		['0x10', 'must be a number'],
		['0b1', 'must be a number'],
		['Infinity', 'must be a number'],
		['NaN', 'must be a number'],
		[Number.NaN, 'must be a number'],
		[Number.POSITIVE_INFINITY, 'must be a number'],
		['12 €', 'got "12 €"'],
		['$12', 'must be a number'],
		['1,5', 'such as 1234.5'],
		['1.234,5', 'such as 1234.5'],
		['1,234.5', 'such as 1234.5'],
		['1 000', 'must be a number'],
		['1_000', 'must be a number'],
		['50%', 'must be a number'],
		['1e400', 'too large'],
		['1e-400', 'too small'],
		['twelve', 'must be a number'],
		[true, 'got true'],
		[[5], 'got a list'],
		[{}, 'got an object'],
		[new Date(0), 'got a date'],
	],
};

export const whole: Cases = {
	kind: 'Whole number',
	rule: 'Whole numbers, as numbers or as text without an exponent. For increments and counts.',
	accepted: [
		[12, 12],
		[-3, -3],
		['12', 12],
		[' -3 ', -3],
		['5.0', 5],
		['9007199254740991', Number.MAX_SAFE_INTEGER],
	],
	empty: EMPTY_VALUES,
	refused: [
		[1.5, 'must be a whole number'],
		['1.5', 'must be a whole number'],
		['1e3', 'must be a whole number'],
		['1e21', 'must be a whole number'],
		[LONG, LOST],
		[2 ** 53, LOST],
		['5 points', 'must be a whole number'],
		[true, 'got true'],
	],
};

const MAY_1 = '2024-05-01';

export const date: Cases = {
	kind: 'Date',
	rule: "ISO 8601, SQL, date objects, epoch seconds, milliseconds, or microseconds, `YYYYMMDD`, and the day numbers of spreadsheets from 61 to 99,999. The years 1900 to 2200. A whole number from 1900 to 2200 may be a year, so it's rejected. So are numbers with six or seven digits.",
	accepted: [
		[MAY_1, MAY_1],
		[` ${MAY_1} `, MAY_1],
		['20240501', MAY_1],
		[20240501, MAY_1],
		[45413, MAY_1, 'spreadsheetDate'],
		['45413', MAY_1, 'spreadsheetDate'],
		['45413.0', MAY_1, 'spreadsheetDate'],
		[45413.5, '2024-05-01T12:00:00.000+02:00', 'spreadsheetDate'],
		['45413.604166666664', '2024-05-01T14:30:00.000+02:00', 'spreadsheetDate'],
		[61, '1900-03-01', 'spreadsheetDate'],
		[99_999, '2173-10-13', 'spreadsheetDate'],
		['2024-02-29', '2024-02-29'],
		['2024-W18-3', MAY_1],
		['2024-05-01T14:00:00', '2024-05-01T14:00:00.000+02:00'],
		['2024-05-01T12:00:00Z', '2024-05-01T14:00:00.000+02:00'],
		['2024-05-01T08:00:00-04:00', '2024-05-01T14:00:00.000+02:00'],
		['2024-05-01 14:00:00', '2024-05-01T14:00:00.000+02:00'],
		['2024-05-01 14:00', '2024-05-01T14:00:00.000+02:00'],
		['2024-05-01 12:00:00+00', '2024-05-01T14:00:00.000+02:00'],
		['20240501T120000Z', '2024-05-01T14:00:00.000+02:00'],
		[1714564800, '2024-05-01T14:00:00.000+02:00'],
		['1714564800', '2024-05-01T14:00:00.000+02:00'],
		['1714564800.25', '2024-05-01T14:00:00.250+02:00'],
		[1714564800000, '2024-05-01T14:00:00.000+02:00'],
		['1714564800000000', '2024-05-01T14:00:00.000+02:00'],
		[BigInt(1714564800), '2024-05-01T14:00:00.000+02:00'],
		[-2_208_900_000, '1900-01-02T01:40:00.000+01:00'],
		[new Date('2024-05-01T12:00:00Z'), '2024-05-01T14:00:00.000+02:00'],
		[DateTime.fromISO('2024-05-01T21:00:00+09:00'), '2024-05-01T14:00:00.000+02:00'],
		['2200-12-31', '2200-12-31'],
		['1900-01-01', '1900-01-01'],
	],
	empty: EMPTY_VALUES,
	refused: [
		[60, 'is below 61'],
		['0', 'is below 61'],
		[-1, 'is below 61'],
		[20240231, 'eight digits that are not a calendar date'],
		['20241301', 'eight digits that are not a calendar date'],
		['86400000', 'eight digits that are not a calendar date'],
		[20240501.5, 'eight digits that are not a calendar date'],
		['18991231', 'must be in the years'],
		['22010101', 'must be in the years'],
		[2024, 'can be read in several ways'],
		['2024', 'can be read in several ways'],
		['202405', 'can be read in several ways'],
		[2024122, 'can be read in several ways'],
		['202405011400', 'can be read in several ways'],
		[7_289_654_400, 'must be in the years'],
		[7_289_654_400_000, 'must be in the years'],
		['20240501120000', 'must be in the years'],
		['1714564800000000000', 'must be in the years'],
		['9999-12-31', 'must be in the years'],
		['0001-01-01T00:00:00Z', 'must be in the years'],
		['1899-12-31', 'must be in the years'],
		['2201-01-01T00:00:00', 'must be in the years'],
		[new Date('9999-12-31T00:00:00Z'), 'must be in the years'],
		['2024-02-30', 'must be a date'],
		['2024-13-01', 'must be a date'],
		['2024-05', 'must be a date'],
		['01/05/2024', 'must be a date'],
		['1.5.2024', 'must be a date'],
		['May 1, 2024', 'must be a date'],
		['12:30', 'must be a date'],
		['045413', 'must be a date'],
		['45413,5', 'must be a date'],
		['45,413', 'must be a date'],
		['tomorrow', 'got "tomorrow"'],
		['null', 'must be a date'],
		[true, 'got true'],
		[{}, 'got an object'],
		[[], 'got an empty list'],
		[Number.NaN, 'must be a date'],
		[new Date('nonsense'), 'got an invalid date'],
		[DateTime.invalid('nonsense'), 'got an invalid date'],
	],
};

export const id: Cases = {
	kind: 'User ID or device ID',
	rule: 'Text without the spaces around it, or a whole number. Max 400 characters.',
	accepted: [
		['ann', 'ann'],
		[' ann ', 'ann', 'trimmed'],
		['\tann\n', 'ann', 'trimmed'],
		[`${NBSP}ann${ZERO_WIDTH}`, 'ann', 'trimmed'],
		['\ufeffann', 'ann', 'trimmed'],
		['ann lee', 'ann lee'],
		[42, '42'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[LONG, LONG],
		[BigInt(LONG), LONG],
		['12E34', '12E34'],
		['007', '007'],
		['annulled', 'annulled'],
		['x'.repeat(400), 'x'.repeat(400)],
	],
	empty: EMPTY_VALUES,
	refused: [
		['undefined', 'stands for a missing value'],
		['null', 'stands for a missing value'],
		[' NULL ', 'stands for a missing value'],
		['NaN', 'stands for a missing value'],
		['[object Object]', 'stands for a missing value'],
		['crm-[object Object]', 'stands for a missing value'],
		['#N/A', 'stands for a missing value'],
		['4.91E+11', 'a spreadsheet has shortened'],
		['4,91E+11', 'a spreadsheet has shortened'],
		['5E+15', 'a spreadsheet has shortened'],
		['4.91e+11', 'a spreadsheet has shortened'],
		['x'.repeat(401), 'at most 400 characters'],
		[Number(LONG), LOST],
		[1e21, LOST],
		[1.5, 'must be text or a whole number'],
		[Number.NaN, 'must be text or a whole number'],
		[true, 'got true'],
		[['ann'], 'got a list'],
		[{ id: 'ann' }, 'got an object'],
	],
};

export const numericId: Cases = {
	kind: 'ID from Leanplum',
	rule: 'The ID of a message, campaign, category, and so on: up to 19 digits. Dashboard URLs work in the fields that offer **By URL**.',
	accepted: [
		['5670583287676928', '5670583287676928'],
		[' 5670583287676928\n', '5670583287676928', 'trimmed'],
		[5670583287676928, '5670583287676928'],
		['9223372036854775807', '9223372036854775807'],
	],
	empty: EMPTY_VALUES,
	refused: [
		['summer sale', 'up to 19 digits'],
		['-5', 'up to 19 digits'],
		[1.5, 'up to 19 digits'],
		['4.91E+11', 'up to 19 digits'],
		[2 ** 60, LOST],
		['12345678901234567890', 'up to 19 digits'],
	],
};

export const text: Cases = {
	kind: 'Text',
	rule: "Text doesn't change. Numbers and booleans become text. Max 139 characters for attributes and parameters.",
	accepted: [
		['gold', 'gold'],
		[' gold ', ' gold '],
		[LONG, LONG],
		['TRUE', 'TRUE'],
		['007', '007'],
		[12, '12'],
		[0, '0'],
		[true, 'true'],
		[BigInt(LONG), LONG],
		['x'.repeat(139), 'x'.repeat(139)],
		[new Date('2024-05-01T12:00:00Z'), '2024-05-01T12:00:00.000Z'],
	],
	empty: EMPTY_VALUES,
	refused: [
		['x'.repeat(140), 'can have up to 139 characters, but has 140'],
		['[object Object]', 'an object that was written as text'],
		[Number(LONG), LOST],
		[Number.NaN, 'must be text'],
		[['a'], 'got a list'],
		[{}, 'got an object'],
		[new Date('nonsense'), 'got an invalid date'],
	],
};

export const list: Cases = {
	kind: 'List',
	rule: 'A list, a JSON list, or text split at commas or at the **Separator** you choose. Values that are split stay text, so long digits stay exact.',
	accepted: [
		['Technology, Music', ['Technology', 'Music']],
		['a,,b,', ['a', 'b']],
		['one', ['one']],
		[`9007199254740993,${LONG}`, ['9007199254740993', LONG]],
		[
			['a', 1, true],
			['a', 1, true],
		],
		['["a", 1, true]', ['a', 1, true]],
		['[1, 2.5]', [1, 2.5]],
		['[red, blue]', ['red', 'blue']],
		['[VIP] x, y', ['[VIP] x', 'y']],
		[7, [7]],
		[[new Date('2024-05-01T12:00:00Z')], ['2024-05-01T12:00:00.000Z']],
		[['9007199254740993'], ['9007199254740993']],
	],
	empty: [...EMPTY_VALUES, [], '[]', ' [ ] ', ' , ,'],
	refused: [
		['[9007199254740993]', `${LOST}`],
		['["a", 9007199254740993]', 'at 2'],
		[[Number(LONG)], LOST],
		[['a', null], 'an entry without a value'],
		[[['a']], 'got a list at 1'],
		[[{ a: 1 }], 'got an object at 1'],
		[{ a: 1 }, 'got an object'],
		['[{"a":1}]', 'got an object at 1'],
		[['x'.repeat(140)], 'can have up to 139 characters'],
	],
};

export const choice: Cases = {
	kind: 'Choice',
	rule: 'The label or the value of a choice, in any case.',
	accepted: [
		['CreateNever', 'CreateNever'],
		['createNever', 'CreateNever'],
		[' CREATENEVER ', 'CreateNever'],
		['Skip the Request', 'CreateNever'],
		['skip the request', 'CreateNever'],
		['CreateIfNeeded', 'CreateIfNeeded'],
	],
	empty: EMPTY_VALUES,
	refused: [
		['never', 'must be one of: Create the User (CreateIfNeeded), Skip the Request (CreateNever)'],
		[1, 'got 1'],
		[true, 'must be one of'],
		[['CreateNever'], 'got a list'],
	],
};

/** Every kind with its cases. */
export const KINDS = { yesNo, number, whole, date, id, numericId, text, list, choice } as const;
