import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';
import { readText } from '../../../values/text';
import type { NamedKind } from './namedKinds';
import {
	addValue,
	HAS_NO_NAME,
	NAME,
	readTyped,
	type TypedRows,
	type ValueType,
} from './namedValues';

/** The types that n8n gives to what is dragged, where they are types of rows. */
const TYPES_OF_DRAGGED: Partial<Record<string, ValueType>> = {
	array: 'list',
	boolean: 'boolean',
	number: 'number',
	string: 'string',
};

const draggedName = ({ name }: TypedRows) => `${name}Dragged`;

/** A list of named values that fills by dragging fields of the input into it. */
export const draggedProperty = (rows: TypedRows): INodeProperties => ({
	displayName: rows.displayName,
	name: draggedName(rows),
	type: 'assignmentCollection',
	default: {},
	description: rows.description,
});

/** Reads values that were dragged; one whose type rows do not have is read like one in JSON. */
export function draggedValues(input: ItemInput, rows: TypedRows, kind: NamedKind): JsonObject {
	const values: JsonObject = {};
	for (const row of input.rowValues(draggedName(rows), 'assignments')) {
		const name = input.take(`${rows.row} ${NAME}`, readText(row.name));
		if (name === undefined) {
			input.refuse(rows.row, HAS_NO_NAME);
			continue;
		}
		const label = `${rows.row} "${name}"`;
		const given = row.value;
		const type = TYPES_OF_DRAGGED[String(row.type)];
		const reading =
			type !== undefined && rows.types.includes(type)
				? readTyped(type, given, kind, input.timezone)
				: kind.read(given);
		addValue(input, values, kind, { label, name, given, reading });
	}
	return values;
}
