import type { Operation } from '../../n8n/operation';
import { compact, isBlank, type ItemInput } from '../../n8n/itemInput';
import type { JsonObject } from '../../protocol/json';
import { numericIdSchema, templateValuesSchema } from '../../protocol/values';
import { idOrUrlField, locatedId } from '../shared/ids';
import { define, typedRows, typedRowsField } from '../shared/namedValues';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

/**
 * The values for the message's template.
 *
 * Leanplum prints the name of a value that is null, or does not send the message at all (its pages
 * disagree, reference §8 no. 25), so null is refused or replaced.
 */
function templateValues(
	input: ItemInput,
	options: Record<string, unknown>,
): JsonObject | undefined {
	const given =
		input.value('specifyValues') === 'json'
			? input.object('Template Values (JSON)', input.value('valuesJson'))
			: typedRows(input, 'Template Value', input.value('values'));
	const checked = input.optional('Template Value', templateValuesSchema, given);
	if (!checked || Object.keys(checked).length === 0) return undefined;
	const values: JsonObject = {};
	for (const [name, value] of Object.entries(checked)) {
		if (value === null && options.ifValueIsNull !== 'replace') {
			input.refuse(
				`Template Value "${name}"`,
				'is null, and Leanplum would print its name instead; give a value or set If a Template Value Is Null to Replace It',
			);
		}
		define(values, name, value === null ? String(options.nullReplacement ?? '') : value);
	}
	return values;
}

export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description:
		'Send a push notification, email, app inbox message or webhook to a user. A sent message cannot be taken back.',
	sends: 'sendMessage',
	fields: [
		idOrUrlField({
			displayName: 'Message',
			name: 'messageId',
			description:
				'The message to send. Its delivery must be set to Manual and it must be started; in-app messages cannot be sent this way.',
			example: '5670583287676928',
			urlExample: 'https://www.leanplum.com/dashboard#/12345__164/messaging/5670583287676928',
		}),
		...userFields,
		{
			displayName: 'Specify Template Values',
			name: 'specifyValues',
			type: 'options',
			noDataExpression: true,
			required: true,
			default: 'fields',
			description: 'How you want to give the values for the placeholders in the message',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		{
			...typedRowsField({
				displayName: 'Template Values',
				name: 'values',
				row: 'Value',
				example: 'firstName',
				description: 'Values for the placeholders in the message',
				types: ['boolean', 'date', 'list', 'number', 'string'],
			}),
			displayOptions: { show: { specifyValues: ['fields'] } },
		},
		{
			displayName: 'Template Values (JSON)',
			name: 'valuesJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. {"firstName": "Ada", "points": 120}',
			description: 'Values for the placeholders in the message, as a JSON object',
			displayOptions: { show: { specifyValues: ['json'] } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				developmentModeField,
				createDispositionField('CreateNever'),
				{
					displayName: 'Send to Users Outside the Target',
					name: 'force',
					type: 'boolean',
					default: false,
					description:
						"Whether to send the message also to users who do not meet the message's target in Leanplum",
				},
			],
		},
	],
	options: [
		{
			displayName: 'If a Template Value Is Null',
			name: 'ifValueIsNull',
			type: 'options',
			default: 'refuse',
			description: 'What to do with a template value that is null, which Leanplum cannot print',
			options: [
				{ name: 'Fail the Item', value: 'refuse' },
				{ name: 'Replace It', value: 'replace', description: 'With the Null Replacement below' },
			],
		},
		{
			displayName: 'Null Replacement',
			name: 'nullReplacement',
			type: 'string',
			default: '',
			description: 'The text to print for a template value that is null',
			displayOptions: { show: { ifValueIsNull: ['replace'] } },
		},
	],

	toArgs(input) {
		const fields = input.collection('additionalFields');
		const messageId = locatedId(input.value('messageId'));
		if (isBlank(messageId)) input.refuse('Message', 'is empty: choose the message to send');
		return compact({
			messageId: input.optional('Message', numericIdSchema, messageId),
			...userArgs(input),
			...userPolicyArgs(fields),
			values: templateValues(input, input.collection('options')),
			...(fields.force === true || fields.force === 'true' ? { force: true } : {}),
		});
	},
};
