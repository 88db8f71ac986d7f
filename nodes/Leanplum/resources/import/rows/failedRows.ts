import { integerField } from '../../../operation/fields/fieldKinds';

/** How many of the rows that were not done come out; enough to see what went wrong. */
export const maxFailedRows = integerField('Max Failed Rows', 'maxFailedRows', {
	typeOptions: { minValue: 0 },
	default: 100,
	description:
		'How many failed or skipped rows to list with their reasons, for example 100. Totals always include all rows.',
});
