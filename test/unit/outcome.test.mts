import fc from 'fast-check';
import {
	isSurelyUndone,
	isUntried,
	isUserNotFound,
	outcomeOf,
	type Outcome,
} from '../../nodes/Leanplum/protocol/reply/outcome';
import { readEnvelope, type ReplyElement } from '../../nodes/Leanplum/protocol/reply/reply';
import { failure, replyBody, warned } from './replies.mts';

/** What a single element of a reply comes to. */
function outcome(element: unknown, status = 200): Outcome {
	return outcomeOf(elementsOf(replyBody(element))![0]!, status);
}

const elementsOf = (body: string) => readEnvelope(body)?.elements;

describe('a call that Leanplum did', () => {
	it.each([
		['a plain success', { success: true }],
		['an event outside a session', { success: true, isOffline: true }],
		['a sent message', { result: 'Message sent', success: true, messagesSent: 1 }],
		['several sent messages', { success: true, messagesSent: 3 }],
		['an event that was not ignored', { success: true, ignored: false }],
		['nulls for warning and error', { success: true, warning: null, error: null }],
	])('is done: %s', (_, element) => {
		expect(outcome(element)).toEqual({ status: 'done', reply: element });
	});

	// Reference §2.3: recorded, and the call was applied all the same.
	it.each([
		'Device clock skew detected (736 days behind). Rewriting timestamp.',
		'Past event detected (365 days ago). Rewriting timestamp.',
		'Anomaly detected: time skew. User will be excluded from analytics.',
	])('is done with the warning "%s"', (message) => {
		expect(outcome(warned(message))).toEqual({
			status: 'done',
			reply: warned(message),
			warning: message,
		});
	});

	it('is done where only the status of the whole batch is an error', () => {
		// Recorded: set_user_attributes_broken answers 404 for a batch of which one call was applied.
		expect(outcome({ success: true }, 404).status).toBe('done');
	});
});

describe('a call that Leanplum skipped', () => {
	it.each([
		'User not found; request skipped.',
		'Message entity not found',
		'Something that nobody has seen yet.',
		'Skipped: anomaly detected.',
		'Past event detected (400 days ago). Rewriting timestamp. The event was skipped.',
		'Rewriting timestamp; request ignored.',
		'Anomaly detected. The event was not saved.',
	])('is skipped with the warning "%s"', (message) => {
		expect(outcome(warned(message))).toEqual({
			status: 'skipped',
			reply: warned(message),
			warning: message,
		});
	});

	it.each([
		[
			'a warning',
			warned('Event requires a session', { ignored: true }),
			'Event requires a session',
		],
		[
			'a warning that means done elsewhere',
			warned('Past event detected (400 days ago). Rewriting timestamp.', { ignored: true }),
			'Past event detected (400 days ago). Rewriting timestamp.',
		],
		['no warning', { success: true, ignored: true }, expect.stringContaining('ignored')],
	])('is skipped when it was ignored, with %s', (_, element, warning) => {
		expect(outcome(element)).toMatchObject({ status: 'skipped', warning });
	});

	it.each([0, '0'])('is skipped when a message reached nobody: %p sent', (messagesSent) => {
		expect(outcome({ result: 'x', success: true, messagesSent })).toMatchObject({
			status: 'skipped',
			warning: expect.stringContaining('No message was sent'),
		});
	});

	it('is skipped with a warning of our own where Leanplum’s has no words', () => {
		expect(outcome({ success: true, warning: {} })).toMatchObject({
			status: 'skipped',
			warning: expect.stringMatching(/\w/),
		});
	});
});

