import type { Outcome } from '../../nodes/Leanplum/protocol/reply/outcome';
import { resentOutcome } from '../../nodes/Leanplum/protocol/send/resend';

const FIRST: Outcome = { status: 'done', reply: { success: true, reqId: 'first' } };
const AGAIN: Outcome = { status: 'done', reply: { success: true, reqId: 'again' } };
const FAILED: Outcome = {
	status: 'failed',
	problem: { kind: 'rateLimited', leanplumMessage: 'Too Many Requests.', httpStatus: 429 },
};
const NOT_SENT: Outcome = {
	status: 'notSent',
	problem: { kind: 'unavailable', httpStatus: 503, wasNotSent: true },
};
const UNKNOWN: Outcome = { status: 'unknown', problem: { kind: 'replyLost' } };
const SKIPPED: Outcome = { status: 'skipped', reply: { success: true }, warning: 'No' };

describe('a change that was done and resent behind one that came late', () => {
	it('is what making it again came to when that was done', () => {
		expect(resentOutcome(FIRST, AGAIN, [AGAIN])).toBe(AGAIN);
		expect(resentOutcome(FIRST, AGAIN, [FAILED])).toBe(AGAIN);
	});

	it.each([[[]], [[FAILED]], [[SKIPPED, FAILED]]])(
		'stays done when nothing came behind it',
		(late) => {
			expect(resentOutcome(FIRST, FAILED, late)).toBe(FIRST);
			expect(resentOutcome(FIRST, UNKNOWN, late)).toBe(FIRST);
		},
	);

	it.each([[[AGAIN]], [[UNKNOWN]], [[FAILED, UNKNOWN]]])(
		'may have been replaced when something did, or may have',
		(late) => {
			expect(resentOutcome(FIRST, FAILED, late)).toEqual({
				status: 'unknown',
				problem: { kind: 'superseded', leanplumMessage: 'Too Many Requests.', httpStatus: 429 },
			});
			expect(resentOutcome(FIRST, UNKNOWN, late)).toBe(UNKNOWN);
			expect(resentOutcome(FIRST, NOT_SENT, late)).toEqual({
				status: 'unknown',
				problem: { kind: 'superseded', httpStatus: 503 },
			});
			expect(resentOutcome(FIRST, SKIPPED, late)).toEqual({
				status: 'unknown',
				problem: { kind: 'superseded', leanplumMessage: 'No' },
			});
		},
	);
});
