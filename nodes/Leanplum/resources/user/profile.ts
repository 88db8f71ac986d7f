import type { INodeProperties } from 'n8n-workflow';
import { compact, isBlank, type ItemInput } from '../../operation/itemInput';
import type { JsonObject, JsonValue } from '../../protocol/basics/json';
import {
	idSchema,
	incrementsSchema,
	numericIdSchema,
	setValuesSchema,
	UNSUBSCRIBE_CHANNELS,
} from '../../values/values';
import { channelOptions } from '../../operation/channels';
import { counterArgs, counterField } from '../shared/counters';
import { deviceArgs, deviceFields } from '../shared/device';
import { locationArgs, locationField } from '../shared/location';
import { toList, typedRows, typedRowsField } from '../shared/namedValues';
import { createDispositionField, developmentModeField, userPolicyArgs } from '../shared/user';

const isChannel = (name: string) => (UNSUBSCRIBE_CHANNELS as readonly string[]).includes(name);

/** Everything of a profile besides the attributes themselves. */
export const profileField: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Created',
			name: 'created',
			type: 'dateTime',
			default: '',
			description: 'When the user was first seen',
		},
		developmentModeField,
		{
			displayName: 'Devices',
			name: 'devices',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Device',
			default: {},
			description: 'Devices of the user, for example with their push tokens',
			options: [
				{
					displayName: 'Device',
					name: 'row',
					values: [
						{
							displayName: 'Device ID',
							name: 'deviceId',
							type: 'string',
							default: '',
							placeholder: 'e.g. 7F3A9C21-5E0B',
							description:
								'The ID of the device in Leanplum; without it Leanplum stores a nameless device',
						},
						...deviceFields,
					],
				},
			],
		},
		counterField({
			displayName: 'Event Counters',
			name: 'events',
			noun: 'Event',
			hasValue: true,
		}),
		createDispositionField('CreateIfNeeded'),
		{
			displayName: 'Last Active',
			name: 'lastActive',
			type: 'dateTime',
			default: '',
			description: 'When the user was last seen',
		},
		locationField,
		{
			displayName: 'New User ID',
			name: 'newUserId',
			type: 'string',
			default: '',
			placeholder: 'e.g. customer-42',
			description:
				'Continues the session under another user. Cannot be undone: an anonymous user is renamed or merged into that user and deleted; an identified user is switched.',
			hint: 'Cannot be undone',
		},
		{
			displayName: 'Reset Anomalies',
			name: 'resetAnomalies',
			type: 'boolean',
			default: false,
			description:
				'Whether to take the user back into analytics after Leanplum excluded it for a wrong clock. Not documented by Leanplum.',
			hint: 'Needs the Development Key in the credential',
		},
		counterField({
			displayName: 'State Counters',
			name: 'states',
			noun: 'State',
			hasValue: false,
		}),
		{
			displayName: 'Subscribe to Categories Names or IDs',
			name: 'unsubscribeCategoriesToRemove',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getUnsubscribeCategories' },
			default: [],
			description:
				'Unsubscribe categories that the user gets messages of again. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Subscribe to Channels',
			name: 'unsubscribeChannelsToRemove',
			type: 'multiOptions',
			default: [],
			description: 'Channels on which the user gets messages again',
			options: channelOptions(UNSUBSCRIBE_CHANNELS),
		},
		{
			displayName: 'Time Spent in App (Seconds)',
			name: 'timeSpentInApp',
			type: 'number',
			default: 0,
			description:
				'How long the user has used the app over all sessions, such as 3600 for an hour; replaces the number in Leanplum',
		},
		{
			displayName: 'Total Sessions',
			name: 'totalSessions',
			type: 'number',
			typeOptions: { numberPrecision: 0 },
			default: 0,
			description:
				'How many sessions the user has had in all, such as 12; replaces the number in Leanplum',
		},
		{
			displayName: 'Unsubscribe From Categories Names or IDs',
			name: 'unsubscribeCategoriesToAdd',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getUnsubscribeCategories' },
			default: [],
			description:
				'Unsubscribe categories that the user gets no more messages of. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Unsubscribe From Channels',
			name: 'unsubscribeChannelsToAdd',
			type: 'multiOptions',
			default: [],
			description: 'Channels on which the user gets no more messages',
			options: channelOptions(UNSUBSCRIBE_CHANNELS),
		},
		typedRowsField({
			displayName: 'Values to Add',
			name: 'valuesToAdd',
			row: 'Value',
			example: 'interests',
			description:
				'Values to put into attributes that hold a list; those already there stay single',
			types: ['boolean', 'list', 'number', 'string'],
		}),
		typedRowsField({
			displayName: 'Values to Increment',
			name: 'valuesToIncrement',
			row: 'Value',
			example: 'points',
			description:
				'Whole numbers to add to attributes that hold whole numbers; use negative ones to subtract',
			types: ['number'],
		}),
		typedRowsField({
			displayName: 'Values to Remove',
			name: 'valuesToRemove',
			row: 'Value',
			example: 'interests',
			description: 'Values to take out of attributes that hold a list',
			types: ['boolean', 'list', 'number', 'string'],
		}),
	],
};

