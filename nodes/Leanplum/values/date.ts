import { DateTime } from 'luxon';
import { isDateObject, isEmpty, trim } from './blank';
import { accept, EMPTY, refuse, type Note, type Reading, type Refused } from './reading';

/** A day, or a moment. */
export interface PointInTime {
	/** The ISO day, where no time of day was given. */
	readonly day?: string;
	/** Epoch seconds; of a day, when it starts in the workflow's zone. */
	readonly seconds: number;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
const FIRST_SECOND = Date.UTC(FIRST_YEAR, 0) / 1000;
const END_SECOND = Date.UTC(LAST_YEAR + 1, 0) / 1000;

/** Day numbers of spreadsheets count from here. Excel counts a 29 February 1900, so before 61 it differs. */
const SPREADSHEET_START = DateTime.utc(1899, 12, 30);
const FIRST_DAY_NUMBER = 61;
const DAY_MS = 86_400_000;

// Numbers of up to five digits are days, of eight digits written dates. As seconds they would be in 1970.
const AFTER_DAY_NUMBERS = 100_000;
const FIRST_OF_EIGHT_DIGITS = 10_000_000;
const AFTER_EIGHT_DIGITS = 100_000_000;
// 10^11 seconds is the year 5138 and 10^11 milliseconds is 1973; the same again for microseconds.
const FIRST_MILLISECONDS = 1e11;
const FIRST_MICROSECONDS = 1e14;

/** Minutes; no zone is further from UTC. */
const MAX_OFFSET = 14 * 60;

const DIGITS = /^-?\d+(?:\.\d+)?$/;
/** A day, a week day (2024-W18-3), or a day of the year (2024-122), with or without a time. */
const ISO_OR_SQL = /^\d{4}(?:-\d{2}-\d{2}|\d{4}|-?W\d{2}-?\d|-\d{3})(?:$|[T ])/i;
const DAY_ONLY = /^[\dW-]+$/i;
const CLOCK = /[T ](\d{2})(?::?(\d{2}))?/i;

const EXPECTED =
	'must be a date or time, such as 2026-05-31, 2026-05-31T14:00:00Z, or epoch seconds';
const OUTSIDE = `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`;
const NO_CALENDAR_DAY =
	'has eight digits that are not a calendar date. Write dates as 2026-05-31 or 20260531';
const NO_DAY = "isn't a calendar date. Write dates as 2026-05-31";
const AMBIGUOUS = 'can be read in several ways. Write the date as 2026-05-31';
const BEFORE_DAY_NUMBERS = `is below ${FIRST_DAY_NUMBER}, where spreadsheets count days differently. Write the date, such as 1900-02-28`;

const isInRange = ({ year }: DateTime) => year >= FIRST_YEAR && year <= LAST_YEAR;

/**
 * A time of day that the clocks of a zone skip when they are put forward is none: whoever wrote it meant
 * another zone.
 */
function skipped({ zoneName }: DateTime, given: unknown): Refused {
	const message = `doesn't exist in ${zoneName}, because clocks skip it for daylight saving time. Add an offset, such as 2026-05-31T14:00:00Z`;
	return refuse(message, given);
}

const shows = (at: DateTime, hour: number, minute: number) =>
	at.hour === hour && at.minute === minute;

function moment(at: DateTime, given: unknown, note?: Note): Reading<PointInTime> {
	return isInRange(at) ? accept({ seconds: at.toMillis() / 1000 }, note) : refuse(OUTSIDE, given);
}

/** The day of a time at midnight in the workflow's zone. */
function wholeDay(at: DateTime, given: unknown, note?: Note): Reading<PointInTime> {
	if (!isInRange(at)) return refuse(OUTSIDE, given);
	return accept({ day: at.toISODate()!, seconds: at.toMillis() / 1000 }, note);
}

/** A spreadsheet's day; the fraction is the time of day as a clock in the workflow's zone shows it. */
function fromDayNumber(days: number, timezone: string, given: unknown): Reading<PointInTime> {
	const milliseconds = Math.round((days % 1) * DAY_MS);
	const clock = SPREADSHEET_START.plus({ days: Math.floor(days), milliseconds });
	const at = clock.setZone(timezone, { keepLocalTime: true });
	if (milliseconds === 0) return wholeDay(at, given, 'spreadsheetDate');
	if (!shows(at, clock.hour, clock.minute)) return skipped(at, given);
	return moment(at, given, 'spreadsheetDate');
}

function fromWrittenDay(digits: string, timezone: string, given: unknown): Reading<PointInTime> {
	const at = DateTime.fromFormat(digits, 'yyyyMMdd', { zone: timezone });
	return at.isValid ? wholeDay(at, given) : refuse(NO_CALENDAR_DAY, given);
}

function fromNumber(value: number, timezone: string, given: unknown): Reading<PointInTime> {
	if (!Number.isFinite(value)) return refuse(EXPECTED, given);
	const size = Math.abs(value);
	if (size < AFTER_DAY_NUMBERS) {
		if (value < FIRST_DAY_NUMBER) return refuse(BEFORE_DAY_NUMBERS, given);
		return fromDayNumber(value, timezone, given);
	}
	if (size >= FIRST_OF_EIGHT_DIGITS && size < AFTER_EIGHT_DIGITS) {
		return fromWrittenDay(Number.isInteger(value) ? String(value) : '', timezone, given);
	}
	if (isWrittenTime(value)) return refuse(AMBIGUOUS, given);
	if (size >= FIRST_MICROSECONDS) return fromEpoch(value / 1e6, given);
	return fromEpoch(size < FIRST_MILLISECONDS ? value : value / 1000, given);
}

/** Months, days of a year, and times as they are written without separators, by how many digits they have. */
const WRITTEN: Readonly<Record<number, string>> = { 6: 'yyyyMM', 7: 'yyyyooo', 12: 'yyyyMMddHHmm' };

/** Whether digits are more likely a written time, such as 202605 or 202605311400, than a moment in the 1970s. */
function isWrittenTime(value: number): boolean {
	const digits = String(value);
	const format = WRITTEN[digits.length];
	const at = format === undefined ? undefined : DateTime.fromFormat(digits, format);
	return at !== undefined && at.isValid && isInRange(at);
}

function fromEpoch(seconds: number, given: unknown): Reading<PointInTime> {
	const isInYears = seconds >= FIRST_SECOND && seconds < END_SECOND;
	return isInYears ? accept({ seconds }) : refuse(OUTSIDE, given);
}

function fromText(text: string, timezone: string, given: unknown): Reading<PointInTime> {
	if (DIGITS.test(text)) {
		if (/^\d{8}$/.test(text)) return fromWrittenDay(text, timezone, given);
		return /^-?0\d/.test(text)
			? refuse(EXPECTED, given)
			: fromNumber(Number(text), timezone, given);
	}
	if (!ISO_OR_SQL.test(text)) return refuse(EXPECTED, given);
	for (const read of [DateTime.fromISO, DateTime.fromSQL]) {
		const at = read(text, { zone: timezone, setZone: true });
		if (!at.isValid || Math.abs(at.offset) > MAX_OFFSET) continue;
		if (DAY_ONLY.test(text)) return wholeDay(at, given);
		const [, hour, minute = 0] = CLOCK.exec(text) ?? [];
		const isAsWritten = shows(at, Number(hour) % 24, Number(minute));
		return isAsWritten ? moment(at, given) : skipped(at, given);
	}
	return refuse(DAY_ONLY.test(text) ? NO_DAY : EXPECTED, given);
}

/**
 * Reads a day or a moment: ISO 8601, SQL, a date object of luxon or JavaScript, epoch seconds,
 * milliseconds, or microseconds, a spreadsheet's day number from 61 to 99,999, or YYYYMMDD. Numbers may
 * come as digits. The years are 1900 to 2200.
 *
 * @param timezone the IANA zone for what names none
 */
export function readTime(given: unknown, timezone: string): Reading<PointInTime> {
	if (isEmpty(given)) return EMPTY;
	switch (typeof given) {
		case 'string':
			return fromText(trim(given), timezone, given);
		case 'number':
			return fromNumber(given, timezone, given);
		case 'bigint':
			return fromNumber(Number(given), timezone, given);
		default:
			if (!isDateObject(given)) return refuse(EXPECTED, given);
	}
	return fromDateObject(given);
}

function fromDateObject(given: Date | DateTime): Reading<PointInTime> {
	const at = asDateTime(given);
	return at.isValid ? moment(at, given) : refuse(EXPECTED, given);
}

const asDateTime = (given: Date | DateTime): DateTime =>
	DateTime.isDateTime(given) ? given : DateTime.fromMillis(given.valueOf(), { zone: 'utc' });

/** Reads a date object that stands among other values, such as in JSON, as ISO 8601 in its own zone. */
export function readDateObject(given: Date | DateTime): Reading<string> {
	return mapped(fromDateObject(given), () => asDateTime(given).toISO()!);
}

function mapped<Value>(
	reading: Reading<PointInTime>,
	map: (point: PointInTime) => Value,
): Reading<Value> {
	return reading.kind === 'value' ? accept(map(reading.value), reading.note) : reading;
}

/** Reads a time as epoch seconds, which Leanplum wants; ISO texts are refused by it (recorded). */
export function readEpochSeconds(given: unknown, timezone: string): Reading<number> {
	return mapped(readTime(given, timezone), ({ seconds }) => seconds);
}

/** Reads a date as ISO 8601, the form of dates in attributes (reference §6). A day stays a day. */
export function readDate(given: unknown, timezone: string): Reading<string> {
	return mapped(
		readTime(given, timezone),
		({ day, seconds }) => day ?? DateTime.fromSeconds(seconds, { zone: timezone }).toISO()!,
	);
}

/** Leanplum's export days are days in California, with daylight saving (OAS: PST/PDT). */
const PACIFIC = 'America/Los_Angeles';

/** The day of a time at midnight, in its own zone or in the workflow's: what people mean by a day. */
function dayAtMidnight(given: unknown, seconds: number, timezone: string): string | undefined {
	const own = isDateObject(given)
		? asDateTime(given)
		: DateTime.fromISO(typeof given === 'string' ? trim(given) : '', { setZone: true });
	const midnight = [own, DateTime.fromSeconds(seconds, { zone: timezone })].find(
		(at) => at.isValid && at.equals(at.startOf('day')),
	);
	return midnight?.toISODate() ?? undefined;
}

/**
 * Reads an export day, `YYYYmmdd`: the day that is named, that of a midnight, or the Pacific day of
 * another moment.
 */
export function readPacificDay(given: unknown, timezone: string): Reading<string> {
	const reading = readTime(given, timezone);
	if (reading.kind !== 'value') return reading;
	const { day, seconds } = reading.value;
	if (day !== undefined) return accept(day.replaceAll('-', ''), reading.note);
	const pacific = DateTime.fromSeconds(seconds, { zone: PACIFIC }).toISODate()!;
	const read = dayAtMidnight(given, seconds, timezone) ?? pacific;
	return accept(read.replaceAll('-', ''), reading.note);
}
