import { DateTime } from 'luxon';
import type { Cases } from './cases.mts';

/** What must become of a value. */
export type Wanted =
	| { readonly sent: unknown }
	| { readonly empty: true }
	/** Nothing is sent for the item or row; where it is said, with this part of the message. */
	| { readonly refused: string }
	/** Nothing of the whole file is sent. */
	| { readonly fileRefused: string };

const EMPTY = { empty: true } as const;
const refused = (message: string): Wanted => ({ refused: message });

const MAX_LENGTH = 139;
const BLANK = /^[\s\u200b\ufeff]*$/;

/** An object or an expression that became text, and the errors of spreadsheets. */
const NO_TEXT = /\[object Object\]|\{\{ *\$|^\s*#(?:N\/A|DIV\/0!|SPILL!)\s*$/;

const isBlank = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && BLANK.test(value));

/** What the cases say of a value in a field of their kind. */
export function inField({ accepted, empty, refused: wrong }: Cases): Array<[unknown, Wanted]> {
	return [
		...accepted.map(([given, sent]): [unknown, Wanted] => [given, { sent }]),
		...empty.map((given): [unknown, Wanted] => [given, EMPTY]),
		...wrong.map(([given, message]): [unknown, Wanted] => [given, refused(message)]),
	];
}

function keptScalar(given: unknown): Wanted {
	switch (typeof given) {
		case 'boolean':
			return { sent: given };
		case 'string':
			return given.length > MAX_LENGTH || NO_TEXT.test(given) ? refused('') : { sent: given };
		case 'number':
		case 'bigint':
			return Number.isFinite(Number(given)) && !hasLostDigits(Number(given))
				? { sent: Number(given) }
				: refused('');
		default:
			return given instanceof Date || DateTime.isDateTime(given) ? keptDate(given) : refused('');
	}
}

const hasLostDigits = (value: number) => Number.isInteger(value) && !Number.isSafeInteger(value);

function keptDate(given: Date | DateTime): Wanted {
	const at = DateTime.isDateTime(given) ? given : DateTime.fromJSDate(given, { zone: 'utc' });
	return at.isValid && at.year >= 1900 && at.year <= 2200 ? { sent: at.toISO() } : refused('');
}

function keptList(entries: readonly unknown[]): Wanted {
	if (entries.length === 0) return EMPTY;
	const kept = entries.map(keptScalar);
	return kept.every((one) => 'sent' in one) ? { sent: kept.map(({ sent }) => sent) } : refused('');
}

/** What must become of an attribute whose type nobody chose: it keeps the one that it has in JSON. */
export function asItIs(given: unknown): Wanted {
	if (isBlank(given)) return EMPTY;
	return Array.isArray(given) ? keptList(given) : keptScalar(given);
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const LOCAL_NUMBER = /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[.,]\d{3})+)(?:[.,]\d+)?$/;
const DIGITS_OF_A_NUMBER = 15;

const isExact = (text: string) =>
	text.replace(/\D/g, '').length <= DIGITS_OF_A_NUMBER || Number.isSafeInteger(Number(text));

function listInCell(text: string): Wanted {
	try {
		return keptList(JSON.parse(text, exactly) as unknown[]);
	} catch {
		if (/^\[\s*["']|, *"/.test(text)) return refused('looks like a JSON list');
		const parts = text.slice(1, -1).split(',');
		return keptList(parts.map((part) => part.trim()).filter((part) => part !== ''));
	}
}

/** Long numbers arrive rounded, which shows. */
const exactly = (_name: string, value: unknown) => value;

/** What must become of an attribute in a CSV file, where the only cell of its column shows the type. */
export function inUntypedColumn(cell: string): Wanted {
	if (isBlank(cell)) return EMPTY;
	const text = cell.replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '');
	if (/^(?:true|false)$/i.test(text)) return { sent: text.toLowerCase() === 'true' };
	if (text.includes('[object Object]')) return refused('');
	if (/^\[[^]*\]$/.test(text)) return listInCell(text);
	if (NUMBER.test(text) && isExact(text)) return { sent: Number(text) };
	if (LOCAL_NUMBER.test(text) && isExact(text)) return { fileRefused: 'decimal separator' };
	return keptScalar(cell);
}

/** A value as a spreadsheet program would write it into a CSV file; `undefined` where it could not. */
export function asCell(given: unknown): string | undefined {
	return typeof given === 'string' || typeof given === 'boolean' || Number.isFinite(given)
		? String(given)
		: undefined;
}
