import type { CallOperation } from '../../operation/operation';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall, usersOf } from '../../protocol/action/call';
import { isBare } from '../../protocol/basics/json';
import { ATTRIBUTES } from '../shared/named/namedKinds';
import { specifiedValues } from '../shared/named/specified';
import { createDisposition, userArgs, userFields } from '../shared/fields/user';
import { allFields, attributesOfItem } from './allFields';
import { compare, lastSentOf, onlyChanges } from './changes';
import { profileArgs, profileField } from './profile';

const attributeFields = specifiedValues({
	displayName: 'Attributes',
	name: 'attributesFrom',
	description: 'Where the attributes come from',
	also: {
		choice: {
			name: 'All Input Fields',
			value: 'item',
			description:
				"Sets one attribute per input field, except the IDs and the field in 'Compare With Last Sent'",
		},
		fields: allFields,
		read: attributesOfItem,
	},
	rows: {
		displayName: 'Attributes to Set',
		name: 'attributes',
		row: 'Attribute',
		example: 'plan',
		description: "Attributes you leave out don't change",
		types: ['boolean', 'clear', 'date', 'list', 'number', 'string'],
	},
	json: {
		displayName: 'Attributes (JSON)',
		name: 'attributesJson',
		placeholder: 'e.g. {"plan": "gold", "points": 120, "trial": null}',
		description:
			'A JSON object with text, number, boolean, or list values. Use null to clear an attribute.',
	},
});

export const setAttributes: CallOperation = {
	value: 'setAttributes',
	name: 'Set Attributes',
	action: 'Set user attributes',
	description: "Set, update, or clear a user's attributes and other profile data",
	sends: 'setUserAttributes',
	outputKeys: ['sentAttributes'],
	fields: [...userFields, createDisposition, ...attributeFields.fields, profileField],
	options: [onlyChanges],

	prepare(input, notes) {
		const { collection, values: attributes } = attributeFields.read(input, ATTRIBUTES);
		const lastSent = lastSentOf(input);
		const profile = profileArgs(input);
		const setsMore = !isBare(profile) && Object.keys(profile).some((name) => name !== 'devMode');
		if (!setsMore && isBare(attributes) && input.problems.length === 0) {
			input.refuse(collection, 'are empty for this item, so there is nothing to set');
		}
		const user = userArgs(input);
		const ifNotFound = createDisposition.read(input);
		const compared =
			lastSent && compare(attributes, lastSent, usersOf({ ...user, ...profile }), notes);
		const userAttributes = compared?.changes ?? attributes;
		const hasChanges = !isBare(userAttributes);
		if (compared && !hasChanges && !setsMore) {
			return { output: { status: 'unchanged', ...user, sentAttributes: compared.knownWhenDone } };
		}
		const args = withoutUndefined(user, hasChanges ? { userAttributes } : {}, profile, {
			// What Leanplum does anyway needs no argument.
			createDisposition: ifNotFound === createDisposition.property.default ? undefined : ifNotFound,
		});
		const call = createCall('setUserAttributes', args);
		if (!compared) return { call };
		return {
			call,
			toOutput: (answer) => ({ ...answer, sentAttributes: compared.knownWhenDone }),
			whenUnknown: { sentAttributes: compared.knownWhenUnknown },
		};
	},
};
