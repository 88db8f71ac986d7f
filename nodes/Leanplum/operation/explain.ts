import type { NodeApiError } from 'n8n-workflow';
import type { Problem, ProblemKind } from '../protocol/reply/problem';
import { parted } from '../values/reading';
import type { InputProblem } from './fields/itemInput';

/** Why n8n should think it failed; newer versions act on it, older ones ignore it. */
export type Failure = NonNullable<NodeApiError['failure']>;

/** A failure in words for someone who knows the dashboard but no API. */
export interface Explanation {
	/** What happened. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	readonly failure?: Failure;
}

interface Words {
	message: string;
	description: string;
	/** What to do instead where it kept an item from being sent, whose own values play no part then. */
	whenNotSent?: string;
	failure?: Failure;
}

const CHECK_THE_WAY =
	"Check the API URL in the Leanplum credential. The default is https://api.leanplum.com/api. If it's correct, a firewall or proxy blocks n8n's requests.";

const WORDS: Readonly<Record<ProblemKind, Words>> = {
	invalidKey: {
		message: 'Leanplum rejected the API key',
		description:
			'Open the Leanplum credential and test it to see which key is wrong. Copy that key again from App Settings → your app → Keys & Settings in the Leanplum dashboard. If you selected a key in the node, select a different one.',
		failure: { cause: 'credential-invalid' },
	},
	unknownApp: {
		message: "Leanplum couldn't find this app",
		description:
			'Check the App ID in the Leanplum credential. You can find it in the Leanplum dashboard under App Settings → your app → Keys & Settings.',
		failure: { cause: 'credential-invalid' },
	},
	otherEndpoint: {
		message: 'This Leanplum app uses a different API URL',
		description:
			'Nothing was sent there. Ask your Leanplum contact whether this is the API URL of your app. Then enter it as API URL in the Leanplum credential.',
		failure: { cause: 'configuration-invalid' },
	},
	developmentModeRefused: {
		message: 'Leanplum rejected development mode',
		description:
			"Development mode requires the app's Development Key. Check the key in the Leanplum credential, or turn off 'Development Mode'.",
		failure: { cause: 'configuration-invalid' },
	},
	blockedUser: {
		message: 'The user is blocked in Leanplum',
		description:
			"Leanplum doesn't store data about blocked users. If you're allowed to, unblock the user first with User → Unblock.",
		failure: { cause: 'configuration-invalid' },
	},
	notFound: {
		message: "Leanplum couldn't find what you requested",
		description:
			'Check the ID in the node. The message, test, or file may have been deleted, never started, or belong to another app.',
		failure: { cause: 'configuration-invalid' },
	},
	unknownUser: {
		message: "Leanplum doesn't know this user in this app",
		description:
			'Check the User ID or Device ID of this item, and that the user belongs to the app of the credential.',
		failure: { cause: 'configuration-invalid' },
	},
	noData: {
		message: 'Leanplum has no data to export',
		description: 'Check the days or the audience. Recent data may not be available yet.',
		failure: { cause: 'configuration-invalid' },
	},
	rateLimited: {
		message: 'Leanplum is limiting requests right now',
		description:
			"Leanplum handles one request per user at a time, or one per second in development mode. Another workflow may be using the same users. Run the workflow again later, or increase 'Max Retries' under Options.",
		failure: { cause: 'rate-limited' },
	},
	unavailable: {
		message: 'Leanplum is temporarily unavailable',
		description: 'Run the workflow again later.',
		failure: { cause: 'temporarily-unavailable' },
	},
	refused: {
		message: 'Leanplum rejected the request',
		description: "Compare this item's values with Leanplum's message, and correct them.",
		whenNotSent:
			"Leanplum rejected everything, so this item's values aren't the cause. Compare the app and the credential with Leanplum's message.",
		failure: { cause: 'configuration-invalid' },
	},
	refusedElsewhere: {
		message: 'The request was rejected, but not by Leanplum',
		description:
			"A firewall or proxy may have rejected this item's values. If all items fail, check the API URL in the Leanplum credential. The default is https://api.leanplum.com/api.",
		whenNotSent: CHECK_THE_WAY,
		failure: { cause: 'configuration-invalid' },
	},
	noAnswer: {
		message: 'No response from Leanplum',
		description: 'Nothing was changed. Run the workflow again later.',
		whenNotSent: 'Run the workflow again later.',
		failure: { cause: 'temporarily-unavailable' },
	},
	proxyRefused: {
		message: 'A proxy between n8n and Leanplum rejected the request, so nothing was sent',
		description:
			"Check n8n's proxy settings. The proxy's URL must include its user name and password.",
		failure: { cause: 'configuration-invalid' },
	},
	notLeanplum: {
		message: "The API URL doesn't point to Leanplum",
		description:
			'Check the API URL in the Leanplum credential. The default is https://api.leanplum.com/api.',
		failure: { cause: 'configuration-invalid' },
	},
	unreachable: {
		message: "Couldn't connect to Leanplum, so nothing was sent",
		description:
			"Check the API URL in the Leanplum credential and n8n's network connection, then run the workflow again.",
		failure: { cause: 'temporarily-unavailable' },
	},
	notRecorded: {
		message: "Nothing was sent to Leanplum because n8n couldn't save the Send Once record",
		description:
			"Send Once saves a record in n8n's database before each request. Try again. If this keeps happening, save the workflow or check the load on the database. If the item then gets the status 'duplicate', it wasn't sent. Use a different key.",
		failure: { cause: 'temporarily-unavailable' },
	},
	superseded: {
		message: 'An earlier item for the same user may have overwritten this change in Leanplum',
		description:
			"An earlier item for this user failed at first and only succeeded after this one. The node couldn't apply this change again on top of it. Run the workflow again for this item.",
		failure: { cause: 'temporarily-unavailable' },
	},
	replyLost: {
		message: 'Leanplum may or may not have processed this item',
		description:
			"The request was sent, but no valid response came back. Check in Leanplum before you send it again. To let the node retry even if that can create duplicates, turn on 'Retry When Response Is Lost' under Options.",
	},
};

