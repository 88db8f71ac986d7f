import { readFileSync } from 'node:fs';
import { createCall, type Call } from '../../nodes/Leanplum/protocol/action/call';
import type { JsonObject } from '../../nodes/Leanplum/protocol/basics/json';
import type { HttpReply, NoReply } from '../../nodes/Leanplum/protocol/reply/reply';
import { CircuitBreaker } from '../../nodes/Leanplum/protocol/send/circuitBreaker';
import { dispatch } from '../../nodes/Leanplum/protocol/send/dispatch';
import { planCalls } from '../../nodes/Leanplum/protocol/plan/planCalls';
import type { LeanplumRequest } from '../../nodes/Leanplum/protocol/send/request';
import { DEFAULT_RETRY } from '../../nodes/Leanplum/protocol/send/retry';
import { failure, replyBody } from './replies.mts';
import { VirtualServer, type Answer } from './virtualClock.mts';

const MINUTE = 60_000;
const PAGE = readFileSync('docs/failures.md', 'utf8').replace(/ +/g, ' ');

const callsOf = (users: number, items: number, action: 'setUserAttributes' | 'sendMessage') =>
	Array.from({ length: items }, (_, tag) =>
		createCall(action, { userId: `user-${tag % users}`, tag, messageId: '1' }),
	);

const actionsIn = ({ action, body }: LeanplumRequest) =>
	action === 'multi' ? (body.data as JsonObject[]) : [body];

function succeed(request: LeanplumRequest): HttpReply {
	const elements = actionsIn(request).map(({ reqId }) => ({ success: true, reqId }));
	return { status: 200, body: replyBody(...elements) };
}

interface Run {
	parallelRequests?: number;
	batching?: boolean;
	breaker?: CircuitBreaker;
}

/** Sends calls with the default options to a server that answers as told. */
async function run(
	calls: readonly Call[],
	answer: (request: LeanplumRequest, number: number) => Answer | HttpReply | NoReply,
	{ parallelRequests = 4, batching = true, breaker = new CircuitBreaker() }: Run = {},
) {
	const server = new VirtualServer((request, number) => {
		const given = answer(request, number);
		return 'reply' in given ? given : { reply: given, afterMs: 50 };
	});
	const options = { parallelRequests, retry: DEFAULT_RETRY, repeatWhenUnknown: false };
	const lanes = planCalls(calls, { batching });
	const outcomes = await server.run(dispatch(lanes, { transport: server, breaker }, options));
	const statuses = calls.map((call) => outcomes.get(call)!.status);
	const count = (status: string) => statuses.filter((one) => one === status).length;
	return { server, outcomes, statuses, count, requests: server.sent.length, ms: server.clock };
}

const unavailable: HttpReply = { status: 503, body: replyBody(failure('Try again later')) };
const HTML = '<html>Bad gateway</html>';

describe('an outage, for 10,000 users with the default options,', () => {
	const users = (action: 'setUserAttributes' | 'sendMessage') => callsOf(10_000, 10_000, action);

	/** The longest that each may take, in minutes. */
	const OUTAGES: ReadonlyArray<[string, Answer | HttpReply | NoReply, number]> = [
		['503', unavailable, 1],
		['503 of a gateway', { status: 503, body: HTML }, 1],
		['500', { status: 500, body: replyBody(failure('Internal error')) }, 1],
		['502 of a gateway', { status: 502, body: HTML }, 1],
		['429 for all', { status: 429, body: replyBody(failure('Too Many Requests.')) }, 1],
		['No connection', { sent: false, reason: 'refused' }, 1],
		['Timeouts', { reply: { sent: true, reason: 'timeout' }, afterMs: MINUTE }, 11],
	];

	it.each(OUTAGES)('of %s', async (_, answer, minutes) => {
		const { requests, ms, count } = await run(users('setUserAttributes'), () => answer);
		expect(requests).toBeLessThanOrEqual(60);
		expect(ms).toBeLessThanOrEqual(minutes * MINUTE);
		expect(count('done')).toBe(0);
		expect(count('notSent')).toBeGreaterThanOrEqual(9700);
	});

	it('costs what docs/failures.md says, with and without the circuit breaker', async () => {
		/** As it was before there was one. */
		class NeverOpen extends CircuitBreaker {
			override open() {}
		}
		const figures = async (answer: Answer | HttpReply | NoReply, breaker: CircuitBreaker) => {
			const { requests, ms } = await run(users('setUserAttributes'), () => answer, { breaker });
			return [requests.toLocaleString('en-US'), `${(ms / MINUTE).toFixed(1)} min`];
		};
		const kinds = ['503', 'No connection', 'Timeouts'];
		for (const [name, answer] of OUTAGES.filter(([name]) => kinds.includes(name))) {
			const before = await figures(answer, new NeverOpen());
			const now = await figures(answer, new CircuitBreaker());
			expect(PAGE).toContain(`| ${[name, ...before, ...now].join(' | ')} |`);
		}
	});

	it('leaves messages unknown that a gateway tells nothing of, and sends no others', async () => {
		const { requests, count } = await run(users('sendMessage'), () => ({
			status: 502,
			body: HTML,
		}));
		expect(requests).toBe(4);
		expect([count('unknown'), count('notSent')]).toEqual([200, 9800]);
	});

	it('that ends is waited for, and nothing is lost', async () => {
		const answer = (request: LeanplumRequest, number: number) =>
			number < 12 ? unavailable : succeed(request);
		const { count } = await run(users('setUserAttributes'), answer);
		expect(count('done')).toBe(10_000);
	});
});