function categoryIds(input: ItemInput, label: string, value: unknown): JsonValue {
	if (isBlank(value)) return undefined;
	// Leanplum lists them as numbers and takes them as text (reference A.4).
	const ids = toList(value).map((id) =>
		input.check(`${label} "${input.text(label, id) ?? ''}"`, numericIdSchema, id),
	);
	return ids.length > 0 ? ids : undefined;
}

function channels(input: ItemInput, label: string, value: unknown): JsonValue {
	if (isBlank(value)) return undefined;
	const names = toList(value).map((name) => input.text(label, name) ?? '');
	for (const name of names) {
		if (!isChannel(name)) {
			input.refuse(`${label} "${name}"`, `must be one of ${UNSUBSCRIBE_CHANNELS.join(', ')}`);
		}
	}
	return names.length > 0 ? names : undefined;
}

function devices(input: ItemInput, collection: unknown): JsonValue {
	const rows = input.rows(collection, 'row');
	if (rows.length === 0) return undefined;
	return rows.map((row, position) => {
		const label = `Device ${position + 1}: Device ID`;
		// Leanplum takes a device without an id and stores a nameless one (recorded).
		if (isBlank(row.deviceId)) input.refuse(label, 'is empty');
		return { deviceId: input.optional(label, idSchema, row.deviceId), ...deviceArgs(input, row) };
	});
}

function whenFilled(values: Record<string, unknown>): Record<string, unknown> | undefined {
	return Object.keys(values).length > 0 ? values : undefined;
}

/** Reads the collection above into Leanplum's arguments. */
export function profileArgs(input: ItemInput): JsonObject {
	const fields = input.collection('additionalFields');
	// What most users of the node leave empty should cost nothing for each of their items.
	if (Object.keys(fields).length === 0) return {};
	const rows = (label: string, name: string) => whenFilled(typedRows(input, label, fields[name]));
	return compact({
		...userPolicyArgs(fields),
		...locationArgs(input, fields.location),
		userAttributeValuesToAdd: input.optional(
			'Value to Add',
			setValuesSchema,
			rows('Value to Add', 'valuesToAdd'),
		),
		userAttributeValuesToRemove: input.optional(
			'Value to Remove',
			setValuesSchema,
			rows('Value to Remove', 'valuesToRemove'),
		),
		userAttributeValuesToIncrement: input.optional(
			'Value to Increment',
			incrementsSchema,
			rows('Value to Increment', 'valuesToIncrement'),
		),
		unsubscribeCategoriesToAdd: categoryIds(
			input,
			'Unsubscribe From Categories',
			fields.unsubscribeCategoriesToAdd,
		),
		unsubscribeCategoriesToRemove: categoryIds(
			input,
			'Subscribe to Categories',
			fields.unsubscribeCategoriesToRemove,
		),
		unsubscribeChannelsToAdd: channels(
			input,
			'Unsubscribe From Channels',
			fields.unsubscribeChannelsToAdd,
		),
		unsubscribeChannelsToRemove: channels(
			input,
			'Subscribe to Channels',
			fields.unsubscribeChannelsToRemove,
		),
		newUserId: input.optional('New User ID', idSchema, fields.newUserId),
		events: counterArgs(input, 'Event', fields.events),
		states: counterArgs(input, 'State', fields.states),
		created: input.epochSeconds('Created', fields.created),
		lastActive: input.epochSeconds('Last Active', fields.lastActive),
		totalSessions: input.integer('Total Sessions', fields.totalSessions),
		timeSpentInApp: input.number('Time Spent in App (Seconds)', fields.timeSpentInApp),
		devices: devices(input, fields.devices),
		...(fields.resetAnomalies === true ? { resetAnomalies: true } : {}),
	});
}
