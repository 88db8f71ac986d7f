import { z } from 'zod';

const MEBIBYTE = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;

/** What an app of the sandbox can be told to do differently, changeable while it runs. */
export const settingsSchema = z.strictObject({
	/** Extra time before each API reply, in milliseconds; the user lock is held during it. */
	latencyMs: z.number().min(0).max(600_000),
	/**
	 * A request for a user who is in another request at that moment: refused with 429 (`true`), kept
	 * waiting for its turn (`wait`), or carried out beside it (`false`). The documentation says both
	 * of the first (D:responses, D:multi-json).
	 */
	lock: z.union([z.boolean(), z.literal('wait')]),
	/**
	 * An action that names no user makes the HTTP status of the whole request 404 (recorded in 2015).
	 * Off: 400 for a single call; in a batch only the item tells.
	 */
	legacyMissingUser404: z.boolean(),
	/** Allow only one request a second for each user in development mode. */
	devModeThrottle: z.boolean(),
	/**
	 * The status of what that limit refuses: 429 for the API and 408 for SDKs (`byClient`,
	 * D:api-limits), or always the same one.
	 */
	throttleStatus: z.union([z.literal('byClient'), z.literal(408), z.literal(429)]),
	/**
	 * A development key on a production action without `devMode`: taken for development mode, as
	 * programs of Leanplum's staff rely on, or refused with 403.
	 */
	developmentKey: z.enum(['developmentMode', 'refused']),
	/**
	 * What `start` with `CreateNever` says for an unknown user: the warning of other actions, or a
	 * success with the content of the app, although nothing starts.
	 */
	createNeverStart: z.enum(['warning', 'content']),
	/** Added to the clock of the app, in seconds; lets time-outs and daily quotas pass at once. */
	clockOffsetSeconds: z.number().min(-1e9).max(1e9),
	/** Keep every request for `GET /admin/requests`; off keeps only the counts. */
	recordRequests: z.boolean(),
	/** Keep each tracked event for exports and `GET …/users/:userId`; off keeps only the counters. */
	recordEvents: z.boolean(),
	/** How long export and import jobs are PENDING, in milliseconds. */
	jobPendingMs: z.number().min(0).max(HOUR_MS),
	/** How long they are RUNNING after that, in milliseconds. */
	jobRunningMs: z.number().min(0).max(HOUR_MS),
	/** How jobs end that could succeed. */
	jobOutcome: z.enum(['FINISHED', 'FAILED']),
	/** Size at which raw exports are split into files (Leanplum: "roughly 256 MB"). */
	exportFileBytes: z.number().int().min(1),
	/** How long result files can be downloaded, in seconds (Leanplum: 24 hours). */
	fileLifetimeSeconds: z.number().min(0),
	/**
	 * How long after its end a session can be exported, in seconds. Leanplum takes two hours and
	 * more; the sandbox by default none.
	 */
	dataAvailableAfterSeconds: z.number().min(0),
	/** How long a receiver of postbacks may take, in milliseconds (Leanplum: 30 seconds). */
	postbackTimeoutMs: z.number().min(1).max(HOUR_MS),
	/** Wait before the first repetition of a postback, in milliseconds; the ninth waits ten times that. */
	postbackRetryMs: z.number().min(0).max(HOUR_MS),
});

export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
	latencyMs: 0,
	lock: true,
	legacyMissingUser404: true,
	devModeThrottle: true,
	throttleStatus: 'byClient',
	developmentKey: 'developmentMode',
	createNeverStart: 'warning',
	clockOffsetSeconds: 0,
	recordRequests: true,
	recordEvents: true,
	jobPendingMs: 250,
	jobRunningMs: 500,
	jobOutcome: 'FINISHED',
	exportFileBytes: 256 * MEBIBYTE,
	fileLifetimeSeconds: 24 * 60 * 60,
	dataAvailableAfterSeconds: 0,
	postbackTimeoutMs: 30_000,
	postbackRetryMs: HOUR_MS,
};
