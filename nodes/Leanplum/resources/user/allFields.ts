import type { INodeProperties } from 'n8n-workflow';
import { choiceField, textsField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { NoteKind } from '../../operation/fields/notes';
import { isNestedWithin, isObject, type JsonObject } from '../../protocol/basics/json';
import { isDateObject, trim } from '../../values/blank';
import { readChoice } from '../../values/choice';
import { readText } from '../../values/text';
import { ATTRIBUTES } from '../shared/named/namedKinds';
import { fieldsOfIds, identifyBy } from '../shared/fields/user';
import {
	addValue,
	readTyped,
	separatorProperty,
	typeChoices,
	type ValueType,
} from '../shared/named/namedValues';
import { onlyChanges } from './changes';

/** Excluded unless the user names others, so an item without them is nothing to complain about. */
const USUAL_IDS: readonly string[] = ['userId', 'deviceId'];

const fieldsToLeaveOut = textsField('Fields to Exclude', 'excludedFields', {
	requiresDataPath: 'multiple',
	required: true,
	default: USUAL_IDS.join(', '),
	placeholder: 'e.g. customerId, email',
	description:
		'Comma-separated names of input fields to exclude. Fields that give the IDs are excluded automatically.',
});

const objects = choiceField<'fail' | 'flatten' | 'leaveOut'>(
	'If a Field Holds an Object',
	'objects',
	{
		required: true,
		default: 'fail',
		description: "What to do with fields that contain objects, because attributes can't",
		options: [
			{ name: 'Fail the Item', value: 'fail', description: 'Sends nothing for the item' },
			{
				name: 'Flatten',
				value: 'flatten',
				description: 'Sets each value in the object as an attribute, such as shop.city',
			},
			{ name: 'Leave Out', value: 'leaveOut', description: 'Sends the other fields only' },
		],
	},
);

const TYPES = ['boolean', 'date', 'list', 'number', 'string'] as const;

const CHOICES = typeChoices(TYPES);

const fieldTypes: INodeProperties = {
	displayName: 'Field Types',
	name: 'fieldTypes',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		fixedCollection: { itemTitle: '={{ $collection.item.value.name }}' },
	},
	placeholder: 'Add Field Type',
	default: {},
	description:
		'The types of specific fields, for example dates, or true or false from a spreadsheet. Other fields keep their type.',
	options: [
		{
			displayName: 'Field Type',
			name: 'row',
			values: [
				{
					displayName: 'Field Name',
					name: 'name',
					type: 'string',
					requiresDataPath: 'single',
					default: '',
					placeholder: 'e.g. signupDate',
					description: 'The name of the input field',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'boolean',
					description: 'The data type of the attribute',
					options: CHOICES,
				},
				separatorProperty({ type: ['list'] }),
			],
		},
	],
};

/** The fields that say how the fields of an item become attributes. */
export const allFields = [fieldsToLeaveOut, fieldTypes, objects];

interface FieldType {
	readonly type: ValueType;
	readonly separator: unknown;
}

function fieldTypesOf(input: ItemInput): Map<string, FieldType> {
	const types = new Map<string, FieldType>();
	for (const row of input.rowValues(fieldTypes.name)) {
		const name = input.take(fieldTypes.displayName, readText(row.name));
		if (name === undefined)
			input.refuse(
				fieldTypes.displayName,
				'has a row without a field name. Enter the name, or delete the row',
			);
		else {
			const type = input.take(fieldTypes.displayName, readChoice(row.type, CHOICES));
			types.set(name, { type: type ?? 'string', separator: row.separator });
		}
	}
	return types;
}

/** Takes a field of an item by the name of its attribute. */
type TakeField = (name: string, value: unknown) => void;

/** What an operation's fields say of the fields of its items. */
interface Selection {
	/** The fields that the user excluded. */
	readonly named: readonly string[];
	/** These and those that give the IDs. */
	readonly excluded: ReadonlySet<string>;
	readonly typed: ReadonlyMap<string, FieldType>;
}

const SELECTION = {};

