import { integerField } from '../../operation/fieldKinds';

/** How many of the rows that were not done come out; enough to see what went wrong. */
export const maxFailedRows = integerField('Max Failed Rows', 'maxFailedRows', {
	typeOptions: { minValue: 0 },
	default: 100,
	description:
		'How many rows that failed or were skipped to return with their reasons, such as 100; their number is always given',
});
