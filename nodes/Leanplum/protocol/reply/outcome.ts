import { isObject } from '../basics/json';
import { isAboutTheCall, problemOf, type Problem } from './problem';
import { cutMessage, isSet, NOT_DONE, otherApiUrl, type ReplyElement } from './reply';

/** What became of one call. */
export type Outcome =
	/** Leanplum did it; it may have remarked on it, as when it rewrote a timestamp. */
	| { readonly status: 'done'; readonly reply: ReplyElement; readonly warning?: string }
	/** Leanplum took it, reported success and did nothing; it says why. */
	| { readonly status: 'skipped'; readonly reply: ReplyElement; readonly warning: string }
	/** Leanplum refused it, or it could not be sent. */
	| { readonly status: 'failed'; readonly problem: Problem }
	/** It was not sent, because requests before it met a problem that it would meet too. */
	| { readonly status: 'notSent'; readonly problem: Problem }
	/** It left, and no reply says whether Leanplum did it. */
	| { readonly status: 'unknown'; readonly problem: Problem }
	/** It was not sent, because it was sent before; the warning says when that is not quite sure. */
	| { readonly status: 'duplicate'; readonly warning?: string };

/**
 * Warnings of calls that Leanplum did apply: it only changed their time (recorded), or counted the
 * user out of analytics (recorded 2015–16).
 */
const APPLIED_IN_SPITE_OF = /rewriting timestamp|^anomaly detected/i;
/** What a warning says of a call that was not applied, whatever else it says. */
const NOT_APPLIED =
	/\b(skipped|ignored|dropped|rejected|discarded|not (applied|processed|saved))\b/i;

/** The wording for a message that reached nobody; Leanplum reports it as a success (SCO). */
export const NO_MESSAGE_SENT =
	"No message was sent because the user doesn't match its targets or can't receive it";
const IGNORED = 'Leanplum ignored the request';
const UNEXPLAINED_WARNING = 'Leanplum returned a warning without an explanation';

/** Whether a reply names its user as unknown. */
export function isUserNotFound(outcome: Outcome): boolean {
	return outcome.status === 'skipped' && /user not found/i.test(outcome.warning);
}

/** Whether an answer about messages says that none was sent. */
function sentNone({ messagesSent }: ReplyElement): boolean {
	return typeof messagesSent === 'number' && !(messagesSent >= 1);
}

/** Whether an element says that its call was received without an error. */
export function isSuccess(element: ReplyElement): boolean {
	return element.success && !element.error && !NOT_DONE.failed.some((name) => isSet(element[name]));
}

/** The words of a member of a reply; `undefined` when it has none. */
function wordsIn(value: unknown): string | undefined {
	if (Array.isArray(value)) return value.map(wordsIn).find(Boolean);
	if (isObject(value) && typeof value.message === 'string') return cutMessage(value.message);
	return typeof value === 'string' ? cutMessage(value) : undefined;
}

/** Whether Leanplum surely did nothing; of a warning that nobody knows, that is only likely. */
export function isSurelyUndone(outcome: Outcome): boolean {
	if (outcome.status === 'failed' || outcome.status === 'notSent') return true;
	if (outcome.status !== 'skipped') return false;
	const { reply } = outcome;
	return (
		NOT_DONE.skipped.some((name) => isSet(reply[name])) ||
		sentNone(reply) ||
		isUserNotFound(outcome)
	);
}

/** Whether Leanplum surely did nothing, for no reason that lies in the call, so that a later try may do it. */
export function isUntried(outcome: Outcome): boolean {
	if (outcome.status === 'notSent') return true;
	return outcome.status === 'failed' && !isAboutTheCall(outcome.problem);
}

/** The outcome of a call that Leanplum did not take. */
function failedOutcome(element: ReplyElement, status: number): Outcome {
	const reasons = [...NOT_DONE.failed, 'message', 'reason'].map((name) => wordsIn(element[name]));
	const message = [element.error?.message, element.warning?.message, ...reasons].find(Boolean);
	return { status: 'failed', problem: problemOf(status, message, otherApiUrl(element)) };
}

/** Whether a call was done in spite of the warning that came with it. */
function isApplied({ messagesSent }: ReplyElement, warning: string): boolean {
	return (
		(messagesSent ?? 0) >= 1 || (APPLIED_IN_SPITE_OF.test(warning) && !NOT_APPLIED.test(warning))
	);
}

/** Why Leanplum did nothing though it reported success; `undefined` when the call was done. */
function skipReason(element: ReplyElement, warning: string | undefined): string | undefined {
	const skipped = NOT_DONE.skipped.find((name) => isSet(element[name]));
	if (skipped) return warning ?? wordsIn(element[skipped]) ?? IGNORED;
	if (warning !== undefined && !isApplied(element, warning)) return warning;
	return sentNone(element) ? NO_MESSAGE_SENT : undefined;
}

/**
 * Reads one element of a reply.
 *
 * `success: true` only means that Leanplum received the call; it was done when there is neither an
 * error nor a warning (D:responses). So a warning means skipped unless it is known to say otherwise or
 * messages were sent, and members such as `ignored` and `messagesSent: 0` mean it without any warning.
 *
 * @param status the HTTP status of the whole reply
 */
export function outcomeOf(element: ReplyElement, status: number): Outcome {
	if (!isSuccess(element)) return failedOutcome(element, status);
	const warning = element.warning ? element.warning.message || UNEXPLAINED_WARNING : undefined;
	const skipped = skipReason(element, warning);
	if (skipped !== undefined) return { status: 'skipped', reply: element, warning: skipped };
	return warning === undefined
		? { status: 'done', reply: element }
		: { status: 'done', reply: element, warning };
}