describe('a success', () => {
	it('between batches that are given up keeps the others going', async () => {
		const isBad = ({ body }: LeanplumRequest) =>
			/user-(0|100|200|300|400)"/.test(JSON.stringify(body));
		const answer = (request: LeanplumRequest) => (isBad(request) ? unavailable : succeed(request));
		const { count } = await run(callsOf(1000, 1000, 'setUserAttributes'), answer, {
			parallelRequests: 1,
		});
		expect(count('notSent')).toBe(0);
		expect(count('done')).toBeGreaterThan(700);
	});
});

describe('a server that is slow for some', () => {
	it('is no outage while it answers the others, however many are asked at a time', async () => {
		const answer = (request: LeanplumRequest, number: number): Answer =>
			number % 3 === 0
				? { reply: { sent: true, reason: 'timeout' }, afterMs: 1050 }
				: { reply: succeed(request), afterMs: 200 };
		const { count } = await run(callsOf(600, 600, 'sendMessage'), answer, {
			parallelRequests: 20,
			batching: false,
		});
		expect([count('unknown'), count('done')]).toEqual([200, 400]);
	});
});

describe('a wait that Leanplum asks for', () => {
	it.each<[string, HttpReply]>([
		['in Retry-After', { ...unavailable, retryAfterMs: 60_000 }],
		[
			'with a rate limit',
			{ status: 429, body: replyBody(failure('Too Many Requests.')), retryAfterMs: 60_000 },
		],
	])('%s holds back every worker', async (_, reply) => {
		const answer = (request: LeanplumRequest, number: number) =>
			number === 0 ? { reply, afterMs: 10 } : { reply: succeed(request), afterMs: 50 };
		const { server } = await run(callsOf(1000, 1000, 'setUserAttributes'), answer);
		// The first four left before anybody knew.
		const later = server.sent.slice(4).map(({ at }) => at);
		expect(later.length).toBeGreaterThan(10);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(60_000);
	});

	it('for one user holds back nobody else', async () => {
		const busy = 'Request failed due to concurrent requests to the same profile ID';
		const reply = { status: 429, body: replyBody(failure(busy)), retryAfterMs: 60_000 };
		const answer = (request: LeanplumRequest, number: number) =>
			number === 0 ? reply : succeed(request);
		const { server, count } = await run(callsOf(20, 20, 'setUserAttributes'), answer, {
			batching: false,
		});
		expect(count('done')).toBe(20);
		expect(server.sent.filter(({ at }) => at < 60_000)).toHaveLength(20);
	});
});

describe('a run that follows one that was cut short', () => {
	it('sends one request first, and no more when that fails', async () => {
		const { requests, count } = await run(
			callsOf(1000, 1000, 'setUserAttributes'),
			() => unavailable,
			{ breaker: new CircuitBreaker(true) },
		);
		expect(requests).toBe(1);
		expect([count('failed'), count('notSent')]).toEqual([50, 950]);
	});

	it('sends everything when the first request succeeds', async () => {
		const { server, count } = await run(callsOf(1000, 1000, 'setUserAttributes'), succeed, {
			breaker: new CircuitBreaker(true),
		});
		expect(count('done')).toBe(1000);
		expect(server.sent.filter(({ at }) => at < 50)).toHaveLength(1);
	});
});

describe('the next app of a run on the same server', () => {
	const next = async (reply: HttpReply | NoReply, users = 1000) => {
		const breaker = new CircuitBreaker();
		await run(callsOf(users, users, 'setUserAttributes'), () => reply, { breaker });
		breaker.beginOthers();
		return await run(callsOf(1000, 1000, 'setUserAttributes'), succeed, { breaker });
	};

	it('is not asked in an outage', async () => {
		const { requests, count } = await next(unavailable);
		expect([requests, count('notSent')]).toEqual([0, 1000]);
	});

	it('is asked, with one request first, after the other app reached its rate limit', async () => {
		const { server, count } = await next({ status: 429, body: replyBody(failure('Slow down')) });
		expect(count('done')).toBe(1000);
		expect(server.sent.filter(({ at }) => at < server.sent[0]!.at + 50)).toHaveLength(1);
	});

	it.each([4, 1000])('is asked after %i items of the other were refused', async (users) => {
		const { server, count } = await next({ status: 402, body: '{"error":"pay"}' }, users);
		expect(count('done')).toBe(1000);
		expect(server.sent.filter(({ at }) => at < 50)).toHaveLength(4);
	});

	it('starts to count refusals anew', async () => {
		const breaker = new CircuitBreaker();
		const refused: HttpReply = { status: 402, body: '{"error":"pay"}' };
		const one = { breaker, batching: false, parallelRequests: 1 };
		const calls = callsOf(3, 3, 'setUserAttributes');
		await run(calls, () => refused, one);
		breaker.beginOthers();
		const { statuses } = await run(
			calls,
			(request, number) => (number === 0 ? refused : succeed(request)),
			one,
		);
		expect(statuses).toEqual(['failed', 'done', 'done']);
	});
});

