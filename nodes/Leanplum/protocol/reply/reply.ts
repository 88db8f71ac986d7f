import { z } from 'zod';
import { isObject, parseJson } from '../basics/json';

const notice = z.object({ message: z.string().catch('') }).passthrough();

/** One element of Leanplum's `response` array; fields that are unknown pass through. */
const elementSchema = z
	.object({
		success: z.boolean(),
		warning: notice.nullish(),
		error: notice.nullish(),
		reqId: z.union([z.string(), z.number().transform(String)]).nullish(),
		ignored: z.boolean().nullish(),
		/** A number in recordings; typed as text by one client (GO). */
		messagesSent: z.coerce.number().nullish(),
		/** Where to send requests instead (JS, AND: endpoint hand-over). */
		apiHost: z.string().nullish(),
	})
	.passthrough();

export type ReplyElement = z.infer<typeof elementSchema>;

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
		| 'timeout'
		| 'broken'
		/** The sender's own rules forbid the request. */
		| 'forbidden';
	/** What forbade it. */
	readonly detail?: string;
}

/** What an element says besides success, and what the schema may have to put right. */
const REMARKS = ['warning', 'error', 'ignored', 'messagesSent', 'apiHost'];

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
		!REMARKS.some((name) => name in element)
	);
}

/**
 * Reads the `response` array of a reply. Bodies of errors may be HTML (SBX).
 *
 * @returns for each element what it says, or `undefined` where it is no reply of Leanplum's; or
 *   `undefined` altogether when the body has no `response` array
 */
export function readElements(body: string): Array<ReplyElement | undefined> | undefined {
	const parsed = parseJson(body);
	if (!isObject(parsed) || !Array.isArray(parsed.response)) return undefined;
	return parsed.response.map((element) =>
		isPlainSuccess(element) ? element : elementSchema.safeParse(element).data,
	);
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
		const index = claimedIndex(element);
		if (index === undefined || !Number.isInteger(index) || index < 0 || index >= count) continue;
		// Two results for one call contradict each other; neither can be trusted.
		if (paired[index]) contradicted.add(index);
		paired[index] = element;
	}
	for (const index of contradicted) paired[index] = undefined;
	return paired;
}
