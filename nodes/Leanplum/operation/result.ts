import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import { isUserNotFound, type Outcome } from '../protocol/reply/outcome';
import type { Explanation } from './explain';
import type { Sending, TaskItem } from './operation';
import type { Progress } from './taskFailure';
import type { Status } from './statusWords';

/** What became of one input item. */
export type ItemResult =
	| {
			readonly kind: 'called';
			readonly call: Call;
			readonly outcome: Outcome;
			/** Shapes what was answered when it was done. */
			readonly toOutput?: Sending['toOutput'];
			readonly whenUnknown?: Sending['whenUnknown'];
			/** Which of its values were empty and left out, as a sentence. */
			readonly leftOut?: string;
			/** An AI agent chose what comes out, so nothing is added to it. */
			readonly isPicked?: boolean;
			/** It reads, so that a user whom Leanplum does not know is missing rather than skipped. */
			readonly isAboutUser?: boolean;
	  }
	/** A task came to its end, or nothing had to be done. */
	| {
			readonly kind: 'performed';
			readonly items: readonly TaskItem[];
			readonly isUnchanged?: boolean;
	  }
	/** It was not sent, because its input is wrong or the credential lacks something; or a task failed. */
	| {
			readonly kind: 'failed';
			readonly explanation: Explanation;
			readonly facts?: IDataObject;
			readonly binary?: Record<string, IBinaryData>;
			/** What became of the call that failed, if one was sent. */
			readonly outcome?: Outcome;
			/** How far a task had come; without it nothing was sent. */
			readonly progress?: Progress;
	  };

/** Whether Leanplum did nothing for an item, or for a part of it; of a preview there is no result. */
export function wasSkipped(result: ItemResult | undefined): boolean {
	if (result?.kind === 'performed') return result.items.some(({ isSkipped }) => isSkipped);
	return result?.kind === 'called' && result.outcome.status === 'skipped';
}

/** How an item fared: the outcome of its call, or how far it came without one. */
export function statusOf(result: ItemResult): Status {
	if (result.kind === 'performed') return result.isUnchanged ? 'unchanged' : 'done';
	if (result.kind === 'called') {
		const isMissing = result.isAboutUser && isUserNotFound(result.outcome);
		return isMissing ? 'notFound' : result.outcome.status;
	}
	if (result.outcome) return result.outcome.status;
	return result.progress === undefined || result.progress === 'nothingSent' ? 'notSent' : 'failed';
}

/** The user and device that a call addresses. */
export function idsOf({ args: { userId, deviceId } }: Call): IDataObject {
	const ids: IDataObject = {};
	if (typeof userId === 'string') ids.userId = userId;
	if (typeof deviceId === 'string') ids.deviceId = deviceId;
	return ids;
}
