import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Explanation } from '../operation/explain';

/** The user stopped the execution. */
export function stopped(context: IExecuteFunctions): NodeOperationError {
	return new NodeOperationError(context.getNode(), 'The execution was stopped', {
		description: 'Leanplum may have processed requests that were in progress.',
	});
}

/** Puts something that should never happen into words. */
export function explainDefect(error: unknown): Explanation {
	return {
		message: `This is a bug in the Leanplum node: ${String(error)}`,
		description:
			"Your workflow isn't the cause. Report this message, and what you were trying to do.",
		failure: { cause: 'node-defect' },
	};
}

/** Something that should never happen did. */
export function defect(context: IExecuteFunctions, error: unknown): NodeOperationError {
	const { message, description, failure } = explainDefect(error);
	return new NodeOperationError(context.getNode(), error as Error, {
		message,
		description,
		...(failure ? { failure } : {}),
	});
}
