import { columnsOf, withOutput } from '../nodes/Leanplum/run/output/columns.ts';
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

/** The rows of the table operation × status × fields, one more for each output with fields of its own. */
export function outputFieldRows(): string[] {
	const row = (operation: Operation, name: string) =>
		[name, inCode(statusesOf(operation)), inCode(['status', ...columnsOf(operation)])].join(' | ');
	return RESOURCES.flatMap(({ name: resource, operations }) =>
		operations.flatMap((operation) => {
			const name = `**${resource}** → ${operation.name}`;
			const outputs = Object.keys(operation.outputKeysOf ?? {});
			return [
				row(operation, name),
				...outputs.map((output) => {
					const label = output[0]!.toUpperCase() + output.slice(1);
					return row(withOutput(operation, output), `${name} with **Output** ${label}`);
				}),
			];
		}),
	);
}
