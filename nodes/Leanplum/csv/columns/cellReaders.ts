import { isEmpty } from '../../values/blank';
import { readDate } from '../../values/date';
import { readList, type Scalar } from '../../values/list';
import { MAX_NAME_LENGTH } from '../../values/names';
import { readNumber } from '../../values/number';
import { refuse, type Reader, type Reading } from '../../values/reading';
import { readText } from '../../values/text';
import { readYesNo } from '../../values/yesNo';
import { withPoint, type ColumnType, type DecimalSeparator } from './columnType';

/** How the values of a file are written, as far as the file does not show it. */
export interface Notation {
	/** The IANA zone for dates that name none. */
	readonly timezone: string;
	readonly decimalSeparator: DecimalSeparator;
}

const COMMA = 'must be a number with a decimal comma, such as 1234,5';
const POINT =
	'must be a number such as 1234.5. For decimal commas, select the Decimal Separator under Options';

/**
 * Reads numbers that may have a decimal comma.
 *
 * @param read reads the number with a point
 */
export function localNumber(separator: DecimalSeparator, read: Reader<number>): Reader<number> {
	return (given) => {
		if (typeof given !== 'string' || isEmpty(given)) return read(given);
		if (separator === '.') {
			const reading = read(given);
			return reading.kind === 'refused' && given.includes(',') ? refuse(POINT, given) : reading;
		}
		const text = withPoint(given) ?? (given.includes('.') ? undefined : given);
		if (text === undefined) return refuse(COMMA, given);
		const reading = read(text);
		return reading.kind === 'refused' ? { ...reading, got: given } : reading;
	};
}

/**
 * The reader of cells by the type of their column.
 *
 * @param maxLength the most characters of a text, where Leanplum limits them
 */
export function typedReader(
	type: ColumnType,
	{ timezone, decimalSeparator }: Notation,
	maxLength?: number,
): Reader<Scalar | Scalar[]> {
	switch (type) {
		case 'number':
			return localNumber(decimalSeparator, readNumber);
		case 'boolean':
			return readYesNo;
		case 'date':
			return (given) => readDate(given, timezone);
		case 'list':
			return (given) => readList(given, ',', maxLength);
		case 'string':
			return (given): Reading<string> => readText(given, maxLength);
	}
}

/** The most characters of texts in attributes and parameters. */
export const MAX_LENGTH = MAX_NAME_LENGTH;
