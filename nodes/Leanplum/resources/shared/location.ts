import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';
import { isBlank } from '../../operation/itemInput';
import { LOCATION_FIELDS } from '../../protocol/action/catalogue';
import type { JsonObject } from '../../protocol/basics/json';

/** Where the user is. Leanplum could detect it, but from n8n's own address, so it is not offered. */
export const locationField: INodeProperties = {
	displayName: 'Location',
	name: 'location',
	type: 'fixedCollection',
	placeholder: 'Set Location',
	default: {},
	description: 'Where the user is and which language and time zone apply',
	options: [
		{
			displayName: 'Location',
			name: 'location',
			values: [
				{
					displayName: 'City',
					name: 'city',
					type: 'string',
					default: '',
					placeholder: 'e.g. San Francisco',
					description: 'The name of the city',
				},
				{
					displayName: 'Country',
					name: 'country',
					type: 'string',
					default: '',
					placeholder: 'e.g. US',
					description: 'The ISO 3166 code of two letters',
				},
				{
					displayName: 'Latitude and Longitude',
					name: 'location',
					type: 'string',
					default: '',
					placeholder: 'e.g. 37.324708,-122.020799',
					description: 'Degrees, with a comma between them',
				},
				{
					displayName: 'Locale',
					name: 'locale',
					type: 'string',
					default: '',
					placeholder: 'e.g. en_US',
					description: 'Language and country, by which messages in several languages are chosen',
				},
				{
					displayName: 'Location Accuracy',
					name: 'locationAccuracyType',
					type: 'options',
					default: '',
					description: 'Where latitude and longitude come from',
					options: [
						{ name: 'Cell Network', value: 'CELL', description: 'Some hundred metres' },
						{ name: 'GPS', value: 'GPS', description: 'Some metres' },
						{ name: 'IP Address', value: 'IP', description: 'About the city' },
						{ name: 'Not Given', value: '', description: 'Leanplum takes it for an IP address' },
					],
				},
				{
					displayName: 'Region',
					name: 'region',
					type: 'string',
					default: '',
					placeholder: 'e.g. ca',
					description: 'The state or province of the country',
				},
				{
					displayName: 'Time Zone',
					name: 'timezone',
					type: 'string',
					default: '',
					placeholder: 'e.g. America/Los_Angeles',
					description: 'An IANA name or an abbreviation such as PST',
				},
				{
					displayName: 'Time Zone Offset (Seconds)',
					name: 'timezoneOffsetSeconds',
					type: 'string',
					default: '',
					placeholder: 'e.g. -28800',
					description: 'Seconds from GMT, negative to the west',
				},
			],
		},
	],
};

/** Reads the location group into Leanplum's arguments. */
export function locationArgs(input: ItemInput, collection: unknown): JsonObject {
	const group = input.group(collection, 'location');
	const args: JsonObject = {};
	for (const [name, type] of Object.entries(LOCATION_FIELDS)) {
		const value = group[name];
		if (isBlank(value)) continue;
		args[name] =
			type === 'integer'
				? input.integer('Time Zone Offset (Seconds)', value)
				: input.text(`Location "${name}"`, value);
	}
	return args;
}