/** What it says, which is the same for all items unless there are expressions in it. */
function selectionOf(input: ItemInput): Selection {
	const known = input.constantFields(fieldTypes.name);
	if (known?.has(SELECTION)) return known.get(SELECTION) as Selection;
	const problems = input.problems.length;
	const typed = fieldTypesOf(input);
	const named = fieldsToLeaveOut.read(input) ?? [];
	// An ID, or what was sent last, with a type of its own is wanted as an attribute too.
	const lastSent = input.inside('options').fieldNamedIn(onlyChanges.name) ?? '';
	const own = [...fieldsOfIds(input), lastSent].filter((name) => !typed.has(name));
	const selection = { named, excluded: new Set([...named, ...own]), typed };
	const isTheSame =
		input.problems.length === problems &&
		[fieldsToLeaveOut, identifyBy].every(({ name }) => input.constantFields(name));
	if (isTheSame) input.constantFields(fieldTypes.name)?.set(SELECTION, selection);
	return selection;
}

/** Goes through the fields of an item that become attributes. */
function eachField(input: ItemInput, { named, excluded, typed }: Selection, take: TakeField): void {
	for (const name of named) {
		const isMissing = !holds(input.json, name) && !USUAL_IDS.includes(name);
		if (isMissing) input.note(`"${name}"`, 'noSuchField');
	}
	let handling: string | undefined;
	for (const name of Object.keys(input.json)) {
		if (excluded.has(name)) continue;
		const value = input.json[name];
		if (!holdsObject(value) || typed.has(name)) take(name, value);
		else {
			handling ??= objects.readOrDefault(input);
			if (handling === 'flatten' && isObject(value) && isNestedWithin(value, MAX_FLATTENED_DEPTH)) {
				takeMembers(name, value, excluded, take);
			} else if (handling === 'leaveOut') input.note(`Field "${name}"`, 'objectLeftOut');
			else if (handling === 'fail') input.refuse(`Field "${name}"`, HOLDS_OBJECT);
			else take(name, value);
		}
	}
	for (const name of typed.keys()) {
		if (!excluded.has(name) && !holds(input.json, name)) take(name, undefined);
	}
}

const HOLDS_OBJECT = `holds an object, which attributes can't hold. Add it to ${fieldsToLeaveOut.label}, or set ${objects.label} to Flatten or Leave Out`;

const MAX_FLATTENED_DEPTH = 20;

function holdsObject(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return Array.isArray(value) ? value.some(holdsObject) : !isDateObject(value);
}

/** Whether an object has a member by a name, or by the way to it, such as shop.city. */
function holds(value: unknown, path: string): boolean {
	if (!isObject(value)) return false;
	if (Object.hasOwn(value, path)) return true;
	return (
		path.includes('.') &&
		Object.keys(value).some(
			(name) => path.startsWith(`${name}.`) && holds(value[name], path.slice(name.length + 1)),
		)
	);
}

function takeMembers(
	path: string,
	value: Record<string, unknown>,
	excluded: ReadonlySet<string>,
	take: TakeField,
): void {
	for (const [name, member] of Object.entries(value)) {
		const inner = `${path}.${name}`;
		if (excluded.has(inner)) continue;
		if (isObject(member) && !isDateObject(member)) takeMembers(inner, member, excluded, take);
		else take(inner, member);
	}
}

/** Neither a number nor a date, nor true or false. */
const OTHER_WORD = /^[a-eg-su-z]/i;
const BOOLEAN = /^(?:true|false)$/i;
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?$/;
/** Leading zeros and long digits are codes and IDs, not numbers. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** What type a text looks like, though it is sent as text. */
function looksLike(given: unknown): NoteKind | undefined {
	if (typeof given !== 'string' || given.length > 40 || OTHER_WORD.test(given)) return undefined;
	const text = trim(given);
	if (BOOLEAN.test(text)) return 'looksLikeBoolean';
	if (DATE.test(text)) return 'looksLikeDate';
	return NUMBER.test(text) ? 'looksLikeNumber' : undefined;
}

/** The attributes that the fields of an item become; what is wrong with them is noted. */
export function attributesOfItem(input: ItemInput): JsonObject {
	const selection = selectionOf(input);
	const { typed } = selection;
	const values: JsonObject = {};
	eachField(input, selection, (name, given) => {
		const label = `Field "${name}"`;
		const chosen = typed.get(name);
		const reading = chosen
			? readTyped(chosen.type, given, ATTRIBUTES, input.timezone, chosen.separator)
			: ATTRIBUTES.read(given);
		const looks = chosen ? undefined : looksLike(given);
		if (looks) input.note(label, looks);
		addValue(input, values, ATTRIBUTES, { label, name, given, reading });
	});
	return values;
}
