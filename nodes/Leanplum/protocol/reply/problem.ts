/**
 * Why a call failed or may have failed.
 *
 * The kinds follow what the user has to do about it, not Leanplum's statuses, which overlap (403 is a
 * wrong key or a batch that is too large; 404 an unknown app, message, file or date range).
 */
export type ProblemKind =
	/** The key does not exist or is of another class. */
	| 'invalidKey'
	/** The app id is unknown. */
	| 'unknownApp'
	/** The app lives at another API address. */
	| 'otherEndpoint'
	/** Development mode with a production key. */
	| 'developmentModeRefused'
	/** The user asked for not to be processed (HTTP 451). */
	| 'blockedUser'
	/** The addressed message, test, file or the like does not exist. */
	| 'notFound'
	/** The app has no such user, or the call names none. */
	| 'unknownUser'
	/** An export has nothing to export. */
	| 'noData'
	/** Too many requests, or two at once for one user. */
	| 'rateLimited'
	/** Leanplum is in trouble (5xx). */
	| 'unavailable'
	/** Leanplum refused the arguments. */
	| 'refused'
	/** A firewall, a proxy, or another server rejected the request, perhaps because of a value in it. */
	| 'refusedElsewhere'
	/** A read got no readable answer. */
	| 'noAnswer'
	/** A status or body that is no reply of Leanplum's, such as a redirect or a proxy's page. */
	| 'notLeanplum'
	/** A proxy on the way wants a login; nothing was sent to Leanplum. */
	| 'proxyRefused'
	/** The host cannot be reached; nothing was sent. */
	| 'unreachable'
	/** What keeps calls from being sent twice could not be asked; nothing was sent. */
	| 'notRecorded'
	/** It was done, and then an earlier change of the same user that came late may have replaced it. */
	| 'superseded'
	/** The request left and no readable reply came back: nobody knows whether it was done. */
	| 'replyLost';

export interface Problem {
	readonly kind: ProblemKind;
	/** What Leanplum said about it, word for word. */
	readonly leanplumMessage?: string;
	readonly httpStatus?: number;
	/** The label of the key that was refused. */
	readonly keyLabel?: string;
	/** Whether it befell earlier requests, and this one was not sent because of them. */
	readonly wasNotSent?: boolean;
	/** The host of a file, where the problem is that of its server and not of Leanplum's API. */
	readonly fileHost?: string;
	/** What went wrong on the way, for `unreachable` and `replyLost`. */
	readonly detail?: string;
}

/** Problems that every further request of this app would meet too, so that sending more is pointless. */
const FOR_ALL_REQUESTS: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
	'invalidKey',
	'unknownApp',
	'otherEndpoint',
	'notLeanplum',
	'proxyRefused',
	'unreachable',
]);

/** Whether a problem is none of a single call's making. */
export function stopsAllRequests(problem: Problem): boolean {
	return FOR_ALL_REQUESTS.has(problem.kind);
}

const OUTAGE: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
	'rateLimited',
	'unavailable',
	'unreachable',
	'replyLost',
	'noAnswer',
]);

/** Whether waiting may mend a problem that was answered. */
export function isTransient({ kind }: Problem): boolean {
	return kind === 'rateLimited' || kind === 'unavailable';
}

/** Messages about a limit that holds for one user or device (D:responses). */
const OF_ONE_USER = /concurrent requests|same profile|per (user|device)/i;

/** Whether a problem may befall any other request as well: Leanplum cannot be reached or cannot work. */
export function isOutage({ kind, leanplumMessage = '' }: Problem): boolean {
	return OUTAGE.has(kind) && !(kind === 'rateLimited' && OF_ONE_USER.test(leanplumMessage));
}

const ABOUT_THE_CALL: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
	'blockedUser',
	'developmentModeRefused',
	'noData',
	'notFound',
	'refused',
	'unknownUser',
]);

/** Statuses of firewalls and disabled apps, which may come and go. */
const NOT_ABOUT_THE_CALL: readonly number[] = [401, 402, 403];

/** Whether Leanplum refused what the call says, as it would have refused it at any time. */
export function isAboutTheCall({ kind, httpStatus = 0 }: Problem): boolean {
	return (
		ABOUT_THE_CALL.has(kind) && !(kind === 'refused' && NOT_ABOUT_THE_CALL.includes(httpStatus))
	);
}

/** Messages by which Leanplum is known to name a problem (reference §2.3), whatever the status. */
const KNOWN_MESSAGES: ReadonlyArray<[RegExp, ProblemKind]> = [
	[/^invalid access key/i, 'invalidKey'],
	[/^app not found/i, 'unknownApp'],
	[/endpoint configuration mismatch/i, 'otherEndpoint'],
	[/^development mode requested but not permitted/i, 'developmentModeRefused'],
	[/concurrent requests|rate limit exceeded|too many requests/i, 'rateLimited'],
	[/unavailable for legal reasons/i, 'blockedUser'],
	[/no matching data/i, 'noData'],
	[/^invalid app\/user combination/i, 'unknownUser'],
	[/not found/i, 'notFound'],
];

function kindOfStatus(status: number): ProblemKind {
	if (status === 408 || status === 429) return 'rateLimited';
	if (status === 451) return 'blockedUser';
	if (status === 404) return 'notFound';
	if (status >= 500) return 'unavailable';
	return 'refused';
}

/**
 * Names a problem from what Leanplum said and the HTTP status.
 *
 * @param leanplumMessage the `error.message` of the reply
 * @param otherApiUrl where the reply says that the app lives
 */
export function problemOf(status: number, leanplumMessage?: string, otherApiUrl?: string): Problem {
	const known = KNOWN_MESSAGES.find(([pattern]) => pattern.test(leanplumMessage ?? ''));
	return {
		kind: otherApiUrl ? 'otherEndpoint' : (known?.[1] ?? kindOfStatus(status)),
		...(leanplumMessage ? { leanplumMessage } : {}),
		...(otherApiUrl ? { detail: otherApiUrl } : {}),
		httpStatus: status,
	};
}
