import type { INodeProperties } from 'n8n-workflow';
import type { Field } from '../../operation/fields/field';
import { textField, textsField } from '../../operation/fields/fieldKinds';
import type { ItemInput } from '../../operation/fields/itemInput';
import type { TaskTools } from '../../operation/taskTools';

/** Where an operation puts a file. */
export const outputFieldOption = textField('Put Output File in Field', 'outputField', {
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the file in',
});

/** The field that names binary fields of the item. */
export function inputDataField(
	more: Pick<INodeProperties, 'placeholder' | 'description'>,
): Field<string[]> {
	return textsField('Input Data Field Name', 'binaryPropertyName', {
		required: true,
		default: 'data',
		...more,
	});
}

/** Refuses the name of a binary field that the item does not have. */
export function refuseUnlessFile(
	field: Field,
	input: ItemInput,
	tools: TaskTools,
	property: string,
): void {
	if (tools.binaryProperties.includes(property)) return;
	const there = tools.binaryProperties.map((name) => `"${name}"`).join(', ');
	const remedy = there ? `Fields with files: ${there}` : 'This item has no files';
	field.refuse(input, `"${property}" holds no file. ${remedy}`);
}
