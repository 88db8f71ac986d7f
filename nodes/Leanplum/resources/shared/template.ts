import { choiceField, textField } from '../../operation/fieldKinds';
import type { ItemInput } from '../../operation/itemInput';
import { setOwn, type JsonObject } from '../../protocol/basics/json';
import { templateValuesSchema } from '../../values/values';
import { specifiedValues } from './specified';

const specified = specifiedValues({
	displayName: 'Specify Template Values',
	name: 'specifyValues',
	description: 'How you want to give the values for the placeholders in the message',
	rows: {
		displayName: 'Template Values',
		name: 'values',
		row: 'Template Value',
		placeholder: 'Add Value',
		example: 'firstName',
		description: 'Values for the placeholders in the message',
		types: ['boolean', 'date', 'list', 'number', 'string'],
	},
	json: {
		displayName: 'Template Values (JSON)',
		name: 'valuesJson',
		placeholder: 'e.g. {"firstName": "Ada", "points": 120}',
		description: 'Values for the placeholders in the message, as a JSON object',
	},
});

/** Values for the placeholders of a message, as fields or as JSON. */
export const templateFields = specified.fields;

const ifValueIsNull = choiceField('If a Template Value Is Null', 'ifValueIsNull', {
	default: 'refuse',
	description: 'What to do with a template value that is null, which Leanplum cannot print',
	options: [
		{ name: 'Fail the Item', value: 'refuse', description: 'Nothing is sent for the item' },
		{ name: 'Replace It', value: 'replace', description: 'With the Null Replacement below' },
	],
});

const nullReplacement = textField('Null Replacement', 'nullReplacement', {
	placeholder: 'e.g. there',
	description:
		'The text to print for a template value that is null, such as "there" for "Hello there"; empty prints nothing',
	displayOptions: { show: { ifValueIsNull: ['replace'] } },
});

/** What to do with a value that is null. */
export const templateOptions = [ifValueIsNull, nullReplacement];

/**
 * The values for the message's template.
 *
 * Leanplum prints the name of a value that is null, or does not send the message at all (its pages
 * disagree, reference §8 no. 25), so null is refused or replaced.
 */
export function templateValues(input: ItemInput): JsonObject | undefined {
	const options = input.inside('options');
	const { label, values: given } = specified.read(input);
	const checked = input.check(label, templateValuesSchema, given);
	if (!checked || Object.keys(checked).length === 0) return undefined;
	const replaces = ifValueIsNull.read(options) === 'replace';
	const values: JsonObject = {};
	for (const [name, value] of Object.entries(checked)) {
		if (value === null && !replaces) {
			input.refuse(
				`${label} "${name}"`,
				`is null, and Leanplum would print its name instead; give a value or set ${ifValueIsNull.label} to Replace It`,
			);
		}
		setOwn(values, name, value === null ? nullReplacement.readOrDefault(options) : value);
	}
	return values;
}
