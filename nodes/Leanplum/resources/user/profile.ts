import type { INodeProperties } from 'n8n-workflow';
import { argumentsOf, Field, propertyOf } from '../../operation/fields/field';
import {
	choicesField,
	idField,
	integerField,
	numberField,
	timeField,
	yesNoField,
} from '../../operation/fields/fieldKinds';
import { withoutUndefined, type ItemInput } from '../../operation/fields/itemInput';
import type { JsonObject, JsonValue } from '../../protocol/basics/json';
import { readNumericIds } from '../../values/id';
import { UNSUBSCRIBE_CHANNELS } from '../../values/choice';
import { channelOptions } from '../../operation/channels';
import { additionalFields } from '../shared/fields/additional';
import { counters } from '../shared/named/counters';
import { deviceArgs, deviceFields } from '../shared/fields/device';
import { locationArgs, locationProperty } from '../shared/fields/location';
import { INCREMENTS, SET_VALUES, type NamedKind } from '../shared/named/namedKinds';
import { typedRows, typedRowsProperty, type TypedRows } from '../shared/named/namedValues';
import { developmentMode, userPolicyArgs } from '../shared/fields/user';

/** Leanplum lists categories as numbers and takes them as text (reference A.4). */
const categoriesField = (displayName: string, name: string, description: string) =>
	new Field<JsonValue>(
		{
			displayName,
			name,
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getUnsubscribeCategories' },
			default: [],
			description: `${description}. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
		},
		(input, label, given) => input.take(label, readNumericIds(given)),
	);

const channelsField = (displayName: string, name: string, description: string) =>
	choicesField(displayName, name, { description, options: channelOptions(UNSUBSCRIBE_CHANNELS) });

/** Fields that are named like Leanplum's arguments. */
const plainFields = [
	timeField('Created', 'created', { description: 'When the user was first seen' }),
	timeField('Last Active', 'lastActive', { description: 'When the user was last seen' }),
	idField('New User ID', 'newUserId', {
		placeholder: 'e.g. customer-42',
		description:
			'The user ID to switch to. An anonymous user is renamed, or merged into an existing user and deleted. An identified user is switched. Cannot be undone.',
		hint: 'Cannot be undone',
	}),
	categoriesField(
		'Subscribe to Categories Names or IDs',
		'unsubscribeCategoriesToRemove',
		'Categories to subscribe the user to again',
	),
	channelsField(
		'Subscribe to Channels',
		'unsubscribeChannelsToRemove',
		'Channels to subscribe the user to again',
	),
	numberField('Time Spent in App (Seconds)', 'timeSpentInApp', {
		description:
			'Total time the user spent in the app, for example 3600 for one hour. Replaces the value in Leanplum.',
	}),
	integerField('Total Sessions', 'totalSessions', {
		typeOptions: { numberPrecision: 0 },
		description:
			"The user's total number of sessions, for example 12. Replaces the value in Leanplum.",
	}),
	categoriesField(
		'Unsubscribe From Categories Names or IDs',
		'unsubscribeCategoriesToAdd',
		'Categories to unsubscribe the user from',
	),
	channelsField(
		'Unsubscribe From Channels',
		'unsubscribeChannelsToAdd',
		'Channels to unsubscribe the user from',
	),
];

const resetAnomalies = yesNoField('Reset Anomalies', 'resetAnomalies', {
	description:
		'Whether to include the user in analytics again after Leanplum excluded them because of a wrong clock. Not documented by Leanplum.',
	hint: 'Requires the Development Key in your credential',
});

const deviceId = idField('Device ID', 'deviceId', {
	placeholder: 'e.g. 7F3A9C21-5E0B',
	description: "The device's ID in Leanplum. Without it, Leanplum stores a device without an ID.",
});

const devicesProperty: INodeProperties = {
	displayName: 'Devices',
	name: 'devices',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		fixedCollection: { itemTitle: '={{ $collection.item.value.deviceId }}' },
	},
	placeholder: 'Add Device',
	default: {},
	description: 'Devices of the user, for example with their push tokens',
	options: [
		{ displayName: 'Device', name: 'row', values: [deviceId, ...deviceFields].map(propertyOf) },
	],
};

const events = counters({
	displayName: 'Event Counters',
	name: 'events',
	noun: 'Event',
	hasValue: true,
});

const states = counters({
	displayName: 'State Counters',
	name: 'states',
	noun: 'State',
	hasValue: false,
});

const valuesToAdd: TypedRows = {
	displayName: 'Values to Add',
	name: 'valuesToAdd',
	row: 'Value to Add',
	placeholder: 'Add Value',
	example: 'interests',
	description: "Values to add to list attributes. Values already in the list aren't added again.",
	types: ['boolean', 'list', 'number', 'string'],
};

const valuesToIncrement: TypedRows = {
	displayName: 'Values to Increment',
	name: 'valuesToIncrement',
	row: 'Value to Increment',
	placeholder: 'Add Value',
	example: 'points',
	description: 'Whole numbers to add to whole-number attributes. Use negative numbers to subtract.',
	types: ['number'],
};

const valuesToRemove: TypedRows = {
	displayName: 'Values to Remove',
	name: 'valuesToRemove',
	row: 'Value to Remove',
	placeholder: 'Add Value',
	example: 'interests',
	description: 'Values to remove from list attributes',
	types: ['boolean', 'list', 'number', 'string'],
};

/** Everything of a profile besides the attributes themselves. */
export const profileField = additionalFields(
	...plainFields,
	developmentMode,
	devicesProperty,
	events.property,
	locationProperty,
	resetAnomalies,
	states.property,
	typedRowsProperty(valuesToAdd),
	typedRowsProperty(valuesToIncrement),
	typedRowsProperty(valuesToRemove),
);

function devices(fields: ItemInput): JsonValue {
	const rows = fields.rows(devicesProperty.name);
	if (rows.length === 0) return undefined;
	return rows.map((given, position) => {
		const row = given.at(`Device ${position + 1}:`);
		// Leanplum takes a device without an id and stores a nameless one (recorded).
		return { deviceId: deviceId.require(row), ...deviceArgs(row) };
	});
}

function rowsIn(fields: ItemInput, rows: TypedRows, kind: NamedKind): JsonObject | undefined {
	const values = typedRows(fields, rows, kind);
	return Object.keys(values).length > 0 ? values : undefined;
}

/** Reads the collection above into Leanplum's arguments. */
export function profileArgs(input: ItemInput): JsonObject {
	// What most users of the node leave empty should cost nothing for each of their items.
	if (input.lacks(profileField.name)) return {};
	const fields = input.inside(profileField.name);
	return withoutUndefined(
		userPolicyArgs(fields),
		locationArgs(fields),
		argumentsOf(fields, plainFields),
		{
			userAttributeValuesToAdd: rowsIn(fields, valuesToAdd, SET_VALUES),
			userAttributeValuesToRemove: rowsIn(fields, valuesToRemove, SET_VALUES),
			userAttributeValuesToIncrement: rowsIn(fields, valuesToIncrement, INCREMENTS),
			events: events.read(fields),
			states: states.read(fields),
			devices: devices(fields),
			...(resetAnomalies.read(fields) ? { resetAnomalies: true } : {}),
		},
	);
}
