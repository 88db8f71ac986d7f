import { isEmpty, trim } from '../../values/blank';
import { cellText, isMarked } from './cell';

/** What the cells of a column are read as. */
export type ColumnType = 'string' | 'number' | 'boolean' | 'list' | 'date';

/** The decimal separator of the numbers in a file. */
export type DecimalSeparator = '.' | ',';

const WITH_POINT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const WITH_COMMA = /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}([.\s'’])\d{3}(?:\1\d{3})*)(?:,\d+)?$/;
/** A number somewhere in the world: with a point or a comma, and thousands separators. */
const LOCAL_NUMBER = /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}([.,\s'’])\d{3}(?:\1\d{3})*)(?:[.,]\d+)?$/;
/** Blanks and apostrophes between thousands, as in France and Switzerland. */
const GROUPS = /[\s'’]/g;
const BOOLEAN = /^(?:true|false)$/i;
const LIST = /^\[[^]*\]$/;

/** No number has more digits that are certain to be kept (IEEE 754). */
const SAFE_DIGITS = 15;

/** Whether a text is a number only somewhere in the world. */
export function isLocalNumber(text: string): boolean {
	const number = trim(text);
	return LOCAL_NUMBER.test(number) && !WITH_POINT.test(number);
}

/**
 * A number with a decimal comma, or a point, in the form with a point. Blanks and apostrophes between
 * groups of three digits are left out, and so is the other separator where it can't be a decimal one: with
 * decimal commas, 1.234 alone can be either number.
 *
 * @returns `undefined` for anything else
 */
export function withPoint(text: string, separator: DecimalSeparator): string | undefined {
	const given = trim(text);
	const number =
		separator === ',' ? given : given.replace(/[.,]/g, (one) => (one === '.' ? ',' : '.'));
	const isClear =
		WITH_COMMA.test(number) && (number.includes(',') || number.split('.').length !== 2);
	return isClear ? number.replace(GROUPS, '').replaceAll('.', '').replace(',', '.') : undefined;
}

/** Whether a number can hold all digits of a text. */
function isExact(text: string): boolean {
	const digits = text.replace(/\D/g, '').replace(/^0+/, '');
	return digits.length <= SAFE_DIGITS || Number.isSafeInteger(Number(text));
}

// What a text can be read as, as bits.
const NUMBER = 1;
const LOCAL = 2;
const YES_NO = 4;
const BRACKETS = 8;
const ANYTHING = NUMBER | LOCAL | YES_NO | BRACKETS;

function readableAs(text: string, separator?: DecimalSeparator): number {
	if (BOOLEAN.test(text)) return YES_NO;
	if (LIST.test(text)) return BRACKETS;
	if (!LOCAL_NUMBER.test(text) || !isExact(text)) return 0;
	const isNumber = separator ? withPoint(text, separator) !== undefined : WITH_POINT.test(text);
	return isNumber ? NUMBER | LOCAL : LOCAL;
}

/** What is known of the values of a column, whatever their type. */
export interface ValueKind {
	/** The most characters of a text, where Leanplum limits them. */
	readonly maxLength?: number;
	/** Whether they can't be lists. */
	readonly isSingle?: true;
	/** Whether users see them, so that 9.90 must not become 9.9. */
	readonly isShown?: true;
}

/** What the values of a column look like. */
export interface ColumnLook {
	readonly type: ColumnType;
	/** A value that may be a number with another decimal separator, where all may be. */
	readonly localNumber?: string;
}

/** Looks at the cells of a column, one after the other, to find out their type. */
export class ColumnInspector {
	private kinds = ANYTHING;
	private isUsed = false;
	private localNumber: string | undefined;
	private hasGroups = false;
	private hasDecimals = false;

	constructor(
		private readonly separator: DecimalSeparator | undefined,
		private readonly kind: ValueKind = {},
	) {}

	/** Takes a cell into account; empty ones say nothing. */
	take(cell: string): void {
		// Most columns hold text, as the first cells show.
		if (this.kinds === 0 || isEmpty(cell)) return;
		this.isUsed = true;
		const text = trim(cell);
		this.kinds &= isMarked(cell) ? 0 : readableAs(text, this.separator);
		if (this.kind.isSingle) this.kinds &= ~BRACKETS;
		const isNumber = (this.kinds & NUMBER) !== 0;
		if (this.kind.isShown && isNumber && String(Number(text)) !== text) this.kinds = 0;
		this.hasGroups ||= text.search(GROUPS) !== -1;
		this.hasDecimals ||= /[.,]/.test(text);
		if (this.kinds === LOCAL) this.localNumber ??= cellText(text);
	}

	/** All values are numbers, true or false, or lists in brackets; else they are text. */
	get look(): ColumnLook {
		// 600 123 456 alone may be a telephone number.
		const isPhone = this.hasGroups && !this.hasDecimals && this.kinds & LOCAL;
		if (!this.isUsed || this.kinds === 0 || isPhone) return { type: 'string' };
		if (this.kinds & NUMBER) return { type: 'number' };
		if (this.kinds & YES_NO) return { type: 'boolean' };
		return this.kinds & BRACKETS
			? { type: 'list' }
			: { type: 'string', localNumber: this.localNumber! };
	}
}

/** Whether a cell alone would be read as something else than text. */
export function looksLikeText(cell: string): boolean {
	return isEmpty(cell) || readableAs(trim(cell)) === 0;
}
