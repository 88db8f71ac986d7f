import type { INodeProperties, INodePropertyOptions, NodePropertyTypes } from 'n8n-workflow';
import { readChoice, readChoices } from '../values/choice';
import { readEpochSeconds } from '../values/date';
import { readId, readNumericId } from '../values/id';
import { readObject } from '../values/json';
import { readEach } from '../values/list';
import { MAX_NAME_LENGTH, readName } from '../values/names';
import { readNumber, readWhole } from '../values/number';
import type { Reading } from '../values/reading';
import { readCurrency, readEmail, readText, readUrl } from '../values/text';
import { readYesNo } from '../values/yesNo';
import { Field, propertyOf, type Shown } from './field';

/** How a field looks, besides its label and name. */
type Look = Partial<Omit<INodeProperties, 'displayName' | 'name'>>;

type FieldOf<Value> = (displayName: string, name: string, look?: Look) => Field<Value>;

/**
 * Fields of one kind.
 *
 * @param read the rule of the kind
 */
function fieldsOf<Value>(
	type: NodePropertyTypes,
	initial: INodeProperties['default'],
	read: (given: unknown, timezone: string) => Reading<Value>,
): FieldOf<Value> {
	return (displayName, name, look) => {
		// Passwords and push tokens are not shown in messages.
		const isSecret = look?.typeOptions?.password === true;
		return new Field(
			{ displayName, name, type, default: initial, ...look },
			(input, label, given) => input.take(label, read(given, input.timezone), isSecret),
		);
	};
}

/** A text; numbers and yes-or-no values count as such. */
export const textField = fieldsOf('string', '', (given) => readText(given));

/** A text of which Leanplum takes no more than 139 characters. */
export const shortTextField = fieldsOf('string', '', (given) => readText(given, MAX_NAME_LENGTH));

/** The ID of a user or a device. */
export const idField = fieldsOf('string', '', readId);

/** The ID that Leanplum gave something. */
export const numericIdField = fieldsOf('string', '', readNumericId);

/** The name of an event or a state. */
export const nameField = fieldsOf('string', '', readName);

export const numberField = fieldsOf('number', 0, readNumber);

export const integerField = fieldsOf('number', 0, readWhole);

/** A point in time, read as epoch seconds. */
export const timeField = fieldsOf('dateTime', '', readEpochSeconds);

/** A switch. */
export const yesNoField = fieldsOf('boolean', false, readYesNo);

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
	return fieldsOf<Value>('options', choices[0]!.value, (given) => readChoice(given, choices))(
		displayName,
		name,
		look,
	);
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
