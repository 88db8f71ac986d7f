import type { CallOperation } from '../../operation/operation';
import { argumentsOf, propertyOf } from '../../operation/fields/field';
import { timeField, yesNoField } from '../../operation/fields/fieldKinds';
import { withoutUndefined } from '../../operation/fields/itemInput';
import { createCall } from '../../protocol/action/call';
import { ATTRIBUTES } from '../shared/named/namedKinds';
import { additionalFields } from '../shared/fields/additional';
import { deviceArgs, deviceFields } from '../shared/fields/device';
import { locationArgs, locationProperty } from '../shared/fields/location';
import { typedRows, typedRowsProperty, type TypedRows } from '../shared/named/namedValues';
import { outputFields, outputPicker } from '../shared/output';
import {
	createDispositionField,
	developmentMode,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/fields/user';
import { includeDefaults } from '../shared/named/variables';

const background = yesNoField('Background', 'background', {
	description: "Whether the session counts only after it's resumed",
});

const startTime = timeField('Start Time', 'time', {
	description: 'When the session started. Defaults to the current time.',
});

const attributeRows: TypedRows = {
	displayName: 'User Attributes',
	name: 'userAttributes',
	row: 'User Attribute',
	placeholder: 'Add Attribute',
	example: 'plan',
	description: 'User attributes to set along with the session',
	types: ['boolean', 'clear', 'date', 'list', 'number', 'string'],
};

export const start: CallOperation = {
	value: 'start',
	name: 'Start',
	action: 'Start user session',
	description:
		"Start a session for a user. To also get the user's variables, set 'Batching' under Options to 'One Request per Item'.",
	sends: 'start',
	outputKeys: ['vars'],
	fields: [
		...userFields,
		...outputFields,
		additionalFields(
			background,
			developmentMode,
			{
				displayName: 'Device',
				name: 'device',
				type: 'fixedCollection',
				placeholder: 'Set Device',
				default: {},
				description: "The device's model, software, and push tokens",
				options: [{ displayName: 'Device', name: 'device', values: deviceFields.map(propertyOf) }],
			},
			createDispositionField('CreateIfNeeded'),
			includeDefaults,
			locationProperty,
			startTime,
			typedRowsProperty(attributeRows),
		),
	],
	prepare(input) {
		const fields = input.inside('additionalFields');
		const attributes = typedRows(fields, attributeRows, ATTRIBUTES);
		const args = withoutUndefined(
			userArgs(input),
			userPolicyArgs(fields),
			deviceArgs(fields.part('device', 'device')),
			locationArgs(fields),
			argumentsOf(fields, [background, includeDefaults, startTime]),
			{
				userAttributes: Object.keys(attributes).length > 0 ? attributes : undefined,
			},
		);
		return {
			call: createCall('start', args),
			// In a shared request Leanplum only acknowledges a start (D:batching-requests).
			toOutput: outputPicker(input, ({ vars }) => (vars === undefined ? {} : { vars })),
		};
	},
};
