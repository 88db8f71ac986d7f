import type { IDataObject } from 'n8n-workflow';
import type { Outcome } from '../protocol/outcome';
import type { Explanation } from './explain';

/** A step of a task failed; the item fails with this explanation. */
export class TaskFailure extends Error {
	constructor(
		readonly explanation: Explanation,
		/** Facts that help to go on, such as the id of a job that still runs. */
		readonly facts: IDataObject = {},
		/** What became of the call behind it, if one was sent. */
		readonly outcome?: Outcome,
	) {
		super(explanation.message);
	}
}
