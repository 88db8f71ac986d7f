import type { JsonValue } from '../../protocol/basics/json';
import { isEmpty } from '../../values/blank';
import { readDate } from '../../values/date';
import { readList, type Scalar } from '../../values/list';
import { MAX_NAME_LENGTH } from '../../values/names';
import { readNumber } from '../../values/number';
import { refuse, type Reader, type Reading } from '../../values/reading';
import { readText } from '../../values/text';
import { readYesNo } from '../../values/yesNo';
import { isLocalNumber, withPoint, type ColumnType, type DecimalSeparator } from './columnType';

/** How the values of a file are written, as far as the file does not show it. */
export interface Notation {
	/** The IANA zone for dates that name none. */
	readonly timezone: string;
	/** What stands for empty template values, or why they are refused. */
	readonly onNothing: (given: unknown) => Reading<JsonValue>;
	/** Without it numbers have a point, and nothing between thousands. */
	readonly decimalSeparator?: DecimalSeparator;
}

const PLAIN =
	'must be a number such as 1234.5. For others, select the Decimal Separator under Options';
const LOCAL = {
	',': 'must be a number with a decimal comma, such as 1234,5',
	'.': 'must be a number with a decimal point, such as 1234.5',
};

/**
 * Reads numbers that may have a decimal comma, or something between thousands.
 *
 * @param read reads the number with a point
 */
export function localNumber(
	separator: DecimalSeparator | undefined,
	read: Reader<number>,
): Reader<number> {
	return (given) => {
		if (typeof given !== 'string' || isEmpty(given)) return read(given);
		if (separator === undefined) return isLocalNumber(given) ? refuse(PLAIN, given) : read(given);
		const text = withPoint(given, separator);
		const isOther = given.includes(separator === ',' ? '.' : ',');
		if (text === undefined && isOther) return refuse(LOCAL[separator], given);
		const reading = read(text ?? given);
		return reading.kind === 'refused' ? { ...reading, got: given } : reading;
	};
}

/**
 * The reader of cells by the type of their column.
 *
 * @param maxLength the most characters of a text, where Leanplum limits them
 * @param separator what separates the values of a list
 */
export function typedReader(
	type: ColumnType,
	{ timezone, decimalSeparator }: Notation,
	maxLength?: number,
	separator?: string,
): Reader<Scalar | Scalar[]> {
	switch (type) {
		case 'number':
			return localNumber(decimalSeparator, readNumber);
		case 'boolean':
			return readYesNo;
		case 'date':
			return (given) => readDate(given, timezone);
		case 'list':
			return (given) => readList(given, separator, maxLength);
		case 'string':
			return (given): Reading<string> => readText(given, maxLength);
	}
}

/** The most characters of texts in attributes and parameters. */
export const MAX_LENGTH = MAX_NAME_LENGTH;
