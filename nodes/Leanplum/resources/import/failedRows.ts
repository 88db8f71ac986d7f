import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';

/** Enough to see what went wrong; their number is always given. */
const DEFAULT_MAX_ROWS = 100;

/** How many of the rows that were not done come out. */
export const maxFailedRowsOption: INodeProperties = {
	displayName: 'Max Failed Rows',
	name: 'maxFailedRows',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 100,
	description:
		'How many rows that failed or were skipped to return with their reasons, such as 100; their number is always given',
};

/** Reads it. */
export function maxFailedRows(input: ItemInput): number {
	const { maxFailedRows: rows } = input.collection('options');
	return input.integer('Max Failed Rows', rows) ?? DEFAULT_MAX_ROWS;
}
