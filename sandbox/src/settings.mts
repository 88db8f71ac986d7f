import { z } from 'zod';

/** What an app of the sandbox can be told to do differently, changeable while it runs. */
export const settingsSchema = z.strictObject({
	/** Extra time before each API reply, in milliseconds; the user lock is held during it. */
	latencyMs: z.number().min(0).max(600_000),
	/** Refuse (429) a request for a user who is in another request at that moment. */
	lock: z.boolean(),
	/**
	 * An action that names no user makes the HTTP status of the whole request 404 (recorded in 2015).
	 * Off: 400 for a single call; in a batch only the item tells.
	 */
	legacyMissingUser404: z.boolean(),
	/** Allow only one request a second for each user in development mode (429 otherwise). */
	devModeThrottle: z.boolean(),
	/** Added to the clock of the app, in seconds; lets time-outs and daily quotas pass at once. */
	clockOffsetSeconds: z.number().min(-1e9).max(1e9),
	/** Keep every request for `GET /admin/requests`; off keeps only the counts. */
	recordRequests: z.boolean(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
	latencyMs: 0,
	lock: true,
	legacyMissingUser404: true,
	devModeThrottle: true,
	clockOffsetSeconds: 0,
	recordRequests: true,
};
