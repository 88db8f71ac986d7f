import { problemOf, type Problem } from './problem';
import { readElements, type HttpReply, type ReplyElement } from './reply';

/** What a reply is about. */
export type ReplyContent =
	/** It holds results of single calls. */
	| { readonly kind: 'perCall'; readonly elements: ReadonlyArray<ReplyElement | undefined> }
	/** It says what is wrong with the request, or that the request reached no Leanplum. */
	| { readonly kind: 'wholeRequest'; readonly problem: Problem }
	/** It cannot be read, so that nobody knows what became of the calls. */
	| { readonly kind: 'unreadable'; readonly problem: Problem };

/**
 * A reply without Leanplum's envelope: some statuses still speak for themselves, others are no answer of
 * Leanplum's.
 */
function problemOfForeignReply(status: number, body: string): Problem {
	const problem = problemOf(status);
	const isPage = body.trimStart().startsWith('<');
	if (problem.kind === 'notFound' || (problem.kind === 'refused' && isPage)) {
		return {
			kind: 'notLeanplum',
			httpStatus: status,
			detail: `it answered with status ${status} and not as Leanplum does`,
		};
	}
	return problem;
}

/**
 * Statuses of batches of which a part was done (recorded for 404, taken to be alike for 451): what
 * the rest of the reply said is then missed.
 */
const PARTLY_DONE: ReadonlySet<number> = new Set([404, 451]);

/** Whether a reply is Leanplum's own, but mutilated. */
function isMutilated(reply: HttpReply, elements: readonly unknown[] | undefined): boolean {
	return elements ? elements.length === 0 : /^\s*\{\s*"response"/.test(reply.body);
}

/** The error for the whole request, if the only element is one: results of single calls come one for each. */
function errorOfRequest(
	elements: ReadonlyArray<ReplyElement | undefined> | undefined,
	calls: number,
): ReplyElement | undefined {
	const [element, ...others] = elements ?? [];
	if (!element || others.length > 0 || calls === 1 || element.reqId != null) return undefined;
	return !element.success || element.error ? element : undefined;
}

function unreadable(httpStatus: number): ReplyContent {
	const detail = 'the reply could not be read';
	return { kind: 'unreadable', problem: { kind: 'replyLost', httpStatus, detail } };
}

/**
 * Finds out what a reply is about.
 *
 * @param calls how many calls the request held
 */
export function classify(reply: HttpReply, calls: number): ReplyContent {
	const { status, body } = reply;
	if (status >= 300 && status < 400) {
		const detail = 'it answered with a redirect';
		return { kind: 'wholeRequest', problem: { kind: 'notLeanplum', httpStatus: status, detail } };
	}
	const elements = readElements(body);
	const isOk = status >= 200 && status < 300;
	if (calls > 1 && PARTLY_DONE.has(status) && isMutilated(reply, elements)) {
		return unreadable(status);
	}
	const error = errorOfRequest(elements, calls);
	if (error) {
		const message = error.error?.message ?? error.warning?.message;
		const problem = problemOf(status, message, error.apiHost ?? undefined);
		return { kind: 'wholeRequest', problem };
	}
	if (elements && (isOk || elements.length > 0)) return { kind: 'perCall', elements };
	if (isOk) return unreadable(status);
	const problem = elements ? problemOf(status) : problemOfForeignReply(status, body);
	return { kind: 'wholeRequest', problem };
}