/** What Leanplum did not find, by its own words; the more exact ones of `notFound`. */
const NOT_FOUND: ReadonlyArray<[said: RegExp, words: Words]> = [
	[
		/^message\b/i,
		{
			message: "Leanplum doesn't have this message",
			description:
				'Check the message in the node. It may have been deleted, or it belongs to a different app.',
			failure: { cause: 'configuration-invalid' },
		},
	],
	[
		/^job\b/i,
		{
			message: "Leanplum doesn't have a job with this ID",
			description:
				'Check the Job ID in the node. It comes from the output of the operation that starts the job, and it must belong to the app of the credential.',
			failure: { cause: 'configuration-invalid' },
		},
	],
];

/** What the server of a file has to do with is none of Leanplum's API. */
const wordsOfFile = (host: string): Words => ({
	message: `Couldn't download a file from ${host}`,
	description:
		'Check that n8n can reach this server, then download the file again. Leanplum deletes export files after 24 hours.',
	failure: { cause: 'temporarily-unavailable' },
});

/** A status without a text doesn't tell who rejected the request. */
const REFUSED_BY_SOMEONE: Words = {
	message: 'The request was rejected',
	description:
		"Leanplum, a firewall, or a proxy may have rejected this item's values. If all items fail, check the API URL in the Leanplum credential. The default is https://api.leanplum.com/api.",
	whenNotSent: CHECK_THE_WAY,
	failure: { cause: 'configuration-invalid' },
};

function wordsOf({ kind, leanplumMessage = '', detail, wasNotSent, fileHost }: Problem): Words {
	if (fileHost) return wordsOfFile(fileHost);
	if (kind === 'replyLost' && wasNotSent) return WORDS.noAnswer;
	if (kind === 'refused' && detail !== undefined) return REFUSED_BY_SOMEONE;
	const exact = NOT_FOUND.find(([said]) => kind === 'notFound' && said.test(leanplumMessage));
	return exact?.[1] ?? WORDS[kind];
}

/** Puts a problem into words. */
export function explain(problem: Problem): Explanation {
	const words = wordsOf(problem);
	// The other address helps more than Leanplum's sentence about it.
	const said =
		problem.kind === 'otherEndpoint'
			? (problem.detail ?? problem.leanplumMessage)
			: (problem.leanplumMessage ?? problem.detail);
	const what =
		problem.kind === 'invalidKey' && problem.keyLabel
			? `Leanplum rejected the ${problem.keyLabel}`
			: words.message;
	const message = said ? `${what}: ${said}` : what;
	return {
		message: problem.wasNotSent ? `Not sent. ${message}` : message,
		description: problem.wasNotSent
			? `Nothing was sent for this item, because the requests before it failed. ${words.whenNotSent ?? words.description}`
			: words.description,
		...(words.failure ? { failure: words.failure } : {}),
	};
}

/** More are wrong for the same reasons. */
const MOST_LISTED = 5;

/** The first of some sentences, and how many more there are. */
export function listed(sentences: readonly string[]): string {
	const more = sentences.length - MOST_LISTED;
	return [...sentences.slice(0, MOST_LISTED), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/**
 * Puts what is wrong with an item's input into words: the first as the message, what to do and the others
 * behind it.
 */
export function explainInput([first, ...others]: readonly InputProblem[]): Explanation {
	const { what, remedy } = parted(first?.message ?? '');
	const more = others.map(({ field, message }) => `${field} ${message}`);
	return {
		message: `${first?.field} ${what}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
		description: [
			'Nothing was sent for this item.',
			...(remedy ? [`${remedy}.`] : []),
			...(more.length > 0
				? [`${remedy ? 'Also fix' : 'Fix this and the following'}: ${listed(more)}.`]
				: []),
			...(remedy || more.length > 0 ? [] : ['Fix the value, and run the workflow again.']),
		].join(' '),
		failure: { cause: 'configuration-invalid' },
	};
}
