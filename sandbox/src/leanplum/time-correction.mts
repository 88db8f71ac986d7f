import type { RawArguments } from './action.mjs';
import { clockSkew, pastEvent } from './texts.mjs';

const DAY_S = 24 * 60 * 60;
/** Items further back than this before the request's time are moved to the present (recorded). */
const PAST_LIMIT_S = 365 * DAY_S;

/** When an item happened on the server's clock, and the warning that goes with a rewritten time. */
export interface CorrectedTime {
	/** Epoch seconds; absent when the item named no time. */
	time: number | undefined;
	warning: string | undefined;
}

/**
 * Brings an item's `time` onto the server's clock. The caller's clock error, `now` minus the
 * request's `time`, is added silently up to a day; from a full day behind on, every item is warned
 * (recorded: 0.967 days none, 1.011 "1 days", 736.71 "736 days"). An item more than 365 days before
 * the request counts as happening now, with a warning unless the skew has already given one.
 *
 * @param requestTime `time` of the multi, epoch seconds; for a call by itself, the server's clock
 * @param now the server's clock, epoch seconds
 */
export function correctTime(raw: RawArguments, requestTime: number, now: number): CorrectedTime {
	const daysBehind = Math.floor((now - requestTime) / DAY_S);
	const skewed = daysBehind >= 1 ? clockSkew(daysBehind) : undefined;
	const given =
		typeof raw.time === 'string' && raw.time.trim() !== '' ? Number(raw.time) : raw.time;
	if (typeof given !== 'number' || !Number.isFinite(given)) {
		return { time: undefined, warning: skewed };
	}
	const age = requestTime - given;
	if (age > PAST_LIMIT_S) {
		return { time: now, warning: skewed ?? pastEvent(Math.floor(age / DAY_S)) };
	}
	return { time: given + (now - requestTime), warning: skewed };
}
