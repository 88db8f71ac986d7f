import type { INodeProperties } from 'n8n-workflow';
import { Field, type Reader } from '../../../operation/fields/field';
import { isObject } from '../../../protocol/basics/json';
import { trim } from '../../../values/blank';
import { readNumericId } from '../../../values/id';
import { readText } from '../../../values/text';

// What follows the number matches any text, so that no text makes them try each slash to its end.
// Both forms of the address: …/dashboard#/APP_ID/messaging/ID and …/dashboard#/12345__164/messaging/ID (SEED1).
const AFTER_LAST_SLASH = '^[\\s\\S]*/(\\d+)/?(?:\\?[\\s\\S]*)?$';
// The number right after "composer/" (G:manual-delivery).
const AFTER_COMPOSER = '^[\\s\\S]*/composer/(\\d+)[\\s\\S]*$';

interface PickedThing {
	displayName: string;
	name: string;
	description: string;
	/** The method that lists what can be picked. */
	list: string;
	/** An address of the dashboard that holds the id, where it has such addresses. */
	address?: { example: string; regex: string };
	/** An example of an id that is no number, as Leanplum's own are. */
	namedLike?: string;
}

const NUMBER_ONLY = {
	placeholder: 'e.g. 5670583287676928',
	validation: [
		{
			type: 'regex' as const,
			properties: {
				regex: '^\\s*\\d+\\s*$',
				errorMessage: 'Not a valid ID. IDs have only digits',
			},
		},
	],
};

/** What a resource locator picked, or the plain value that stands in its place. */
function picked(value: unknown): unknown {
	return isObject(value) && 'value' in value ? value.value : value;
}

const textReader: Reader<string> = (input, label, value) =>
	input.take(label, readText(picked(value)));

/** Reads an ID made of digits, also from a URL where an ID is asked for: users paste either. */
const idReader: Reader<string> = (input, label, value) => {
	const given = picked(value);
	const idInUrl =
		typeof given === 'string'
			? [AFTER_COMPOSER, AFTER_LAST_SLASH]
					.map((regex) => new RegExp(regex).exec(trim(given))?.[1])
					.find((id) => id !== undefined)
			: undefined;
	return input.take(label, readNumericId(idInUrl ?? given));
};

/** A thing that is picked from a list, by its address in the dashboard, or by its id. */
function pickField({ list, address, namedLike, ...field }: PickedThing): Field<string> {
	const property: INodeProperties = {
		...field,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: {
					searchListMethod: list,
					searchable: true,
					slowLoadNotice: {
						message: "If the list takes long to load, select 'By ID' instead",
						timeout: 10_000,
					},
				},
			},
			...(address
				? [
						{
							displayName: 'By URL',
							name: 'url',
							type: 'string' as const,
							placeholder: `e.g. ${address.example}`,
							hint: 'Open it in the Leanplum dashboard and copy the URL',
							extractValue: { type: 'regex' as const, regex: address.regex },
							validation: [
								{
									type: 'regex' as const,
									properties: {
										regex: address.regex,
										errorMessage: 'Not a valid Leanplum dashboard URL',
									},
								},
							],
						},
					]
				: []),
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				...(namedLike ? { placeholder: `e.g. ${namedLike}` } : NUMBER_ONLY),
			},
		],
	};
	return new Field(property, namedLike ? textReader : idReader);
}

const DASHBOARD = 'https://www.leanplum.com/dashboard#/12345__164';

export const messageField = (description: string, list = 'searchMessages') =>
	pickField({
		displayName: 'Message',
		name: 'messageId',
		description,
		list,
		address: { example: `${DASHBOARD}/messaging/5670583287676928`, regex: AFTER_LAST_SLASH },
	});

export const campaignField = (description: string) =>
	pickField({
		displayName: 'Campaign',
		name: 'campaignId',
		description,
		list: 'searchCampaigns',
		address: { example: `${DASHBOARD}/composer/6253061152931840`, regex: AFTER_COMPOSER },
	});

export const abTestField = (description: string) =>
	pickField({
		displayName: 'A/B Test',
		name: 'abTestId',
		description,
		list: 'searchAbTests',
		address: { example: `${DASHBOARD}/abtests/5670583287676928`, regex: AFTER_LAST_SLASH },
	});

export const variantField = (description: string) =>
	pickField({
		displayName: 'Variant',
		name: 'variantId',
		description,
		list: 'searchVariants',
	});

export const postbackField = (description: string) =>
	pickField({
		displayName: 'Postback',
		name: 'postbackId',
		description,
		list: 'searchPostbacks',
	});

export const androidChannelField = (description: string) =>
	pickField({
		displayName: 'Channel',
		name: 'channelId',
		description,
		list: 'searchAndroidChannels',
		namedLike: 'promotions',
	});
