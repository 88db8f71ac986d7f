import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** The user stopped the execution. */
export function stopped(context: IExecuteFunctions): NodeOperationError {
	return new NodeOperationError(context.getNode(), 'The execution was stopped', {
		description: 'Requests that were under way may have been done by Leanplum.',
	});
}

/** Something that should never happen did. */
export function defect(context: IExecuteFunctions, error: unknown): NodeOperationError {
	return new NodeOperationError(context.getNode(), error as Error, {
		failure: { cause: 'node-defect' },
	});
}
