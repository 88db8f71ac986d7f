import type { IDataObject, INode } from 'n8n-workflow';
import { isUntried, type Outcome } from '../../protocol/reply/outcome';
import type { Explanation } from '../../operation/explain';
import type { Operation } from '../../operation/operation';
import type { Status } from '../../operation/statusWords';
import { inColumns, withColumns } from './columns';

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

/** The output of a failed item. */
export function failedJson(
	operation: Operation,
	status: Status,
	{ explanation, facts = {}, outcome }: ItemFailure,
	place: FailurePlace,
): IDataObject {
	const { message, description, failure } = explanation;
	const problem = outcome && 'problem' in outcome ? outcome.problem : undefined;
	const mayWorkLater = outcome ? isUntried(outcome) : failure?.cause === 'credential-invalid';
	const error: IDataObject = {
		message,
		description,
		status,
		...facts,
		...(problem?.leanplumMessage ? { leanplumMessage: problem.leanplumMessage } : {}),
		...(problem?.httpStatus ? { httpStatus: problem.httpStatus } : {}),
		...(mayWorkLater ? { retryLater: true } : {}),
	};
	if (place === 'errorOutput') return { error };
	return withColumns(operation, status, { ...inColumns(operation, facts), error });
}
