/**
 * Leanplum's own sentences. "recorded": from recordings of the real API (VCR); "D": documented;
 * "SDK": the text that Leanplum's SDKs look for. The others are the sandbox's own, where the
 * reference knows that an error exists but not its words.
 */
export const TEXT = {
	/** recorded */
	userNotFound: 'User not found; request skipped.',
	/** recorded */
	messageEntityNotFound: 'Message entity not found',
	/** recorded */
	messageNotFound: 'Message not found.',
	/** recorded (2015) */
	noUser: 'Invalid app/user combination',
	/** D:responses and SDK (the SDKs match the beginning) */
	invalidKey: 'Invalid access key',
	/** SDK (the SDKs match the beginning) */
	appNotFound: 'App not found',
	/** SDK (the SDKs match the beginning) */
	devModeNotPermitted:
		'Development mode requested but not permitted. Use the development key of the app.',
	/** D:responses */
	deviceRateLimit: 'Per device rate limit exceeded.',
	/** MPA: what SDKs get for the same reason, with 408 */
	tooManyRequests: 'Too Many Requests.',
	/** D:responses */
	concurrentRequests: 'Request failed due to concurrent requests to the same profile ID',
	/** D:responses */
	blocked: 'Unavailable For Legal Reasons',
	/** AND */
	endpointMismatch: 'App endpoint configuration mismatch.',

	/** The sandbox's words: no session for an action that needs one (SCO records only the failure). */
	noSession: 'The user is not in a session.',
	/** The sandbox's words: OAS says the warning's text may change and `ignored` counts. */
	eventIgnored: 'Event ignored: the user has no active session.',
	/** The sandbox's words: D:multi-json says 403 and that everything is ignored. */
	batchTooLarge: 'Too many users or actions in one request: at most 50 users and 500 actions.',
	/** The sandbox's words: D:multi-json forbids it. */
	otherApp: 'All actions of a request must be for the same app.',
	/** recorded */
	exportTooOld: 'You cannot export data older than 60 days',
	/** recorded (2016) */
	noMatchingData: 'No matching data found.',

	/** The sandbox's words: SCO records the 404. */
	fileNotFound: 'File not found.',
	/** The sandbox's words, after the limits that OAS names. */
	tooManyExportsOfData: 'You may only export data 24 times per day.',
	/** The sandbox's words, after the limits that OAS names. */
	tooManyExportsOfReports: 'You may only export report data 100 times per day.',
	/** The sandbox's words, after the limits that OAS names. */
	tooManyExportsOfUsers: 'You may only export users 40 times per day.',
	/** The sandbox's words, after the limits that OAS names. */
	tooManyFiles: 'At most 16 files or 50 MB can be uploaded at a time.',
	/** The sandbox's words, after the limits that D:api-limits names. */
	variablesTooLarge: 'All variables together must be smaller than 1 MB.',
	/** The sandbox's words, after the limit that OAS names. */
	tooManyPostbacks: 'An app can have at most three postbacks.',
	/** The sandbox's words. */
	postbackNotFound: 'Postback not found.',
	/** The sandbox's words, after the rule that OAS names. */
	defaultChannel: 'The default channel cannot be deleted while there are others.',
	/** The sandbox's words, by analogy to messages. */
	campaignNotFound: 'Campaign not found; request skipped.',
	/** The sandbox's words: OAS requires it to be true. */
	createJob: "'createJob' must be true",
	/** The sandbox's words, by analogy to messages. */
	abTestNotFound: 'A/B test not found.',
	/** The sandbox's words, by analogy to messages. */
	variantNotFound: 'Variant not found.',
	/** The sandbox's words. */
	unreadableBody: 'The request body is not valid JSON.',
	/** The sandbox's words. */
	jobNotFound: 'Job not found.',
	/** The sandbox's words: 1.0.6 is the only version that OAS knows. */
	apiVersion: "'apiVersion' must be 1.0.6",
} as const;

/** Recorded wording for `event` ("'event' must be provided", SCO), used for every argument. */
export const mustBeProvided = (argument: string): string => `'${argument}' must be provided`;

/** In the manner of the recorded "event '<name>' firstTime is invalid.". */
export const isInvalid = (argument: string): string => `'${argument}' is invalid.`;

/** Recorded: "event 'eventName1' firstTime is invalid.". */
export const counterTimeIsInvalid = (kind: string, name: string, field: string): string =>
	`${kind} '${name}' ${field} is invalid.`;

/** The sandbox's words: D:batching-requests knows the error, its text is lost. */
export const unknownAction = (action: string): string => `Unknown action: ${action}`;

/** The sandbox's words: D:multi-json and OAS forbid it without naming the error. */
export const notInBatch = (action: string): string => `${action} cannot be part of a multi request`;

/** Recorded; `days` whole days that the request's time lies behind the server's. */
export const clockSkew = (days: number): string =>
	`Device clock skew detected (${days} days behind). Rewriting timestamp.`;

/** Recorded; `days` whole days that the item's time lies before the request's. */
export const pastEvent = (days: number): string =>
	`Past event detected (${days} days ago). Rewriting timestamp.`;
