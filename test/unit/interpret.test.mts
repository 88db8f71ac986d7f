import fc from 'fast-check';
import {
	interpret,
	type CallResult,
	type Verdict,
} from '../../nodes/Leanplum/protocol/reply/interpret';
import type { RepeatRule } from '../../nodes/Leanplum/protocol/action/call';
import type { Outcome } from '../../nodes/Leanplum/protocol/reply/outcome';
import type { Problem, ProblemKind } from '../../nodes/Leanplum/protocol/reply/problem';
import type { HttpReply, NoReply } from '../../nodes/Leanplum/protocol/reply/reply';
import { failure, replyBody, warned } from './replies.mts';

const OK = { success: true };
const NO_RESULT = /^the response (couldn't be read|has no result for this item)$/;
const HTML = '<!DOCTYPE html><html><body>Error</body></html>';

const repeatable: RepeatRule = 'always';
const unrepeatable: RepeatRule = 'afterServerError';

/** Calls that may not be repeated, the stricter case. */
function calls(count: number) {
	return new Array<RepeatRule>(count).fill(unrepeatable);
}

/** The results of an answer that speaks of each call. */
function resultsOf(verdict: Verdict): readonly CallResult[] {
	expect(verdict.kind).toBe('answered');
	return verdict.kind === 'answered' ? verdict.results : [];
}

function statusesOf(verdict: Verdict): string[] {
	return resultsOf(verdict).map(({ outcome }) => outcome.status);
}

function problemOf(outcome: Outcome): Problem | undefined {
	return 'problem' in outcome ? outcome.problem : undefined;
}

const detailsOf = (verdict: Verdict) =>
	resultsOf(verdict).map(({ outcome }) => problemOf(outcome)?.detail);

/** What a call that travelled alone came to. */
function alone(status: number, body: string): CallResult {
	const [result, ...more] = resultsOf(interpret([unrepeatable], { status, body }));
	expect(more).toEqual([]);
	return result!;
}

describe('a reply with one result for each call', () => {
	it('gives each call its own outcome', () => {
		const body = replyBody(
			failure("event 'x' firstTime is invalid."),
			warned('User not found; request skipped.'),
			OK,
		);
		const verdict = interpret(calls(3), { status: 200, body });
		expect(statusesOf(verdict)).toEqual(['failed', 'skipped', 'done']);
		expect(resultsOf(verdict).map(({ retry }) => retry)).toEqual([false, false, false]);
	});

	it.each([400, 404, 451, 500, 503])('is read with status %i too', (status) => {
		// Recorded for 404 (set_user_attributes_broken): an item without a user among others.
		const body = replyBody(OK, failure('Invalid app/user combination'));
		expect(statusesOf(interpret(calls(2), { status, body }))).toEqual(['done', 'failed']);
	});

	it.each(['{"response":[]}', '{"response":[{"success":true', ' {\n "response" : [{"succ'])(
		'is missed where a part of a batch may have been done: %j',
		(body) => {
			for (const status of [404, 451]) {
				const verdict = interpret([repeatable, unrepeatable], { status, body });
				expect(statusesOf(verdict)).toEqual(['unknown', 'unknown']);
				expect(resultsOf(verdict).map(({ retry }) => retry)).toEqual([true, false]);
			}
			// Everything else is refused as a whole (D:multi-json), and a call alone is not in part.
			expect(interpret(calls(2), { status: 403, body }).kind).toBe('batchRejected');
			expect(alone(451, body).outcome.status).toBe('failed');
		},
	);

	it('is paired by number where Leanplum echoes it', () => {
		const body = replyBody(
			{ ...OK, reqId: '2' },
			failure('no', { reqId: '0' }),
			warned('User not found; request skipped.', { reqId: '1' }),
		);
		expect(statusesOf(interpret(calls(3), { status: 200, body }))).toEqual([
			'failed',
			'skipped',
			'done',
		]);
	});

	it.each([
		'Request failed due to concurrent requests to the same profile ID',
		'Per device rate limit exceeded.',
		'Too Many Requests.',
	])('repeats just the calls that Leanplum had no time for: %s', (message) => {
		const verdict = interpret(calls(2), { status: 200, body: replyBody(OK, failure(message)) });
		expect(resultsOf(verdict).map(({ retry }) => retry)).toEqual([false, true]);
	});
});

describe('a reply whose results do not match the calls', () => {
	it.each([
		['too few', [OK, OK]],
		['too many', [OK, OK, OK, OK]],
		['none', []],
		['a success for all', [OK]],
	])('leaves every outcome unknown when there are %s', (_, elements) => {
		const verdict = interpret(calls(3), { status: 200, body: replyBody(...elements) });
		expect(statusesOf(verdict)).toEqual(['unknown', 'unknown', 'unknown']);
	});

	it('leaves only the calls unknown whose results are missing, where results are numbered', () => {
		const body = replyBody({ ...OK, reqId: '2' }, failure('no', { reqId: '0' }));
		const verdict = interpret(calls(3), { status: 200, body });
		expect(statusesOf(verdict)).toEqual(['failed', 'unknown', 'done']);
		expect(detailsOf(verdict)[1]).toBe('the response has no result for this item');
		const numbered = replyBody(failure('no', { reqId: '0' }));
		expect(statusesOf(interpret(calls(2), { status: 200, body: numbered }))).toEqual([
			'failed',
			'unknown',
		]);
	});

	it('leaves unknown what Leanplum contradicts beside the results', () => {
		const body = JSON.stringify({ response: [OK, failure('no')], error: 'half of it is lost' });
		const verdict = interpret(calls(2), { status: 200, body });
		expect(statusesOf(verdict)).toEqual(['unknown', 'failed']);
		expect(detailsOf(verdict)[0]).toBe('half of it is lost');
	});

	it('repeats the calls without a result that may be repeated, no others', () => {
		const body = replyBody({ ...OK, reqId: '0' });
		const verdict = interpret([repeatable, repeatable, unrepeatable], { status: 200, body });
		expect(resultsOf(verdict).map(({ retry }) => retry)).toEqual([false, true, false]);
	});
});

describe('an answer to the request as a whole', () => {
	it.each<[number, string, ProblemKind]>([
		[400, replyBody(failure("Missing required parameter 'userId'")), 'refused'],
		[403, replyBody(failure('Too many users in one request')), 'refused'],
		[403, '', 'refused'],
		[404, replyBody(failure('Invalid app/user combination')), 'unknownUser'],
		[451, replyBody(failure('Unavailable For Legal Reasons')), 'blockedUser'],
		[451, '', 'blockedUser'],
		[451, HTML, 'refusedElsewhere'],
		[403, HTML, 'refusedElsewhere'],
		[403, ' \n', 'refused'],
		[400, replyBody({ success: false }), 'refused'],
		[404, replyBody(warned('Message not found.', { success: false })), 'notFound'],
		[400, '{"error":"no"}', 'refusedElsewhere'],
		[200, replyBody(failure('Something is wrong')), 'refused'],
	])('of status %i that one call may be to blame for refuses it whole', (status, body, kind) => {
		const verdict = interpret(calls(3), { status, body });
		expect(verdict).toMatchObject({ kind: 'batchRejected', problem: { kind, httpStatus: status } });
	});

	it.each<[string, number, string, ProblemKind]>([
		['a wrong key', 403, replyBody(failure('Invalid access key')), 'invalidKey'],
		['an unknown app', 404, replyBody(failure('App not found')), 'unknownApp'],
		[
			'another endpoint',
			200,
			replyBody(failure('App endpoint configuration mismatch.', { apiHost: 'x.example.com' })),
			'otherEndpoint',
		],
		['a page that is not there', 404, HTML, 'notLeanplum'],
		['a path that is not there', 404, '', 'notLeanplum'],
		['a page about replies', 404, 'Send {"response": []}', 'notLeanplum'],
		['a proxy that wants a login', 407, HTML, 'proxyRefused'],
		[
			'another endpoint in other words',
			404,
			replyBody(failure('Moved', { apiHost: 'x.example.com' })),
			'otherEndpoint',
		],
	])('about %s fails every call and is not looked for in single calls', (_, status, body, kind) => {
		const results = resultsOf(interpret(calls(2), { status, body }));
		expect(results.map(({ outcome }) => problemOf(outcome)?.kind)).toEqual([kind, kind]);
		expect(results.map(({ outcome, retry }) => [outcome.status, retry])).toEqual([
			['failed', false],
			['failed', false],
		]);
	});

	it.each<[string, number, string, ProblemKind]>([
		['throttling', 429, replyBody(failure('Per device rate limit exceeded.')), 'rateLimited'],
		['throttling of SDKs', 408, replyBody(failure('Too Many Requests.')), 'rateLimited'],
		['trouble', 503, replyBody(failure('Try again later')), 'unavailable'],
		[
			'a time-out that Leanplum itself tells of',
			504,
			replyBody(failure('Deadline exceeded')),
			'unavailable',
		],
		['trouble in an empty response', 500, replyBody(), 'unavailable'],
	])('about %s repeats all calls', (_, status, body, kind) => {
		const results = resultsOf(interpret(calls(2), { status, body }));
		expect(results.map(({ outcome }) => problemOf(outcome)?.kind)).toEqual([kind, kind]);
		expect(results.map(({ retry }) => retry)).toEqual([true, true]);
	});

	it('in which a gateway gave up waiting leaves open what Leanplum did', () => {
		const verdict = interpret([repeatable, unrepeatable], { status: 504, body: HTML });
		const results = resultsOf(verdict);
		expect(results.map(({ outcome }) => problemOf(outcome)?.kind)).toEqual([
			'replyLost',
			'replyLost',
		]);
		expect(results.map(({ outcome, retry }) => [outcome.status, retry])).toEqual([
			['unknown', true],
			['unknown', false],
		]);
	});

	it.each<[number, string, string, ProblemKind]>([
		[408, HTML, 'unknown', 'replyLost'],
		[500, HTML, 'unknown', 'replyLost'],
		[502, '', 'unknown', 'replyLost'],
		[503, HTML, 'failed', 'unavailable'],
		[429, HTML, 'failed', 'rateLimited'],
	])('of status %i by a server on the way (%s) is repeated where that is harmless', (...given) => {
		const [status, body, expected, kind] = given;
		const results = resultsOf(interpret([repeatable, unrepeatable], { status, body }));
		expect(results.map(({ outcome, retry }) => [outcome.status, retry])).toEqual([
			[expected, true],
			['unknown', false],
		]);
		expect(problemOf(results[0]!.outcome)).toMatchObject({ kind, httpStatus: status });
		expect(problemOf(results[0]!.outcome)?.detail).toBe(
			`unexpected response with status ${status}`,
		);
	});

	it.each([
		[407, 'the proxy on the way to it asks for a login (status 407)'],
		[302, 'the server redirected the request'],
	])('of status %i says "%s"', (status, detail) => {
		expect(detailsOf(interpret(calls(1), { status, body: '' }))).toEqual([detail]);
	});

	it.each([300, 302, 308, 399])(
		'of status %i is none of Leanplum’s, for it carries keys away',
		(status) => {
			for (const body of ['', HTML, replyBody(OK, OK)]) {
				const results = resultsOf(interpret(calls(2), { status, body }));
				expect(results.map(({ outcome }) => problemOf(outcome)?.kind)).toEqual([
					'notLeanplum',
					'notLeanplum',
				]);
				expect(results.some(({ retry }) => retry)).toBe(false);
			}
		},
	);

	// Documented so (reference §8 no. 6), while the recordings say success: false.
	it('is one also when the error comes with success: true', () => {
		const body = replyBody({ success: true, error: { message: 'Invalid access key' } });
		const results = resultsOf(interpret(calls(2), { status: 403, body }));
		expect(results.map(({ outcome }) => problemOf(outcome)?.kind)).toEqual([
			'invalidKey',
			'invalidKey',
		]);
	});
});

describe('the answer to a call that travelled alone', () => {
	it.each<[number, string, string, boolean]>([
		[200, replyBody(OK), 'done', false],
		[200, replyBody(warned('User not found; request skipped.')), 'skipped', false],
		[200, replyBody(failure("'event' must be provided")), 'failed', false],
		[400, replyBody(failure('Missing argument')), 'failed', false],
		[400, '', 'failed', false],
		[404, replyBody(failure('Message not found.')), 'failed', false],
		[429, replyBody(failure('Too Many Requests.')), 'failed', true],
		[503, replyBody(failure('Try again later')), 'failed', true],
		[302, '', 'failed', false],
	])('of status %i with %s is %s, repeat: %p', (status, body, expected, retry) => {
		const result = alone(status, body);
		expect(result.outcome.status).toBe(expected);
		expect(result.retry).toBe(retry);
	});

	it.each(['', HTML, '{"ok":true}', '{"response":[{"succ', replyBody(), replyBody(OK, OK)])(
		'leaves unknown what a success with the body %j did',
		(body) => {
			expect(alone(200, body)).toMatchObject({
				outcome: {
					status: 'unknown',
					problem: { kind: 'replyLost', httpStatus: 200, detail: expect.stringMatching(NO_RESULT) },
				},
				retry: false,
			});
			const [result] = resultsOf(interpret([repeatable], { status: 200, body }));
			expect(result).toMatchObject({ outcome: { status: 'unknown' }, retry: true });
		},
	);

	it('has the reason that Leanplum gives in a member of its own', () => {
		const { outcome } = alone(200, replyBody({ success: false, reason: 'no session' }));
		expect(problemOf(outcome)?.leanplumMessage).toBe('no session');
	});

	it('tells an id that does not exist from an address that is not Leanplum’s', () => {
		const unknownId = problemOf(alone(404, replyBody(failure('Message not found.'))).outcome);
		const wrongAddress = problemOf(alone(404, HTML).outcome);
		expect([unknownId?.kind, wrongAddress?.kind]).toEqual(['notFound', 'notLeanplum']);
		expect(wrongAddress?.detail).toContain('404');
	});

	// Reference §2.1; in a batch the status may be about another call.
	it.each([400, 429, 500])('is not believed with status %i when it says success', (status) => {
		for (const element of [OK, warned('User not found; request skipped.')]) {
			expect(alone(status, replyBody(element))).toMatchObject({
				outcome: {
					status: 'unknown',
					problem: {
						kind: 'replyLost',
						httpStatus: status,
						detail: `Leanplum reported success, but with status ${status}`,
					},
				},
				retry: false,
			});
		}
	});
});

describe('no answer', () => {
	const never: NoReply['reason'][] = ['refused', 'unresolved', 'unreachable'];

	it.each(never)('because nothing was sent (%s) fails all calls, which are repeated', (reason) => {
		const results = resultsOf(interpret(calls(2), { sent: false, reason }));
		for (const { outcome, retry } of results) {
			expect(outcome).toMatchObject({ status: 'failed', problem: { kind: 'unreachable' } });
			expect(retry).toBe(true);
		}
		expect(results).toHaveLength(2);
	});

	it.each<NoReply['reason']>(['certificate', 'forbidden'])(
		'because of something that waiting does not mend (%s) is final',
		(reason) => {
			const [result] = resultsOf(interpret([repeatable], { sent: false, reason }));
			expect(result).toMatchObject({
				outcome: { status: 'failed', problem: { kind: 'unreachable' } },
				retry: false,
			});
		},
	);

	it.each<NoReply['reason']>(['timeout', 'broken'])(
		'after sending (%s) leaves all unknown; only harmless calls are repeated',
		(reason) => {
			const verdict = interpret([repeatable, unrepeatable], { sent: true, reason });
			expect(statusesOf(verdict)).toEqual(['unknown', 'unknown']);
			expect(resultsOf(verdict).map(({ retry }) => retry)).toEqual([true, false]);
		},
	);

	it('is explained: by what forbade it, else by what happened', () => {
		const details = (noReply: NoReply) => detailsOf(interpret(calls(1), noReply));
		const forbidden = { sent: false, reason: 'forbidden', detail: 'Domain not allowed' } as const;
		expect(details(forbidden)).toEqual(['Domain not allowed']);
		const reasons = [
			...never,
			'certificate',
			'handshake',
			'timeout',
			'broken',
			'forbidden',
		] as const;
		const said = reasons.map((reason) => details({ sent: true, reason })[0]);
		expect(said.every((detail) => /\w+ \w+/.test(detail!))).toBe(true);
		expect(new Set(said).size).toBe(reasons.length);
	});
});

it('has an outcome for each call, whatever comes back', () => {
	const bodies = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 80 }),
		fc.json(),
		fc.array(fc.jsonValue(), { maxLength: 4 }).map((elements) => replyBody(...elements)),
		fc
			.array(
				fc.record(
					{
						success: fc.boolean(),
						error: fc.record({ message: fc.string() }),
						warning: fc.record({ message: fc.string() }),
						reqId: fc.oneof(fc.nat({ max: 4 }), fc.string({ maxLength: 2 })),
						messagesSent: fc.oneof(fc.nat(), fc.string()),
					},
					{ requiredKeys: ['success'] },
				),
				{ maxLength: 4 },
			)
			.map((elements) => replyBody(...elements)),
	);
	const replies: fc.Arbitrary<HttpReply> = fc.record({
		status: fc.oneof(
			fc.integer({ min: 0, max: 999 }),
			fc.constantFrom(200, 200, 302, 400, 403, 404, 408, 429, 451, 500, 503),
		),
		body: bodies,
	});
	const travelling = fc.array(
		fc.constantFrom<RepeatRule>('always', 'afterServerError', 'ifNotBegun'),
		{
			minLength: 1,
			maxLength: 4,
		},
	);
	fc.assert(
		fc.property(travelling, replies, (rules, reply) => {
			const verdict = interpret(rules, reply);
			if (verdict.kind === 'batchRejected') {
				// A call that stands alone is the culprit; dividing it further would never end.
				expect(rules.length).toBeGreaterThan(1);
				return;
			}
			expect(verdict.results).toHaveLength(rules.length);
			const harmful = verdict.results.filter(
				({ outcome, retry }, index) =>
					retry && outcome.status === 'unknown' && rules[index] !== 'always',
			);
			expect(harmful).toEqual([]);
			// What was done or skipped is never sent again.
			const doneTwice = verdict.results.filter(
				({ outcome, retry }) =>
					retry && (outcome.status === 'done' || outcome.status === 'skipped'),
			);
			expect(doneTwice).toEqual([]);
		}),
		{ numRuns: 1000 },
	);
});
