import type { FaultInput } from 'leanplum-sandbox';
import type { INodeParameters } from 'n8n-workflow';

type Kind = FaultInput['fault'];

/** One row of the table: something that goes wrong on the way to Leanplum or back. */
export interface Trouble {
	readonly name: string;
	/** How the sandbox makes it happen. */
	readonly fault: Kind;
	/** Further conditions on the requests that it strikes. */
	readonly match?: FaultInput['match'];
	/** Options of the node that it needs. */
	readonly options?: INodeParameters;
	/** A user whom Leanplum does not know. */
	readonly unknownUser?: string;
	/** Leanplum says something else than what it did; no client can know. */
	readonly deceives?: true;
	/** Only worth trying once: what it shows does not depend on repetition. */
	readonly onceOnly?: true;
	/** Waits more than it works, or takes so much memory that only one run at a time can have it. */
	readonly pace?: 'waits' | 'heavy';
}

/** An answer in Leanplum's envelope with one error for the whole request. */
function refusal(status: number, message: string): Kind {
	const body = JSON.stringify({ response: [{ success: false, error: { message } }] });
	return { kind: 'status', status, body };
}

/** Answers must come soon, and waits between tries are longer than what is still going on. */
const IMPATIENT: INodeParameters = {
	timeout: 1000,
	maxRetries: 1,
	retryDelay: 1700,
	parallelRequests: 3,
};

const GATEWAY_TIMEOUT = {
	kind: 'status',
	status: 504,
	body: '<html><body>Gateway Time-out</body></html>',
} as const;

const CONCURRENT = 'Request failed due to concurrent requests to the same profile ID';
const MEGABYTE = 1_000_000;

/** Everything that goes wrong, in the order of the table. `elsewhere` is an address of another host. */
export function troubles(elsewhere: string): readonly Trouble[] {
	return [
		{ name: '408', fault: refusal(408, 'Too Many Requests') },
		{ name: '429, the user is busy', fault: refusal(429, CONCURRENT) },
		{
			name: '429, development mode',
			fault: refusal(429, 'Per device rate limit exceeded.'),
		},
		{
			name: '403, the batch is too large',
			fault: refusal(403, 'Too many users or actions in one request'),
			match: { minActions: 2 },
		},
		{
			name: '404, one action has no user, the others are done',
			fault: {
				kind: 'itemError',
				userId: 'user-2',
				message: 'Invalid app/user combination',
				status: 404,
			},
			match: { batchContainsUserId: 'user-2' },
		},
		{
			name: '451, one user is blocked, the others are done',
			fault: {
				kind: 'itemError',
				userId: 'user-2',
				message: 'Unavailable For Legal Reasons',
				status: 451,
			},
			match: { batchContainsUserId: 'user-2' },
		},
		{
			name: '451 for the whole request',
			fault: {
				kind: 'batchRefused',
				status: 451,
				message: 'Unavailable For Legal Reasons',
				whenUserId: 'user-2',
			},
		},
		{ name: '500', fault: { kind: 'status', status: 500 } },
		{ name: '502 with an HTML page', fault: { kind: 'html502' } },
		{ name: '503', fault: { kind: 'status', status: 503 } },
		{ name: '504, a gateway gave up waiting', fault: GATEWAY_TIMEOUT },
		{ name: '504, but done', fault: { ...GATEWAY_TIMEOUT, process: true } },
		{
			name: '500 although it was done',
			fault: { kind: 'status', status: 500, process: true },
			deceives: true,
		},
		{
			name: '502 although it was done',
			fault: { kind: 'html502', process: true },
		},
		{
			name: 'No answer in time, nothing done',
			fault: { kind: 'silence' },
			options: IMPATIENT,
			pace: 'waits',
		},
		{
			name: 'No answer in time, but done',
			fault: { kind: 'delay', ms: 1600, timing: 'after' },
			options: IMPATIENT,
			pace: 'waits',
		},
		{ name: 'Connection reset before', fault: { kind: 'drop', when: 'before', reset: true } },
		{
			name: 'Connection reset halfway',
			fault: { kind: 'drop', when: 'during', reset: true },
		},
		{ name: 'Connection reset after', fault: { kind: 'drop', when: 'after', reset: true } },
		{ name: 'Connection closed after', fault: { kind: 'drop', when: 'after' } },
		{ name: 'Answer cut off', fault: { kind: 'truncate' } },
		{ name: 'Answer is not JSON', fault: { kind: 'invalidJson' } },
		{ name: 'Empty `response`', fault: { kind: 'emptyResponse' } },
		{ name: 'A result too few', fault: { kind: 'tooFew' } },
		{ name: 'A result too few, no `reqId`', fault: { kind: 'tooFew', withReqId: false } },
		{ name: 'A result too many', fault: { kind: 'tooMany' } },
		{ name: 'A result too many, no `reqId`', fault: { kind: 'tooMany', withReqId: false } },
		{ name: 'Results in another order', fault: { kind: 'reorder' } },
		{
			name: 'Results in another order, no `reqId`',
			fault: { kind: 'reorder', withReqId: false },
			unknownUser: 'user-3',
			deceives: true,
		},
		{ name: 'No `reqId`', fault: { kind: 'stripReqId' } },
		{
			name: 'A warning and an error in one batch',
			fault: {
				kind: 'itemError',
				userId: 'user-1',
				message: "event 'Purchase' firstTime is invalid.",
			},
			match: { batchContainsUserId: 'user-1' },
			unknownUser: 'user-3',
		},
		{
			name: '`success: false` at 200 for each action',
			fault: { kind: 'itemError', message: 'Something is wrong' },
		},
		{
			name: '`success: false` at 200 for the request',
			fault: refusal(200, 'Something is wrong'),
		},
		{
			name: 'The app lives at another address',
			fault: { kind: 'endpointMismatch', apiHost: 'api.example.com' },
		},
		{ name: '`migrateState` next to `response`', fault: { kind: 'migrateState' } },
		{
			name: 'Slow drip that ends in time',
			fault: { kind: 'slowDrip', bytesPerSecond: 2000 },
		},
		{
			name: 'Slow drip without end',
			fault: { kind: 'slowDrip', bytesPerSecond: 5 },
			options: { timeout: 1000, retryDelay: 300 },
			onceOnly: true,
			pace: 'waits',
		},
		{ name: 'Redirect to another host', fault: { kind: 'redirect', location: elsewhere } },
		{
			name: 'Answer of 100 MB',
			fault: { kind: 'hugeReply', bytes: 100 * MEGABYTE },
			onceOnly: true,
			pace: 'heavy',
		},
	];
}

/** What can happen to the download of a file; the rest is about Leanplum's own answers. */
const OF_FILES = new Set<Kind['kind']>([
	'status',
	'html502',
	'redirect',
	'delay',
	'silence',
	'drop',
	'truncate',
	'slowDrip',
]);

export function canStrikeFiles({ fault, match }: Trouble): boolean {
	const words = fault.kind === 'status' && fault.body !== undefined && fault.status < 400;
	const processed = 'process' in fault && fault.process === true;
	return OF_FILES.has(fault.kind) && !words && !processed && match === undefined;
}
