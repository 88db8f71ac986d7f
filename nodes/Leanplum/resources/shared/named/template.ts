import { choiceField, textField } from '../../../operation/fields/fieldKinds';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';
import { NO_TEMPLATE_VALUE, readTemplateValue } from '../../../values/named';
import { accept, refuse, type Reading } from '../../../values/reading';
import { specifiedValues } from './specified';

const specified = specifiedValues({
	displayName: 'Specify Template Values',
	name: 'specifyValues',
	description: "How to enter the values for the message's placeholders",
	rows: {
		displayName: 'Template Values',
		name: 'values',
		row: 'Template Value',
		placeholder: 'Add Value',
		example: 'firstName',
		description: 'Values that fill the placeholders in the message',
		types: ['boolean', 'date', 'list', 'number', 'string'],
	},
	json: {
		displayName: 'Template Values (JSON)',
		name: 'valuesJson',
		placeholder: 'e.g. {"firstName": "Ada", "points": 120}',
		description: 'Values that fill the placeholders in the message, as a JSON object',
	},
});

/** Values for the placeholders of a message, as fields or as JSON. */
export const templateFields = specified.fields;

const ifValueIsNull = choiceField('If Template Value Is Null', 'ifValueIsNull', {
	default: 'refuse',
	description:
		'What to do if a template value is null, missing, or empty. Leanplum may print its name in the message.',
	options: [
		{ name: 'Fail the Item', value: 'refuse', description: 'Sends nothing for this item' },
		{
			name: 'Replace It',
			value: 'replace',
			description: "Sends the 'Null Replacement' text instead",
		},
	],
});

const nullReplacement = textField('Null Replacement', 'nullReplacement', {
	placeholder: 'e.g. there',
	description:
		'The text to send instead, such as "there" for "Hello there". Leave empty to print nothing.',
	// Always shown: n8n would drop its text where an expression gives the label of the choice above.
});

/** What to do with a value that is null. */
export const templateOptions = [ifValueIsNull, nullReplacement];

/** Gives what the options say of a value that is null. */
export function onNothingOf(options: ItemInput): (given: unknown) => Reading<string> {
	return (given) =>
		ifValueIsNull.readOrDefault(options) === 'replace'
			? accept(nullReplacement.readOrDefault(options))
			: refuse(IS_NOTHING, given);
}

/**
 * The values for the message's template.
 *
 * Leanplum prints the name of a value that is null, or does not send the message at all (its pages
 * disagree, reference §8 no. 25), so what is null, missing, or empty is refused or replaced.
 */
export function templateValues(input: ItemInput): JsonObject | undefined {
	const onNothing = onNothingOf(input.inside('options'));
	const { values } = specified.read(input, {
		read: (given) => readTemplateValue(given, onNothing),
		onEmpty: (item, label, given) => item.take(label, onNothing(given)),
	});
	return Object.keys(values).length > 0 ? values : undefined;
}

const IS_NOTHING = `${NO_TEMPLATE_VALUE}, or set ${ifValueIsNull.label} to Replace It`;
