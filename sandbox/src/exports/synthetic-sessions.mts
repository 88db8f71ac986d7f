import { int64FromSequence } from '../basics/int64.mjs';
import type { SyntheticSessions } from '../model/synthetic-sessions.mjs';

/** Shortest line that has room for everything. */
export const MIN_LINE_BYTES = 512;
/** Lines that are made at once. */
const PIECE_LINES = 64;
/** Ids that real sessions never reach. */
const FIRST_SEQUENCE = 2 ** 50;
/** 14 November 2023; the sessions follow each other by the second. */
const FIRST_TIME = 1_700_000_000;

const id = (sequence: number): string => int64FromSequence(FIRST_SEQUENCE + sequence);

/** One line: a session with a nameless state and two events, padded to its length. */
function line({ lineBytes, corruptLines }: SyntheticSessions, index: number): string {
	const time = FIRST_TIME + index;
	const start =
		`{"isSession":true,"sessionId":"${id(3 * index)}","userId":"synthetic-${index}",` +
		`"userBucket":${index % 1000},"deviceId":"device-${index}","systemName":"iOS",` +
		`"time":${time}.5,"duration":60.25,"firstRun":${FIRST_TIME},"priorSessions":${index % 7},` +
		`"experiments":[],"states":[{"stateId":${id(3 * index + 1)},"events":[{"eventId":` +
		`${id(3 * index + 2)},"name":"Purchase","value":${index % 100}.99,"time":${time}.75,` +
		`"parameters":{"sku":"A-${index % 50}"}}]}],"userAttributes":{"tier":"gold","padding":"`;
	const end = '"}}\n';
	const padding = 'x'.repeat(lineBytes - start.length - end.length);
	const corrupt = corruptLines.has(index) ? 'x'.repeat(end.length - 1) + '\n' : end;
	return start + padding + corrupt;
}

/** The lines from `from` up to `to`, in pieces. */
export function* syntheticLines(
	sessions: SyntheticSessions,
	from: number,
	to: number,
): Generator<string> {
	for (let first = from; first < to; first += PIECE_LINES) {
		const last = Math.min(to, first + PIECE_LINES);
		let piece = '';
		for (let index = first; index < last; index++) piece += line(sessions, index);
		yield piece;
	}
}
