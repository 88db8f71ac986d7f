import { DateTime } from 'luxon';
import type { CallOperation } from '../../operation/operation';
import { compact, type ItemInput } from '../../operation/itemInput';
import { setOwn, type JsonObject } from '../../protocol/basics/json';
import { attributesSchema } from '../../values/values';
import { toList, typedRows, typedRowsField } from '../shared/namedValues';
import { userArgs, userFields } from '../shared/user';
import { changesIn, lastSentOf, nextLastSent, onlyChangesOption } from './changes';
import { profileArgs, profileField } from './profile';

/** Date objects, which expressions and some nodes put into items, as the ISO 8601 text that Leanplum stores. */
function plain(value: unknown): unknown {
	if (DateTime.isDateTime(value)) return value.toISO();
	return value instanceof Date ? value.toISOString() : value;
}

function itemFields(input: ItemInput): Record<string, unknown> {
	const excluded = new Set(toList(input.value('excludedFields')).map(String));
	const attributes: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(input.json)) {
		if (!excluded.has(name)) setOwn(attributes, name, value);
	}
	return attributes;
}

function attributesOf(input: ItemInput): Record<string, unknown> | undefined {
	switch (input.value('attributesFrom')) {
		case 'json':
			return input.object('Attributes (JSON)', input.value('attributesJson'));
		case 'item':
			return itemFields(input);
		default:
			return typedRows(input, 'Attribute', input.value('attributes'));
	}
}

/** The attributes of an item as Leanplum takes them; what is wrong with them is noted. */
function validAttributes(input: ItemInput): JsonObject | undefined {
	const values: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(attributesOf(input) ?? {})) {
		setOwn(values, name, plain(value));
	}
	return input.check('Attribute', attributesSchema, values) as JsonObject | undefined;
}

export const setAttributes: CallOperation = {
	value: 'setAttributes',
	name: 'Set Attributes',
	action: 'Set user attributes',
	description: 'Set, change or clear attributes and other parts of a user profile',
	sends: 'setUserAttributes',
	fields: [
		...userFields,
		{
			displayName: 'Attributes',
			name: 'attributesFrom',
			type: 'options',
			noDataExpression: true,
			required: true,
			default: 'fields',
			description: 'Where the attributes come from',
			options: [
				{
					name: 'All Fields of the Input Item',
					value: 'item',
					description: 'Each field becomes the attribute of the same name',
				},
				{ name: 'Using Fields Below', value: 'fields', description: 'One row for each value' },
				{ name: 'Using JSON', value: 'json', description: 'All values as one object' },
			],
		},
		{
			...typedRowsField({
				displayName: 'Attributes to Set',
				name: 'attributes',
				row: 'Attribute',
				example: 'plan',
				description: 'Attributes that are not listed stay as they are',
				types: ['boolean', 'clear', 'date', 'list', 'number', 'string'],
			}),
			displayOptions: { show: { attributesFrom: ['fields'] } },
		},
		{
			displayName: 'Attributes (JSON)',
			name: 'attributesJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. {"plan": "gold", "points": 120, "trial": null}',
			description:
				'Attributes as a JSON object of texts, numbers, booleans and lists of them; null clears an attribute',
			displayOptions: { show: { attributesFrom: ['json'] } },
		},
		{
			displayName: 'Fields to Leave Out',
			name: 'excludedFields',
			type: 'string',
			requiresDataPath: 'multiple',
			required: true,
			default: 'userId, deviceId',
			placeholder: 'e.g. customerId, email',
			description: 'Names of fields of the item that become no attribute, separated by commas',
			displayOptions: { show: { attributesFrom: ['item'] } },
		},
		profileField,
	],

	options: [onlyChangesOption],

	toArgs(input) {
		const attributes = validAttributes(input) ?? {};
		const lastSent = lastSentOf(input);
		const userAttributes = lastSent ? changesIn(attributes, lastSent) : attributes;
		const profile = profileArgs(input);
		const setsMore = Object.keys(profile).some(
			(name) => name !== 'createDisposition' && name !== 'devMode',
		);
		if (!setsMore && Object.keys(attributes).length === 0 && input.problems.length === 0) {
			input.refuse('Attributes', 'are empty for this item, so there is nothing to set');
		}
		const hasChanges = Object.keys(userAttributes).length > 0;
		const args = compact(userArgs(input), hasChanges ? { userAttributes } : {}, profile);
		if (lastSent && !hasChanges && !setsMore) {
			input.leaveOut({
				status: 'unchanged',
				...compact({ userId: args.userId, deviceId: args.deviceId }),
				sentAttributes: lastSent,
			});
		}
		return args;
	},

	toOutput(answer, input) {
		const lastSent = lastSentOf(input);
		if (!lastSent) return answer;
		return { ...answer, sentAttributes: nextLastSent(validAttributes(input) ?? {}, lastSent) };
	},
};
