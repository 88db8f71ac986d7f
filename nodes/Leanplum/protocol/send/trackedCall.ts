import { isRead, type Call } from '../action/call';
import { isUserNotFound, type Outcome } from '../reply/outcome';
import { isAboutTheCall, type Problem } from '../reply/problem';

const REMOVED_BEFORE = 'The first response was lost, and the retry found nothing left to delete';

/** A read whose reply did not come; nothing can have been done. */
function unanswered({ problem }: { readonly problem: Problem }): Outcome {
	return { status: 'failed', problem: { ...problem, kind: 'noAnswer' } };
}

/** The outcome of a call that was under way when the execution was stopped. */
export const CUT_OFF: Outcome = { status: 'unknown', problem: { kind: 'replyLost' } };

/** A call on its way: what happened to it so far, and its outcome once that is final. */
export class TrackedCall {
	/** Its final outcome. */
	outcome?: Outcome;
	/** Why an earlier reply to it did not come, so that it may have been done then. */
	lostReply?: Problem;
	/** How it came out before it was resent behind an earlier call of the same user. */
	outcomeBeforeResend?: Outcome;
	/** Whether a request with it left and came back. */
	wasSent = false;
	/** Whether it was sent more than once. */
	wasResent = false;
	/** Whether a request with it is under way, or was when the execution was stopped. */
	inFlight = false;

	constructor(readonly call: Call) {}

	/** Whether Leanplum may have done it though nothing tells its outcome. */
	get mayHaveBeenDone(): boolean {
		return !this.outcome && (this.inFlight || this.lostReply !== undefined);
	}

	/**
	 * Notes the final outcome. When an earlier reply was lost, the call may have been done then,
	 * whatever keeps it from being done now; a removal that finds nothing has achieved its aim.
	 */
	finish(outcome: Outcome): void {
		const known = this.lostReply ? this.inHindsight(outcome, this.lostReply) : outcome;
		this.outcome = known.status === 'unknown' && isRead(this.call) ? unanswered(known) : known;
	}

	private inHindsight(outcome: Outcome, lostReply: Problem): Outcome {
		const nothingFound =
			isUserNotFound(outcome) ||
			(outcome.status === 'failed' && outcome.problem.kind === 'notFound');
		if (nothingFound && this.call.spec.removes) {
			return { status: 'done', reply: { success: true }, warning: REMOVED_BEFORE };
		}
		const saysNothingOfIt =
			outcome.status === 'notSent' ||
			(outcome.status === 'failed' && !isAboutTheCall(outcome.problem));
		return saysNothingOfIt ? { status: 'unknown', problem: lostReply } : outcome;
	}
}
