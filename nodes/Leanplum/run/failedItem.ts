import type { IDataObject, INode } from 'n8n-workflow';
import { CATALOGUE } from '../protocol/action/catalogue';
import type { Outcome } from '../protocol/reply/outcome';
import type { Explanation } from '../operation/explain';
import { isTask, type Operation } from '../operation/operation';

/** Why an item failed, and what is known of it. */
export interface ItemFailure {
	readonly explanation: Explanation;
	readonly facts?: IDataObject;
	readonly outcome?: Outcome;
}

/**
 * Where failed items go. n8n takes those with the single key `error` to the error output, in every
 * version; before 2.35.3 it left items with further keys beside the successful ones.
 */
export type FailurePlace = 'errorOutput' | 'besideTheOthers';

export function failurePlace(node: INode): FailurePlace {
	return node.onError === 'continueErrorOutput' ? 'errorOutput' : 'besideTheOthers';
}

/** The IDs in the output of an operation whose calls name a user or a device. */
const IDS = { user: ['userId', 'deviceId'], device: ['deviceId'], none: [] } as const;

/** Whom an operation is about; an action that the user names may be about a user. */
function subjectOf({ sends }: Operation): keyof typeof IDS {
	return sends === undefined ? 'user' : CATALOGUE[sends].subject;
}

/** The output of a failed item. */
export function failedJson(
	operation: Operation,
	status: string,
	{ explanation, facts = {}, outcome }: ItemFailure,
	place: FailurePlace,
): IDataObject {
	const { message, description } = explanation;
	const problem = outcome && 'problem' in outcome ? outcome.problem : undefined;
	const error: IDataObject = {
		message,
		description,
		status,
		...facts,
		...(problem?.leanplumMessage ? { leanplumMessage: problem.leanplumMessage } : {}),
		...(problem?.httpStatus ? { httpStatus: problem.httpStatus } : {}),
	};
	if (place === 'errorOutput') return { error };
	const ids = isTask(operation) ? [] : IDS[subjectOf(operation)];
	const keys = [...ids, ...(operation.outputKeys ?? [])];
	return { status, ...Object.fromEntries(keys.map((key) => [key, facts[key] ?? null])), error };
}
