import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { Call } from '../protocol/action/call';
import type { Outcome } from '../protocol/reply/outcome';
import type { Explanation } from './explain';
import type { Sending, TaskItem } from './operation';
import type { Progress } from './taskFailure';

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
	  }
	/** A task came to its end, or nothing had to be done. */
	| { readonly kind: 'performed'; readonly items: readonly TaskItem[] }
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

/** How an item fared, for counting: the outcome of its call, or `notSent` when there was none. */
export function statusOf(result: ItemResult): Outcome['status'] | 'notSent' {
	if (result.kind === 'performed') return 'done';
	if (result.outcome) return result.outcome.status;
	const { progress = 'nothingSent' } = result as ItemResult & { kind: 'failed' };
	return progress === 'nothingSent' ? 'notSent' : 'failed';
}
