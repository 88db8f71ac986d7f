import type { RepeatRule } from '../action/call';
import { outcomeOf, type Outcome } from './outcome';
import { isTransient, stopsAllRequests, type Problem } from './problem';
import { classify, type Loss } from './classify';
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

/** The request left and nobody knows what became of it; only harmless calls are sent again. */
function lost(rule: RepeatRule, loss: Loss): CallResult {
	const outcome: Outcome = { status: 'unknown', problem: { ...loss, kind: 'replyLost' } };
	return { outcome, retry: rule === 'always' };
}

/** "Unavailable" by itself: it says that nothing was begun (RFC 9110). */
const UNAVAILABLE = 503;

/**
 * What a problem means for a call. A server error may hide that the call was done. Leanplum asks to
 * repeat after its own ones (D:responses), which is right unless the call must not be done twice; what
 * another server says tells nothing of Leanplum.
 */
function failed(rule: RepeatRule, problem: Problem, isLeanplums: boolean): CallResult {
	const retry = isTransient(problem);
	if (retry && rule !== 'always') {
		const isNotBegun = problem.kind === 'rateLimited' || problem.httpStatus === UNAVAILABLE;
		const mayRepeat = isLeanplums && (isNotBegun || rule === 'afterServerError');
		if (!mayRepeat) return lost(rule, problem);
	}
	return { outcome: { status: 'failed', problem }, retry };
}

/** What the result of one call means for it. */
function interpretElement(
	rule: RepeatRule,
	element: ReplyElement | undefined,
	status: number,
	contradiction: string | undefined,
): CallResult {
	if (!element) {
		const detail = 'the response has no result for this item';
		return lost(rule, { httpStatus: status, detail });
	}
	const outcome = outcomeOf(element, status);
	if ('problem' in outcome) return failed(rule, outcome.problem, true);
	if (contradiction !== undefined) {
		return lost(rule, { httpStatus: status, detail: contradiction });
	}
	return { outcome, retry: false };
}

function interpretReply(rules: readonly RepeatRule[], reply: HttpReply): Verdict {
	const content = classify(reply, rules.length);
	switch (content.kind) {
		case 'unreadable':
			return { kind: 'answered', results: rules.map((rule) => lost(rule, content.loss)) };
		case 'wholeRequest': {
			const { problem, isLeanplums } = content;
			if (rules.length > 1 && !isTransient(problem) && !stopsAllRequests(problem)) {
				return { kind: 'batchRejected', problem };
			}
			return { kind: 'answered', results: rules.map((rule) => failed(rule, problem, isLeanplums)) };
		}
		case 'perCall': {
			const elements = pairElements(content.elements, rules.length);
			const results = rules.map((rule, index) =>
				interpretElement(rule, elements[index], reply.status, content.contradiction),
			);
			return { kind: 'answered', results };
		}
	}
}

const WHY_NO_REPLY: Readonly<Record<NoReply['reason'], string>> = {
	refused: 'connection refused',
	unresolved: 'host name not found',
	unreachable: 'no route to the host',
	certificate: 'certificate not trusted',
	handshake: 'no encrypted connection to it came about',
	timeout: 'no response in time',
	broken: 'connection lost',
	stopped: 'the execution was stopped',
	forbidden: 'the request is not allowed',
};

/** What no wait mends. */
const NOT_RETRYABLE: ReadonlySet<NoReply['reason']> = new Set(['certificate', 'forbidden']);

function interpretNoReply(rules: readonly RepeatRule[], noReply: NoReply): Verdict {
	const detail = noReply.detail ?? WHY_NO_REPLY[noReply.reason];
	if (!noReply.sent) {
		const outcome: Outcome = { status: 'failed', problem: { kind: 'unreachable', detail } };
		const retry = !NOT_RETRYABLE.has(noReply.reason);
		return { kind: 'answered', results: rules.map(() => ({ outcome, retry })) };
	}
	return { kind: 'answered', results: rules.map((rule) => lost(rule, { detail })) };
}

/**
 * Reads what came back for a request, or that nothing did, and says for each of its calls what became
 * of it and whether another try is due.
 *
 * Status and body count together: bodies of errors are read too, since single calls of a failed batch
 * may have succeeded (recorded: `set_user_attributes_broken`), and 200 does not mean success.
 *
 * @param rules when each call may be sent again
 */
export function interpret(rules: readonly RepeatRule[], answer: HttpReply | NoReply): Verdict {
	return 'status' in answer ? interpretReply(rules, answer) : interpretNoReply(rules, answer);
}
