import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';
import { readText } from '../../../values/text';
import type { NamedKind } from './namedKinds';
import { addValue, NAME, readTyped, type TypedRows, type ValueType } from './namedValues';

/** The types that n8n gives to what is dragged, where they are types of rows. */
const TYPES_OF_DRAGGED: Partial<Record<string, ValueType>> = {
	array: 'list',
	boolean: 'boolean',
	number: 'number',
	string: 'string',
};

/** A list of named values that fills by dragging fields of the input into it. */
export const draggedProperty = ({
	displayName,
	name,
	description,
}: TypedRows): INodeProperties => ({
	displayName,
	name: `${name}Dragged`,
	type: 'assignmentCollection',
	default: {},
	description,
});

/** Reads values that were dragged; one whose type rows do not have is read like one in JSON. */
export function draggedValues(input: ItemInput, rows: TypedRows, kind: NamedKind): JsonObject {
	const values: JsonObject = {};
	for (const row of input.rows(draggedProperty(rows).name, 'assignments')) {
		const name = input.take(`${rows.row} ${NAME}`, readText(row.value('name')));
		if (name === undefined) {
			input.refuse(rows.row, 'has no name');
			continue;
		}
		const label = `${rows.row} "${name}"`;
		const given = row.value('value');
		const type = TYPES_OF_DRAGGED[String(row.value('type'))];
		const reading =
			type !== undefined && rows.types.includes(type)
				? readTyped(type, given, kind, input.timezone)
				: kind.read(given);
		addValue(input, values, kind, { label, name, given, reading });
	}
	return values;
}
