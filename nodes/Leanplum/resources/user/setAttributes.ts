import { DateTime } from 'luxon';
import { textsField } from '../../operation/fieldKinds';
import type { CallOperation } from '../../operation/operation';
import { withoutUndefined, type ItemInput } from '../../operation/itemInput';
import { createCall } from '../../protocol/action/call';
import { setOwn, type JsonObject } from '../../protocol/basics/json';
import { attributesSchema } from '../../values/values';
import { specifiedValues } from '../shared/specified';
import { userArgs, userFields } from '../shared/user';
import { changesIn, lastSentOf, nextLastSent, onlyChanges } from './changes';
import { profileArgs, profileField } from './profile';

/** Date objects, which expressions and some nodes put into items, as the ISO 8601 text that Leanplum stores. */
function plain(value: unknown): unknown {
	if (DateTime.isDateTime(value)) return value.toISO();
	return value instanceof Date ? value.toISOString() : value;
}

const fieldsToLeaveOut = textsField('Fields to Leave Out', 'excludedFields', {
	requiresDataPath: 'multiple',
	required: true,
	default: 'userId, deviceId',
	placeholder: 'e.g. customerId, email',
	description: 'Names of fields of the item that become no attribute, separated by commas',
});

function itemFields(input: ItemInput): Record<string, unknown> {
	const excluded = new Set(fieldsToLeaveOut.read(input));
	const attributes: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(input.json)) {
		if (!excluded.has(name)) setOwn(attributes, name, value);
	}
	return attributes;
}

const attributeFields = specifiedValues({
	displayName: 'Attributes',
	name: 'attributesFrom',
	description: 'Where the attributes come from',
	also: {
		choice: {
			name: 'All Fields of the Input Item',
			value: 'item',
			description: 'Each field becomes the attribute of the same name',
		},
		fields: [fieldsToLeaveOut],
		read: itemFields,
	},
	rows: {
		displayName: 'Attributes to Set',
		name: 'attributes',
		row: 'Attribute',
		example: 'plan',
		description: 'Attributes that are not listed stay as they are',
		types: ['boolean', 'clear', 'date', 'list', 'number', 'string'],
	},
	json: {
		displayName: 'Attributes (JSON)',
		name: 'attributesJson',
		placeholder: 'e.g. {"plan": "gold", "points": 120, "trial": null}',
		description:
			'Attributes as a JSON object of texts, numbers, booleans and lists of them; null clears an attribute',
	},
});

/** The attributes of an item as Leanplum takes them; what is wrong with them is noted. */
function attributesOf(input: ItemInput): { collection: string; attributes: JsonObject } {
	const { label, collection, values } = attributeFields.read(input);
	const attributes: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(values)) setOwn(attributes, name, plain(value));
	const checked = input.check(label, attributesSchema, attributes);
	return { collection, attributes: (checked ?? {}) as JsonObject };
}

export const setAttributes: CallOperation = {
	value: 'setAttributes',
	name: 'Set Attributes',
	action: 'Set user attributes',
	description: 'Set, change or clear attributes and other parts of a user profile',
	sends: 'setUserAttributes',
	fields: [...userFields, ...attributeFields.fields, profileField],
	options: [onlyChanges],

	prepare(input) {
		const { collection, attributes } = attributesOf(input);
		const lastSent = lastSentOf(input);
		const userAttributes = lastSent ? changesIn(attributes, lastSent) : attributes;
		const profile = profileArgs(input);
		const setsMore = Object.keys(profile).some(
			(name) => name !== 'createDisposition' && name !== 'devMode',
		);
		if (!setsMore && Object.keys(attributes).length === 0 && input.problems.length === 0) {
			input.refuse(collection, 'are empty for this item, so there is nothing to set');
		}
		const user = userArgs(input);
		const hasChanges = Object.keys(userAttributes).length > 0;
		if (lastSent && !hasChanges && !setsMore) {
			return { output: { status: 'unchanged', ...user, sentAttributes: lastSent } };
		}
		const args = withoutUndefined(user, hasChanges ? { userAttributes } : {}, profile);
		return {
			call: createCall('setUserAttributes', args),
			...(lastSent
				? {
						toOutput: (answer) => ({
							...answer,
							sentAttributes: nextLastSent(attributes, lastSent),
						}),
					}
				: {}),
		};
	},
};
