import type { NodeApiError } from 'n8n-workflow';
import type { Problem, ProblemKind } from '../protocol/reply/problem';
import type { InputProblem } from './itemInput';

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
	failure?: Failure;
}

const WORDS: Readonly<Record<ProblemKind, Words>> = {
	invalidKey: {
		message: 'Leanplum refused the key',
		description:
			'Open the Leanplum credential and test it: the test names the key that is wrong. Each key is shown in the Leanplum dashboard under App Settings → Keys & Settings; keys of another kind or another app do not work. If you chose the key in the node, choose another there.',
		failure: { cause: 'credential-invalid' },
	},
	unknownApp: {
		message: 'Leanplum does not know this app',
		description:
			'Check the App ID in the Leanplum credential. It is shown in the Leanplum dashboard under App Settings → Keys & Settings.',
		failure: { cause: 'credential-invalid' },
	},
	otherEndpoint: {
		message: 'This Leanplum app lives at another API address',
		description:
			'Nothing was sent there. Ask your Leanplum contact whether this is the API URL of your app. Then enter it as API URL in the Leanplum credential.',
		failure: { cause: 'configuration-invalid' },
	},
	developmentModeRefused: {
		message: 'Leanplum refused development mode',
		description:
			'Development mode needs the Development Key of the app. Check it in the Leanplum credential, or switch Development Mode off.',
		failure: { cause: 'configuration-invalid' },
	},
	blockedUser: {
		message: 'This user is blocked in Leanplum',
		description:
			'Leanplum stores nothing about users who asked not to be processed. Unblock the user in Leanplum first, if that is allowed.',
		failure: { cause: 'configuration-invalid' },
	},
	notFound: {
		message: 'Leanplum did not find what the request names',
		description:
			'Check the id in the node: the message, test or file may have been deleted, may never have been started, or may belong to another app.',
		failure: { cause: 'configuration-invalid' },
	},
	unknownUser: {
		message: 'Leanplum does not know this user in this app',
		description:
			'Check the User ID or Device ID of this item, and that the user belongs to the app of the credential.',
		failure: { cause: 'configuration-invalid' },
	},
	noData: {
		message: 'Leanplum has no data to export',
		description: 'Check the days or the audience; data of the last hours may still be missing.',
		failure: { cause: 'configuration-invalid' },
	},
	rateLimited: {
		message: 'Leanplum takes no more requests at the moment',
		description:
			'Leanplum handles one request per user at a time. Something else may be sending for the same users, or development mode is on, which allows one request a second. Run the workflow again later, or raise Max Retries under Options.',
		failure: { cause: 'rate-limited' },
	},
	unavailable: {
		message: 'Leanplum is not available at the moment',
		description:
			'Leanplum answered that it cannot work now, also after several tries. Run the workflow again later.',
		failure: { cause: 'temporarily-unavailable' },
	},
	refused: {
		message: 'Leanplum refused the request',
		description: 'Check the values of this item against what Leanplum says about them.',
		failure: { cause: 'configuration-invalid' },
	},
	noAnswer: {
		message: "Leanplum didn't answer",
		description: 'Nothing was changed. Run the workflow again later.',
		failure: { cause: 'temporarily-unavailable' },
	},
	proxyRefused: {
		message: 'A proxy between n8n and Leanplum refused the request, nothing was sent to Leanplum',
		description:
			'Check the proxy settings of n8n: the address of the proxy must hold its user name and password.',
		failure: { cause: 'configuration-invalid' },
	},
	notLeanplum: {
		message: 'The API URL does not lead to Leanplum',
		description:
			'Check the API URL in the Leanplum credential; it is normally https://api.leanplum.com/api.',
		failure: { cause: 'configuration-invalid' },
	},
	unreachable: {
		message: 'Leanplum cannot be reached, nothing was sent',
		description:
			'Check the API URL in the Leanplum credential and the network of n8n, then run the workflow again.',
		failure: { cause: 'temporarily-unavailable' },
	},
	notRecorded: {
		message: 'Nothing was sent to Leanplum, because n8n could not note that it is sent once',
		description:
			"Send Once notes each message in n8n's database before it is sent. Try again; if it happens often, n8n's database is too busy or the workflow is not saved. An item that then comes out as a duplicate was not sent: give it another key.",
		failure: { cause: 'temporarily-unavailable' },
	},
	superseded: {
		message: 'In Leanplum an earlier item for the same user may have replaced this change',
		description:
			'Leanplum made this change, but an earlier item for the same user failed at first and was made after it. Making this change once more, so that it lasts, did not work. Run the workflow for this item again.',
		failure: { cause: 'temporarily-unavailable' },
	},
	replyLost: {
		message: 'Leanplum may or may not have done this',
		description:
			'The request was sent, but no readable reply came back. What could then be done twice is not sent again. Check in Leanplum before you repeat it, or turn on Retry When Response Is Lost under Options.',
	},
};

/** What Leanplum did not find, by its own words; the more exact ones of `notFound`. */
const NOT_FOUND: ReadonlyArray<[said: RegExp, words: Words]> = [
	[
		/^message\b/i,
		{
			message: "Leanplum doesn't have this message",
			description:
				'Check the message in the node. It may be deleted, or it belongs to another app than the credential.',
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

function wordsOf({ kind, leanplumMessage = '' }: Problem): Words {
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
			? `Leanplum refused the ${problem.keyLabel}`
			: words.message;
	const message = said ? `${what}: ${said}` : what;
	return {
		message: problem.wasNotSent ? `Not sent. ${message}` : message,
		description: problem.wasNotSent
			? `Nothing was sent for this item, because the requests before it failed. ${words.description}`
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

/** Puts what is wrong with an item's input into words: the first as the message, the others behind it. */
export function explainInput(problems: readonly InputProblem[]): Explanation {
	const [first = '', ...others] = problems.map(({ field, message }) => `${field} ${message}`);
	return {
		message: others.length > 0 ? `${first} (and ${others.length} more)` : first,
		description: [
			'Nothing was sent for this item.',
			others.length > 0
				? `Fix this and the following: ${listed(others)}.`
				: 'Fix the value, and run the workflow again.',
		].join(' '),
		failure: { cause: 'configuration-invalid' },
	};
}
