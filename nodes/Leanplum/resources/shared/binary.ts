import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../n8n/itemInput';

const initial = 'data';

/** Where an operation puts a file. */
export const outputFieldOption: INodeProperties = {
	displayName: 'Put Output in Field',
	name: 'outputField',
	type: 'string',
	default: initial,
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the file in',
};

export function outputFieldOf(input: ItemInput): string {
	return (
		input.text(outputFieldOption.displayName, input.collection('options').outputField) ?? initial
	);
}
