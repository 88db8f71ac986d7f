import { outcomeOf, type Outcome } from './outcome';
import { problemOf, stopsAllRequests, type Problem } from './problem';
import { classify } from './classify';
import { pairElements, type HttpReply, type NoReply, type ReplyElement } from './reply';

/** What one try of a request came to. */
export type Verdict =
	/** Each call has its own result; `retry` marks those that are worth another try. */
	| { readonly kind: 'answered'; readonly results: readonly CallResult[] }
	/** Leanplum refused the batch as a whole, perhaps because of one of its calls. */
	| { readonly kind: 'batchRejected'; readonly problem: Problem };

export interface CallResult {
	readonly outcome: Outcome;
	readonly retry: boolean;
}

/** What a caller knows about its calls that a reply does not say. */
export interface CallTraits {
	/** Whether the call may be sent again though it may have been done already. */
	readonly repeatable: boolean;
	/** Whether it must not be done twice even where Leanplum asks for a repetition. */
	readonly onlyOnce?: boolean;
}

function forAll(calls: readonly CallTraits[], result: CallResult): Verdict {
	return { kind: 'answered', results: calls.map(() => result) };
}

/** The request left and nobody knows what became of it; only harmless calls are sent again. */
function lost(call: CallTraits, problem: Problem): CallResult {
	return { outcome: { status: 'unknown', problem }, retry: call.repeatable };
}

function isTransient(problem: Problem): boolean {
	return problem.kind === 'rateLimited' || problem.kind === 'unavailable';
}

/** What a problem of the whole request means for its calls. */
function interpretWhole(calls: readonly CallTraits[], problem: Problem): Verdict {
	const retry = isTransient(problem);
	if (!retry && !stopsAllRequests(problem) && calls.length > 1) {
		return { kind: 'batchRejected', problem };
	}
	return forAll(calls, { outcome: { status: 'failed', problem }, retry });
}

/** What the result of one call means for it; `undefined` when the reply holds none. */
function interpretElement(
	call: CallTraits,
	element: ReplyElement | undefined,
	status: number,
	travelledAlone: boolean,
): CallResult {
	if (!element) {
		const detail = 'the reply holds no result for this request';
		return lost(call, { kind: 'replyLost', httpStatus: status, detail });
	}
	const outcome = outcomeOf(element, status);
	const isOk = status >= 200 && status < 300;
	// In a batch the status may be about another call (recorded: `set_user_attributes_broken`).
	if (travelledAlone && !isOk && 'reply' in outcome) {
		const problem = problemOf(status);
		return { outcome: { status: 'failed', problem }, retry: isTransient(problem) };
	}
	return { outcome, retry: outcome.status === 'failed' && isTransient(outcome.problem) };
}

function interpretReply(calls: readonly CallTraits[], reply: HttpReply): Verdict {
	const content = classify(reply, calls.length);
	switch (content.kind) {
		case 'unreadable':
			return {
				kind: 'answered',
				results: calls.map((call) => lost(call, content.problem)),
			};
		case 'wholeRequest':
			return interpretWhole(calls, content.problem);
		case 'perCall': {
			const elements = pairElements(content.elements, calls.length);
			const results = calls.map((call, index) =>
				interpretElement(call, elements[index], reply.status, calls.length === 1),
			);
			return { kind: 'answered', results };
		}
	}
}

const WHY_NO_REPLY: Readonly<Record<NoReply['reason'], string>> = {
	refused: 'it refused the connection',
	unresolved: 'its name cannot be resolved',
	unreachable: 'it cannot be reached from here',
	certificate: 'its certificate is not trusted',
	timeout: 'it did not answer in time',
	broken: 'the connection broke',
	forbidden: 'the request is not allowed',
};

/** What no wait mends. */
const NOT_RETRYABLE: ReadonlySet<NoReply['reason']> = new Set(['certificate', 'forbidden']);

function interpretNoReply(calls: readonly CallTraits[], noReply: NoReply): Verdict {
	const detail = noReply.detail ?? WHY_NO_REPLY[noReply.reason];
	if (!noReply.sent) {
		const outcome: Outcome = { status: 'failed', problem: { kind: 'unreachable', detail } };
		return forAll(calls, { outcome, retry: !NOT_RETRYABLE.has(noReply.reason) });
	}
	const problem: Problem = { kind: 'replyLost', detail };
	return { kind: 'answered', results: calls.map((call) => lost(call, problem)) };
}

/** "Unavailable" by itself: it is what says that nothing was begun (RFC 9110). */
const NOT_BEGUN = 503;

/** What a gateway says when its server did not answer in time: the server may still have done it. */
const GATEWAY_TIMEOUT = 504;

/** Whether a problem says nothing of the call, because the answer is not Leanplum's but a gateway's. */
function isGatewayTimeout({ kind, httpStatus, leanplumMessage }: Problem): boolean {
	return kind === 'unavailable' && httpStatus === GATEWAY_TIMEOUT && leanplumMessage === undefined;
}

/**
 * Leanplum asks to repeat after a server error (D:responses). But one that came late may hide that the
 * call was done, which counts for what must be done once; and a gateway that gave up waiting for
 * Leanplum does not know.
 */
function downgradeUncertain(call: CallTraits, result: CallResult): CallResult {
	const { outcome } = result;
	if (outcome.status !== 'failed' || outcome.problem.kind !== 'unavailable') return result;
	const isDoubtful = call.onlyOnce === true && outcome.problem.httpStatus !== NOT_BEGUN;
	if (!isDoubtful && !isGatewayTimeout(outcome.problem)) return result;
	return lost(isDoubtful ? { repeatable: false } : call, { ...outcome.problem, kind: 'replyLost' });
}

/**
 * Reads what came back for a request, or that nothing did, and says for each of its calls what became
 * of it and whether another try is due.
 *
 * Status and body count together: bodies of errors are read too, since single calls of a failed batch
 * may have succeeded (recorded: `set_user_attributes_broken`), and 200 does not mean success.
 */
export function interpret(calls: readonly CallTraits[], answer: HttpReply | NoReply): Verdict {
	const verdict =
		'status' in answer ? interpretReply(calls, answer) : interpretNoReply(calls, answer);
	if (verdict.kind === 'batchRejected') return verdict;
	const results = verdict.results.map((result, index) => downgradeUncertain(calls[index]!, result));
	return { kind: 'answered', results };
}
