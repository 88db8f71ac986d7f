import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { Field, type Shown } from '../../../operation/fields/field';
import { jsonField } from '../../../operation/fields/fieldKinds';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';
import { draggedProperty, draggedValues } from './draggedValues';
import type { NamedKind } from './namedKinds';
import { addValue, typedRows, typedRowsProperty, type TypedRows } from './namedValues';

interface Specified {
	/** The label of the choice between the ways. */
	displayName: string;
	name: string;
	description: string;
	hint?: string;
	/** A further way besides the two, with its fields and what is read of them. */
	also?: {
		choice: INodePropertyOptions;
		fields: Shown[];
		read(input: ItemInput): JsonObject;
	};
	rows: TypedRows;
	json: { displayName: string; name: string; placeholder: string; description: string };
}

/** What was given. */
interface Given {
	/** What its entries are called in messages. */
	readonly label: string;
	/** The label of the field that holds them. */
	readonly collection: string;
	readonly values: JsonObject;
}

/** Named values that the user gives as rows or as JSON. */
export interface SpecifiedValues {
	readonly fields: readonly Shown[];
	/** @param kind what the values may be */
	read(input: ItemInput, kind: NamedKind): Given;
}

const shownWith = (shown: Shown, look: Pick<INodeProperties, 'displayOptions'>): Shown =>
	shown instanceof Field ? shown.with(look) : { ...shown, ...look };

/** Fields for named values: how they are given, and the ways to give them. */
export function specifiedValues({ also, rows, json, ...choice }: Specified): SpecifiedValues {
	const shownFor = (way: string) => ({ displayOptions: { show: { [choice.name]: [way] } } });
	const asJson = jsonField(json.displayName, json.name, {
		required: true,
		placeholder: json.placeholder,
		description: json.description,
		...shownFor('json'),
	});
	return {
		fields: [
			{
				...choice,
				type: 'options',
				noDataExpression: true,
				required: true,
				default: 'fields',
				options: [
					...(also ? [also.choice] : []),
					{
						name: 'Using Drag and Drop',
						value: 'dragged',
						description:
							"Drag input fields here. For dates and lists in text, select 'Using Fields Below'.",
					},
					{ name: 'Using Fields Below', value: 'fields', description: 'Add one row per value' },
					{ name: 'Using JSON', value: 'json', description: 'Enter all values as one JSON object' },
				],
			},
			{ ...typedRowsProperty(rows), ...shownFor('fields') },
			{ ...draggedProperty(rows), ...shownFor('dragged') },
			asJson,
			...(also
				? also.fields.map((field) => shownWith(field, shownFor(String(also.choice.value))))
				: []),
		],
		read(input, kind) {
			const given = readGiven(input, kind);
			const { maxEntries } = kind;
			const length = maxEntries === undefined ? 0 : Object.keys(given.values).length;
			if (maxEntries !== undefined && length > maxEntries) {
				input.refuse(given.collection, `can have up to ${maxEntries} entries, but has ${length}`);
			}
			return given;
		},
	};

	function readGiven(input: ItemInput, kind: NamedKind): Given {
		const way = input.value(choice.name);
		if (way === 'json') {
			const label = json.displayName;
			return { label, collection: label, values: jsonValues(input, kind) };
		}
		if (also && way === also.choice.value) {
			const label = choice.displayName;
			return { label, collection: label, values: also.read(input) };
		}
		const read = way === 'dragged' ? draggedValues : typedRows;
		return { label: rows.row, collection: rows.displayName, values: read(input, rows, kind) };
	}

	function jsonValues(input: ItemInput, kind: NamedKind): JsonObject {
		const values: JsonObject = {};
		for (const [name, given] of Object.entries(asJson.read(input) ?? {})) {
			const label = `${asJson.label} "${name}"`;
			addValue(input, values, kind, { label, name, given, reading: kind.read(given) }, true);
		}
		return values;
	}
}
