import {
	isAboutTheCall,
	isOutage,
	problemOf,
	stopsAllRequests,
	type ProblemKind,
} from '../../nodes/Leanplum/protocol/reply/problem';

describe('a problem', () => {
	// Reference §2.3, with the statuses that were recorded or documented.
	it.each<[string, number, ProblemKind]>([
		['Invalid access key', 403, 'invalidKey'],
		['Invalid access key for this action.', 401, 'invalidKey'],
		['Invalid access key', 200, 'invalidKey'],
		['App not found', 404, 'unknownApp'],
		['App not found: app_1', 400, 'unknownApp'],
		['Invalid app/user combination', 404, 'unknownUser'],
		['Message not found.', 404, 'notFound'],
		['No matching data found.', 404, 'noData'],
		['You cannot export data older than 60 days', 200, 'refused'],
		["event 'eventName1' firstTime is invalid.", 200, 'refused'],
		["'event' must be provided", 200, 'refused'],
		['Development mode requested but not permitted with this key', 200, 'developmentModeRefused'],
		['App endpoint configuration mismatch.', 200, 'otherEndpoint'],
		['Per device rate limit exceeded.', 429, 'rateLimited'],
		['Too Many Requests.', 408, 'rateLimited'],
		['Request failed due to concurrent requests to the same profile ID', 429, 'rateLimited'],
		['Request failed due to concurrent requests to the same profile ID', 200, 'rateLimited'],
		['Unavailable For Legal Reasons', 451, 'blockedUser'],
		['Unavailable For Legal Reasons', 200, 'blockedUser'],
	])('that Leanplum calls "%s" with status %i is %s', (message, status, kind) => {
		expect(problemOf(status, message)).toEqual({
			kind,
			leanplumMessage: message,
			httpStatus: status,
		});
	});

	it.each<[number, ProblemKind]>([
		[200, 'refused'],
		[400, 'refused'],
		[403, 'refused'],
		[404, 'notFound'],
		[408, 'rateLimited'],
		[413, 'refused'],
		[429, 'rateLimited'],
		[451, 'blockedUser'],
		[499, 'refused'],
		[500, 'unavailable'],
		[502, 'unavailable'],
		[503, 'unavailable'],
		[599, 'unavailable'],
	])('with status %i and no word of explanation is %s', (status, kind) => {
		expect(problemOf(status)).toEqual({ kind, httpStatus: status });
		expect(problemOf(status, '')).toEqual({ kind, httpStatus: status });
	});

	it('is known by its message where the message begins so, not where it merely mentions it', () => {
		expect(problemOf(400, 'Attribute "Invalid access key" is odd').kind).toBe('refused');
		expect(problemOf(400, 'Value "App not found" is odd').kind).not.toBe('unknownApp');
		const mentioned = 'Is development mode requested but not permitted?';
		expect(problemOf(400, mentioned).kind).toBe('refused');
	});

	it('is another endpoint where Leanplum names one, whatever else it says', () => {
		expect(problemOf(200, 'Please go elsewhere', 'eu.example.com')).toEqual({
			kind: 'otherEndpoint',
			leanplumMessage: 'Please go elsewhere',
			detail: 'eu.example.com',
			httpStatus: 200,
		});
	});
});

describe('sending more after a problem', () => {
	const stopping: ProblemKind[] = [
		'invalidKey',
		'unknownApp',
		'otherEndpoint',
		'notLeanplum',
		'unreachable',
	];
	const ofOneCall: ProblemKind[] = [
		'developmentModeRefused',
		'blockedUser',
		'notFound',
		'rateLimited',
		'unavailable',
		'refused',
		'refusedElsewhere',
		'replyLost',
	];

	it.each(stopping)('is pointless when it is %s', (kind) => {
		expect(stopsAllRequests({ kind })).toBe(true);
	});

	it.each(ofOneCall)('may work when it is %s', (kind) => {
		expect(stopsAllRequests({ kind })).toBe(false);
	});
});

describe('a problem that the call would have had at any time', () => {
	it.each<[ProblemKind, boolean]>([
		['refused', true],
		['notFound', true],
		['blockedUser', true],
		['developmentModeRefused', true],
		['rateLimited', false],
		['unavailable', false],
		['unreachable', false],
		['replyLost', false],
		['invalidKey', false],
		['unknownApp', false],
		['otherEndpoint', false],
		['notLeanplum', false],
		['refusedElsewhere', false],
	])('is %s: %p', (kind, expected) => {
		expect(isAboutTheCall({ kind })).toBe(expected);
	});

	it.each<[ProblemKind, number, boolean]>([
		['refused', 400, true],
		['refused', 401, false],
		['refused', 402, false],
		['refused', 403, false],
		['notFound', 403, true],
	])('is %s with status %i: %p', (kind, httpStatus, expected) => {
		expect(isAboutTheCall({ kind, httpStatus })).toBe(expected);
	});
});

describe('a problem that other requests meet as well', () => {
	it.each<[ProblemKind, string | undefined, boolean]>([
		['rateLimited', undefined, true],
		['rateLimited', 'Too Many Requests.', true],
		['rateLimited', 'Per device rate limit exceeded.', false],
		['rateLimited', 'Too many requests per user', false],
		['rateLimited', 'Request failed due to concurrent requests to the same profile ID', false],
		['unavailable', 'Too many concurrent requests', true],
		['unreachable', undefined, true],
		['replyLost', undefined, true],
		['noAnswer', undefined, true],
		['refused', undefined, false],
	])('is %s (%s): %p', (kind, leanplumMessage, expected) => {
		expect(isOutage({ kind, ...(leanplumMessage === undefined ? {} : { leanplumMessage }) })).toBe(
			expected,
		);
	});
});
