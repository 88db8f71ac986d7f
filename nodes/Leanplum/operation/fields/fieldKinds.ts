import type { INodeProperties, INodePropertyOptions, NodePropertyTypes } from 'n8n-workflow';
import { readChoice, readChoices } from '../../values/choice';
import { readEpochSeconds } from '../../values/date';
import { readId, readNumericId } from '../../values/id';
import { readObject } from '../../values/json';
import { readEach } from '../../values/list';
import { MAX_NAME_LENGTH, readName } from '../../values/names';
import { readNumber, readWhole } from '../../values/number';
import type { Reading } from '../../values/reading';
import { readCurrency, readEmail, readText, readUrl } from '../../values/text';
import { readYesNo } from '../../values/yesNo';
import { Field, propertyOf, type Shown } from './field';

/** How a field looks, besides its label and name. */
type Look = Partial<Omit<INodeProperties, 'displayName' | 'name'>>;

type FieldOf<Value> = (displayName: string, name: string, look?: Look) => Field<Value>;

/**
 * Fields of one kind.
 *
 * @param read the rule of the kind
 * @param rule the same in a sentence, which every field of the kind says after its description
 */
function fieldsOf<Value>(
	type: NodePropertyTypes,
	initial: INodeProperties['default'],
	read: (given: unknown, timezone: string) => Reading<Value>,
	rule?: string,
): FieldOf<Value> {
	return (displayName, name, look) => {
		// Passwords and push tokens are not shown in messages.
		const isSecret = look?.typeOptions?.password === true;
		return new Field(
			{ displayName, name, type, default: initial, ...withRule(look, rule) },
			(input, label, given) => input.take(label, read(given, input.timezone), isSecret),
		);
	};
}

function withRule(look: Look | undefined, rule: string | undefined): Look | undefined {
	const { description, noDataExpression } = look ?? {};
	// What no expression can fill takes only what the editor offers.
	if (!description || !rule || noDataExpression) return look;
	return { ...look, description: `${description.replace(/\.$/, '')}. ${rule}` };
}

/** A text; numbers and yes-or-no values count as such. */
export const textField = fieldsOf('string', '', (given) => readText(given));

/** A text of which Leanplum takes no more than 139 characters. */
export const shortTextField = fieldsOf('string', '', (given) => readText(given, MAX_NAME_LENGTH));

/** The ID of a user or a device. */
export const idField = fieldsOf('string', '', readId, 'Spaces around it are removed.');

/** The ID that Leanplum gave something. */
export const numericIdField = fieldsOf('string', '', readNumericId);

/** The name of an event or a state. */
export const nameField = fieldsOf('string', '', readName);

export const numberField = fieldsOf('number', 0, readNumber, 'Must be a number such as 1234.5.');

export const integerField = fieldsOf('number', 0, readWhole, 'Must be a whole number.');

/** A point in time, read as epoch seconds. */
export const timeField = fieldsOf(
	'dateTime',
	'',
	readEpochSeconds,
	'Can be a date, a date with a time, epoch seconds, or a spreadsheet day number such as 45413.',
);

/** A switch. */
export const yesNoField = fieldsOf(
	'boolean',
	false,
	readYesNo,
	'Expressions can return true or false, yes or no, on or off, 1 or 0.',
);

/** A JSON object, given as such or as text; what its members hold is left to other readers. */
export const jsonField = fieldsOf('json', '{}', readObject);

/** Several whole numbers. */
export const integersField = fieldsOf('string', '', (given) => readEach(given, readWhole));

/** Several texts. */
export const textsField = fieldsOf('string', '', (given) => readEach(given, readText));

export const currencyField = fieldsOf('string', '', readCurrency);

export const emailField = fieldsOf('string', '', readEmail);

/** An address on the web that Leanplum calls. */
export const urlField = fieldsOf('string', '', readUrl);

type Choices = Omit<Look, 'options'> & { options: INodePropertyOptions[] };

/** The choices of an options field, whose values are texts. */
const choicesOf = <Value extends string>({ options }: Choices) =>
	options as Array<INodePropertyOptions & { value: Value }>;

/** One of several choices, by its value or its label; an expression can give others, which are refused. */
export function choiceField<Value extends string = string>(
	displayName: string,
	name: string,
	look: Choices,
): Field<Value> {
	const choices = choicesOf<Value>(look);
	return fieldsOf<Value>(
		'options',
		choices[0]!.value,
		(given) => readChoice(given, choices),
		'Expressions can return the name or the value of an option.',
	)(displayName, name, look);
}

/** Any of several choices. */
export function choicesField(displayName: string, name: string, look: Choices): Field<string[]> {
	const choices = choicesOf(look);
	return fieldsOf<string[]>('multiOptions', [], (given) => readChoices(given, choices))(
		displayName,
		name,
		look,
	);
}

/** Fields as n8n is told of them, in the order of their labels. */
export function sortedByLabel(fields: readonly Shown[]): INodeProperties[] {
	return fields.map(propertyOf).sort((a, b) => a.displayName.localeCompare(b.displayName));
}

/** A collection, whose fields are read with `input.inside(name)`; sorted by label as n8n wants it. */
export function collectionProperty(
	displayName: string,
	name: string,
	fields: readonly Shown[],
	look: Look,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		default: {},
		options: sortedByLabel(fields),
		...look,
	};
}
