import type { Shown } from '../../../operation/fields/field';
import type { ItemInput } from '../../../operation/fields/itemInput';
import type { JsonObject } from '../../../protocol/basics/json';
import { PARAMETERS } from './namedKinds';
import { specifiedValues } from './specified';

interface FlatParameters {
	readonly fields: readonly Shown[];
	/** Reads them; `undefined` when there are none. */
	read(input: ItemInput): JsonObject | undefined;
}

/** The parameters of an event or a state, as fields or as JSON. */
export function flatParameters(owner: 'event' | 'state'): FlatParameters {
	const parameters = specifiedValues({
		displayName: 'Specify Parameters',
		name: 'specifyParameters',
		description: `How to enter the ${owner}'s parameters`,
		rows: {
			displayName: 'Parameters',
			name: 'parameters',
			row: 'Parameter',
			example: 'plan',
			description: `Details of the ${owner}. Max 50.`,
			types: ['boolean', 'date', 'number', 'string'],
		},
		json: {
			displayName: 'Parameters (JSON)',
			name: 'parametersJson',
			placeholder: 'e.g. {"plan": "gold", "items": 3}',
			description: `Details of the ${owner} as a flat JSON object. Max 50.`,
		},
	});
	return {
		fields: parameters.fields,
		read(input) {
			const { values } = parameters.read(input, PARAMETERS);
			return Object.keys(values).length > 0 ? values : undefined;
		},
	};
}
