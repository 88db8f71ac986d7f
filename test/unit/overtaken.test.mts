import type { Outcome } from '../../nodes/Leanplum/protocol/reply/outcome';
import { overtakenOutcome } from '../../nodes/Leanplum/protocol/send/overtaken';

const FIRST: Outcome = { status: 'done', reply: { success: true, reqId: 'first' } };
const AGAIN: Outcome = { status: 'done', reply: { success: true, reqId: 'again' } };
const FAILED: Outcome = {
	status: 'failed',
	problem: { kind: 'rateLimited', leanplumMessage: 'Too Many Requests.', httpStatus: 429 },
};
const UNKNOWN: Outcome = { status: 'unknown', problem: { kind: 'replyLost' } };
const SKIPPED: Outcome = { status: 'skipped', reply: { success: true }, warning: 'No' };

describe('a change that was done and made again behind one that came late', () => {
	it('is what making it again came to when that was done', () => {
		expect(overtakenOutcome(FIRST, AGAIN, [AGAIN])).toBe(AGAIN);
		expect(overtakenOutcome(FIRST, AGAIN, [FAILED])).toBe(AGAIN);
	});

	it.each([[[]], [[FAILED]], [[SKIPPED, FAILED]]])(
		'stays done when nothing came behind it',
		(late) => {
			expect(overtakenOutcome(FIRST, FAILED, late)).toBe(FIRST);
			expect(overtakenOutcome(FIRST, UNKNOWN, late)).toBe(FIRST);
		},
	);

	it.each([[[AGAIN]], [[UNKNOWN]], [[FAILED, UNKNOWN]]])(
		'may have been replaced when something did, or may have',
		(late) => {
			expect(overtakenOutcome(FIRST, FAILED, late)).toEqual({
				status: 'unknown',
				problem: { kind: 'overtaken', leanplumMessage: 'Too Many Requests.', httpStatus: 429 },
			});
			expect(overtakenOutcome(FIRST, UNKNOWN, late)).toBe(UNKNOWN);
			expect(overtakenOutcome(FIRST, SKIPPED, late)).toBe(SKIPPED);
		},
	);
});
