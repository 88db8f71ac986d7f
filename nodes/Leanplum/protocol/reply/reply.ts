import { z } from 'zod';
import { isObject, parseJson } from '../basics/json';

/** Longer messages are cut, for they are kept in the output of each item. */
const MAX_MESSAGE = 1000;

/** A message as it is kept. */
export function cutMessage(text: string): string {
	return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
}

const message = z.string().catch('').transform(cutMessage);

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** A warning or error: an object with a message as recorded, or whatever else says something. */
function readNotice(value: unknown): unknown {
	if (isObject(value)) {
		const says = Object.values(value).some(isSet);
		return says ? { ...value, message: textOf(value.message ?? value) } : value;
	}
	return isSet(value) ? { message: textOf(value) } : null;
}

const notice = z.preprocess(readNotice, z.object({ message }).passthrough().nullable());

/** A truth value, also where it is written as text or number. */
const truth = z.preprocess((value) => {
	if (value === null || value === undefined) return value;
	const text = String(value).trim().toLowerCase();
	if (['true', '1', 'yes'].includes(text)) return true;
	return ['false', '0', 'no'].includes(text) ? false : value;
}, z.boolean());

/** Whether a member of a reply says something: it is true or not empty. */
export function isSet(value: unknown): boolean {
	if (typeof value === 'string') return !/^(|0|false|no|none|null)$/i.test(value.trim());
	if (Array.isArray(value)) return value.length > 0;
	return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** One element of Leanplum's `response` array; fields that are unknown pass through. */
const elementSchema = z
	.object({
		success: truth,
		warning: notice.optional(),
		error: notice.optional(),
		reqId: z.union([z.string(), z.number().transform(String)]).nullish(),
		/** A number in recordings; typed as text by one client (GO). */
		messagesSent: z.coerce.number().nullish(),
		/** Where to send requests instead (JS, AND: endpoint hand-over). */
		apiHost: z.string().nullish(),
		apiPath: z.string().nullish(),
	})
	.passthrough();

export type ReplyElement = z.infer<typeof elementSchema>;

/**
 * The API URL that a reply asks clients to use instead, or only its host where that is all it says
 * (reference §2.4).
 */
export function otherApiUrl({ apiHost, apiPath }: ReplyElement): string | undefined {
	if (!apiHost || !apiPath) return apiHost ?? undefined;
	return `https://${apiHost}/${apiPath.replace(/^\/+/, '')}`;
}

/** What came back over HTTP. */
export interface HttpReply {
	readonly status: number;
	readonly body: string;
	/** The server's `Retry-After` in milliseconds, when it sent one. */
	readonly retryAfterMs?: number;
}

/** Why no reply came back. */
export interface NoReply {
	/** Whether the request had surely not left: then nothing can have been done. */
	readonly sent: boolean;
	readonly reason:
		| 'refused'
		| 'unresolved'
		| 'unreachable'
		| 'certificate'
		/** The encrypted connection did not come about. */
		| 'handshake'
		| 'timeout'
		| 'broken'
		/** The execution was stopped. */
		| 'stopped'
		/** The sender's own rules forbid the request. */
		| 'forbidden';
	/** What forbade it. */
	readonly detail?: string;
}

/** Members by which an element may say that its call was not done after all. */
export const NOT_DONE = {
	skipped: ['skipped', 'ignored', 'dropped'],
	failed: ['rejected', 'failed', 'errors'],
} as const;

/** What an element says besides success, and what the schema may have to put right. */
const REMARKS: ReadonlySet<string> = new Set([
	...['warning', 'error', 'messagesSent', 'apiHost'],
	...NOT_DONE.skipped,
	...NOT_DONE.failed,
]);

/** Leanplum's own form of a reply. */
export interface Envelope {
	/** For each element of `response` what it says, or `undefined` where it is none of Leanplum's. */
	readonly elements: ReadonlyArray<ReplyElement | undefined>;
	/** What beside `response` speaks against its successes. */
	readonly objection?: string;
}

/** An error or a failure beside `response`. */
function objectionIn(reply: Record<string, unknown>): string | undefined {
	const said = notice.safeParse(reply.error).data;
	if (said) return said.message || 'Leanplum reported an error in addition to the results';
	const { success } = reply;
	const member = [...NOT_DONE.failed, ...NOT_DONE.skipped].find((name) => isSet(reply[name]));
	if (member !== undefined) return `Leanplum reported "${member}" in addition to the results`;
	return success !== undefined && truth.safeParse(success).data === false
		? 'Leanplum reported a failure in addition to the results'
		: undefined;
}

/**
 * Whether an element says that its call was done, and has nothing that the schema looks at. Most are
 * so, and the schema, which takes most of the time of reading a large reply, would give them back as
 * they are.
 */
function isPlainSuccess(element: unknown): element is ReplyElement {
	return (
		isObject(element) &&
		element.success === true &&
		typeof element.reqId === 'string' &&
		!Object.keys(element).some((name) => REMARKS.has(name))
	);
}

/**
 * Reads a reply. Bodies of errors may be HTML (SBX).
 *
 * @returns `undefined` when the body is not in Leanplum's form
 */
export function readEnvelope(body: string): Envelope | undefined {
	const parsed = parseJson(body);
	if (!isObject(parsed) || !Array.isArray(parsed.response)) return undefined;
	const objection = objectionIn(parsed);
	return {
		elements: parsed.response.map((element) =>
			isPlainSuccess(element) ? element : elementSchema.safeParse(element).data,
		),
		...(objection === undefined ? {} : { objection }),
	};
}

/** The place that an element claims by its `reqId`, or `undefined` when it carries none. */
function claimedIndex(element: ReplyElement | undefined): number | undefined {
	if (typeof element?.reqId !== 'string') return undefined;
	// Only a number as it was sent is one of ours.
	return /^(0|[1-9]\d*)$/.test(element.reqId) ? Number(element.reqId) : Number.NaN;
}

/**
 * Pairs the elements of a reply with the calls of its request.
 *
 * By `reqId` where Leanplum echoes it. Elements without one count by index (D:batching-requests), but
 * only while nothing contradicts that order: with a missing, additional or moved element nobody can
 * tell whose result it is.
 *
 * @param count how many calls travelled; their `reqId`s are `"0"` to `String(count - 1)`
 * @returns for each call its element, or `undefined` where none can be told
 */
export function pairElements(
	elements: ReadonlyArray<ReplyElement | undefined>,
	count: number,
): Array<ReplyElement | undefined> {
	const inOrder =
		elements.length === count &&
		elements.every((element, index) => (claimedIndex(element) ?? index) === index);
	if (inOrder) return [...elements];

	const paired = new Array<ReplyElement | undefined>(count).fill(undefined);
	const contradicted = new Set<number>();
	for (const element of elements) {
		const index = claimedIndex(element) ?? Number.NaN;
		if (!(index < count)) continue;
		// Two results for one call contradict each other; neither can be trusted.
		if (paired[index]) contradicted.add(index);
		paired[index] = element;
	}
	for (const index of contradicted) paired[index] = undefined;
	return paired;
}
