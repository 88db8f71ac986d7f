import type { INodeProperties } from 'n8n-workflow';
import type { ColumnChoice } from '../../csv/columns/columns';
import { plainName } from '../../csv/columns/leanplumNames';
import { Field } from '../../operation/fields/field';
import { choiceField, textField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import { defaultActionField } from './rows/rowActions';

const userIdColumn = textField('User ID Column', 'userIdColumn', {
	required: true,
	default: 'userId',
	placeholder: 'e.g. Email',
	description:
		'The name or number of the column with the user IDs. The default userId also finds user_id and User ID.',
	displayOptions: {
		hide: { [defaultActionField.name]: ['setDeviceAttributes', 'registerDevice'] },
	},
});

const eventColumn = textField('Event Column', 'eventColumn', {
	required: true,
	default: 'event',
	placeholder: 'e.g. Action Taken',
	description: 'The name or number of the column with the event names',
	displayOptions: { show: { [defaultActionField.name]: ['track'] } },
});

const otherColumns = choiceField<ColumnChoice['others']>('Other Columns', 'otherColumns', {
	required: true,
	default: 'values',
	description:
		"What to do with columns whose names aren't Leanplum fields. Leanplum fields are, for example, country and userAttributes.plan.",
	options: [
		{
			name: 'Import as Values',
			value: 'values',
			description:
				'They become user attributes, parameters of the event or state, or values of the message',
		},
		{
			name: "Must Have Leanplum's Names",
			value: 'refuse',
			description: 'Import nothing if a column has another name',
		},
		{
			name: 'Only Those Named',
			value: 'named',
			description: 'Import only the columns that you name, and ignore the rest of the file',
		},
	],
});

const column = textField('Column', 'column', {
	placeholder: 'e.g. First Name',
	description: 'The name or number of the column in the file',
});
const becomes = textField('Name in Leanplum', 'becomes', {
	placeholder: 'e.g. firstName',
	description:
		'The attribute, parameter, or value. Leave empty to use the name of the column. A name such as country or time sets that field in Leanplum.',
});

const columns: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: { itemTitle: '={{ $collection.item.value.column }}' },
	},
	placeholder: 'Add Column',
	default: {},
	description: 'The columns to import, besides the one with the user IDs',
	displayOptions: { show: { otherColumns: ['named'] } },
	options: [{ displayName: 'Column', name: 'row', values: [column.property, becomes.property] }],
};

/** The fields that say which column is what. */
export const columnFields: ReadonlyArray<Field | INodeProperties> = [
	userIdColumn,
	eventColumn,
	otherColumns,
	columns,
];

/** The column that a field names; empty where the file has it under Leanplum's name, or not at all. */
function columnOf(field: Field<string>, input: ItemInput): string {
	const given = field.read(input) ?? '';
	return plainName(given) === plainName(String(field.property.default)) ? '' : given;
}

/** Reads the fields that say which column is what. */
export function columnChoice(
	input: ItemInput,
): Pick<ColumnChoice, 'userId' | 'event' | 'others' | 'named'> {
	const others = otherColumns.read(input) ?? 'values';
	const rows = others === 'named' ? input.rows(columns.name) : [];
	return {
		userId: columnOf(userIdColumn, input),
		event: columnOf(eventColumn, input),
		others,
		named: rows.map((row) => ({
			column: column.require(row) ?? '',
			becomes: becomes.read(row) ?? '',
		})),
	};
}
