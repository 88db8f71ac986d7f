import type { INodeProperties } from 'n8n-workflow';
import { argumentsOf, propertyOf } from '../../../operation/fields/field';
import { choiceField, integerField, textField } from '../../../operation/fields/fieldKinds';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';

/** Named like Leanplum's arguments. */
const fields = [
	textField('City', 'city', {
		placeholder: 'e.g. San Francisco',
		description: 'The name of the city',
	}),
	textField('Country', 'country', {
		placeholder: 'e.g. US',
		description: 'The two-letter ISO 3166 code',
	}),
	textField('Latitude and Longitude', 'location', {
		placeholder: 'e.g. 37.324708,-122.020799',
		description: 'The position in degrees, separated by a comma',
	}),
	textField('Locale', 'locale', {
		placeholder: 'e.g. en_US',
		description: 'The language and country. Leanplum uses it to select the language of messages.',
	}),
	choiceField('Location Accuracy', 'locationAccuracyType', {
		default: '',
		description: 'Where latitude and longitude come from',
		options: [
			{ name: 'Cell Network', value: 'CELL', description: 'Within a few hundred meters' },
			{ name: 'GPS', value: 'GPS', description: 'Within a few meters' },
			{ name: 'IP Address', value: 'IP', description: 'City level' },
			{ name: 'Not Given', value: '', description: 'Leanplum assumes IP accuracy' },
		],
	}),
	textField('Region', 'region', {
		placeholder: 'e.g. ca',
		description: 'The state or province of the country',
	}),
	textField('Time Zone', 'timezone', {
		placeholder: 'e.g. America/Los_Angeles',
		description: 'An IANA name or an abbreviation such as PST',
	}),
	integerField('Time Zone Offset (Seconds)', 'timezoneOffsetSeconds', {
		type: 'string',
		default: '',
		placeholder: 'e.g. -28800',
		description: 'Seconds from GMT, negative to the west',
	}),
];

/** Where the user is. Leanplum could detect it, but from n8n's own address, so it is not offered. */
export const locationProperty: INodeProperties = {
	displayName: 'Location',
	name: 'location',
	type: 'fixedCollection',
	placeholder: 'Set Location',
	default: {},
	description: "The user's position, language, and time zone",
	options: [{ displayName: 'Location', name: 'location', values: fields.map(propertyOf) }],
};

/** Reads the location group into Leanplum's arguments. */
export function locationArgs(input: ItemInput): JsonObject {
	return argumentsOf(input.part(locationProperty.name, 'location'), fields);
}
