import type { CallOperation } from '../../operation/operation';
import { compact } from '../../operation/itemInput';
import { attributesSchema } from '../../values/values';
import { additionalFields, isOn } from '../shared/additional';
import { deviceArgs, deviceFields } from '../shared/device';
import { locationArgs, locationField } from '../shared/location';
import { typedRows, typedRowsField } from '../shared/namedValues';
import { outputFields, sized } from '../shared/output';
import {
	createDispositionField,
	developmentModeField,
	userArgs,
	userFields,
	userPolicyArgs,
} from '../shared/user';

export const start: CallOperation = {
	value: 'start',
	name: 'Start',
	action: 'Start session of user',
	description:
		'Begin a session of a user in the app. The variables of the user come with it when each item has a request of its own, see Batching under Options.',
	sends: 'start',
	outputKeys: ['vars'],
	fields: [
		...userFields,
		...outputFields,
		additionalFields(
			{
				displayName: 'Background',
				name: 'background',
				type: 'boolean',
				default: false,
				description: 'Whether the session counts only once it is resumed',
			},
			developmentModeField,
			{
				displayName: 'Device',
				name: 'device',
				type: 'fixedCollection',
				placeholder: 'Set Device',
				default: {},
				description: 'What the device is and its push tokens',
				options: [{ displayName: 'Device', name: 'device', values: [...deviceFields] }],
			},
			createDispositionField('CreateIfNeeded'),
			{
				displayName: 'Include Defaults',
				name: 'includeDefaults',
				type: 'boolean',
				default: true,
				description: "Whether to return also variables that have their app's default value",
			},
			locationField,
			{
				displayName: 'Start Time',
				name: 'time',
				type: 'dateTime',
				default: '',
				description: 'When the session began; now when it is not given',
			},
			typedRowsField({
				displayName: 'User Attributes',
				name: 'userAttributes',
				row: 'Attribute',
				example: 'plan',
				description: 'Attributes of the user to set with it',
				types: ['boolean', 'clear', 'date', 'list', 'number', 'string'],
			}),
		),
	],
	toArgs(input) {
		const fields = input.collection('additionalFields');
		const attributes = typedRows(input, 'User Attribute', fields.userAttributes);
		const userAttributes =
			Object.keys(attributes).length > 0
				? input.check('User Attribute', attributesSchema, attributes)
				: undefined;
		return compact({
			...userArgs(input),
			...userPolicyArgs(fields),
			...deviceArgs(input, input.group(fields.device, 'device')),
			...locationArgs(input, fields.location),
			userAttributes,
			background: fields.background === undefined ? undefined : isOn(fields.background),
			includeDefaults:
				fields.includeDefaults === undefined ? undefined : isOn(fields.includeDefaults),
			time: input.epochSeconds('Start Time', fields.time),
		});
	},
	toOutput(answer, input) {
		// In a shared request Leanplum only acknowledges a start (D:batching-requests).
		return sized(answer, input, ({ vars }) => (vars === undefined ? {} : { vars }));
	},
};
