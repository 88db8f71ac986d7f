import type { INodeProperties } from 'n8n-workflow';
import { isObject } from '../../protocol/json';

// Both forms of the address: …/dashboard#/APP_ID/messaging/ID and …/dashboard#/12345__164/messaging/ID (SEED1).
const AFTER_LAST_SLASH = '^.*/(\\d+)/?(?:\\?.*)?$';

/** A thing of the dashboard that is picked by its id or its address there. */
export function idOrUrlField(field: {
	displayName: string;
	name: string;
	description: string;
	example: string;
	urlExample: string;
}): INodeProperties {
	const { example, urlExample, ...rest } = field;
	return {
		...rest,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'url', value: '' },
		modes: [
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. ${urlExample}`,
				hint: 'Open it in the Leanplum dashboard and copy the address',
				extractValue: { type: 'regex', regex: AFTER_LAST_SLASH },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: AFTER_LAST_SLASH,
							errorMessage: 'Not an address that ends with the id',
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: [
					{
						type: 'regex',
						properties: { regex: '^\\s*\\d+\\s*$', errorMessage: 'Not an id: it has digits only' },
					},
				],
			},
		],
	};
}

/**
 * The id in a resource locator, in plain text, or in an address of the dashboard, whichever way it
 * came: users paste an address where an id is asked for.
 */
export function locatedId(value: unknown): unknown {
	const picked = isObject(value) && 'value' in value ? value.value : value;
	if (typeof picked !== 'string') return picked;
	return new RegExp(AFTER_LAST_SLASH).exec(picked.trim())?.[1] ?? picked;
}