describe('a call that Leanplum refused', () => {
	it.each([
		["'event' must be provided", 200, 'refused'],
		["event 'eventName1' firstTime is invalid.", 200, 'refused'],
		['You cannot export data older than 60 days', 200, 'refused'],
		['No matching data found.', 404, 'noData'],
		['Message not found.', 404, 'notFound'],
		['Invalid access key', 403, 'invalidKey'],
		['App not found', 404, 'unknownApp'],
		['Unavailable For Legal Reasons', 451, 'blockedUser'],
		['Per device rate limit exceeded.', 429, 'rateLimited'],
	])('failed: "%s"', (message, status, kind) => {
		expect(outcome(failure(message), status)).toEqual({
			status: 'failed',
			problem: { kind, leanplumMessage: message, httpStatus: status },
		});
	});

	it('failed where Leanplum says success and error at once, as its documentation has it', () => {
		const element = { success: true, error: { message: "'event' must be provided" } };
		expect(outcome(element)).toMatchObject({
			status: 'failed',
			problem: { leanplumMessage: "'event' must be provided" },
		});
	});

	it('failed for the reason in the error, not in the warning', () => {
		const element = {
			...failure("event 'x' lastTime is invalid."),
			warning: { message: 'Past event detected (400 days ago). Rewriting timestamp.' },
		};
		expect(outcome(element)).toMatchObject({
			problem: { leanplumMessage: "event 'x' lastTime is invalid." },
		});
	});

	it('failed for the reason in the warning where there is no error', () => {
		const element = { success: false, warning: { message: 'advance needs a session' } };
		expect(outcome(element)).toMatchObject({
			status: 'failed',
			problem: { leanplumMessage: 'advance needs a session' },
		});
	});

	it.each(['message', 'reason', 'errors'])('failed for the reason in "%s"', (name) => {
		const said = 'advance needs a session';
		for (const reason of [said, [said], [{ code: 5 }, { message: said }]]) {
			expect(outcome({ success: false, [name]: reason })).toMatchObject({
				problem: { leanplumMessage: said },
			});
		}
		expect(outcome({ success: false, [name]: { code: 5, message: 7 } })).toEqual({
			status: 'failed',
			problem: { kind: 'refused', httpStatus: 200 },
		});
	});

	it.each(['rejected', 'failed', 'errors'])('failed where "%s" speaks against success', (name) => {
		expect(outcome({ success: true, [name]: 'no session' })).toMatchObject({
			status: 'failed',
			problem: { leanplumMessage: 'no session' },
		});
		for (const nothing of [false, 0, '', 'none', [], {}]) {
			expect(outcome({ success: true, [name]: nothing }).status).toBe('done');
		}
	});

	it.each(['skipped', 'rejected', 'errors'])('keeps a long text in "%s" only in part', (name) => {
		const text = JSON.stringify({
			...outcome({ success: true, [name]: 'x'.repeat(9000) }),
			reply: 0,
		});
		expect(text.length).toBeLessThan(1200);
	});

	it('failed without a reason', () => {
		expect(outcome({ success: false })).toEqual({
			status: 'failed',
			problem: { kind: 'refused', httpStatus: 200 },
		});
	});

	it('failed because the app lives elsewhere', () => {
		const element = failure('App endpoint configuration mismatch.', {
			apiHost: 'eu.example.com',
			apiPath: 'api',
		});
		expect(outcome(element)).toMatchObject({
			problem: { kind: 'otherEndpoint', detail: 'https://eu.example.com/api' },
		});
	});
});

it('is never done when an error, an unknown warning or a sign of skipping is there', () => {
	const notice = fc.record({ message: fc.string({ maxLength: 30 }) });
	const rewritten = 'Past event detected (366 days ago). Rewriting timestamp.';
	const elements = fc.record(
		{
			success: fc.boolean(),
			error: fc.option(notice),
			warning: fc.option(
				fc.oneof(
					notice,
					fc.constantFrom({ message: 'User not found; request skipped.' }, { message: rewritten }),
				),
			),
			ignored: fc.boolean(),
			messagesSent: fc.nat({ max: 2 }),
		},
		{ requiredKeys: ['success'] },
	);
	const statuses = fc.constantFrom(200, 400, 403, 404, 451, 500);
	fc.assert(
		fc.property(elements, statuses, (element, status) => {
			const mayBeDone =
				element.success &&
				!element.error &&
				(!element.warning ||
					element.warning.message === rewritten ||
					(element.messagesSent ?? 0) > 0) &&
				!element.ignored &&
				element.messagesSent !== 0;
			const { status: result } = outcome(element, status);
			expect(result === 'done').toBe(mayBeDone);
			// A refusal is never taken for a skip, nor the other way round.
			expect(result === 'failed').toBe(!element.success || Boolean(element.error));
		}),
		{ numRuns: 700 },
	);
});

describe('an unknown user', () => {
	const reply: ReplyElement = { success: true };

	it.each<[Outcome, boolean]>([
		[{ status: 'skipped', reply, warning: 'User not found; request skipped.' }, true],
		[{ status: 'skipped', reply, warning: 'Message entity not found' }, false],
		[{ status: 'done', reply }, false],
		[{ status: 'done', reply, warning: 'User not found; request skipped.' }, false],
		[{ status: 'failed', problem: { kind: 'notFound', leanplumMessage: 'User not found' } }, false],
	])('is recognised in %j: %p', (result, expected) => {
		expect(isUserNotFound(result)).toBe(expected);
	});
});

it.each([
	[400, 'No', false],
	[401, 'No', true],
	[403, 'Forbidden', true],
	[404, 'Message not found', false],
	// The call alone is too large, and stays so.
	[413, 'Too large', false],
	[429, 'Too many requests', true],
])('a call refused with %i (%s) is worth sending later: %s', (status, message, later) => {
	expect(isUntried(outcome(failure(message), status))).toBe(later);
});

it.each<[Outcome, boolean, boolean]>([
	[{ status: 'notSent', problem: { kind: 'unavailable' } }, true, true],
	[{ status: 'failed', problem: { kind: 'unavailable' } }, true, true],
	[{ status: 'failed', problem: { kind: 'refused' } }, true, false],
	[{ status: 'unknown', problem: { kind: 'replyLost' } }, false, false],
	[{ status: 'done', reply: { success: true, messagesSent: 0 } }, false, false],
	[{ status: 'duplicate' }, false, false],
	[skipped('Something unknown'), false, false],
	[skipped('Something unknown', { messagesSent: 1 }), false, false],
	[skipped('Something unknown', { messagesSent: 0 }), true, false],
	[skipped('Something unknown', { dropped: true }), true, false],
	[skipped('User not found; request skipped.'), true, false],
])('%j is surely undone: %p, and untried: %p', (result, undone, untried) => {
	expect([isSurelyUndone(result), isUntried(result)]).toEqual([undone, untried]);
});

function skipped(warning: string, more: Record<string, unknown> = {}): Outcome {
	return { status: 'skipped', warning, reply: { success: true, ...more } };
}
