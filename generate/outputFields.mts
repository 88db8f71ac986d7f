import { columnsOf } from '../nodes/Leanplum/run/output/columns.ts';
import { isTask, offersPreview, type Operation } from '../nodes/Leanplum/operation/operation.ts';
import type { Status } from '../nodes/Leanplum/operation/statusWords.ts';
import { RESOURCES } from '../nodes/Leanplum/resources/index.ts';

/** The statuses that items of an operation can have. */
export function statusesOf(operation: Operation): Status[] {
	const isCall = !isTask(operation);
	const only = (isPossible: boolean | undefined, ...statuses: Status[]) =>
		isPossible ? statuses : [];
	return [
		'done',
		...only(operation.outputKeys?.includes('sentAttributes'), 'unchanged'),
		...only(isCall, 'skipped'),
		...only(isCall && operation.answersAboutUser, 'notFound'),
		...only(isCall && operation.offersSendOnce, 'duplicate'),
		'failed',
		'unknown',
		'notSent',
		...only(offersPreview(operation), 'preview'),
		...only(offersPreview(operation) && isCall, 'invalid'),
	];
}

const inCode = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/** The rows of the table operation × status × fields. */
export function outputFieldRows(): string[] {
	return RESOURCES.flatMap(({ name: resource, operations }) =>
		operations.map((operation) =>
			[
				`**${resource}** → ${operation.name}`,
				inCode(statusesOf(operation)),
				inCode(['status', ...columnsOf(operation)]),
			].join(' | '),
		),
	);
}
