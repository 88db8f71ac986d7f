import { z } from 'zod';

const status = z.number().int().min(200).max(599);
const milliseconds = z.number().int().min(0).max(3_600_000);

/** What goes wrong. "Processed" means that Leanplum did the work before it went wrong. */
const faultKindSchema = z.discriminatedUnion('kind', [
	/** Another status; not processed unless `process`. */
	z.strictObject({
		kind: z.literal('status'),
		status,
		body: z.string().optional(),
		contentType: z.string().optional(),
		process: z.boolean().default(false),
	}),
	/** A gateway's HTML error page; not processed unless `process`. */
	z.strictObject({ kind: z.literal('html502'), process: z.boolean().default(false) }),
	/** Waits, before or after processing. */
	z.strictObject({
		kind: z.literal('delay'),
		ms: milliseconds,
		timing: z.enum(['before', 'after']).default('before'),
	}),
	/**
	 * Closes the connection without a reply; `during`: when half of the actions were done. With
	 * `reset` by a TCP reset, as a crashing machine or a firewall does it.
	 */
	z.strictObject({
		kind: z.literal('drop'),
		when: z.enum(['before', 'during', 'after']),
		reset: z.boolean().default(false),
	}),
	/** Not processed; nothing comes back and the connection stays open. */
	z.strictObject({ kind: z.literal('silence') }),
	/** Processed; the reply breaks off after `bytes` (default: half) and the connection closes. */
	z.strictObject({
		kind: z.literal('truncate'),
		bytes: z.number().int().min(0).optional(),
	}),
	/** Processed; the body is not JSON. */
	z.strictObject({ kind: z.literal('invalidJson') }),
	/** Processed; `response` is empty. */
	z.strictObject({ kind: z.literal('emptyResponse') }),
	/** Processed; the items of `response` come in reverse order. */
	z.strictObject({ kind: z.literal('reorder'), withReqId: z.boolean().default(true) }),
	/** Processed; the first item of `response` is missing. */
	z.strictObject({ kind: z.literal('tooFew'), withReqId: z.boolean().default(true) }),
	/** Processed; `response` begins with an item that belongs to no action. */
	z.strictObject({ kind: z.literal('tooMany'), withReqId: z.boolean().default(true) }),
	/** Processed; no item carries its `reqId`. */
	z.strictObject({ kind: z.literal('stripReqId') }),
	/** Not processed; points to another host (AND). */
	z.strictObject({
		kind: z.literal('endpointMismatch'),
		apiHost: z.string(),
		apiPath: z.string().default('api'),
	}),
	/** Processed; the root of the reply carries `migrateState` (SDKs). */
	z.strictObject({ kind: z.literal('migrateState') }),
	/** Not processed; HTTP redirect. */
	z.strictObject({
		kind: z.literal('redirect'),
		location: z.string(),
		status: status.default(302),
	}),
	/** Processed; the body comes slowly. */
	z.strictObject({
		kind: z.literal('slowDrip'),
		bytesPerSecond: z.number().int().positive(),
	}),
	/** Processed; the reply is padded to at least `bytes`. */
	z.strictObject({
		kind: z.literal('hugeReply'),
		bytes: z
			.number()
			.int()
			.positive()
			.max(512 * 1024 * 1024),
	}),
	/**
	 * The actions of that user (of all, when none is named) fail, the others are done; the reply as a
	 * whole comes with `status`, 200 by default.
	 */
	z.strictObject({
		kind: z.literal('itemError'),
		userId: z.string().optional(),
		message: z.string(),
		status: status.default(200),
	}),
	/** Not processed: the whole request is refused with one error while it contains that user. */
	z.strictObject({
		kind: z.literal('batchRefused'),
		status,
		message: z.string(),
		whenUserId: z.string(),
	}),
]);

export type FaultKind = z.output<typeof faultKindSchema>;

/** Which requests a fault strikes; all conditions must hold. */
const matchSchema = z.strictObject({
	/** The action of the request, or of one of its batch's items. */
	action: z.string().optional(),
	/** The request has an action for that user. */
	batchContainsUserId: z.string().optional(),
	/** The request has at least so many actions. */
	minActions: z.number().int().positive().optional(),
	/** Part of the request's content type. */
	contentType: z.string().optional(),
	/** Beginning of the path of a download (`/files/`); without it only the API is struck. */
	path: z.string().startsWith('/files/').optional(),
});

export const faultSchema = z.strictObject({
	/** Only requests for that app; without it, for any. */
	appId: z.string().optional(),
	match: matchSchema.default({}),
	/** Matching requests that pass first. */
	skip: z.number().int().min(0).default(0),
	/** Matching requests that are struck; `null` for all of them. */
	times: z.number().int().positive().nullable().default(1),
	fault: faultKindSchema,
});

/** A fault as the admin API takes it. */
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

/** What of a request faults are matched against. */
export interface RequestFacts {
	appId: string;
	/** Of a download; absent for the API. */
	path?: string;
	contentType: string;
	/** The request's own action and those of its items. */
	actions: ReadonlySet<string>;
	userIds: ReadonlySet<string>;
	actionCount: number;
}

/** Whether a fault is meant for a request. */
export function strikes({ appId, match, fault }: Fault, facts: RequestFacts): boolean {
	if (appId !== undefined && appId !== facts.appId) return false;
	if (match.path === undefined ? facts.path !== undefined : !facts.path?.startsWith(match.path)) {
		return false;
	}
	if (match.action !== undefined && !facts.actions.has(match.action)) return false;
	if (match.minActions !== undefined && facts.actionCount < match.minActions) return false;
	if (match.contentType !== undefined && !facts.contentType.includes(match.contentType)) {
		return false;
	}
	const { batchContainsUserId: user } = match;
	if (user !== undefined && !facts.userIds.has(user)) return false;
	return fault.kind !== 'batchRefused' || facts.userIds.has(fault.whenUserId);
}
