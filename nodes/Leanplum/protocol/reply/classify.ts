import { isSuccess } from './outcome';
import { isTransient, problemOf, type Problem } from './problem';
import {
	otherApiUrl,
	readEnvelope,
	type Envelope,
	type HttpReply,
	type ReplyElement,
} from './reply';

/** What a reply is about. */
export type ReplyContent =
	/** It holds results of single calls. */
	| {
			readonly kind: 'perCall';
			readonly elements: ReadonlyArray<ReplyElement | undefined>;
			/** What else in the reply speaks against the successes in it. */
			readonly contradiction?: string;
	  }
	/** It says what is wrong with the request, or that the request reached no Leanplum. */
	| {
			readonly kind: 'wholeRequest';
			readonly problem: Problem;
			/** Whether Leanplum said so itself, and not a server on the way. */
			readonly isLeanplums: boolean;
	  }
	/** It cannot be read, so that nobody knows what became of the calls. */
	| { readonly kind: 'unreadable'; readonly loss: Loss };

/** What is known where nobody knows what became of a call. */
export type Loss = Omit<Problem, 'kind'>;

const isOk = (status: number) => status >= 200 && status < 300;

/** Whether a server on the way says that it did not pass the request on, or that it does not know. */
function isNoWordOfLeanplum(status: number): boolean {
	return status === 408 || (status >= 500 && status !== 503);
}

/** A reply without Leanplum's envelope: some statuses still speak for themselves. */
function classifyForeign(status: number, body: string): ReplyContent {
	const answered = `unexpected response with status ${status}`;
	if (isNoWordOfLeanplum(status)) {
		return { kind: 'unreadable', loss: { httpStatus: status, detail: answered } };
	}
	let { kind } = problemOf(status);
	if (kind === 'notFound') kind = 'notLeanplum';
	else if (!isTransient({ kind }) && body.trim() !== '') kind = 'refusedElsewhere';
	const problem: Problem = { kind, httpStatus: status, detail: answered };
	return { kind: 'wholeRequest', problem, isLeanplums: false };
}

/**
 * Statuses of batches of which a part was done (recorded for 404, taken to be alike for 451): what
 * the rest of the reply said is then missed.
 */
const PARTLY_DONE: ReadonlySet<number> = new Set([404, 451]);

/** Whether a reply is Leanplum's own, but mutilated. */
function isMutilated(reply: HttpReply, envelope: Envelope | undefined): boolean {
	return envelope ? envelope.elements.length === 0 : /^\s*\{\s*"response"/.test(reply.body);
}

/** The error for the whole request, if the only element is one: results of single calls come one for each. */
function errorOfRequest({ elements }: Envelope, calls: number): ReplyElement | undefined {
	const [element] = elements;
	if (!element || elements.length > 1 || calls === 1 || element.reqId != null) return undefined;
	return !element.success || element.error ? element : undefined;
}

/** What speaks against the successes of a reply: its status, or an error beside its results. */
function contradictionOf({ elements, objection }: Envelope, status: number): string | undefined {
	if (objection !== undefined) return objection;
	const saysSuccess = !isOk(status) && elements.every((element) => !element || isSuccess(element));
	return saysSuccess ? `Leanplum reported success, but with status ${status}` : undefined;
}

function unreadable(httpStatus: number): ReplyContent {
	return { kind: 'unreadable', loss: { httpStatus, detail: "the response couldn't be read" } };
}

const PROXY_LOGIN = 407;

/** What a status alone says: that the request did not get as far as Leanplum. */
function classifyStatus(httpStatus: number): ReplyContent | undefined {
	let problem: Problem;
	if (httpStatus === PROXY_LOGIN) {
		const detail = 'the proxy on the way to it asks for a login (status 407)';
		problem = { kind: 'proxyRefused', httpStatus, detail };
	} else if (httpStatus >= 300 && httpStatus < 400) {
		problem = { kind: 'notLeanplum', httpStatus, detail: 'the server redirected the request' };
	} else return undefined;
	return { kind: 'wholeRequest', problem, isLeanplums: false };
}

/** The problem of the whole request that a reply of Leanplum's names. */
function problemOfRequest(envelope: Envelope, status: number, calls: number): Problem | undefined {
	const error = errorOfRequest(envelope, calls);
	if (error) {
		return problemOf(status, error.error?.message ?? error.warning?.message, otherApiUrl(error));
	}
	return envelope.elements.length === 0 && !isOk(status) ? problemOf(status) : undefined;
}

/**
 * Finds out what a reply is about.
 *
 * @param calls how many calls the request held
 */
export function classify(reply: HttpReply, calls: number): ReplyContent {
	const { status, body } = reply;
	const known = classifyStatus(status);
	if (known) return known;
	const envelope = readEnvelope(body);
	if (calls > 1 && PARTLY_DONE.has(status) && isMutilated(reply, envelope)) {
		return unreadable(status);
	}
	if (!envelope) return isOk(status) ? unreadable(status) : classifyForeign(status, body);
	const problem = problemOfRequest(envelope, status, calls);
	if (problem) return { kind: 'wholeRequest', problem, isLeanplums: true };
	const contradiction = contradictionOf(envelope, status);
	return {
		kind: 'perCall',
		elements: envelope.elements,
		...(contradiction === undefined ? {} : { contradiction }),
	};
}