describe('a read that gets no response', () => {
	it('is failed rather than unknown, for nothing can have been done', async () => {
		const calls = [createCall('exportUser', { userId: 'ada' })];
		const { outcomes } = await run(calls, () => ({ sent: true, reason: 'broken' }));
		expect(outcomes.get(calls[0]!)).toMatchObject({
			status: 'failed',
			problem: { kind: 'noAnswer', detail: expect.any(String) },
		});
	});
});

describe('a request that is too large', () => {
	const LIMIT = 10_000;
	const sizeOf = (request: LeanplumRequest) => JSON.stringify(request.body).length;
	/** Calls whose texts have these lengths. */
	const callsOfSizes = (sizes: readonly number[]) =>
		sizes.map((size, tag) =>
			createCall('setUserAttributes', {
				userId: `user-${tag}`,
				tag,
				userAttributes: { text: 'x'.repeat(size) },
			}),
		);
	const answer = (request: LeanplumRequest): HttpReply =>
		sizeOf(request) > LIMIT ? { status: 413, body: '' } : succeed(request);

	it.each<[string, number[], number, number]>([
		['behind small ones', [...Array<number>(20).fill(1), 7_000], 0, 7],
		['before small ones', [7_000, ...Array<number>(20).fill(1)], 0, 5],
		['among small ones', [...Array<number>(10).fill(1), 7_000, ...Array<number>(10).fill(1)], 0, 7],
		['two together', [7_000, 7_000], 0, 5],
		['too large alone', [1, 1, 20_000, 1, 1], 1, 7],
	])('is halved by size, with a large item %s', async (_, sizes, failed, atMost) => {
		const { count, requests } = await run(callsOfSizes([...sizes, 3_000, 3_000]), answer);
		expect([count('failed'), count('done')]).toEqual([failed, sizes.length + 2 - failed]);
		expect(requests).toBeLessThanOrEqual(atMost);
	});
});

describe('when everything is refused', () => {
	it.each<[string, HttpReply]>([
		['402 in foreign JSON', { status: 402, body: '{"error":"payment required"}' }],
		['413', { status: 413, body: '' }],
		['a disabled app', { status: 403, body: replyBody(failure('App is disabled')) }],
		['an API version', { status: 400, body: replyBody(failure('Unsupported apiVersion')) }],
		['403 without a word', { status: 403, body: '' }],
	])('it costs few requests, and what did not go alone is not sent: %s', async (_, reply) => {
		for (const users of [2000, 200, 1]) {
			for (const batching of [true, false]) {
				for (const parallelRequests of [1, 4]) {
					const calls = callsOf(users, 2000, 'setUserAttributes');
					const { server, statuses, requests } = await run(calls, () => reply, {
						batching,
						parallelRequests,
					});
					expect(requests).toBeLessThanOrEqual(40);
					const alone = new Set(
						server.sent
							.filter(({ request }) => request.action !== 'multi')
							.map(({ request }) => Number(request.body.tag)),
					);
					const wrong = statuses.filter(
						(status, index) => status !== (alone.has(index) ? 'failed' : 'notSent'),
					);
					expect(wrong).toEqual([]);
				}
			}
		}
	});

	it.each([2, 3, 10, 49, 50])(
		'but for one culprit among %i, the others are done',
		async (count) => {
			for (let culprit = 0; culprit < count; culprit++) {
				const answer = (request: LeanplumRequest): HttpReply =>
					actionsIn(request).some(({ tag }) => tag === culprit)
						? { status: 400, body: replyBody(failure('Bad argument')) }
						: succeed(request);
				const { requests, statuses } = await run(
					callsOf(count, count, 'setUserAttributes'),
					answer,
				);
				expect(requests).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(count)) + 3);
				expect(statuses).toEqual(
					statuses.map((_, index) => (index === culprit ? 'failed' : 'done')),
				);
			}
		},
	);

	it.each([true, false])('in words with a number that differs (batches: %p)', async (batching) => {
		const answer = (_: LeanplumRequest, number: number): HttpReply => ({
			status: 402,
			body: replyBody(failure(`Payment required (request 7f3${number}), ask support`)),
		});
		const calls = callsOf(2000, 2000, 'setUserAttributes');
		const { requests, count } = await run(calls, answer, { batching });
		expect(requests).toBeLessThanOrEqual(40);
		expect(count('failed') + count('notSent')).toBe(2000);
	});

	it('does not count refusals of single users as one', async () => {
		const answer = (_: LeanplumRequest, number: number): HttpReply => ({
			status: 451,
			body: replyBody(failure(number < 10 ? 'Unavailable For Legal Reasons' : 'User is blocked')),
		});
		const { requests, count } = await run(callsOf(30, 30, 'setUserAttributes'), answer, {
			batching: false,
		});
		expect([requests, count('failed')]).toEqual([30, 30]);
	});
});
