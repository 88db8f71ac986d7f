import type { INodeProperties } from 'n8n-workflow';
import type { ItemInput } from '../../operation/itemInput';
import type { TaskTools } from '../../operation/taskTools';

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

/** The label of the field that names binary fields of the item. */
export const INPUT_FIELD = 'Input Data Field Name';

/** The field that names binary fields of the item. */
export function inputDataField(
	more: Pick<INodeProperties, 'placeholder' | 'description'>,
): INodeProperties {
	return {
		displayName: INPUT_FIELD,
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		...more,
	};
}

/** Refuses the name of a binary field that the item does not have. */
export function refuseUnlessFile(input: ItemInput, tools: TaskTools, property: string): void {
	if (tools.binaryProperties.includes(property)) return;
	const there = tools.binaryProperties.join(', ') || 'none';
	input.refuse(INPUT_FIELD, `"${property}" holds no file (fields with files: ${there})`);
}
