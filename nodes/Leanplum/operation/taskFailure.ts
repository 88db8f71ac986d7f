import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { answerOf } from '../protocol/reply/answer';
import type { Outcome } from '../protocol/reply/outcome';
import { explain, type Explanation } from './explain';

/**
 * How far a task came before it failed: nothing was sent; what was sent may be sent again; or
 * something was done that must not be done again, such as the start of a job.
 */
export type Progress = 'nothingSent' | 'asked' | 'begun';

/** A step of a task failed; the item fails with this explanation. */
export class TaskFailure extends Error {
	constructor(
		readonly explanation: Explanation,
		/** Facts that help to go on, such as the id of a job that still runs. */
		readonly facts: IDataObject = {},
		/** What became of the call behind it, if one was sent. */
		readonly outcome?: Outcome,
		/** How far the task had come. */
		readonly progress: Progress = 'asked',
		/** Files that help to go on. */
		readonly binary?: Record<string, IBinaryData>,
	) {
		super(explanation.message);
	}
}

/**
 * What Leanplum answered to a call of a task.
 *
 * @throws TaskFailure unless it was done
 */
export function answerOrThrow(outcome: Outcome): IDataObject {
	if (outcome.status === 'done') return answerOf(outcome.reply);
	if ('problem' in outcome) throw new TaskFailure(explain(outcome.problem), {}, outcome);
	throw new TaskFailure(
		{
			message: `Leanplum skipped the request: ${outcome.warning}`,
			description: 'Leanplum reported success but did nothing.',
		},
		{},
		outcome,
	);
}
