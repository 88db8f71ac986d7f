/**
 * Runs the tests again where calendars and clocks are awkward, with Debian's faketime, which shifts the
 * clock of every process by the same offset.
 *
 * Usage: tsx scripts/clocks.mts [--all] [jest arguments]. Without --all at one moment in one zone; with
 * it at every moment in every zone, and a table in Markdown comes at the end.
 */
import { spawnSync } from 'node:child_process';
import { DateTime } from 'luxon';

const ZONES = ['Pacific/Auckland', 'Europe/Berlin', 'America/Los_Angeles', 'UTC'];
const CALIFORNIA = 'America/Los_Angeles';

/** Long runs that don't look at a calendar: made-up input, sending, refusals, and what only reads files. */
const TIMELESS = [
	'test/engine/(batching|chaos|failures|fuzz|openQuestions|schedules|secrets|sideBySide|triggerRequests|waysIn)',
	'test/package/(docs|packed|rooms|voice)',
	'test/sandbox/(cli|inspector)',
	'test/unit/(circuitBreaker|dispatch|labels|longTexts|pack|plan)',
].join('|');

const now = DateTime.now();

/** The first or the second change of a zone's clock from now on, and the midnight after it. */
function clockChange(zone: string, which: 1 | 2): { at: DateTime; midnight: DateTime } {
	let at = now.setZone(zone).startOf('hour');
	for (let left: number = which; left > 0; ) {
		const before = at.offset;
		at = at.plus({ hours: 1 });
		if (at.offset !== before) left--;
	}
	return { at, midnight: at.plus({ days: 1 }).startOf('day') };
}

function leapDay(): DateTime {
	const year = [now.year, now.year + 1, now.year + 2, now.year + 3, now.year + 4].find(
		(one) => DateTime.utc(one).isInLeapYear && DateTime.utc(one, 2, 29) > now,
	)!;
	return DateTime.utc(year, 2, 29, 12);
}

/** The first tests run before a moment that comes so soon, the last ones after it. */
const SOON = { seconds: 15 };

const midnight = now.setZone(CALIFORNIA).plus({ days: 1 }).startOf('day');
const inFourHundredDays = now.setZone(CALIFORNIA).plus({ days: 400 }).startOf('day');

const MOMENTS: ReadonlyArray<readonly [string, DateTime]> = [
	// First the one that shows most: another year, at the end of a day, in another zone.
	['400 days ahead, over midnight in Los Angeles', inFourHundredDays.minus(SOON)],
	['400 days ahead', now.plus({ days: 400 })],
	['before midnight in Los Angeles', midnight.minus({ minutes: 6 })],
	['over midnight in Los Angeles', midnight.minus(SOON)],
	['after midnight in Los Angeles', midnight.plus({ minutes: 1 })],
	['29 February', leapDay()],
	...['Europe/Berlin', CALIFORNIA].flatMap((zone) =>
		([1, 2] as const).flatMap((which) => {
			const { at, midnight } = clockChange(zone, which);
			return [
				[`over the clock change in ${zone}`, at.minus(SOON)],
				[`over the midnight after it`, midnight.minus(SOON)],
			] as const;
		}),
	),
	['New Year', now.toUTC().plus({ years: 1 }).startOf('year').minus(SOON)],
];

interface Run {
	passed: boolean;
	tests: string;
}

function runAt(moment: DateTime, zone: string, jestArguments: readonly string[]): Run {
	const offset = Math.round(moment.toSeconds() - Date.now() / 1000);
	const jest = ['npx', 'jest', `--testPathIgnorePatterns=${TIMELESS}`];
	const { status, stdout, stderr, error } = spawnSync(
		'faketime',
		['-f', `${offset < 0 ? '' : '+'}${offset}`, ...jest, ...jestArguments],
		{ env: { ...process.env, TZ: zone }, encoding: 'utf8', maxBuffer: 64e6 },
	);
	if (error) throw new Error('faketime is missing. Install it with: apt-get install faketime');
	if (status !== 0) console.error(stdout, stderr);
	return { passed: status === 0, tests: /\d+ passed, \d+ failed/.exec(stdout)?.[0] ?? 'no result' };
}

const all = process.argv.includes('--all');
const jestArguments = process.argv.slice(2).filter((argument) => argument !== '--all');
console.log('| Clock | Zone | Result |\n| --- | --- | --- |');
// With all, each moment comes up once in one of the zones before any comes up in the next.
for (let round = 0; round < (all ? ZONES.length : 1); round++) {
	for (const [index, [name, moment]] of MOMENTS.slice(0, all ? undefined : 1).entries()) {
		const zone = ZONES[(index + round) % ZONES.length]!;
		const { passed, tests } = runAt(moment, zone, jestArguments);
		const at = moment.toUTC().toFormat("yyyy-MM-dd HH:mm:ss 'UTC'");
		console.log(`| ${name} (${at}) | ${zone} | ${passed ? tests : `FAIL: ${tests}`} |`);
		if (!passed) process.exitCode = 1;
	}
}
